"""What is cut out of the private messages beyond findings: decisions and edits like others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from prtool.model.changes import Commit
from prtool.model.edits import Edit
from prtool.model.headings import Headings, headings
from prtool.model.message import parse_message
from prtool.model.plan import Action, Cause, Decision, Plan
from prtool.model.record import NamedTuple, replace
from prtool.model.text import Channel, LineIndex, Span
from prtool.model.tickets import NO_REFERENCES, References
from prtool.rewrite.edits import Edits
from prtool.rewrite.messages import links
from prtool.rewrite.messages.links import find_links
from prtool.rewrite.messages.local import TAGS, find_local

STAYS_OUT = Cause("stays out of messages")
"""Stands in public reports, so it does not say what the part speaks of."""


class Cut(NamedTuple):
    """One range of a private message that leaves as something else, or not at all."""

    span: Span
    text: str
    """What stands there instead."""
    topic: str
    lines: tuple[int, int]
    """First and last line of it, 1-based, in the private message."""
    whole: bool
    """Whether it is made of whole lines."""

    @property
    def is_part(self) -> bool:
        """Tell whether it is something that was said, not a mark or a number."""
        return self.topic not in (TAGS, links.TOPIC)


Cuts = Mapping[str, tuple[Cut, ...]]
"""By private commit."""


def cuts_of(
    commits: Iterable[Commit], table: Headings | None = None, known: References = NO_REFERENCES
) -> Cuts:
    """Return what is cut out of each message.

    Args:
        commits: the private commits.
        table: what headings mean; the built-in tables by default.
        known: what means the same upstream.
    """
    table = table or headings()
    found = {
        commit.oid: tuple(_cuts(parse_message(commit.message).text, table, known))
        for commit in commits
    }
    return {oid: cuts for oid, cuts in found.items() if cuts}


def decided(plan: Plan, cuts: Cuts) -> Plan:
    """Return the plan in which nothing within a cut needs a decision any more."""
    return replace(plan, decisions=tuple(_decided(each, cuts) for each in plan.decisions))


def with_cuts(edits: Edits, cuts: Cuts) -> Edits:
    """Return the edits with those of the cuts."""
    return edits.plus({
        (Channel.MESSAGE, oid, None): [Edit(cut.span, cut.text, reversible=False) for cut in some]
        for oid, some in cuts.items()
    })  # fmt: skip


def _cuts(text: str, table: Headings, known: References) -> Iterator[Cut]:
    index = LineIndex(text)
    gone: list[Span] = []
    for span, topic in find_local(text, table):
        gone.append(span)
        yield _cut(text, index, span, "", topic)
    for edit in find_links(text, known):
        if not any(span.overlaps(edit.span) for span in gone):
            yield _cut(text, index, edit.span, edit.text, links.TOPIC)


def _cut(text: str, index: LineIndex, span: Span, new: str, topic: str) -> Cut:
    said = text[span.start : span.end].rstrip()
    lines = index.lines_of(Span(span.start, span.start + len(said)))
    begins = span.start == 0 or text[span.start - 1] == "\n"
    ends = span.end == len(text) or text[span.end - 1] == "\n"
    return Cut(span, new, topic, (lines[0], lines[-1]), whole=begins and ends and not new)


def _decided(decision: Decision, cuts: Cuts) -> Decision:
    unit = decision.finding.unit
    if unit.channel is not Channel.MESSAGE or decision.action is Action.ALLOW:
        return decision
    for cut in cuts.get(unit.commit or "", ()):
        if cut.is_part and cut.span.covers(decision.finding.span):
            return replace(
                decision,
                action=Action.DROP_LINE if cut.whole else Action.REPLACE,
                cause=STAYS_OUT,
                reason=cut.topic,
                replacement=None if cut.whole else "",
            )
    return decision

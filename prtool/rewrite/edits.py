"""Turns a plan into edits of each text: placeholders, pseudonyms, lines that go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from prtool.detectors.base import Terms
from prtool.lexicon.pseudonyms import Pseudonyms, Request
from prtool.model.edits import Edit, apply, resolve, whole_lines
from prtool.model.finding import Finding, Kind
from prtool.model.plan import Action, Decision, Plan
from prtool.model.record import dataclass, field
from prtool.model.text import Channel, Span, TextUnit

UnitKey = tuple[Channel, str | None, str | None]
"""What tells two units apart: channel, path (or the commit's id, for its own texts), blob."""

HOME_RULE = "path/home-directory"
FIXED = {"private/commit-id": "(an earlier commit of this series)"}
"""Rules whose matches are always replaced by the same words."""


def unit_key(unit: TextUnit) -> UnitKey:
    """Return the key under which a unit's edits are kept."""
    return unit.channel, unit.path if unit.path is not None else unit.commit, unit.blob


@dataclass(frozen=True, slots=True)
class Edits:
    """The resolved edits of every unit that has some."""

    by_unit: Mapping[UnitKey, tuple[Edit, ...]] = field(default_factory=dict)

    def of(self, channel: Channel, home: str | None, blob: str | None = None) -> tuple[Edit, ...]:
        """Return the edits of one unit, ascending; none for a unit that stays as it is."""
        return self.by_unit.get((channel, home, blob), ())

    def rewrite(self, unit: TextUnit) -> str:
        """Return a unit's text as it may leave."""
        return apply(unit.text, self.by_unit.get(unit_key(unit), ()))

    def plus(self, more: Mapping[UnitKey, Iterable[Edit]]) -> Edits:
        """Return these edits and some more, resolved together."""
        both = {
            key: resolve(_without_dropped([*self.by_unit.get(key, ()), *some]))
            for key, some in more.items()
        }
        return Edits({**self.by_unit, **both})


def plan_edits(plan: Plan, terms: Terms, pseudonyms: Pseudonyms) -> Edits:
    """Work out every edit of a run, all pseudonyms assigned first."""
    acting = [
        decision
        for decision in plan.decisions
        if decision.action in (Action.REPLACE, Action.DROP_LINE)
        and not plan.leaves_nothing(decision.finding)
    ]
    acting = _without_twins(acting)
    request = _requests(terms)
    pseudonyms.assign(
        request(decision.finding)
        for decision in acting
        if decision.action is Action.REPLACE and _is_derived(decision)
    )
    edits: dict[UnitKey, list[Edit]] = {}
    for decision in acting:
        unit = decision.finding.unit
        edits.setdefault(unit_key(unit), []).append(_edit(decision, request, pseudonyms))
    return Edits({key: resolve(_without_dropped(some)) for key, some in edits.items()})


def _without_twins(acting: list[Decision]) -> list[Decision]:
    """Leave out a user's name as a term where a home directory has it: the path decides."""
    homes = {
        (unit_key(each.finding.unit), each.finding.span)
        for each in acting
        if each.finding.rule.id == HOME_RULE
    }
    return [
        each
        for each in acting
        if each.finding.rule.id == HOME_RULE
        or each.finding.kind is not Kind.USER
        or (unit_key(each.finding.unit), each.finding.span) not in homes
    ]


def _requests(terms: Terms) -> Callable[[Finding], Request]:
    def request(finding: Finding) -> Request:
        term = terms.term(finding.term) if finding.term is not None else None
        return Request(
            kind=finding.kind, term=term, matched=finding.evidence.reveal(), rule=finding.rule.id
        )

    return request


def _is_derived(decision: Decision) -> bool:
    return decision.replacement is None and decision.finding.rule.id not in FIXED


def _edit(
    decision: Decision, request: Callable[[Finding], Request], pseudonyms: Pseudonyms
) -> Edit:
    finding = decision.finding
    if decision.action is Action.DROP_LINE:
        return Edit(whole_lines(finding.unit.text, finding.span), "", reversible=False)
    fixed = decision.replacement
    if fixed is None:
        fixed = FIXED.get(finding.rule.id)
    if fixed is not None:
        return Edit(finding.span, fixed, reversible=False)
    rendered = pseudonyms.render(request(finding))
    return Edit(finding.span, rendered, reversible=finding.kind is not Kind.SECRET)


def _without_dropped(edits: Iterable[Edit]) -> list[Edit]:
    """Leave out replacements in lines that go anyway, and join lines that go together."""
    edits = list(edits)
    gone: list[Span] = []
    for span in sorted(edit.span for edit in edits if not edit.text and not edit.reversible):
        if gone and span.start <= gone[-1].end:
            gone[-1] = Span(gone[-1].start, max(gone[-1].end, span.end))
        else:
            gone.append(span)
    kept = [edit for edit in edits if not any(span.covers(edit.span) for span in gone)]
    return kept + [Edit(span, "", reversible=False) for span in gone]

"""The squash message of a range, for the gate: what a forge would make of texts it has seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from prtool.model.finding import Finding
from prtool.model.record import dataclass, field, replace
from prtool.model.text import Channel, TextUnit
from prtool.rewrite.messages.squash import SquashedCommit, squash_messages
from prtool.scan import Scan


@dataclass(slots=True)
class Squashing:
    """Passes the units of a range on, and yields after them what they would be squashed into.

    What is a text that has just been looked at is no new one.
    """

    messages: dict[str, str] = field(default_factory=dict)
    """By commit, in the order of the range."""
    authors: dict[str, str] = field(default_factory=dict)
    title: str = ""
    body: str = ""
    made: dict[int, tuple[TextUnit, str]] = field(default_factory=dict)
    """The units of squash messages by their ``id``, and by which setting each comes out."""

    def watched(self, units: Iterable[TextUnit]) -> Iterator[TextUnit]:
        """Yield all units, then the squash messages."""
        for unit in units:
            self._note(unit)
            yield unit
        seen = {text.strip() for text in (*self.messages.values(), self.title)}
        commits = [
            SquashedCommit(text, self.authors.get(oid, "")) for oid, text in self.messages.items()
        ]
        for how, text in squash_messages(self.title, self.body, commits):
            if text.strip() in seen:
                continue
            unit = TextUnit(channel=Channel.MESSAGE, text=text)
            self.made[id(unit)] = unit, how
            yield unit

    def settled(self, scan: Scan) -> Scan:
        """Return a scan in which squash messages are told apart from those that there are."""
        if self.made:
            scan.coverage.scanned[Channel.MESSAGE] -= len(self.made)
            scan.coverage.notes.append(
                f"messages of a squashed commit, as forges would propose them: {len(self.made)}"
            )
        return replace(scan, findings=self.once(scan.findings))

    def once(self, findings: Collection[Finding]) -> tuple[Finding, ...]:
        """Return the findings; of those in squash messages only what no text has by itself."""
        if not self.made:
            return tuple(findings)
        parts = [*self.messages.values(), *self.authors.values(), self.title, self.body]
        kept: list[Finding] = []
        told: set[tuple[str, str]] = set()
        known: dict[str, bool] = {}
        for finding in findings:
            made = self.made.get(id(finding.unit))
            if made is None:
                kept.append(finding)
                continue
            text = finding.evidence.reveal()
            if text not in known:
                known[text] = any(text in part for part in parts)
            if known[text] or (finding.rule.id, text) in told:
                continue
            told.add((finding.rule.id, text))
            note = f"in the message of a squashed commit: {made[1]}"
            kept.append(replace(finding, note=f"{finding.note}; {note}" if finding.note else note))
        return tuple(kept)

    def _note(self, unit: TextUnit) -> None:
        if unit.channel is Channel.PR_TITLE:
            self.title = unit.text
        elif unit.channel is Channel.PR_BODY:
            self.body = unit.text
        elif unit.commit is None:
            return
        elif unit.channel is Channel.MESSAGE:
            self.messages[unit.commit] = unit.text
        elif unit.channel is Channel.TRAILER and unit.commit in self.messages:
            self.messages[unit.commit] += f"\n\n{unit.text}"
        elif unit.channel is Channel.AUTHOR:
            self.authors[unit.commit] = unit.text

"""Joins what was decided with what is edited: the marks of every text on the review page."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from prtool.model.edits import Edit
from prtool.model.finding import State
from prtool.model.plan import Action, Decision, Plan
from prtool.model.record import dataclass, replace
from prtool.model.text import Channel, Span
from prtool.pipeline.blocked import place_of
from prtool.review.model import Look, Mark, Matter
from prtool.rewrite.edits import Edits, UnitKey, unit_key
from prtool.rewrite.messages.cuts import STAYS_OUT

PLACES = 3
"""Places of a matter that are told."""

_LOOKS = {
    Action.REPLACE: Look.REPLACED,
    Action.DROP_LINE: Look.DROPPED,
    Action.DROP_FILE: Look.DROPPED,
    Action.BLOCK: Look.ASKED,
    Action.ALLOW: Look.KEPT,
}


@dataclass(slots=True)
class Marks:
    """The marks of a run, by unit, and the matters that they are about."""

    _by_unit: dict[UnitKey, tuple[Mark, ...]]
    _matters: list[Matter]
    _whole: dict[UnitKey, list[int]]

    @classmethod
    def of(cls, plan: Plan, edits: Edits, messages: Mapping[UnitKey, str]) -> Marks:
        """Return the marks of a plan that was carried out by some edits.

        Args:
            plan: all decisions.
            edits: what was made of them, and the cuts of messages.
            messages: the texts of the private messages.
        """
        marks = cls({}, [], {})
        numbers: dict[tuple[str, ...], int] = {}
        grouped: defaultdict[UnitKey, list[Decision]] = defaultdict(list)
        for decision in plan.decisions:
            if decision.finding.state is not State.PREEXISTING:
                grouped[unit_key(decision.finding.unit)].append(decision)
        for key in dict.fromkeys((*grouped, *messages)):
            made = edits.by_unit.get(key, ())
            found: list[Mark] = []
            for decision in grouped.get(key, ()):
                gone = plan.leaves_nothing(decision.finding)
                edit = None if gone else _edit_at(made, decision.finding.span)
                number = marks._count(decision, edit, numbers, gone=gone)
                if key[0] in (Channel.BINARY, Channel.MODE):
                    marks._whole.setdefault(key, []).append(number)
                elif not gone:
                    found.append(_mark(decision, edit, number))
            text = messages.get(key, "")
            for edit in made if text else ():
                if not any(mark.span.overlaps(edit.span) for mark in found):
                    found.append(marks._cut(text[edit.span.start : edit.span.end], edit, numbers))
            marks._by_unit[key] = _apart(found)
        return marks

    def at(self, key: UnitKey) -> tuple[Mark, ...]:
        """Return the marks of a unit, ascending, none overlapping another."""
        return self._by_unit.get(key, ())

    def about(self, path: str, blob: str | None) -> tuple[Matter, ...]:
        """Return what was found of a file as a whole: its bytes, which nobody can read, or mode."""
        keys: list[UnitKey] = [(Channel.BINARY, path, blob), (Channel.MODE, path, None)]
        numbers = {number for key in keys for number in self._whole.get(key, ())}
        return tuple(self._matters[number] for number in sorted(numbers))

    def matters(self) -> tuple[Matter, ...]:
        """Return what the numbers of the marks stand for."""
        return tuple(self._matters)

    def _cut(self, original: str, edit: Edit, numbers: dict[tuple[str, ...], int]) -> Mark:
        """Return the mark of what no decision was about: it stays out of messages as such."""
        look = Look.REPLACED if edit.text else Look.DROPPED
        matter = Matter(
            look=look, rule="message", title="Says nothing, or something else, upstream",
            action=str(Action.REPLACE), cause=str(STAYS_OUT), original=original.strip(),
            public=edit.text, places=("commit message",),
        )  # fmt: skip
        key = (matter.rule, matter.original, matter.public)
        number = numbers.setdefault(key, len(self._matters))
        if number == len(self._matters):
            self._matters.append(matter)
        else:
            known = self._matters[number]
            self._matters[number] = replace(known, count=known.count + 1)
        return Mark(edit.span, look, edit.text, number)

    def _count(
        self,
        decision: Decision,
        edit: Edit | None,
        numbers: dict[tuple[str, ...], int],
        *,
        gone: bool,
    ) -> int:
        finding = decision.finding
        action = Action.DROP_FILE if gone else decision.action
        public = edit.text if edit is not None and action is Action.REPLACE else ""
        original = finding.evidence.reveal()
        cause, place = str(decision.cause), place_of(finding)
        key = (finding.rule.id, original, public, action.value, cause, decision.reason)
        number = numbers.get(key)
        if number is None:
            numbers[key] = len(self._matters)
            self._matters.append(
                Matter(
                    look=_LOOKS[action], rule=finding.rule.id, title=finding.rule.title,
                    action=action.value, cause=cause, reason=decision.reason or finding.note,
                    original=original, public=public, places=(place,),
                )
            )  # fmt: skip
            return numbers[key]
        known = self._matters[number]
        places = known.places if len(known.places) >= PLACES else (*known.places, place)
        self._matters[number] = replace(known, count=known.count + 1, places=places)
        return number


def _edit_at(edits: Sequence[Edit], span: Span) -> Edit | None:
    """Return the first of some ascending edits that touches a range."""
    first = bisect_right(edits, span.start, key=lambda edit: edit.span.end)
    if first < len(edits) and edits[first].span.overlaps(span):
        return edits[first]
    return None


def _mark(decision: Decision, edit: Edit | None, number: int) -> Mark:
    span = decision.finding.span
    if edit is None:
        look = _LOOKS[decision.action]
        text = decision.finding.unit.text[span.start : span.end]
        return Mark(span, look, text, number)
    look = Look.REPLACED if edit.text or edit.reversible else Look.DROPPED
    return Mark(edit.span, look, edit.text, number)


def _apart(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Leave out what overlaps: an edit outweighs a mark that changes nothing, then the longer."""
    changing = (Look.REPLACED, Look.DROPPED)
    order = sorted(
        {mark for mark in marks if mark.span.start < mark.span.end},
        key=lambda mark: (
            mark.look not in changing, mark.span.start - mark.span.end, mark.span, mark.why,
        ),
    )  # fmt: skip
    kept: list[Mark] = []
    for mark in order:
        place = bisect_right(kept, mark.span.start, key=lambda other: other.span.end)
        if place == len(kept) or not kept[place].span.overlaps(mark.span):
            kept.insert(place, mark)
    return tuple(kept)

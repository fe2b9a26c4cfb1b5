"""Finds secrets that have no format: values of telling names, and what detect-secrets thinks."""

from __future__ import annotations

from prtool.detectors import assignments, second_opinion
from prtool.detectors.assignments import Assignments
from prtool.detectors.second_opinion import SecondOpinion
from prtool.detectors.taken import Taken
from prtool.model.finding import Match, Rule
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class GuessDetector:
    """The detector of what only its surroundings, or its looks, betray."""

    rules: tuple[Rule, ...] = (assignments.RULE, second_opinion.RULE)

    def __init__(self) -> None:
        self._assignments = Assignments()
        self._second_opinion = SecondOpinion()

    @property
    def triggers(self) -> Triggers:
        """Return those of both."""
        return Triggers((*assignments.triggers(), *second_opinion.triggers()))

    def likely(self, unit: TextUnit, text: str) -> Iterator[Span]:
        """Yield at least what :meth:`scan` may find, without asking the plugins."""
        if unit.channel is Channel.BINARY:
            return
        for span, _ in self._assignments.places(unit, text):
            yield span
        for start, end in second_opinion.candidates(text):
            yield Span(start, end)

    def scan(self, unit: TextUnit, text: str, known: Iterable[Span] = ()) -> Iterator[Match]:
        """Yield secrets in the order of the text, none of which overlaps one that is known."""
        if unit.channel is Channel.BINARY:  # there nearly everything looks random
            return
        taken = Taken(known)
        for span, confidence in self._assignments.places(unit, text):
            taken.add(assignments.RULE.id, span, confidence)
        for span, confidence in self._second_opinion.places(text, taken.has):
            taken.add(second_opinion.RULE.id, span, confidence)
        yield from taken.matches()

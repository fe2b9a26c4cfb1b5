"""Finds secrets: published formats first, then values of telling names, then a second opinion.

All are asked here, so that one text is reported once, by the most specific that knows it.
"""

from __future__ import annotations

from prtool.detectors.formats import FormatDetector
from prtool.detectors.guesses import GuessDetector
from prtool.model.finding import Match, Rule
from prtool.model.text import TextUnit
from prtool.sieve.trigger import Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class SecretDetector:
    """The detector of the family ``secret``, for texts that are looked at as a whole."""

    def __init__(self) -> None:
        self._formats = FormatDetector()
        self._guesses = GuessDetector()

    @property
    def triggers(self) -> Triggers:
        """Return those of both."""
        return Triggers((*self._formats.triggers.text, *self._guesses.triggers.text))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of both."""
        return (*self._formats.rules, *self._guesses.rules)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield secrets, no two of them overlapping, in the order of the text."""
        exact = list(self._formats.scan(unit, text))
        guessed = self._guesses.scan(unit, text, [match.span for match in exact])
        yield from sorted((*exact, *guessed), key=lambda match: match.span)

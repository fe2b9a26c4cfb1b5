"""Finds private terms by their keyed digests; what the terms are is not known here."""

from __future__ import annotations

from prtool.lexicon.sealed import SealedMatcher
from prtool.model.finding import Match, Rule, Severity
from prtool.model.text import TextUnit
from prtool.sieve.trigger import Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SEALED_TERM = Rule(
    id="private/sealed-term",
    title="private term of the sealed lexicon",
    severity=Severity.HIGH,
    why="A name would become public that the maintainers keep private.",
)


class SealedDetector:
    """Reports every occurrence of a sealed term with the number of its words, never the term."""

    rules: tuple[Rule, ...] = (SEALED_TERM,)
    triggers: Triggers | None = None
    """A digest tells nothing of what is looked for."""

    def __init__(self, matcher: SealedMatcher) -> None:
        self._matcher = matcher

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield the occurrences in ``text``."""
        del unit
        for span, words in self._matcher.find(text):
            note = f"{words} word{'s' * (words != 1)}"
            yield Match(rule=SEALED_TERM.id, span=span, note=note)

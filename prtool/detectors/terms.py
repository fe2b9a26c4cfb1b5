"""Finds private terms; the lexicon's matcher does the work."""

from __future__ import annotations

from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import Term
from prtool.lexicon.triggers import encoded_triggers, term_triggers
from prtool.model.finding import Match, Rule, Severity
from prtool.model.record import cached_property
from prtool.model.text import TextUnit
from prtool.sieve.sieve import Sieve
from prtool.sieve.trigger import Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TERM = Rule(
    id="private/term",
    title="private term",
    severity=Severity.HIGH,
    why="A name from your lexicon would become public.",
)
AMBIGUOUS_TERM = Rule(
    id="private/ambiguous-term",
    title="private term that upstream uses as a word",
    severity=Severity.HIGH,
    why="The same word is private to you and public upstream, and the text does not tell which.",
)


class TermDetector:
    """Reports every occurrence of a lexicon term, whichever way it is spelled."""

    rules: tuple[Rule, ...] = (TERM, AMBIGUOUS_TERM)

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = {f"term-{number}": term for number, term in enumerate(terms)}
        self._keys = {id(term): key for key, term in self._terms.items()}
        self._matcher = Matcher(terms)

    @cached_property
    def triggers(self) -> Triggers | None:
        """Return what must stand in a line where a term is found."""
        found = term_triggers(self.terms)
        return None if found is None else Triggers(private=found)

    @cached_property
    def sieve(self) -> Sieve:
        """Return the sieve of two owners: names behind an encoding, and names as they stand."""
        own = self.triggers.private if self.triggers is not None else ()
        return Sieve.of([encoded_triggers(self.terms), own])

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return all terms that it looks for."""
        return tuple(self._terms.values())

    def term(self, key: str) -> Term:
        """Return the term that a match's ``term`` names."""
        return self._terms[key]

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield the occurrences in ``text``."""
        del unit
        for occurrence in self._matcher.find(text):
            yield Match(
                rule=TERM.id,
                span=occurrence.span,
                kind=occurrence.term.kind,
                term=self._keys[id(occurrence.term)],
            )

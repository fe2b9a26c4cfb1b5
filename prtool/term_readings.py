"""Tells of each occurrence of a term whether it is the private word or upstream's own."""

from __future__ import annotations

from collections.abc import Sequence

from prtool.detectors.base import Terms
from prtool.detectors.terms import AMBIGUOUS_TERM, TERM
from prtool.lexicon.matcher import Occurrence
from prtool.lexicon.needles import value_of
from prtool.lexicon.readings import Reading, Vocabulary
from prtool.lexicon.words import squash
from prtool.model.finding import Match, State
from prtool.model.record import Protocol
from prtool.model.text import Span, TextUnit, stands_alone


class Hit(Protocol):
    """A match at its place, whose state is decided here."""

    unit: TextUnit
    span: Span
    match: Match
    state: State
    rule: str
    note: str

    @property
    def text(self) -> str:
        """Return the matched text."""


def read_terms(hits: Sequence[Hit], terms: Terms, vocabulary: Vocabulary) -> None:
    """Decide between the public and the private reading of each new occurrence of a term.

    Once without and once with what the first round found for certain.
    """
    fresh = [(hit, _occurrence(hit, terms)) for hit in hits if hit.state is State.NEW]
    certain: set[tuple[str | None, str]] = set()
    for second in (False, True):
        for hit, occurrence in fresh:
            name = squash(value_of(occurrence.term))
            # A name in capitals is met by nobody by accident: it may look further around.
            home = None if hit.text.isupper() and len(hit.text) > 1 else hit.unit.path
            nearby = second and (home, name) in certain
            if second and not nearby:
                continue
            verdict = vocabulary.read(
                occurrence,
                hit.unit.text,
                private_nearby=nearby,
                public_here=_has_publicly(hit.unit, hit.text),
            )
            hit.state, hit.rule, hit.note = State.NEW, TERM.id, ""
            if verdict.reading is Reading.PRIVATE:
                # None stands for the whole range, of which texts without a file ask.
                certain |= {(hit.unit.path, name), (None, name)} if not second else set()
            elif verdict.reading is Reading.PUBLIC:
                hit.state, hit.note = State.PREEXISTING, verdict.reason
            else:
                hit.rule, hit.note = AMBIGUOUS_TERM.id, verdict.reason


def _occurrence(hit: Hit, terms: Terms) -> Occurrence:
    assert hit.match.term is not None  # noqa: S101 - chosen by the caller
    return Occurrence(hit.span, terms.term(hit.match.term))


def _has_publicly(unit: TextUnit, word: str) -> bool:
    """Tell whether the lines of a file that upstream has hold a word by itself."""
    edges = [0, *(edge for span in unit.regions() for edge in span), len(unit.text)]
    public = (unit.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return any(stands_alone(word, text) for text in public)

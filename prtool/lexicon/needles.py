"""Compiles a term into what the automaton looks for and what then has to hold around a hit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from prtool.lexicon.alias import Core, alias_core, unit_core
from prtool.lexicon.fold import SEPARATOR, fold
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.words import word_spans
from prtool.model.finding import Kind
from prtool.model.record import dataclass, field
from prtool.model.text import Span

_PROBES = 8
"""Most ways of writing the beginning of one term that the automaton is given."""
_NO_ACCIDENT = 8
"""A joined name of several words that has so many letters needs no boundary around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needle:
    """One way in which a term is looked for."""

    term: Term
    order: int
    """Place of the term in the lexicon."""
    words: tuple[str, ...]
    """Folded."""
    ways: tuple[tuple[str, ...], ...] = ()
    """What may stand between the words, folded; one fewer than words."""
    shown: int = 1
    """How many of the words an occurrence covers; those behind them only have to be there."""
    mode: MatchMode
    letters: int = field(init=False)
    """Length of the covered words."""
    unmistakable: bool = field(init=False)
    """Whether the joined spelling needs no boundaries."""
    followed: bool = field(init=False)
    """Whether something has to stand behind the covered words."""

    def __post_init__(self) -> None:
        letters = sum(map(len, self.words[: self.shown]))
        object.__setattr__(self, "letters", letters)
        object.__setattr__(self, "unmistakable", self.shown > 1 and letters >= _NO_ACCIDENT)
        object.__setattr__(self, "followed", self.shown < len(self.words))

    @property
    def plain(self) -> bool:
        """Tell whether it is one word that is found at word boundaries only."""
        return self.mode is MatchMode.COMPOUND and len(self.words) == 1

    def probes(self) -> tuple[str, ...]:
        """Return the folded strings with one of which every occurrence begins."""
        ways = self.ways
        count = 0
        known = 1
        while count < len(ways) and known * len(ways[count]) <= _PROBES:
            known *= len(ways[count])
            count += 1
        head = self.words[: count + 1]
        return tuple(
            "".join(word + gap for word, gap in zip(head, (*gaps, ""), strict=True))
            for gaps in product(*ways[:count])
        )

    def walk(self, folded: str, start: int) -> tuple[int, bool] | None:
        """Follow the words through folded text.

        Returns:
            Where the covered words end and whether nothing stands between them, or None if the
            text at ``start`` is another.
        """
        position = end = start + len(self.words[0])
        joined = True
        for number, ways in enumerate(self.ways, 1):
            word = self.words[number]
            for way in ways:
                if folded.startswith(way + word, position):
                    break
            else:
                return None
            position += len(way) + len(word)
            if number < self.shown:
                joined = joined and not way
                end = position
        return end, joined


def compile_term(term: Term, order: int) -> Iterator[Needle]:
    """Yield the needles of a term that is not a regular expression; none if it is all public."""
    if term.match is not MatchMode.COMPOUND:
        if text := fold(term.value.strip()):
            yield Needle(term=term, order=order, words=(text,), mode=term.match)
        return
    core = core_of(term)
    if core is None:
        return
    words, gaps = _cut(term.value, core.span)
    if not words:
        return
    shown = len(words)
    if not core.generic:
        # A single character is too little to be looked for within words.
        mode = MatchMode.COMPOUND if sum(map(len, words)) > 1 else MatchMode.EXACT
        yield Needle(
            term=term, order=order, words=words, ways=_ways(words, gaps), shown=shown, mode=mode
        )
    if core.follow and (core.generic or not core.follow[0][0].isdecimal()):
        whole, between = _cut(term.value, Span(core.span.start, len(term.value)))
        words += core.follow
        gaps = between[: len(words) - 1]
        if whole[: len(words)] != words:
            gaps = (SEPARATOR,) * (len(words) - 1)
        yield Needle(
            term=term, order=order, words=words, ways=_ways(words, gaps), shown=shown,
            mode=MatchMode.COMPOUND,
        )  # fmt: skip


def core_of(term: Term) -> Core | None:
    """Return the private part of a term's value, or None if there is none."""
    if term.match is MatchMode.COMPOUND and term.kind is Kind.ALIAS:
        return alias_core(term.value)
    if term.match is MatchMode.COMPOUND and term.kind is Kind.UNIT:
        return unit_core(term.value)
    return Core(Span(0, len(term.value)))


def value_of(term: Term) -> str:
    """Return the private part of a term's value."""
    core = core_of(term)
    return core.of(term.value) if core else term.value


def _cut(value: str, within: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
    text = value[within.start : within.end]
    spans = word_spans(text)
    words = tuple(fold(text[start:end]) for start, end in spans)
    gaps = tuple(fold(text[one.end : other.start]) for one, other in pairwise(spans))
    return words, gaps


def _ways(words: Sequence[str], gaps: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return what may stand between the words: nothing, one separator, what the lexicon has.

    Two numbers with nothing between them would be another number.
    """
    return tuple(
        tuple(
            dict.fromkeys(
                (
                    *(() if one[-1].isdecimal() and other[0].isdecimal() else ("",)),
                    SEPARATOR,
                    *((gap,) if gap else ()),
                )
            )
        )
        for (one, other), gap in zip(pairwise(words), gaps, strict=True)
    )

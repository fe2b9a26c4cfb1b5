"""Finds every occurrence of every term of a lexicon in a text, in all spellings, in one pass.

Owns where an occurrence lies. Whether it is the private word or a public one of the same spelling
is for ``prtool.lexicon.readings``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from prtool.lexicon.expressions import OVERLAP, Expression
from prtool.lexicon.fold import Folded, Folder, fold_ascii
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.needles import Needle, compile_term
from prtool.lexicon.words import PLURAL, ends_word, stands_alone, starts_word
from prtool.model.finding import Kind
from prtool.model.patterns import regex
from prtool.model.record import dataclass
from prtool.model.text import Span, iter_lines

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

_WINDOW = 1 << 18
"""Code points that are folded at a time, to keep the memory small."""
_FEW_BYTES = 1 << 19
_STRETCH = 1_024
"""Invisible characters within an occurrence that a cut of a very long line leaves room for."""
_NON_ASCII = regex(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term in a text."""

    span: Span
    """Of an alias or a service unit only the private part."""
    term: Term
    """The very object that the matcher was given."""


class _Candidate(NamedTuple):
    start: int
    end: int
    respelled: bool
    """Whether it is written otherwise than in the lexicon."""
    order: int
    term: Term


class Matcher:
    """All terms of one lexicon, compiled."""

    def __init__(self, terms: Iterable[Term], *, anywhere: bool = False) -> None:
        """Compile.

        Args:
            terms: the terms; of two that are spelled alike the first one wins.
            anywhere: look for them also within words, as ``restore`` does; addresses still whole.

        Raises:
            LexiconError: a regular expression can't be used.
        """
        self._anywhere = anywhere
        self._folder = Folder()
        self._expressions: list[tuple[int, Term, Expression]] = []
        probes: dict[str, list[Needle]] = {}
        for order, term in enumerate(terms):
            if term.match is MatchMode.REGEX:
                self._expressions.append((order, term, Expression(term)))
                continue
            for needle in compile_term(term, order):
                for probe in needle.probes():
                    probes.setdefault(probe, []).append(needle)
        self._needles = tuple(probes.values())
        self._plain = tuple(
            not anywhere and all(needle.plain for needle in some) for some in self._needles
        )
        self._automaton = _automaton([probe.encode() for probe in probes])
        self._reach = _STRETCH + max(
            (2 * sum(map(len, needle.words)) for some in self._needles for needle in some),
            default=0,
        )

    def find(self, text: str) -> Iterator[Occurrence]:
        """Yield the occurrences in ``text``, ascending; of overlapping ones the longest."""
        group: list[_Candidate] = []
        end = 0
        for candidate in self._candidates(text):
            if group and candidate.start >= end:
                yield from _resolved(group)
                group = []
            group.append(candidate)
            end = max(end, candidate.end)
        yield from _resolved(group)

    def _candidates(self, text: str) -> Iterator[_Candidate]:
        """Yield all occurrences in the order in which they begin."""
        for start, end in _windows(text):
            stop = end
            if end < len(text) and text[end - 1] != "\n":
                # A very long line: look a little further, what begins there is found again.
                stop = min(len(text), end + max(self._reach, OVERLAP))
            found = [
                *self._by_automaton(text, start, stop),
                *self._by_expression(text, start, stop),
            ]
            found.sort(key=_place)
            yield from (candidate for candidate in found if candidate.start < end)

    def _by_expression(self, text: str, start: int, end: int) -> Iterator[_Candidate]:
        for order, term, expression in self._expressions:
            for span in expression.find(text, start, end):
                yield _Candidate(*span, respelled=False, order=order, term=term)

    def _by_automaton(self, text: str, start: int, end: int) -> Iterator[_Candidate]:
        if self._automaton is None:
            return
        window = text[start:end]
        raw = fold_ascii(window)
        hits = self._automaton.find_matches_as_indexes(raw, overlapping=True)
        others = () if window.isascii() else tuple(_lines_beyond_ascii(window))
        if hits:
            folded = Folded(raw.decode("latin-1"))
            skip = iter((*others, (len(window) + 1, len(window) + 1)))
            first, last = next(skip)
            hits.sort(key=lambda hit: hit[1])
            for number, position, stop in hits:
                if self._plain[number] and _is_inner(window, position, stop):
                    continue
                while position >= last:
                    first, last = next(skip)
                if position < first:
                    yield from self._confirmed(text, start, folded, number, position)
        for first, last in others:
            lines = window[first:last]
            if self._folder.keeps_places(lines):
                yield from self._beyond_ascii(text, start + first, lines)
                continue
            for offset, line in iter_lines(lines):
                yield from self._beyond_ascii(text, start + first + offset, line)

    def _beyond_ascii(self, text: str, offset: int, lines: str) -> Iterator[_Candidate]:
        assert self._automaton is not None  # noqa: S101 - the caller has looked
        folded = self._folder.fold(lines)
        raw = folded.text.encode()
        hits = self._automaton.find_matches_as_indexes(raw, overlapping=True)
        hits.sort(key=lambda hit: hit[1])
        byte = position = 0
        for number, start, _ in hits:
            position += len(raw[byte:start].decode())
            byte = start
            yield from self._confirmed(text, offset, folded, number, position)

    def _confirmed(
        self, text: str, offset: int, folded: Folded, number: int, position: int
    ) -> Iterator[_Candidate]:
        for needle in self._needles[number]:
            walked = needle.walk(folded.text, position)
            if walked is None:
                continue
            end, joined = walked
            start, end = folded.original(position, end)
            span = Span(start + offset, end + offset)
            if self._fits(needle, text, span, joined=joined):
                respelled = text[span.start : span.end] not in needle.term.value
                yield _Candidate(*span, respelled, needle.order, needle.term)

    def _fits(self, needle: Needle, text: str, span: Span, *, joined: bool) -> bool:
        start, end = span
        match needle.mode:
            case MatchMode.EXACT:
                if text[start:end] != needle.term.value.strip():
                    return False
                return self._anywhere or stands_alone(text, start, end)
            case MatchMode.COMPOUND if self._anywhere:
                return needle.term.kind is not Kind.ADDRESS or not _splits_number(text, start, end)
            case MatchMode.COMPOUND:
                if joined and needle.unmistakable:
                    return True
                return starts_word(text, start) and (
                    needle.followed or ends_word(text, start, end, needle.letters)
                )
            case _:
                if self._spelled(text[start:end]) != self._spelled(needle.term.value.strip()):
                    return False
                return needle.mode is MatchMode.SUBSTRING or stands_alone(text, start, end)

    def _spelled(self, text: str) -> str:
        """Return ``text`` with letters folded and separators as they are."""
        return "".join(
            char if char.isascii() and not char.isalnum() else self._folder.fold(char).text
            for char in text
        ).lower()


def _automaton(probes: Sequence[bytes]) -> BytesAhoCorasick | None:
    from ahocorasick_rs import BytesAhoCorasick, Implementation

    if not probes:
        return None
    # The faster kind takes several times the memory.
    small = sum(map(len, probes)) < _FEW_BYTES
    kind = Implementation.DFA if small else Implementation.ContiguousNFA
    return BytesAhoCorasick(probes, implementation=kind)


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into parts that end with a line where there is one."""
    start = 0
    while start < len(text):
        end = start + _WINDOW
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        yield start, min(end, len(text))
        start = end


def _lines_beyond_ascii(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the lines that hold more than ASCII, neighbours as one."""
    start = end = 0
    while found := _NON_ASCII.search(text, end):
        first = text.rfind("\n", 0, found.start()) + 1
        if first > end:
            if end > start:
                yield start, end
            start = first
        end = text.find("\n", found.start()) + 1 or len(text)
    if end > start:
        yield start, end


def _is_inner(text: str, start: int, end: int) -> bool:
    """Tell quickly, of lower-case ASCII, that it lies within a longer word; no plural does."""
    if start and "a" <= text[start - 1] <= "z" and "a" <= text[start] <= "z":
        return True
    outer = text[end : end + 1]
    if not ("a" <= outer <= "z" and "a" <= text[end - 1] <= "z"):
        return False
    return outer not in "es" or end - start < PLURAL


def _splits_number(text: str, start: int, end: int) -> bool:
    return any(
        text[at - 1 : at].isdecimal() and text[at : at + 1].isdecimal() for at in (start, end)
    )


def _place(candidate: _Candidate) -> tuple[int, int]:
    return candidate.start, candidate.end


def _resolved(group: Sequence[_Candidate]) -> Iterator[Occurrence]:
    """Yield occurrences that don't overlap: the longest ones, then the leftmost."""
    if len(group) == 1:
        yield Occurrence(Span(group[0].start, group[0].end), group[0].term)
        return
    taken: list[_Candidate] = []
    for one in sorted(group, key=lambda one: (one.start - one.end, *one[:1], *one[2:4])):
        at = bisect_left(taken, one.start, key=lambda other: other.start)
        free = at == len(taken) or one.end <= taken[at].start
        if free and (at == 0 or taken[at - 1].end <= one.start):
            taken.insert(at, one)
    for one in taken:
        yield Occurrence(Span(one.start, one.end), one.term)

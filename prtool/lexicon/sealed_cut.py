"""Cuts a line into the words of which a sealed name may be made, and tells where it may stand.

Every place where the matcher could let a name begin or end is an edge; too many edges do no harm,
as a hit is looked at again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from prtool.lexicon.fold import Folder, fold_ascii, is_invisible, is_mark, is_unspaced, script
from prtool.lexicon.words import ends_word, starts_word, word_spans
from prtool.model.patterns import regex

_RUN = regex(r"[0-9A-Za-z&+#]+")
_SURROGATE = regex(r"[\ud800-\udfff]")
_CLASS = regex(r"[a-z]+|[A-Z]+|[0-9]+|[&+#]+")
"""Letters, capitals and digits; names begin and end where they meet."""
_MOST_EDGES = 8
"""A word with more edges within is a digest or the like; names stand whole in those."""
_LONG_NAME = 99
"""Letters of a name that may have a plural."""
_CACHED = 1 << 16


class Word(NamedTuple):
    """One word of a line; offsets count code points of the line."""

    start: int
    end: int
    starts: tuple[int, ...]
    """Where a name may begin, ascending from ``start``."""
    ends: tuple[int, ...]
    """Where a name may end: ``end``, then those within, ascending."""


class Line(NamedTuple):
    """A line ready to be looked up."""

    folded: str
    places: tuple[int, ...] | None
    """For each code point of ``folded`` where it began in the line; None if nothing has moved."""
    words: list[Word]

    def at(self, offset: int) -> int:
        """Return where in ``folded`` an offset of the line lies."""
        return offset if self.places is None else bisect_left(self.places, offset)


class Cutter:
    """Cuts lines; remembers the runs that it has met."""

    def __init__(self) -> None:
        self._runs: dict[str, tuple[Word, ...]] = {}
        self._folder = Folder()

    def cut(self, line: str) -> Line:
        """Return a line, which must not hold a line feed, cut into words."""
        if not line.isascii():
            # Bytes that are not UTF-8 belong to no word.
            line = _SURROGATE.sub("\0", line)
        if not line.isascii():
            folded = self._folder.fold(line)
            places = None if folded.starts is None else tuple(folded.starts)
            return Line(folded.text, places, _cut(line))
        words: list[Word] = []
        for run in _RUN.finditer(line):
            base = run.start()
            for start, end, starts, ends in self._known(run.group()):
                if len(starts) > 1 or len(ends) > 1:
                    moved = tuple(at + base for at in starts), tuple(at + base for at in ends)
                    words.append(Word(start + base, end + base, *moved))
                else:
                    start, end = start + base, end + base
                    words.append(Word(start, end, (start,), (end,)))
        return Line(fold_ascii(line).decode("ascii"), None, words)

    def _known(self, run: str) -> tuple[Word, ...]:
        words = self._runs.get(run)
        if words is None:
            words = tuple(_cut(run))
            if len(self._runs) < _CACHED:
                self._runs[run] = words
        return words


def _cut(text: str) -> list[Word]:
    spans: list[tuple[int, int]] = []
    for start, end in word_spans(text):
        if spans and spans[-1][1] == start and _mixes(text[start - 1], text[start]):
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return [Word(start, end, *_edges(text, start, end)) for start, end in spans]


def _turns(word: str, start: int, *, glued: bool) -> list[int]:
    """Return where names may begin or end within an ASCII word: at turns, and before a plural."""
    found = {turn.start() for turn in _CLASS.finditer(word)} - {0}
    if not glued and word[0].isupper() and word[1:2].islower():
        # One capital and the rest of its own word.
        found.discard(1)
    if word[-1] in "sS":
        found |= {len(word) - 2, len(word) - 1} - {-1, 0}
    return [at + start for at in sorted(found)]


def _mixes(before: str, after: str) -> bool:
    """Tell whether two scripts meet within a word, as where letters pass for others."""
    return script(before) != script(after) and not (is_unspaced(before) or is_unspaced(after))


def _edges(text: str, start: int, end: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    word = text[start:end]
    inner: Iterable[int] = range(start + 1, end)
    if word.isascii():
        inner = _turns(word, start, glued=text[start - 1 : start].isupper())
    starts = [at for at in inner if not is_invisible(text[at]) and starts_word(text, at)]
    # The last two characters stand for the name: whether it is in capitals shows in them.
    ends = [
        at
        for at in inner
        if (not is_invisible(text[at - 1]) or is_mark(text[at - 1]))
        and ends_word(text, max(0, at - 2), at, _LONG_NAME)
    ]
    spaced = not (is_unspaced(word[0]) or is_unspaced(word[-1]))
    if spaced and max(len(starts), len(ends)) > _MOST_EDGES:
        starts, ends = [], []
    return (start, *starts), (end, *ends)

"""Finds fixed words in a text in one linear pass: the cheap look before a regular expression.

Owns the case folding that keeps offsets. Knows nothing of rules.
"""

from __future__ import annotations

from prtool.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from ahocorasick_rs import AhoCorasick


_LITTLE = 4_000
"""Code points up to which making an automaton takes longer than doing without."""
_EACH = 500
"""What looking at one more text costs, in code points."""


class Hit(NamedTuple):
    """One place of one word; half-open range of code points."""

    word: int
    """Position of the word among the words given."""
    start: int
    end: int


class Keywords:
    """A set of words that are looked for in any case, overlapping ones included."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(word.lower() for word in words)
        self._automaton: AhoCorasick | None = None
        self._looked = 0

    def hits(self, text: str) -> list[Hit]:
        """Return every place of every word, ordered by where it ends."""
        folded = fold(text)
        if self._automaton is None:
            self._looked += len(folded) + _EACH
            if self._looked < _LITTLE:
                return self._search(folded)
            from ahocorasick_rs import AhoCorasick

            self._automaton = AhoCorasick(self._words)
        try:
            found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # the automaton reads UTF-8, which has no lone surrogates
            folded = folded.encode("utf-8", "replace").decode("utf-8")
            found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return [Hit(*hit) for hit in found]

    def _search(self, folded: str) -> list[Hit]:
        """Look for one word after the other: for a few lines that is less than an automaton."""
        found: list[Hit] = []
        for number, word in enumerate(self._words):
            at = folded.find(word)
            while at != -1:
                found.append(Hit(number, at, at + len(word)))
                at = folded.find(word, at + 1)
        return sorted(found, key=lambda hit: (hit.end, hit.start, hit.word))


def words(text: str) -> frozenset[str]:
    """Return the words of a table that is written as running text."""
    return frozenset(text.split())


def fold(text: str) -> str:
    """Return ``text`` in lower case, every code point in its place."""
    if not text.isascii():
        # The only code point whose lower case is longer than itself.
        # Source: SpecialCasing.txt of the Unicode Character Database.
        text = text.replace("\u0130", "i")
    return text.lower()


def line_around(text: str, start: int, end: int) -> tuple[int, int]:
    r"""Return the range of the lines that ``[start, end)`` touches, without the last ``\n``."""
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    return left, len(text) if right == -1 else right


def start_of_line(text: str, at: int, most: int) -> int:
    """Return where the line of an offset begins, or ``most`` code points before it if nearer.

    Whoever asks for many places in one line must not read all of it each time.
    """
    first = max(0, at - most)
    return text.rfind("\n", first, at) + 1 or first


def end_of_line(text: str, at: int, most: int) -> int:
    """Return where the line of an offset ends, or ``most`` code points after it if nearer."""
    last = min(len(text), at + most)
    end = text.find("\n", at, last)
    return last if end == -1 else end


def start_of_run(text: str, end: int, run: re.Pattern[str], limit: int) -> int:
    """Return where the longest run of characters begins that ends at ``end``.

    ``run`` matches one character or more of the run; it is applied backwards, so that the time
    is linear in ``limit``, the greatest length.
    """
    backwards = text[max(0, end - limit) : end][::-1]
    match = run.match(backwards)
    return end - match.end() if match else end

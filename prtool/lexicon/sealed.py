"""A lexicon that may lie in a public repository: seals terms, and finds them again with the key.

Spellings are those of ``prtool.lexicon.matcher``, as far as they can be looked up: what can't is
told by :func:`~prtool.lexicon.sealed_forms.omissions`. The reader never learns a term.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from prtool.errors import LexiconError
from prtool.lexicon.fold import is_invisible, is_mark, is_unspaced, is_word
from prtool.lexicon.model import Term
from prtool.lexicon.sealed_cut import Cutter, Line, Word
from prtool.lexicon.sealed_file import (
    DIGEST_BYTES,
    Contents,
    Keyed,
    load,
    parse,
    render,
    salt_of,
)
from prtool.lexicon.sealed_forms import (
    EXACT,
    FORM,
    GAPS,
    INNER,
    MOST_UNSPACED,
    MOST_WORDS,
    SECRET,
    TOKEN,
    WITHIN,
    WORD,
    encode,
    is_too_little,
    iter_forms,
    omissions,
)
from prtool.lexicon.words import ends_word, stands_alone, starts_word, word_spans
from prtool.model.text import Span, iter_lines

__all__ = ["SealedMatcher", "omissions", "seal"]

_CACHED = 1 << 19


def seal(terms: Iterable[Term], key: bytes) -> bytes:
    """Return the sealed lexicon of some terms, the same for the same terms and key.

    Raises:
        LexiconError: none of the terms can be sealed.
    """
    forms = set(iter_forms(terms))
    if not forms:
        raise LexiconError(
            "the lexicon has no term that can be sealed",
            hint="see 'prtool lexicon list'; regular expressions can't be",
        )
    salt = salt_of(key, (form.data() for form in forms))
    keyed = Keyed(key, salt)
    digests = {keyed.digest(form.data()) for form in forms}
    digests |= {_closer(keyed.mac(encode(FORM, form.closer))) for form in forms if form.closer}
    return render(keyed, salt, digests)


class _Hit(NamedTuple):
    start: int
    end: int


class SealedMatcher:
    """Finds sealed terms; keeps what it has learned of texts for as long as it lives."""

    def __init__(self, contents: Contents) -> None:
        self._keyed = contents.keyed
        self._digests = contents.digests
        self._cutter = Cutter()
        self._known: dict[str, int] = {}
        self._within: dict[str, tuple[_Hit, ...]] = {}
        self._tokens: dict[str, bool] = {}

    @classmethod
    def load(cls, path: Path, key: bytes) -> SealedMatcher:
        """Return the matcher of a sealed file.

        Raises:
            LexiconError: the file is missing or damaged, or the key does not fit; begins with
                file:line where a line is to blame.
        """
        return cls(load(path, key))

    @classmethod
    def from_bytes(cls, raw: bytes, key: bytes, *, name: str = "sealed lexicon") -> SealedMatcher:
        """Return the matcher of a sealed file's content; see :meth:`load`."""
        return cls(parse(raw, key, name=name))

    def find(self, text: str) -> Iterator[tuple[Span, int]]:
        """Yield (range, number of words) of the occurrences, ascending; of overlapping the longest.

        The number of words is that of the text, not of the term.
        """
        for offset, line in iter_lines(text):
            line = line.removesuffix("\n")
            hits = self._hits(line)
            if not hits:
                continue
            for start, end in _resolved(hits):
                while is_invisible(line[end - 1]) and not is_mark(line[end - 1]):
                    end -= 1
                count = max(1, len(word_spans(line[start:end])))
                yield Span(start + offset, end + offset), count

    def _hits(self, line: str) -> set[_Hit]:
        hits = set(self._secrets(line))
        cut = self._cutter.cut(line)
        for start, end in self._candidates(cut):
            if self._fits(line, cut, start, end):
                hits.add(_Hit(start, end))
        for word in cut.words:
            if word.end - word.start > INNER.start:
                folded = cut.folded[cut.at(word.start) : cut.at(word.end)]
                hits.update(
                    _Hit(word.start + inner.start, word.start + inner.end)
                    for inner in self._inner(folded)
                    if len(folded) == word.end - word.start
                )
        return hits

    def _candidates(self, cut: Line) -> Iterator[tuple[int, int]]:
        """Yield the ranges of a line that look like a sealed term."""
        folded, places, words = cut
        known, look_up = self._known, self._look_up
        for word, near in zip(words, _neighbours(cut), strict=True):
            start = word.start
            plain = places is None and len(word.starts) == 1
            for last in near:
                if plain and len(last.ends) == 1:
                    end = last.end
                    form = folded[start:end]
                    if known[form] if form in known else look_up(form):
                        yield start, end
                    continue
                for at, end in _ranges(word, last):
                    form = folded[cut.at(at) : cut.at(end)]
                    if known[form] if form in known else look_up(form):
                        yield at, end

    def _look_up(self, form: str) -> int:
        """Return 1 for a sealed form, 2 for one that has to be looked at closer, 0 for others."""
        if is_too_little(form):
            return 0
        mac = self._keyed.mac(FORM + form.encode("utf-8", "surrogatepass"))
        found = (mac[:DIGEST_BYTES] in self._digests) + 2 * (_closer(mac) in self._digests)
        _make_room(self._known)
        self._known[form] = found
        return found

    def _fits(self, line: str, cut: Line, start: int, end: int) -> bool:
        """Tell whether a candidate stands where its term may stand."""
        form = cut.folded[cut.at(start) : cut.at(end)]
        found = self._known.get(form) or self._look_up(form)
        if found & 1:
            letters = sum(map(is_word, form))
            if starts_word(line, start) and ends_word(line, start, end, letters):
                return True
        if not found & 2 or not stands_alone(line, start, end):
            return False
        return self._has(WORD, form) or self._has(EXACT, line[start:end])

    def _inner(self, word: str) -> tuple[_Hit, ...]:
        """Return where in a folded word the joined names of several words are."""
        if not word.isalpha() or is_unspaced(word[0]) or len(word) > 2 * INNER.stop:
            return ()
        found = self._within.get(word)
        if found is None:
            _make_room(self._within)
            found = self._within[word] = tuple(
                _Hit(start, start + length)
                for start in range(len(word) - INNER.start + 1)
                for length in range(INNER.start, min(INNER.stop, len(word) - start + 1))
                if length < len(word) and self._has(WITHIN, word[start : start + length])
            )
        return found

    def _secrets(self, line: str) -> Iterator[_Hit]:
        for token in TOKEN.finditer(line):
            text = token.group()
            if text not in self._tokens:
                _make_room(self._tokens)
                self._tokens[text] = self._has(SECRET, text)
            if self._tokens[text]:
                yield _Hit(*token.span())

    def _has(self, label: bytes, text: str) -> bool:
        return self._keyed.digest(encode(label, text)) in self._digests


def _make_room(cache: dict[str, Any]) -> None:
    if len(cache) >= _CACHED:
        cache.clear()


def _closer(mac: bytes) -> bytes:
    """Return the other half of a form's code: the file has it where more than the form counts."""
    return mac[DIGEST_BYTES:]


def _neighbours(cut: Line) -> Iterator[list[Word]]:
    """Yield for each word of a line the words, itself first, with which it may make up a name."""
    folded, places, words = cut
    ends: list[int] = []
    for number in range(len(words) - 1, -1, -1):
        end = number + 1
        if ends:
            start, stop = words[number].end, words[end].start
            gap = folded[start:stop] if places is None else folded[cut.at(start) : cut.at(stop)]
            if gap in GAPS:
                end = ends[-1]
        ends.append(end)
    for number, end in enumerate(reversed(ends)):
        yield words[number : min(end, number + MOST_WORDS)]


def _ranges(first: Word, last: Word) -> Iterator[tuple[int, int]]:
    """Yield the ranges from an edge of one word to an edge of another, or of the same."""
    starts, ends = first.starts, last.ends
    if first is not last:
        yield from product((starts[0], *starts[1:][-MOST_UNSPACED:]), ends[: MOST_UNSPACED + 1])
        return
    yield first.start, first.end
    # Scripts without spaces have an edge behind every character: a name is never far from both.
    inner = (*ends[1:], last.end)
    for start in starts:
        for at in range(bisect_right(inner, start), len(inner)):
            if len(inner) > MOST_UNSPACED and inner[at] - start > MOST_UNSPACED:
                break
            yield start, inner[at]


def _resolved(hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """Yield the hits that don't overlap, ascending: the longest ones, then the leftmost."""
    group: list[_Hit] = []
    end = 0
    for hit in sorted(hits):
        if group and hit.start >= end:
            yield from _longest(group)
            group = []
        group.append(hit)
        end = max(end, hit.end)
    yield from _longest(group)


def _longest(group: Iterable[_Hit]) -> list[_Hit]:
    taken: list[_Hit] = []
    for one in sorted(group, key=lambda hit: (hit.start - hit.end, hit.start)):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
    return sorted(taken)

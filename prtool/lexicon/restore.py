"""Gives the originals back: in a review patch, a comment, a file that holds pseudonyms.

What was written by ``prtool.lexicon.pseudonyms`` comes back exactly; a pseudonym that somebody has
written in another style comes back in that style. What is not sure stays, and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from prtool.lexicon.book import Book, Entry
from prtool.lexicon.draw import USER
from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.names import FIRST, SAMPLE_FIRST, SAMPLES, SECOND, SINGLE
from prtool.lexicon.render import align
from prtool.lexicon.words import word_spans
from prtool.lexicon.write import write_back
from prtool.model.finding import Kind
from prtool.model.patterns import regex
from prtool.model.record import dataclass
from prtool.model.text import Span

_HOME_USER = regex(rf"(?i:(?<=home)|(?<=users))[/\\]+({USER})(?![\w.-])")
"""The one place where ``user`` may stand for somebody, when it is not written elsewhere."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A text with the originals."""

    text: str
    replaced: int
    """How many pseudonyms were replaced."""
    ambiguous: tuple[str, ...] = ()
    """Texts, each once, that stand for more than one original and were left."""
    unknown: tuple[str, ...] = ()
    """Words, each once, that look like pseudonyms but are not in the map."""


def restore_text(text: str, book: Book) -> Restored:
    """Return ``text`` with the originals in place of the pseudonyms that the map knows."""
    return _restorer(book).restore(text)


@lru_cache(maxsize=2)
def _restorer(book: Book) -> _Restorer:
    return _Restorer(book)


class _Restorer:
    """A private map made ready for many texts."""

    def __init__(self, book: Book) -> None:
        self._exact: dict[str, set[str]] = {}
        for spelling in book.spellings:
            self._exact.setdefault(spelling.rendered, set()).add(spelling.original)
        everywhere = any(rendered.lower() == USER for rendered in self._exact)
        self._home_user = None
        entries: dict[Term, Entry | None] = {}
        known: set[str] = set()
        for entry in book.entries:
            known.update(re.findall(r"[a-z]+", entry.pseudonym.lower()))
            if entry.pseudonym == USER and not everywhere:
                self._home_user = entry
                continue
            kind = Kind.ADDRESS if entry.subject.kind is Kind.ADDRESS else Kind.OTHER
            entries[Term(value=entry.pseudonym, kind=kind)] = entry
        for rendered in self._exact:
            entries.setdefault(Term(value=rendered, kind=Kind.OTHER, match=MatchMode.EXACT), None)
        self._entries = entries
        self._matcher = Matcher(entries, anywhere=True)
        self._strangers = Matcher(
            Term(value=word, kind=Kind.OTHER)
            for word in (*SAMPLES, *SAMPLE_FIRST, *SINGLE, *FIRST, *SECOND)
            if word not in known
        )

    def restore(self, text: str) -> Restored:
        """Return ``text`` with the originals."""
        pieces: list[str] = []
        ambiguous: set[str] = set()
        position = replaced = 0
        for span, originals in sorted(self._found(text)):
            if span.start < position:
                continue
            if len(originals) > 1:
                ambiguous.add(text[span.start : span.end])
                continue
            pieces += [text[position : span.start], *originals]
            position = span.end
            replaced += 1
        pieces.append(text[position:])
        strangers = {text[one.span.start : one.span.end] for one in self._strangers.find(text)}
        return Restored(
            "".join(pieces), replaced, tuple(sorted(ambiguous)), tuple(sorted(strangers))
        )

    def _found(self, text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
        """Yield each pseudonym with what it may stand for."""
        for occurrence in self._matcher.find(text):
            span = occurrence.span
            written = text[span.start : span.end]
            entry = self._entries[occurrence.term]
            if written in self._exact:
                yield span, tuple(sorted(self._exact[written]))
            elif entry is not None:
                words = align(entry.pseudonym, written, word_spans(entry.pseudonym))
                words = words or (Span(0, len(written)),)
                yield span, (write_back(entry.subject.kind, entry.original, written, words),)
        if self._home_user is not None:
            for found in _HOME_USER.finditer(text):
                span = Span(*found.span(1))
                words = (Span(0, len(found[1])),)
                original = write_back(Kind.USER, self._home_user.original, found[1], words)
                yield span, (original,)

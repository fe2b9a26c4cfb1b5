"""Writes a pseudonym in place of one piece of text, in the style of that text."""

from __future__ import annotations

from collections.abc import Sequence

from prtool.lexicon.given import Given
from prtool.lexicon.render import Case, case_of, restyle
from prtool.lexicon.words import words
from prtool.model.finding import Kind
from prtool.model.text import Span

_WITH_SEPARATORS = frozenset({Kind.ADDRESS, Kind.EMAIL, Kind.HOST, Kind.USER})
"""Kinds whose separators belong to the value."""


def write_pseudonym(kind: Kind, pseudonym: str, text: str, spans: Sequence[Span]) -> str:
    """Return a drawn pseudonym as it stands in place of ``text``.

    Args:
        kind: the subject's kind.
        pseudonym: as the private map has it.
        text: what is replaced.
        spans: the words of ``text``.
    """
    if kind is Kind.ADDRESS:
        if "." in text or ":" in text or len(spans) == 1:
            return pseudonym
        return pseudonym.replace(".", text[spans[0].end : spans[1].start])
    if kind is Kind.EMAIL and "@" in text:
        return pseudonym.upper() if case_of(text) is Case.UPPER else pseudonym
    joint = "." if kind is Kind.HOST and "." in text else None
    return restyle(words(pseudonym), text, spans, joint=joint)


def write_given(given: Given, text: str, spans: Sequence[Span]) -> str:
    """Return a pseudonym of the user's own as it stands in place of ``text``.

    Where the text is the term as the lexicon has it, and the pseudonym has a shape of its own, it
    is taken as it is.
    """
    if text == given.value and _has_shape(given.text):
        return given.text
    return restyle(given.words, text, spans)


def write_back(kind: Kind, original: str, text: str, spans: Sequence[Span]) -> str:
    """Return an original in the style of its pseudonym ``text``."""
    if kind in _WITH_SEPARATORS and "_" not in text:
        return original.upper() if case_of(text) is Case.UPPER else original
    pieces = words(original)
    if not pieces or any(char.isalpha() and not char.isascii() for char in original):
        return original
    return restyle(pieces, text, spans)


def _has_shape(text: str) -> bool:
    """Tell whether a text has inner capitals or separators."""
    return case_of(text) is Case.MIXED or any(not char.isalnum() for char in text)

"""Texts with their expected occurrences written into them: ``my«Qx»Router``."""

from __future__ import annotations

from collections.abc import Iterable

from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import Term


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text without its marks, and the ranges that they enclose."""
    text = ""
    spans: list[tuple[int, int]] = []
    start = 0
    for char in marked:
        if char == "«":
            start = len(text)
        elif char == "»":
            spans.append((start, len(text)))
        else:
            text += char
    return text, spans


def found(terms: Iterable[Term], text: str) -> list[tuple[int, int]]:
    """Return the ranges that a matcher for the terms finds."""
    return [(one.span.start, one.span.end) for one in Matcher(terms).find(text)]

"""A private term and the lexicon that holds it. Knows nothing of files or of matching."""

from __future__ import annotations

from enum import StrEnum

from prtool.model.finding import Kind
from prtool.model.record import dataclass


class MatchMode(StrEnum):
    """How much of the text around and inside a term may vary."""

    COMPOUND = "compound"
    """Any case, any separator, also as a part of a compound word."""
    WORD = "word"
    """Any case, as a whole word."""
    EXACT = "exact"
    """As written, as a whole word."""
    SUBSTRING = "substring"
    """Any case, anywhere."""
    REGEX = "regex"


class Ambiguous(StrEnum):
    """What to do where upstream uses the same word and the text gives no hint."""

    ASK = "ask"
    KEEP = "keep"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One private term, as the lexicon file has it."""

    value: str
    kind: Kind
    match: MatchMode = MatchMode.COMPOUND
    pseudonym: str | None = None
    """As the user wants it; derived when None."""
    ambiguous: Ambiguous = Ambiguous.ASK
    note: str = ""
    line: int = 0
    """1-based line in the lexicon file; 0 for terms made at run time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All private terms of one run."""

    terms: tuple[Term, ...] = ()
    path: str = ""

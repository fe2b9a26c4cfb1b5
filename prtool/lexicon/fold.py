"""Folds text so that all spellings of a name look the same, and knows the way back.

Owns what counts as the same letter, as a separator and as nothing at all. Knows no terms.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache

from prtool.lexicon.lookalikes import LOOKALIKES, UNSPACED
from prtool.model.record import dataclass

SEPARATOR = " "
"""What every character between the words of a name is folded to."""
_BETWEEN = "-_./ \t\r\x0b\x0c\x85\u2028\u2029\u00b7\u30fb"
"""Separators that are not told by their category; a line feed is none, lines end there."""
_BETWEEN_CATEGORIES = frozenset({"Pd", "Pc", "Zs"})

_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2065\u3164\uffa0")
"""Default-ignorable characters that are neither format characters nor in one of the ranges."""
_MARKS = (
    (0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F),
    (0xFE00, 0xFE0F), (0x180B, 0x180F),
)  # fmt: skip
"""Combining diacritical marks and variation selectors. Source: Unicode's Blocks.txt.

Marks that are letters of their script (Thai vowels, Devanagari signs, kana voicing) stay.
"""
_TAGS = (0xE0000, 0xE0FFF)
_VOICING = "\u3099\u309a"
_JAMO = ("\u1161", "\u11ff")
_SLOW = "\ue000"
_ASCII = bytes(
    ord(SEPARATOR) if chr(code) in _BETWEEN else ord(chr(code).lower()) if code < 128 else code
    for code in range(256)
)
_CACHED = 1 << 16


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; ``starts`` and ``ends`` give each of its code points' place in the original."""

    text: str
    starts: Sequence[int] | None = None
    """None when every code point stands where it stood."""
    ends: Sequence[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the original from which a non-empty range was folded."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


class Folder:
    """Folds texts; keeps what it has learned of characters for as long as it lives."""

    def __init__(self) -> None:
        self._table = _Table()

    def fold(self, text: str) -> Folded:
        """Return ``text`` folded: one form for all cases, widths, look-alikes and separators."""
        if text.isascii():
            return Folded(fold_ascii(text).decode("ascii"))
        quick = text.translate(self._table)
        return _fold_slowly(text) if _SLOW in quick else Folded(quick)

    def keeps_places(self, text: str) -> bool:
        """Tell whether folding ``text`` leaves every code point where it is: that is fast."""
        return text.isascii() or _SLOW not in text.translate(self._table)


class _Table(dict[int, str]):
    """For ``str.translate``: characters that fold to exactly one, wherever they stand."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold_char(char)
        if len(folded) != 1 or _joins(folded):
            folded = _SLOW
        if len(self) < _CACHED:
            self[code] = folded
        return folded


def fold_ascii(text: str) -> bytes:
    """Return ``text`` folded, each character that is not ASCII as ``?``; offsets stay the same."""
    return text.encode("ascii", "replace").translate(_ASCII)


def fold(text: str) -> str:
    """Return ``text`` folded, for text that is not looked at again."""
    return Folder().fold(text).text


@lru_cache(maxsize=_CACHED)
def fold_char(char: str) -> str:
    """Return what one code point is folded to: nothing, one or several code points."""
    if char in _BETWEEN:
        return SEPARATOR
    if char < "\x80":
        return char.lower()
    if "\ud800" <= char <= "\udfff":
        # A byte that is not UTF-8: part of no word, and not encodable.
        return "\ufffd"
    if is_invisible(char):
        return ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", char) if not is_mark(part))
    folded = unicodedata.normalize("NFC", plain).casefold()
    if len(folded) > 1 and not any(is_word(part) for part in folded):
        # An ellipsis is one character, whatever it can be taken apart into.
        return char
    return "".join(_letter(part) for part in folded)


def _letter(char: str) -> str:
    if char in _BETWEEN or unicodedata.category(char) in _BETWEEN_CATEGORIES:
        return SEPARATOR
    return LOOKALIKES.get(char, char)


@lru_cache(maxsize=_CACHED)
def is_invisible(char: str) -> bool:
    """Tell whether a code point leaves no trace on paper or only adorns the one before it."""
    return (
        unicodedata.category(char) == "Cf"
        or char in _FILLERS
        or _TAGS[0] <= ord(char) <= _TAGS[1]
        or is_mark(char)
    )


def is_mark(char: str) -> bool:
    """Tell whether a code point is an accent or a variation of the one before it."""
    code = ord(char)
    return any(first <= code <= last for first, last in _MARKS)


def _joins(char: str) -> bool:
    """Tell whether a folded character may melt into the one before it."""
    return char in _VOICING or _JAMO[0] <= char <= _JAMO[1]


def _fold_slowly(text: str) -> Folded:
    folded: list[str] = []
    starts, ends = array("q"), array("q")
    for position, char in enumerate(text):
        if is_invisible(char):
            if is_mark(char) and ends and ends[-1] == position:
                # The mark belongs to its letter: both go together.
                last = starts[-1]
                for back in range(len(ends) - 1, -1, -1):
                    if starts[back] != last:
                        break
                    ends[back] = position + 1
            continue
        piece = fold_char(char)
        if folded and _joins(piece):
            melted = unicodedata.normalize("NFC", folded[-1] + piece)
            if len(melted) == 1:
                folded[-1] = melted
                ends[-1] = position + 1
                continue
        for part in piece:
            folded.append(part)
            starts.append(position)
            ends.append(position + 1)
    return Folded("".join(folded), starts, ends)


@lru_cache(maxsize=_CACHED)
def script(char: str) -> str:
    """Return the script of a letter or digit by the first word of its Unicode name."""
    if char.isdecimal():
        return "DIGIT"
    if char < "\x80":
        return "LATIN"
    plain = unicodedata.normalize("NFKC", char)[:1]
    name = unicodedata.name(plain, "").partition(" ")[0].partition("-")[0]
    return "CJK" if name == "IDEOGRAPHIC" else name


def is_unspaced(char: str) -> bool:
    """Tell whether a character belongs to a script that puts no space between words."""
    return char >= "\u0e00" and script(char) in UNSPACED


def is_word(char: str) -> bool:
    """Tell whether a character is part of a word: a letter, a digit, or a sign of its script."""
    return char.isalnum() or (char >= "\x80" and unicodedata.category(char)[0] == "M")

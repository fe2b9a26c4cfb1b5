"""Text rules of the original's standard library, where Python's own differ.

`str.strip`, `str.lower`, `str.casefold`, `int` and `bool` each accept or change something that
their counterparts `TrimSpace`, `ToLower`, `EqualFold`, `Atoi` and `ParseBool` do not.
"""

from __future__ import annotations

import re
from functools import lru_cache

WHITE_SPACE = (
    "\t\n\v\f\r \u0085\u00a0\u1680"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + "\u2028\u2029\u202f\u205f\u3000"
)
"""Unicode's White_Space property; `str.strip` takes U+001C to U+001F as well."""

_INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
_INT64 = range(-(2**63), 2**63)
_BOOLEANS = {
    **dict.fromkeys(("1", "t", "T", "TRUE", "true", "True"), True),
    **dict.fromkeys(("0", "f", "F", "FALSE", "false", "False"), False),
}


def trim(text: str) -> str:
    """Without white space at either end (`strings.TrimSpace`)."""
    return text.strip(WHITE_SPACE)


def lower(text: str) -> str:
    """Each code point in lower case, by itself (`strings.ToLower`)."""
    if text.isascii():
        return text.lower()
    # U+0130 is the one code point whose full mapping is longer than its simple one.
    return "".join("i" if char == "\u0130" else char.lower() for char in text)


def normalise(text: str) -> str:
    """Trimmed and in lower case."""
    return lower(trim(text))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A key that is equal for two texts exactly if `fold_equal` says that they are."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_char, text))


def _fold_char(char: str) -> str:
    """Simple case folding: statuses C and S of Unicode's CaseFolding.txt."""
    folded = char.casefold()
    if len(folded) == 1:
        return folded
    # Full folding would expand it. What has a simple folding has it in its lower case.
    lowered = char.lower()
    return lowered if len(lowered) == 1 else char


def fold_equal(left: str, right: str) -> bool:
    """Equal, case aside, code point by code point (`strings.EqualFold`)."""
    return left == right or fold(left) == fold(right)


def parse_integer(text: str) -> int | None:
    """A 64-bit integer in ASCII digits with an optional sign (`strconv.Atoi`)."""
    # Python refuses to convert very long texts; 64 bits have 19 digits.
    if not _INTEGER.fullmatch(text) or len(text.lstrip("+-").lstrip("0")) > 19:
        return None
    value = int(text.lstrip("+-").lstrip("0") or "0")
    value = -value if text.startswith("-") else value
    return value if value in _INT64 else None


def parse_bool(text: str) -> bool | None:
    """One of the twelve spellings of a boolean, after trimming (`strconv.ParseBool`)."""
    return _BOOLEANS.get(trim(text))

"""What encoded text looks like when a text that can be read, or a name, stands behind it.

In base64 three bytes make four characters, so what is known of bytes is known of characters, group
by group. Source: RFC 4648, section 4; in section 5 ``-`` and ``_`` stand for ``+`` and ``/``.
"""

from __future__ import annotations

from itertools import product

from prtool.sieve.trigger import Trigger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_URL_SAFE = {"+": "+\\-", "/": "\\/_"}
_ANY_CHARACTER = r"[A-Za-z0-9+\/_\-]"

_ASCII = frozenset((9, 10, 13, *range(0x20, 0x7F)))
_ANY = frozenset(range(256))
_ZERO = frozenset({0})
_BETWEEN = frozenset(b"-_./ \t")
"""What may stand between the words of a name."""
_LONGEST = 12
"""Bytes of a name that are looked for."""

GROUPS = 3
"""Groups of four characters that a text behind base64 has at the least."""


def readable_triggers() -> tuple[Trigger, ...]:
    """Return the triggers of base64 with readable ASCII, UTF-16 or a gzip header behind it."""
    patterns = (
        _group((_ASCII, _ASCII, _ASCII)) * GROUPS,
        _group((_ASCII, _ZERO, _ASCII)) + _group((_ZERO, _ASCII, _ZERO)),
        r"H4sI[A-Za-z0-9+\/_\-]{8}",
    )
    return tuple(Trigger(pattern, any_case=False) for pattern in patterns)


def name_triggers(name: str) -> tuple[Trigger, ...]:
    """Return the triggers of a name in base64, wherever in a group it begins, and in hex.

    Args:
        name: folded: lower case, a blank for whatever stands between words.
    """
    known = [_spellings(byte) for byte in name.encode("utf-8", "surrogatepass")[:_LONGEST]]
    in_hex = "".join(
        "(?:" + "|".join(f"{byte:02x}" for byte in sorted(each)) + ")" for each in known
    )
    in_base64 = (Trigger(_at(start, known), any_case=False) for start in range(3))
    return (*in_base64, Trigger(in_hex))


def _spellings(byte: int) -> frozenset[int]:
    if byte == 0x20:
        return _BETWEEN
    return frozenset({byte, *bytes((byte,)).upper()}) if byte < 0x80 else frozenset({byte})


def _at(start: int, known: Sequence[frozenset[int]]) -> str:
    """Return the pattern of bytes of which ``start`` stand in the group before them."""
    padded = [*[_ANY] * start, *known]
    padded += [_ANY] * (-len(padded) % 3)
    characters = [
        each
        for at in range(0, len(padded), 3)
        for each in _characters((padded[at], padded[at + 1], padded[at + 2]))
    ]
    while characters[0] == _ANY_CHARACTER:
        del characters[0]
    while characters[-1] == _ANY_CHARACTER:
        del characters[-1]
    return "".join(characters)


def _group(three: tuple[frozenset[int], frozenset[int], frozenset[int]]) -> str:
    return "".join(_characters(three))


def _characters(three: tuple[frozenset[int], frozenset[int], frozenset[int]]) -> tuple[str, ...]:
    """Return the patterns of the four characters for three bytes of the given sets."""
    one, two, last = three
    return (
        _class(a >> 2 for a in one),
        _class(a << 4 | b for a, b in product({a & 3 for a in one}, {b >> 4 for b in two})),
        _class(b << 2 | c for b, c in product({b & 15 for b in two}, {c >> 6 for c in last})),
        _class(c & 63 for c in last),
    )


def _class(numbers: Iterable[int]) -> str:
    values = sorted(set(numbers))
    if len(values) == 64:
        return _ANY_CHARACTER
    return "[" + "".join(_URL_SAFE.get(_ALPHABET[n], _ALPHABET[n]) for n in values) + "]"

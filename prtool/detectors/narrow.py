"""What must hold where some triggers match, beside what an engine can tell at its speed.

It is asked of the bytes of a diff, and like a trigger it may say yes too often, and must not miss.
"""

from __future__ import annotations

from prtool.model.patterns import bytes_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

QUOTED, LISTED = "quoted", "listed"
"""The names of :func:`may_be_random` and :func:`may_go_on`."""

_FEWEST, _MOST = 23, 300
"""Characters of a random text in quotes; as many different ones as the first must be among them.

The entropy that is asked for, over 4.5 bits, can't be had with fewer: 2 ** 4.5 is 22.6.
"""
_HEX = b"0123456789ABCDEFabcdef"
_IN_QUOTES = b"GHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz+/_=-" + _HEX


def may_be_random(data: bytes, at: int) -> bool:
    """Tell whether the quotes that end at an offset may have a random text with a digit in them."""
    first = max(0, at - _MOST - 1)
    opened = max(data.rfind(b'"', first, at), data.rfind(b"'", first, at))
    if opened == -1:
        return False
    value = data[opened + 1 : at]
    # Most by far are digests in hexadecimal digits, which are too few different ones.
    if not value.translate(None, _HEX) or value.translate(None, _IN_QUOTES):
        return False
    return len(set(value)) >= _FEWEST and not set(value).isdisjoint(b"0123456789")


_ITEM = bytes_regex(rb".[ \t]*(?:[\"'`,#\n-\r\x1c-\x1f\x80-\xff-]|\Z)|\Z")
"""A row, its sign before it, that begins with an item of a list, a comment or nothing at all.

Blanks beyond ASCII are blanks as well.
"""


def may_go_on(data: bytes, at: int) -> bool:
    """Tell whether a list that opens in the row that ends at an offset may have items below.

    A row with another sign may be of another text, in which it does not stand below the list.
    """
    row = data.rfind(b"\n", 0, at) + 1
    return data[row : row + 1] != data[at + 1 : at + 2] or _ITEM.match(data, at + 1) is not None


NARROW: dict[str, Callable[[bytes, int], bool]] = {QUOTED: may_be_random, LISTED: may_go_on}
"""Each by the name that triggers have for it."""

"""What an item of the labelled set is, and the die that it is drawn with."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One small file."""

    name: str
    kind: str
    """What the secret is, or what a harmless file holds."""
    path: str
    content: bytes
    lines: range
    """1-based lines that the secret stands in; empty when there is none."""


class Draw:
    """Draws the parts of a value; the same name and seed draw the same parts."""

    def __init__(self, name: str, seed: int) -> None:
        self.rng = random.Random(f"{seed}/{name}")

    def some(self, alphabet: str, size: int) -> str:
        """Return ``size`` characters of an alphabet."""
        return "".join(self.rng.choices(alphabet, k=size))

    def alnum(self, size: int) -> str:
        return self.some(BASE62, size)

    def letters(self, size: int) -> str:
        return self.some(string.ascii_letters, size)

    def lower(self, size: int) -> str:
        return self.some(string.ascii_lowercase + string.digits, size)

    def upper(self, size: int) -> str:
        return self.some(string.ascii_uppercase + string.digits, size)

    def base32(self, size: int) -> str:
        return self.some(string.ascii_uppercase + "234567", size)

    def url(self, size: int) -> str:
        """Return characters of base64url; neither end is a sign."""
        body = self.some(BASE62 + "-_", size - 2)
        return self.alnum(1) + body + self.alnum(1)

    def hex(self, size: int) -> str:
        return self.some("0123456789abcdef", size)

    def digits(self, size: int) -> str:
        return self.some("123456789", 1) + self.some(string.digits, size - 1)

    def uuid(self) -> str:
        tail = "-".join((self.hex(4), "4" + self.hex(3), "a" + self.hex(3), self.hex(12)))
        return f"{self.hex(8)}-{tail}"

    def raw(self, size: int) -> bytes:
        return self.rng.randbytes(size)

    def base64(self, size: int) -> str:
        """Return base64 of ``size`` bytes, padding included."""
        return base64.b64encode(self.raw(size)).decode()

    def base64url(self, size: int) -> str:
        return base64.urlsafe_b64encode(self.raw(size)).decode().rstrip("=")

    def password(self, size: int = 16, signs: str = "!#%*-_.+") -> str:
        """Return what a password manager makes: all classes of characters in it."""
        body = self.letters(1) + self.some(BASE62, size - 5) + self.digits(1)
        return body + self.some(signs, 1) + self.some(string.ascii_letters, 2)


class Row(NamedTuple):
    """How to make an item; a value of None says that the text holds no secret."""

    kind: str
    value: Callable[[Draw], str] | None
    place: Callable[[Draw, str], tuple[str, str | bytes]]
    """Returns path and content for a value."""


def harmless(kind: str, path: str, make: Callable[[Draw], str]) -> Row:
    """Return how to make a file that holds no secret."""
    return Row(kind, None, lambda draw, _: (path, make(draw)))


def build(row: Row, number: int, seed: int) -> Item:
    """Make the item of a row."""
    name = f"{number:03d}-{row.kind}"
    draw = Draw(name, seed)
    value = row.value(draw) if row.value is not None else ""
    path, content = row.place(draw, value)
    raw = content.encode() if isinstance(content, str) else content
    lines = _lines(raw, value) if value else range(0)
    return Item(
        name=name, kind=row.kind, path=f"item-{number:03d}/{path}", content=raw, lines=lines
    )


def _lines(raw: bytes, value: str) -> range:
    """Return the lines of a value; every line where it stands in another form."""
    last = raw.count(b"\n") + 1
    start = raw.find(value.encode())
    if start == -1:
        return range(1, last + 1)
    first = raw.count(b"\n", 0, start) + 1
    return range(first, first + value.count("\n") + 1)

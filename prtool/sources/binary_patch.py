"""Reads ``GIT binary patch``: base 85, deflated. Source: git's ``parse_binary`` in apply.c."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence

from prtool.model.patterns import bytes_regex
from prtool.model.record import dataclass

LARGEST = 16 << 20
"""Bytes of one content that are unpacked; no more is looked at."""
_HEAD = bytes_regex(rb"(literal|delta) (\d{1,12})")


@dataclass(frozen=True, slots=True)
class BinaryContent:
    """One side of a binary change."""

    data: bytes
    """The content, or what a delta adds to the other side, up to ``LARGEST`` bytes."""
    whole: bool
    """Whether ``data`` is all of the content."""


def read_binary(lines: Sequence[bytes], start: int) -> tuple[tuple[BinaryContent, ...], int]:
    """Return the one or two contents whose first head line is ``start``, and the line after.

    Raises:
        ValueError: it is malformed or cut off.
    """
    contents: list[BinaryContent] = []
    position = start
    while position < len(lines) and (head := _HEAD.fullmatch(lines[position].rstrip(b"\r"))):
        packed = bytearray()
        position += 1
        while position < len(lines) and lines[position].rstrip(b"\r"):
            packed += _row(lines[position].rstrip(b"\r"))
            position += 1
        if position == len(lines):
            raise ValueError("binary data is cut off")
        position += 1
        contents.append(_unpack(bytes(packed), int(head[2]), delta=head[1] == b"delta"))
        if len(contents) == 2:
            break
    if not contents:
        raise ValueError("binary data is missing")
    return tuple(contents), position


def _row(line: bytes) -> bytes:
    letter = line[:1]
    if b"A" <= letter <= b"Z":
        length = letter[0] - 64
    elif b"a" <= letter <= b"z":
        length = letter[0] - 70
    else:
        raise ValueError("binary data has a bad line length")
    raw = base64.b85decode(line[1:])
    if len(line) - 1 != -(-length // 4) * 5:
        raise ValueError("binary data has a bad line length")
    return raw[:length]


def _unpack(packed: bytes, size: int, *, delta: bool) -> BinaryContent:
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, LARGEST + 1)
    except zlib.error as error:
        raise ValueError("binary data can't be unpacked") from error
    if len(data) > LARGEST:
        return BinaryContent(data[:LARGEST], whole=False)
    if not unpacker.eof or len(data) != size:
        raise ValueError("binary data has another size than it says")
    return BinaryContent(data, whole=not delta)

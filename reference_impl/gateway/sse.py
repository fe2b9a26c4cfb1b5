"""Server-sent events as the chat completions interface uses them.

Format: https://html.spec.whatwg.org/multipage/server-sent-events.html; each chunk is one `data`
line, the last one is `[DONE]`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator

DONE = b"[DONE]"
KEEP_ALIVE = b": keep-alive\n\n"
LONGEST_LINE = 50 * 1024 * 1024
"""Bytes of one line; more is taken for a fault of the sender."""


class LineTooLongError(Exception):
    """A line without an end."""


def event(data: bytes) -> bytes:
    """One event with the data as its only line."""
    return b"data: " + data + b"\n\n"


class Lines:
    """Cuts bytes that come in any pieces into lines at LF or CRLF."""

    def __init__(self, longest: int = LONGEST_LINE) -> None:
        self._longest = longest
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> list[bytes]:
        """The lines that end within the piece, without their ends.

        Raises:
            LineTooLongError: A line is longer than allowed.
        """
        *whole, rest = piece.split(b"\n")
        lines = []
        for line in whole:
            self._parts.append(line)
            lines.append(self.rest())
        if rest:
            self._parts.append(rest)
            self._size += len(rest)
            if self._size > self._longest:
                raise LineTooLongError(f"a line of more than {self._longest} bytes")
        return lines

    def rest(self) -> bytes:
        """What came behind the last line end; forgets it."""
        line = b"".join(self._parts)
        self._parts.clear()
        self._size = 0
        return line.removesuffix(b"\r")


def data_of(line: bytes) -> bytes | None:
    """The data of a `data:` line, without blanks around; None for any other line."""
    name, colon, value = line.partition(b":")
    return value.strip() if colon and name.strip() == b"data" else None


async def data_lines(pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """The data of a stream, line by line, `[DONE]` included; a last line needs no end.

    Senders that separate events by a single line end are understood too.

    Raises:
        LineTooLongError: A line is longer than allowed.
    """
    lines = Lines()
    async for piece in pieces:
        for line in lines.feed(piece):
            if (data := data_of(line)) is not None:
                yield data
    if (data := data_of(lines.rest())) is not None:
        yield data

"""Server-sent events, read by bytes as they arrive.

Source: "Server-sent events" in the HTML standard, "Interpreting an event stream". Unlike there, an
event that the end of the stream cuts off before its blank line counts: clients of this API read
lines.
"""

from __future__ import annotations

MOST = 1 << 20
"""Bytes of one event."""
_BOM = b"\xef\xbb\xbf"


class EventTooLarge(Exception):
    """An event is larger than any that makes sense."""


class EventReader:
    """Takes pieces of a stream, cut anywhere, and gives the data of its events."""

    def __init__(self) -> None:
        self._rest: list[bytes] = []
        """A line that has not ended yet."""
        self._data: list[bytes] = []
        self._ready: list[bytes] = []
        self._held = 0
        """Bytes of the event that has not ended yet, its line ends included."""
        self._after_cr = False
        self._first = True

    def feed(self, piece: bytes) -> list[bytes]:
        """Return the data of each event that ends in this piece.

        Raises:
            EventTooLarge: one has more than :data:`MOST` bytes.
        """
        if not piece:
            return []
        if self._after_cr:
            piece = piece.removeprefix(b"\n")
        self._after_cr = piece.endswith(b"\r")
        first, *others = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        self._continue(first)
        for line in others:
            self._end_line()
            self._continue(line)
        return self._taken()

    def finish(self) -> list[bytes]:
        """Return the data of the event that the end of the stream has cut off, if there is one."""
        self._end_line()
        self._dispatch()
        return self._taken()

    def _continue(self, text: bytes) -> None:
        self._held += len(text) + 1
        if self._held > MOST:
            raise EventTooLarge
        self._rest.append(text)

    def _end_line(self) -> None:
        line = b"".join(self._rest)
        self._rest.clear()
        if self._first:
            line, self._first = line.removeprefix(_BOM), False
        if not line:
            self._dispatch()
            return
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))

    def _dispatch(self) -> None:
        if self._data:
            self._ready.append(b"\n".join(self._data))
        self._data.clear()
        self._held = 0

    def _taken(self) -> list[bytes]:
        taken, self._ready = self._ready, []
        return taken

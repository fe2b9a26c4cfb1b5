"""What a terminal is told: progress while it lasts, tables and errors."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager

from prtool.model.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

PATIENCE_S = 1.0
"""Nothing is shown before a run has taken this long."""
INTERVAL_S = 0.1


class TerminalProgress:
    """One line on standard error that is gone when the run ends; silent in a pipe."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shows = self._stream.isatty()
        self._begun = time.monotonic()
        self._last = 0.0
        self._stage = ""
        self._count = 0
        self._written = False

    def stage(self, name: str) -> None:
        """Name what is being done now."""
        self._stage, self._count = name, 0
        self._show()

    def step(self, count: int = 1) -> None:
        """Count on."""
        self._count += count
        self._show()

    def close(self) -> None:
        """Take the line away."""
        if self._written:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _show(self) -> None:
        now = time.monotonic()
        if not self._shows or now - self._begun < PATIENCE_S or now - self._last < INTERVAL_S:
            return
        self._last, self._written = now, True
        count = f" ({self._count:,})" if self._count else ""
        self._stream.write(f"\r\x1b[K{self._stage}{count} … {now - self._begun:.0f} s")
        self._stream.flush()


@contextmanager
def ticking(progress: TerminalProgress) -> Iterator[None]:
    """Let the line go on while something else is waited for, such as an answer."""
    import threading

    done = threading.Event()

    def tick() -> None:
        while not done.wait(5 * INTERVAL_S):
            progress.step(0)

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def read_line(stream: TextIO) -> str:
    """Read a line that is typed at a terminal; empty where the input ends.

    An interrupt ends the wait also when it comes between the prompt and the read, which would not
    see it any more: it wakes the wait up. Source: Python's documentation of
    ``signal.set_wakeup_fd``.
    """
    import os
    import select
    import signal

    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    before = signal.set_wakeup_fd(wake)
    try:
        typed = stream.fileno()
        while typed not in select.select([typed, woken], [], [])[0]:
            os.read(woken, 1)
    finally:
        signal.set_wakeup_fd(before)
        os.close(woken)
        os.close(wake)
    return stream.readline()


def say(text: str = "") -> None:
    """Print one line of output, whatever is in it made harmless for a terminal."""
    print(printable(text))


def note(text: str = "") -> None:
    """Print one line beside the output, to standard error, made harmless like it."""
    print(printable(text), file=sys.stderr)


def table(rows: Iterable[Sequence[str]], indent: str = "  ") -> None:
    """Print rows in aligned columns."""
    rows = [[printable(cell) for cell in row] for row in rows]
    widths = [
        max((len(row[n]) for row in rows), default=0) for n in range(len(rows[0]) if rows else 0)
    ]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print((indent + "  ".join(cells)).rstrip())


def complain(message: str, hint: str = "") -> None:
    """Print an error and its hint to standard error."""
    print(f"prtool: error: {printable(message)}", file=sys.stderr)
    if hint:
        print(f"hint: {printable(hint)}", file=sys.stderr)

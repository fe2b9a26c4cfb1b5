"""Runs prtool at a real pseudo-terminal and answers its prompts."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROMPTS = ("> ", "replace with: ", "reason: ")
LIMIT_S = 60.0


@dataclass
class Dialogue:
    status: int
    screen: str
    """All that the terminal showed, the typed answers too."""
    unasked: Sequence[str]
    """Answers for which no prompt came."""


def converse(folder: Path, args: Sequence[str | Path], answers: Sequence[str]) -> Dialogue:
    """Run a command; type one answer at each prompt. ``^D`` ends the input, ``^C`` interrupts."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "prtool", "-C", str(folder), *map(str, args)],
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        preexec_fn=_take_terminal,
    )  # fmt: skip
    os.close(slave)
    shown, seen, left = "", 0, list(answers)
    end = time.monotonic() + LIMIT_S
    try:
        while time.monotonic() < end:
            if not select.select([master], [], [], 0.5)[0]:
                continue
            try:
                chunk = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            if not chunk:
                break
            shown += chunk.decode("utf-8", "replace")
            if left and shown.endswith(PROMPTS) and len(shown) > seen:
                answer = left.pop(0)
                typed = {"^D": b"\x04", "^C": b"\x03"}.get(answer, answer.encode() + b"\n")
                os.write(master, typed)
                seen = len(shown)
        else:
            process.kill()
        return Dialogue(process.wait(10), shown.replace("\r\n", "\n"), left)
    finally:
        os.close(master)
        if process.poll() is None:
            process.kill()
            process.wait()


def _take_terminal() -> None:
    """Make standard input the controlling terminal, so that ^C reaches the command.

    What a script starts in the background ignores interrupts, and so would the command.
    """
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)

"""Runs programs side by side and measures them: wall time, processor time, peak memory."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.peers import Command

LIMIT = 600.0
"""Seconds after which a run is given up."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    wall: float
    """Seconds."""
    user: float
    """Seconds of processor time, in user mode and in the system."""
    peak: float
    """MiB of the largest process."""
    status: int | None
    """Exit status; None when it was given up."""


def run(command: Command, folder: Path, environment: Mapping[str, str]) -> Run:
    """Run a program once, its output thrown away."""
    with Path(command.stdin or os.devnull).open("rb") as stdin:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command.argv, cwd=folder, env=dict(environment), stdin=stdin,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        given_up = threading.Event()

        def stop() -> None:
            given_up.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(LIMIT, stop)
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            timer.cancel()
        wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(
        wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
        None if given_up.is_set() else process.returncode,
    )  # fmt: skip


def alternate(
    commands: Mapping[str, Command], folder: Path, rounds: int,
    *, environment: Mapping[str, str], before: Mapping[str, Callable[[], None]],
) -> dict[str, Run]:  # fmt: skip
    """Run all commands in turn, ``rounds`` times; return the median of each.

    ``before`` is called ahead of each run of a name, such as to empty a cache. A command that was
    given up is not run again.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            if any(each.status is None for each in runs[name]):
                continue
            before.get(name, lambda: None)()
            runs[name].append(run(command, folder, environment))
    return {name: _median(each) for name, each in runs.items()}


def _median(runs: Sequence[Run]) -> Run:
    statuses = {each.status for each in runs}
    if len(statuses) > 1:
        raise SystemExit(f"a program ended with different statuses: {statuses}")
    return Run(
        median(each.wall for each in runs), median(each.user for each in runs),
        max(each.peak for each in runs), runs[0].status,
    )  # fmt: skip

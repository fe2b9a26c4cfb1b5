"""Runs programs side by side and measures them: wall time, processor time, peak memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.peers import Command

MOST_MEMORY = 8 << 30
"""Bytes that one program may have: a benchmark must not take the machine from its users."""
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


_LAUNCHER = """
import json, os, resource, sys, time
most, stdin, *argv = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_AS, (int(most), int(most)))
source, sink = os.open(stdin, os.O_RDONLY), os.open(os.devnull, os.O_WRONLY)
moves = [(os.POSIX_SPAWN_DUP2, source, 0)] + [(os.POSIX_SPAWN_DUP2, sink, n) for n in (1, 2)]
begun = time.perf_counter()
pid = os.posix_spawnp(argv[0], argv, os.environ, file_actions=moves)
_, status, usage = os.wait4(pid, 0)
wall = time.perf_counter() - begun
print(json.dumps([wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
                  os.waitstatus_to_exitcode(status)]))
"""
"""A small parent: the kernel counts the memory of the process that starts a program as its own."""


def run(command: Command, folder: Path, environment: Mapping[str, str]) -> Run:
    """Run a program once, its output thrown away."""
    launcher = (sys.executable, "-I", "-S", "-c", _LAUNCHER)
    process = subprocess.Popen(
        [*launcher, str(MOST_MEMORY), str(command.stdin or os.devnull), *command.argv], cwd=folder,
        env=dict(environment), stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        told, _ = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Run(LIMIT, 0.0, 0.0, None)
    return Run(*json.loads(told))


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
            if any(each.status is None or each.status < 0 for each in runs[name]):
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

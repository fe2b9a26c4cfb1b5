"""Compares the short way of a check with the long one, and tells what it loads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from prtool.cli import entry
from prtool.cli.main import main

ROOT = Path(__file__).parents[2]
HEAVY = {
    "argparse", "datetime", "functools", "git", "ipaddress", "pathlib", "re", "subprocess",
    "tempfile", "threading", "typing", "yaml",
}  # fmt: skip
_MODULES = """
import sys
from prtool.cli.entry import main
status = main(sys.argv[1:])
print(*sorted(name for name in sys.modules if not name.startswith("prtool")), file=sys.stderr)
sys.exit(status)
"""


def same(argv: list[str], capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Return what the long way says, and the short one with a cold and with a warm cache."""
    capfd.readouterr()
    status = main(argv)
    long_way = status, *capfd.readouterr()
    for _ in range(2):
        assert (entry.main(argv), *capfd.readouterr()) == long_way
    return long_way


def same_and_short(
    argv: list[str], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str, str]:
    """Return the same, and see to it that the short way needs no other."""
    said = same(argv, capfd)
    with monkeypatch.context() as alone:
        alone.setattr(entry, "_long", None)
        assert (entry.main(argv), *capfd.readouterr()) == said
    return said


def loaded_by(*argv: str) -> set[str]:
    """Return the modules of others that a check loads once it has learned; it has to pass."""
    loaded = ""
    for _ in range(3):  # makes the rules and the names, learns, is short
        done = subprocess.run(
            [sys.executable, "-c", _MODULES, *argv],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0
        loaded = done.stderr
    return set(loaded.split())

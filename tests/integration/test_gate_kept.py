"""What is kept of the rules is used again, whichever way a check goes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from prtool.pipeline import gatecache
from prtool.rules import NAME, builtin_path

pytestmark = pytest.mark.slow


def test_a_commit_hook_makes_the_gate_once(tmp_path: Path) -> None:
    work, cache = tmp_path / "work", tmp_path / "cache"
    work.mkdir()
    (work / NAME).write_bytes(Path(builtin_path()).read_bytes())
    (work / "a.txt").write_text("nothing\n")
    environ = {**os.environ, "XDG_CACHE_HOME": str(cache), "GIT_CONFIG_GLOBAL": os.devnull}
    author = ("-c", "user.name=Acme Dev", "-c", "user.email=dev@example.com")
    for command in (
        ("init", "-q"),
        ("add", NAME),
        (*author, "commit", "-qm", "rules"),
        ("add", "."),
    ):
        subprocess.run(["git", *command], cwd=work, env=environ, check=True)

    made: list[set[tuple[str, int]]] = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-m", "prtool", "check", "--staged"],
            cwd=work, env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        files = (cache / "prtool").glob("gate-*")
        made.append({(each.name, each.stat().st_ino) for each in files})

    assert len(made[0]) == 1
    assert made[1:] == made[:1] * 2


def test_the_same_files_are_known_whoever_else_holds_their_bytes() -> None:
    raw = bytearray(b"version: 1\n")
    held = bytes(raw)
    label = "".join(("redaction", "_rules"))
    one = [(label, held), (label, held)]
    other = [("".join(("redaction_", "rules")), bytes(raw)), (label, bytes(raw))]

    assert gatecache._name(gatecache._key(one)) == gatecache._name(gatecache._key(other))

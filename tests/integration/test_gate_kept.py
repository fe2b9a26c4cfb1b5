"""What is kept of the rules is used again, whichever way a check goes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import prtool
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
        made.append({(each.name, each.stat().st_mtime_ns) for each in files})

    assert len(made[0]) == 1
    assert made[1:] == made[:1] * 2


@pytest.mark.parametrize("module", ["looks.py", "sieve/sieve.py", "detectors/narrow.py"])
def test_code_that_has_changed_makes_the_gate_anew(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "prtool"
    shutil.copytree(
        Path(prtool.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__")
    )
    monkeypatch.setattr(gatecache, "__file__", str(package / "pipeline" / "gatecache.py"))
    files = [(NAME, b"version: 1\n")]
    before = gatecache._name(gatecache._key(files))
    assert gatecache._name(gatecache._key(files)) == before
    with (package / module).open("a") as file:
        file.write("# changed\n")

    assert gatecache._name(gatecache._key(files)) != before


def test_the_same_files_are_known_whoever_else_holds_their_bytes() -> None:
    raw = bytearray(b"version: 1\n")
    held = bytes(raw)
    label = "".join(("redaction", "_rules"))
    one = [(label, held), (label, held)]
    other = [("".join(("redaction_", "rules")), bytes(raw)), (label, bytes(raw))]

    assert gatecache._name(gatecache._key(one)) == gatecache._name(gatecache._key(other))

"""The short way of a check says what the long way says."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from prtool import cache
from prtool.cli import entry
from prtool.cli.main import main
from tests.support.repo_builder import RepoBuilder

TOKEN = "ghp_" + "qX7v9Lm2Rt4B" * 3
HEAD = "diff --git a/x.py b/x.py\nindex 1111111..2222222 100644\n--- a/x.py\n+++ b/x.py\n"
DIFFS = {
    "clean": HEAD + "@@ -1 +1,2 @@ def a():\n a\n+b\n",
    "a token": HEAD + f"@@ -1 +1,2 @@\n a\n+key = '{TOKEN}'\n",
    "a removed token": HEAD + f"@@ -1,2 +1 @@\n a\n-key = '{TOKEN}'\n",
    "a telling path": HEAD.replace("x.py", "config.yaml.bak") + "@@ -1 +1,2 @@\n a\n+b\n",
    "a rename": "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n",
    "a binary": "diff --git a/x b/x\nindex 1111111..2222222 100644\n"
    "Binary files a/x and b/x differ\n",
    "no diff": "plain text\n",
    "nothing": "",
    "cut off": HEAD + "@@ -1 +1,3 @@\n a\n+b\n",
    "an allow comment": HEAD
    + f"@@ -1 +1,2 @@\n a\n+k = '{TOKEN}'  # prtool:{''}allow secret/x why\n",
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "BESIDE", str(tmp_path / "beside"))


@pytest.mark.parametrize("name", DIFFS)
@pytest.mark.parametrize("place", ["outside", "repository", "own rules", "private side"])
def test_both_ways_say_the_same(
    name: str, place: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], repo: RepoBuilder
) -> None:
    folder = tmp_path / "outside"
    folder.mkdir()
    if place != "outside":
        folder = repo.path
    if place == "own rules":
        rules = "version: 1\nrules:\n  - find: secret/*\n    do: allow\n"
        (folder / "redaction_rules.yaml").write_text(rules)
    if place == "private side":
        assert main(["-C", str(folder), "init"]) == 0
    file = tmp_path / "x.diff"
    file.write_text(DIFFS[name])
    capfd.readouterr()

    for words in (
        ["check", "--diff", str(file)],
        ["check", "--diff", str(file), "--fail-on", "low"],
    ):
        argv = ["-C", str(folder), *words]
        long_way = main(argv), *capfd.readouterr()
        for _ in range(2):  # with an empty cache, then with a warm one
            assert (entry.main(argv), *capfd.readouterr()) == long_way


def test_standard_input_can_be_read_by_either_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, status in (("clean", 0), ("a token", 1), ("cut off", 2)):
        data = DIFFS[name].encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

        assert entry.main(["-C", str(tmp_path), "check", "--diff", "-"]) == status
    capfd.readouterr()


def test_a_damaged_cache_is_made_anew(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.diff"
    file.write_text(DIFFS["a token"])
    argv = ["-C", str(tmp_path), "check", "--diff", str(file)]
    assert entry.main(argv) == 1
    expected = capfd.readouterr()
    kept = [each for each in Path(cache.folder()).iterdir() if each.name.startswith("gate-")]
    assert len(kept) == 1
    whole = kept[0].read_bytes()

    for damaged in (b"", whole[:-9], whole[:40] + b"\0" * 40 + whole[80:], b"x" * len(whole)):
        kept[0].write_bytes(damaged)
        assert entry.main(argv) == 1
        assert capfd.readouterr() == expected
        assert kept[0].read_bytes()[: len(cache.MAGIC)] == cache.MAGIC


def test_the_cache_is_private_to_its_user(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.diff"
    file.write_text(DIFFS["clean"])
    entry.main(["-C", str(tmp_path), "check", "--diff", str(file)])

    assert Path(cache.folder()).stat().st_mode & 0o777 == 0o700
    assert {each.stat().st_mode & 0o777 for each in Path(cache.folder()).iterdir()} == {0o600}
    capfd.readouterr()


def test_what_was_kept_at_the_installation_is_used_and_never_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.diff"
    file.write_text(DIFFS["a token"])
    argv = ["-C", str(tmp_path), "check", "--diff", str(file)]
    assert entry.main(argv) == 1
    first = capfd.readouterr()
    beside = tmp_path / "cache" / "prtool"
    before = {path.name: path.read_bytes() for path in beside.iterdir()}
    monkeypatch.setattr(cache, "BESIDE", str(beside))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    monkeypatch.setattr("prtool.pipeline.gate.make_gate", lambda _: pytest.fail("made anew"))

    assert entry.main(argv) == 1

    assert capfd.readouterr() == first
    assert {path.name: path.read_bytes() for path in beside.iterdir()} == before

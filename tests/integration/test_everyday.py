"""The short way of a check says what the long way says."""

from __future__ import annotations

import io
import os
import shutil
import sys
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from prtool import cache
from prtool.cli import entry
from prtool.cli.main import main
from prtool.model.results import Status
from prtool.pipeline import gate
from prtool.pipeline.gate import make_gate
from prtool.pipeline.gatecache import Gate
from prtool.rules import builtin_path
from tests.support.repo_builder import RepoBuilder
from tests.support.short_way import same, same_and_short

Files = Sequence[tuple[str, bytes]]

ACME, GLOBEX = ("-".join((name, "works.dev")) for name in ("acme", "globex"))
TOKEN = "ghp_" + "qX7v9Lm2Rt4B" * 3
HEAD = "diff --git a/x.py b/x.py\nindex 1111111..2222222 100644\n--- a/x.py\n+++ b/x.py\n"
DIFFS = {
    "clean": HEAD + "@@ -1 +1,2 @@ def a():\n a\n+b\n",
    "a token": HEAD + f"@@ -1 +1,2 @@\n a\n+key = '{TOKEN}'\n",
    "an encoded token": HEAD + f"@@ -1 +1,2 @@\n a\n+see {b64encode(TOKEN.encode()).decode()}\n",
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
    "a pointer": HEAD
    + "@@ -1 +1,2 @@\n+version https://git-lfs.github.com/spec/v1\n+oid sha256:0\n-a\n",
    "public hosts": HEAD + f"@@ -1 +1,3 @@\n a\n+see https://{ACME}/x\n+and https://{GLOBEX}/y\n",
    "a ticket": HEAD.replace("x.py", "x.scratch") + "@@ -1 +1,2 @@\n a\n+as in OWN-\u212a123\n",
    "a low finding": HEAD.replace("x.py", "tests/x.py")
    + f"@@ -1 +1,2 @@\n a\n+mail kim@{ACME} and more\n",
}
NAME = "Initech-Relay"
DIFFS |= {
    "a private name": HEAD + "@@ -1 +1,2 @@\n a\n+see the initech relay\n",
    "an encoded name": HEAD
    + f"@@ -1 +1,2 @@\n a\n+{b64encode(f'at {NAME} is'.encode()).decode()}\n",
}
OWN_RULES = f"""\
version: 1
rules:
  - find: [host/new-public-host, private/own-ticket, file/scratch]
    do: block
    severity: high
files:
  - name: scratch
    paths: ["*.scratch"]
patterns:
  - id: private/own-ticket
    title: a ticket of one's own
    severity: high
    regex: '(?i)own-k[0-9]+'
hosts:
  public: [{GLOBEX}]
"""


pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.mark.parametrize("name", DIFFS)
@pytest.mark.parametrize(
    "place", ["outside", "repository", "own rules", "private side", "private names"]
)
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
    if place.startswith("private"):
        assert main(["-C", str(folder), "init"]) == 0
    if place == "private names":
        add_names(folder)
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


def add_names(folder: Path) -> None:
    """Make a lexicon with one name that is private for certain."""
    words = ["lexicon", "add", "--kind", "provider", NAME]
    assert main(["-C", str(folder), *words]) == 0


@pytest.mark.parametrize(("name", "found"), [("clean", 0), ("a private name", 1)])
@pytest.mark.parametrize("asked", ["--diff", "--all-history"])
def test_private_names_are_looked_for_on_the_short_way(
    asked: str,
    name: str,
    found: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    repo: RepoBuilder,
) -> None:
    assert main(["-C", str(repo.path), "init"]) == 0
    add_names(repo.path)
    (repo.path / "redaction_rules.yaml").unlink()
    argv = ["-C", str(repo.path), "check", asked]
    if asked == "--diff":
        argv.append(str(tmp_path / "x.diff"))
        (tmp_path / "x.diff").write_text(DIFFS[name])
    else:
        repo.commit("more", {"n.py": DIFFS[name]})
    expected = same_and_short(argv, capfd, monkeypatch)

    assert expected[0] == found
    assert "; lexicon: " in expected[1]


@pytest.mark.parametrize("name", ["public hosts", "a ticket", "a low finding", "clean"])
def test_rules_of_every_sort_hold_on_both_ways(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], repo: RepoBuilder
) -> None:
    shutil.rmtree(repo.path / ".prtool")
    file = tmp_path / "x.diff"
    file.write_text(DIFFS[name])
    argv = ["-C", str(repo.path), "check", "--diff", str(file)]
    (repo.path / "redaction_rules.yaml").write_text(OWN_RULES)
    status, out, _ = same(argv, capfd)
    assert status == (name in ("public hosts", "a ticket"))
    assert (ACME in out, GLOBEX in out) == (False, False)
    assert out.count("host/new-public-host") == (name == "public hosts")
    assert ("private/own-ticket" in out, "file/scratch" in out) == (name == "a ticket",) * 2

    # Other rules count at once, also where the first ones are known.
    (repo.path / "redaction_rules.yaml").write_text(OWN_RULES.replace("block", "allow"))
    assert same(argv, capfd)[0] == 0
    assert same([*argv, "--fail-on", "low"], capfd)[0] == (name == "a low finding")
    (repo.path / "redaction_rules.yaml").unlink()
    assert same(argv, capfd)[0] == 0


@pytest.mark.parametrize("asked", [["--diff", "x.diff"], ["--all-history"]])
def test_a_lexicon_that_the_rules_require_has_to_be_there_on_both_ways(
    asked: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    repo: RepoBuilder,
) -> None:
    shutil.rmtree(repo.path / ".prtool")
    monkeypatch.chdir(tmp_path)
    Path("x.diff").write_text(DIFFS["clean"])
    (repo.path / "redaction_rules.yaml").write_text("version: 1\nrequire_lexicon: true\n")

    assert same(["-C", str(repo.path), "check", *asked], capfd)[0] == 2


def test_what_is_public_is_known_on_both_ways(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], repo: RepoBuilder
) -> None:
    shutil.rmtree(repo.path / ".prtool")
    file = tmp_path / "x.diff"
    file.write_text(DIFFS["a token"])
    argv = ["-C", str(repo.path), "check", "--diff", str(file)]
    assert same(argv, capfd)[0] == 1
    repo.commit("published", {"y.py": f"key = '{TOKEN}'\n"})
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")

    assert same(argv, capfd)[0] == 0


@pytest.mark.parametrize("version", ["2", "4", "split"])
def test_a_private_folder_that_git_tracks_is_seen_on_both_ways(
    version: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], repo: RepoBuilder
) -> None:
    # Version 4 leaves out what a name begins with as the one before it does. What git remembers of
    # many folders stands behind the mark of a split index.
    repo.commit("other", {".prt": "a\n", **{f"folder-{n}/x": "a\n" for n in range(300)}})
    repo.git("add", "--force", ".prtool")
    if version == "split":
        repo.git("update-index", "--split-index")
    else:
        repo.git("update-index", "--index-version", version)
    shutil.rmtree(repo.path / ".prtool")
    file = tmp_path / "x.diff"
    file.write_text(DIFFS["clean"])

    status, out, _ = same(["-C", str(repo.path), "check", "--diff", str(file)], capfd)
    assert status == 1
    assert "private/tracked-lexicon" in out


def test_standard_input_can_be_read_by_either_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.diff"
    for name, status in (("clean", 0), ("a token", 1), ("cut off", 2), ("an allow comment", 1)):
        data = DIFFS[name].encode()
        file.write_bytes(data)
        from_file = main(["-C", str(tmp_path), "check", "--diff", str(file)]), *capfd.readouterr()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

        from_input = entry.main(["-C", str(tmp_path), "check", "--diff", "-"]), *capfd.readouterr()

        assert from_input == from_file
        assert from_input[0] == status


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


def _kept(kind: str) -> Path:
    (found,) = (path for path in Path(cache.folder()).iterdir() if path.name.startswith(kind))
    return found


def test_a_cache_that_can_be_read_but_is_not_what_was_written_is_made_anew(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.diff"
    file.write_text(DIFFS["a telling path"])
    argv = ["-C", str(tmp_path), "check", "--diff", str(file)]
    assert entry.main(argv) == 1
    expected = capfd.readouterr()
    whole = _kept("gate-").read_bytes()
    # The rules themselves stand there as well; by them alone it would be another one's cache.
    rules = Path(builtin_path()).read_bytes()
    assert rules in whole
    before, after = whole.split(rules)
    assert b"{bak," in after
    _kept("gate-").write_bytes(before + rules + after.replace(b"{bak,", b"{xyz,"))

    assert entry.main(argv) == 1

    assert capfd.readouterr() == expected
    assert _kept("gate-").read_bytes() == whole


@pytest.mark.parametrize("owner", ["another user", "group", "others", "self"])
def test_a_cache_that_others_could_have_written_does_not_count(
    owner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.diff"
    file.write_text(DIFFS["a token"])
    argv = ["-C", str(tmp_path), "check", "--diff", str(file)]
    assert entry.main(argv) == 1
    expected = capfd.readouterr()
    made: list[Files] = []

    def counted(files: Files) -> Gate | None:
        made.append(files)
        return make_gate(files)

    monkeypatch.setattr(gate, "make_gate", counted)
    mode = {"group": 0o620, "others": 0o602}.get(owner, 0o600)
    _kept("gate-").chmod(mode)
    if owner == "another user":
        own = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: own + 1)

    assert entry.main(argv) == 1

    assert capfd.readouterr() == expected
    assert bool(made) == (owner != "self")


def test_nothing_is_kept_of_rules_with_which_the_canary_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.diff"
    file.write_text(DIFFS["clean"])
    missed = SimpleNamespace(status=Status.FAILED)
    monkeypatch.setattr("prtool.pipeline.gate.canary.check", lambda *_: missed)

    assert entry.main(["-C", str(tmp_path), "check", "--diff", str(file)]) == 2

    assert list(Path(cache.folder()).glob("gate-*")) == []
    capfd.readouterr()


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

"""Bad input: one clear line with a hint, exit status 2, nothing written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.conftest import Prtool
from tests.support.repo_builder import RepoBuilder, write_lexicon


def _refused(prtool: Prtool, out: Path, *args: str | Path) -> str:
    """Run prepare, check that it refuses properly, and return its words."""
    kept = sorted(out.rglob("*")) if out.exists() else None
    before = prtool.repo.fingerprint()
    status, stdout, stderr = prtool("prepare", *args, "--out", out)
    assert (status, stdout) == (2, "")
    lines = stderr.rstrip("\n").split("\n")
    assert lines[0].startswith("prtool: error: ")
    assert lines[1].startswith("hint: ")
    assert len(lines) == 2
    assert kept == (sorted(out.rglob("*")) if out.exists() else None)
    assert before == prtool.repo.fingerprint()
    assert not list(out.parent.glob(".prtool-partial-*"))
    return stderr


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "bundle"


def test_unknown_revision(prtool: Prtool, out: Path) -> None:
    assert "unknown revision 'nope'" in _refused(prtool, out, "--base", "nope")


def test_empty_range(prtool: Prtool, out: Path) -> None:
    assert "no commit between" in _refused(prtool, out, "--base", "HEAD")


def test_base_that_is_no_ancestor(prtool: Prtool, repo: RepoBuilder, out: Path) -> None:
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("side", {"s": "s\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", {"m": "m\n"})

    assert "no ancestor" in _refused(prtool, out, "--base", "side")


def test_no_lexicon(prtool: Prtool, repo: RepoBuilder, out: Path) -> None:
    base = repo.head
    repo.commit("x", {"x": "x\n"})
    (repo.path / ".prtool" / "lexicon.yaml").unlink()

    said = _refused(prtool, out, "--base", base)

    assert "no lexicon" in said
    assert "prtool init" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("version: 1\nrulez: []\n", ":2:"),
        ("version: 1\nrules:\n  - find: secret/*\n    do: replac\n", ":4:"),
        ("version: 1\nrules:\n  - find: [secret\n", "redaction_rules.yaml:"),
    ],
)
def test_rules_with_a_typo(
    prtool: Prtool, repo: RepoBuilder, out: Path, text: str, words: str
) -> None:
    base = repo.head
    repo.commit("rules", {"redaction_rules.yaml": text})

    assert words in _refused(prtool, out, "--base", base)


def test_out_that_is_not_empty(prtool: Prtool, repo: RepoBuilder, out: Path) -> None:
    base = repo.head
    repo.commit("x", {"x": "x\n"})
    out.mkdir()
    (out / "mine.txt").write_text("mine")

    assert "is not empty" in _refused(prtool, out, "--base", base)


def test_out_within_the_private_folder(prtool: Prtool, repo: RepoBuilder) -> None:
    base = repo.head
    repo.commit("x", {"x": "x\n"})

    said = _refused(prtool, repo.path / ".prtool" / "bundle", "--base", base)

    assert "lie within one another" in said


def test_out_that_is_an_empty_folder_is_fine(prtool: Prtool, repo: RepoBuilder, out: Path) -> None:
    base = repo.head
    repo.commit("x", {"x": "x\n"})
    out.mkdir()

    assert prtool("prepare", "--base", base, "--out", out)[0] == 0
    assert (out / "manifest.json").exists()


def test_out_without_a_parent(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    base = repo.head
    repo.commit("x", {"x": "x\n"})

    assert "is no folder" in _refused(prtool, tmp_path / "no" / "bundle", "--base", base)


def test_a_tracked_private_folder(prtool: Prtool, repo: RepoBuilder, out: Path) -> None:
    base = repo.head
    repo.git("add", "--force", ".prtool/lexicon.yaml")
    repo.commit_index("oops")

    assert "is tracked by git" in _refused(prtool, out, "--base", base)


def test_an_author_of_another_form(prtool: Prtool, repo: RepoBuilder, out: Path) -> None:
    base = repo.head
    repo.commit("x", {"x": "x\n"})

    assert "Name <email>" in _refused(prtool, out, "--base", base, "--author", "Sam")


def test_missing_option(prtool: Prtool, out: Path) -> None:
    assert "--base" in _refused(prtool, out)


def test_notes_that_are_missing(prtool: Prtool, out: Path) -> None:
    assert "can't read" in _refused(prtool, out, "--base", "HEAD", "--notes", "nowhere.md")


def test_a_damaged_map(prtool: Prtool, repo: RepoBuilder, out: Path) -> None:
    base = repo.head
    repo.commit("x", {"x": "for QX\n"})
    prtool("prepare", "--base", base, "--out", out.with_name("first"))
    (repo.path / ".prtool" / "map.json").write_text("{")

    assert "map.json" in _refused(prtool, out, "--base", base)


def test_another_key_than_the_maps(prtool: Prtool, repo: RepoBuilder, out: Path) -> None:
    base = repo.head
    repo.commit("x", {"x": "for QX\n"})
    prtool("prepare", "--base", base, "--out", out.with_name("first"))
    (repo.path / ".prtool" / "key").write_text("00" * 32)

    _refused(prtool, out, "--base", base)
    (repo.path / ".prtool" / "key").unlink()
    assert "is missing" in _refused(prtool, out, "--base", base)


@pytest.fixture
def elsewhere(
    make_repo: Callable[[str], RepoBuilder], capsys: pytest.CaptureFixture[str]
) -> Callable[[Path], Prtool]:
    return lambda path: Prtool(RepoBuilder(path), capsys)


def test_a_folder_that_is_missing(
    elsewhere: Callable[[Path], Prtool], tmp_path: Path, out: Path
) -> None:
    assert "no such folder" in _refused(elsewhere(tmp_path / "gone"), out, "--base", "x")


def test_a_folder_without_repository(
    elsewhere: Callable[[Path], Prtool], tmp_path: Path, out: Path
) -> None:
    (tmp_path / "plain").mkdir()

    assert "not a git repository" in _refused(elsewhere(tmp_path / "plain"), out, "--base", "x")


def test_an_unborn_branch(
    make_repo: Callable[[str], RepoBuilder], elsewhere: Callable[[Path], Prtool], out: Path
) -> None:
    repo = make_repo("unborn")

    assert "no commit yet" in _refused(elsewhere(repo.path), out, "--base", "HEAD")


def test_a_bare_repository(
    repo: RepoBuilder, elsewhere: Callable[[Path], Prtool], tmp_path: Path, out: Path
) -> None:
    repo.git("clone", "--quiet", "--bare", str(repo.path), str(tmp_path / "bare.git"))

    assert "bare" in _refused(elsewhere(tmp_path / "bare.git"), out, "--base", "HEAD")


def test_a_shallow_clone(
    repo: RepoBuilder, elsewhere: Callable[[Path], Prtool], tmp_path: Path, out: Path
) -> None:
    repo.commit("x", {"x": "x\n"})
    source = repo.path.as_uri()
    repo.git("clone", "--quiet", "--depth=1", source, str(tmp_path / "shallow"))
    write_lexicon(tmp_path / "shallow")

    said = _refused(elsewhere(tmp_path / "shallow"), out, "--base", "HEAD")

    assert "shallow" in said
    assert "--unshallow" in said

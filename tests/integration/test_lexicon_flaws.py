"""A lexicon that could not hold is refused with file:line; the private files stay private."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.integration.conftest import Prtool
from tests.support.repo_builder import write_lexicon

PRIVATE_FILES = ("lexicon.yaml", "key", "map.json")

FLAWS = {
    "empty": ("value: ''", 4, "the value is empty"),
    "nothing": ("value:", 4, "the value is empty"),
    "blank": ("value: '  '", 4, "the value is empty"),
    "invisible": ('value: "\\u200b"', 4, "is one character long"),
    "one character": ("value: x", 4, "is one character long"),
    "one character in full width": ("value: Ｘ", 4, "is one character long"),
    "numeric": ("value: '8317'", 4, "is purely numeric"),
    "a number for YAML": ("value: 8317", 4, "YAML does not read the value as text"),
    "signs": ("value: '--'", 4, "neither a letter nor a digit"),
    "10 KB": (f"value: '{'x' * 10_240}'", 4, "longer than 1,000 characters"),
    "line break": ('value: "a\\nb"', 4, "a control character or a line break"),
    "duplicate": ("value: globex", 4, "the same term as on line 3"),
    "duplicate in another case": ("value: GLOBEX", 4, "the same term as on line 3"),
    "duplicate, other separators": ("value: glob-ex", 4, "the same term as on line 3"),
    "empty expression": ("{value: 'x*', match: regex}", 4, "matches empty text"),
    "broken expression": ("{value: '(ab', match: regex}", 4, "is not a regular expression"),
    "unknown kind": ("{value: ab, kind: thing}", 4, "an unknown kind"),
    "unknown key": ("{value: ab, regexp: yes}", 4, "an unknown key"),
    "own pseudonym": ("{value: ab, pseudonym: AB}", 4, "the pseudonym is the value itself"),
}


def _commands(tmp_path: Path) -> Iterable[tuple[str | Path, ...]]:
    yield "lexicon", "list"
    yield "lexicon", "add", "--kind", "provider", "Bluebird"
    yield "lexicon", "explain", "Bluebird"
    yield "prepare", "--base", "HEAD~1", "--out", tmp_path / "bundle"


@pytest.mark.parametrize(("item", "line", "words"), FLAWS.values(), ids=FLAWS)
def test_a_flawed_lexicon_is_refused_by_every_command(
    prtool: Prtool, tmp_path: Path, item: str, line: int, words: str
) -> None:
    prtool("init")
    prtool.repo.commit("x", {"x": "x\n"})
    path = prtool.repo.path / ".prtool" / "lexicon.yaml"
    text = f"version: 1\nterms:\n  - value: globex\n  - {item}\n"
    path.write_text(text)

    for args in _commands(tmp_path):
        status, stdout, stderr = prtool(*args)
        assert (status, stdout) == (2, ""), args
        assert stderr.startswith(f"prtool: error: {path}:{line}: ")
        assert words in stderr
        assert "hint: " in stderr
        assert "x" * 40 not in stderr
    assert path.read_text() == text
    assert not (tmp_path / "bundle").exists()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "the value is empty"),
        (" ", "the value is empty"),
        ("x", "is one character long"),
        ("8317", "is purely numeric"),
        ("--", "neither a letter nor a digit"),
        ("x" * 10_240, "longer than 1,000 characters"),
        ("a\nb", "a control character or a line break"),
    ],
)
def test_a_flawed_term_is_not_added(prtool: Prtool, value: str, words: str) -> None:
    path = prtool.repo.path / ".prtool" / "lexicon.yaml"
    before = path.read_bytes()

    status, stdout, stderr = prtool("lexicon", "add", "--kind", "other", "--", "Bluebird", value)

    assert (status, stdout) == (2, "")
    assert f"{path}: new term 2: " in stderr
    assert words in stderr
    assert before == path.read_bytes()


def test_a_duplicate_is_told_and_not_added_again(prtool: Prtool) -> None:
    status, stdout, _ = prtool("lexicon", "add", "--kind", "other", "qx", "north_router_adapter")

    assert (status, stdout) == (0, "0 added, 2 there already\n")


@pytest.fixture
def prepared(prtool: Prtool, tmp_path: Path) -> Prtool:
    """Return a repository with lexicon, key and map."""
    base = prtool.repo.head
    prtool.repo.commit("x", {"x.txt": "name: QX\n"})
    assert prtool("prepare", "--base", base, "--out", tmp_path / "bundle")[0] == 0
    return prtool


def test_the_private_files_are_made_for_nobody_else(prepared: Prtool) -> None:
    folder = prepared.repo.path / ".prtool"

    assert folder.stat().st_mode & 0o777 == 0o700
    for name in PRIVATE_FILES:
        assert (folder / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", PRIVATE_FILES)
@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_private_file_that_others_can_reach_is_refused(
    prepared: Prtool, tmp_path: Path, name: str, mode: int
) -> None:
    (prepared.repo.path / ".prtool" / name).chmod(mode)

    for args in (
        ("prepare", "--base", "HEAD~1", "--out", tmp_path / "again"),
        ("lexicon", "list"),
        ("lexicon", "explain", "QX"),
        ("restore", prepared.repo.path / "x.txt"),
    ):
        status, stdout, stderr = prepared(*args)
        assert (status, stdout) == (2, ""), args
        assert f"{name}: group or others have access" in stderr
        assert "hint: chmod 600 " in stderr


def test_a_folder_that_others_can_reach_is_refused(prepared: Prtool) -> None:
    (prepared.repo.path / ".prtool").chmod(0o750)

    status, _, stderr = prepared("lexicon", "list")

    assert status == 2
    assert "hint: chmod 700 " in stderr


@pytest.mark.parametrize("name", PRIVATE_FILES)
def test_a_tracked_private_file_is_refused(prepared: Prtool, tmp_path: Path, name: str) -> None:
    prepared.repo.git("add", "--force", f".prtool/{name}")

    for args in (
        ("prepare", "--base", "HEAD~1", "--out", tmp_path / "again"),
        ("lexicon", "list"),
        ("lexicon", "explain", "QX"),
        ("lexicon", "seal", "--out", tmp_path / "sealed"),
        ("restore", prepared.repo.path / "x.txt"),
    ):
        status, stdout, stderr = prepared(*args)
        assert (status, stdout) == (2, ""), args
        assert ".prtool is tracked by git" in stderr


def test_a_bundle_never_holds_the_private_folder(prepared: Prtool, tmp_path: Path) -> None:
    around = tmp_path / "around"
    around.mkdir()
    private = around / ".prtool"
    (prepared.repo.path / ".prtool").rename(private)

    for out in (around, private, private / "bundle", private / "tmp" / "bundle"):
        kept = sorted(around.rglob("*"))
        status, stdout, stderr = prepared(
            "--private-dir", private, "prepare", "--base", "HEAD~1", "--out", out
        )
        assert (status, stdout) == (2, ""), out
        assert ("is not empty" if out in (around, private) else "lie within one another") in stderr
        assert kept == sorted(around.rglob("*"))


def test_a_lexicon_without_terms_is_none(prtool: Prtool) -> None:
    write_lexicon(prtool.repo.path)

    status, stdout, _ = prtool("lexicon", "list", "--json")

    assert status == 0
    assert '"terms": []' in stdout

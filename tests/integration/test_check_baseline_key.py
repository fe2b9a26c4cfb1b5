"""The key of a baseline: from a file, from a secret of CI, never guessed and never lost."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from tests.integration.baselines import LINE, write
from tests.integration.checking import look, refused
from tests.integration.conftest import Prtool
from tests.support.repo_builder import RepoBuilder

KEY = "k3y-of-the-" + "tests-0123456789"


@pytest.fixture
def elsewhere(prtool: Prtool, repo: RepoBuilder, base: str, known: Path, tmp_path: Path) -> Path:
    """Write a baseline and its key, let the private folder's key be gone, and return the key."""
    repo.commit("x", {"a.go": LINE})
    key = tmp_path / "baseline.key"
    status, _, _ = prtool(
        "check", "--base", base, "--write-baseline", known, "--baseline-key-out", key
    )
    assert (status, stat.S_IMODE(key.stat().st_mode)) == (0, 0o600)
    own = repo.path / ".prtool/key"
    assert own.read_text().strip() not in key.read_text(), "pseudonyms hang on that one"
    own.unlink()
    return key


def test_ci_has_the_key_from_a_secret(
    prtool: Prtool, base: str, known: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    args = ("--base", base, "--baseline", known)
    assert look(prtool, *args, "--baseline-key-file", elsewhere)[0] == 0
    monkeypatch.setenv("PRTOOL_BASELINE_KEY", elsewhere.read_text())
    assert look(prtool, *args)[0] == 0


@pytest.mark.parametrize("key", [None, " \n", "short", KEY])
def test_a_wrong_or_missing_key_is_never_a_pass(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path, elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch, key: str | None,
) -> None:  # fmt: skip
    if key is not None:
        monkeypatch.setenv("PRTOOL_BASELINE_KEY", key)

    words = refused(prtool, "--base", base, "--baseline", known)

    assert "key" in words
    before = known.read_bytes()
    refused(prtool, "--base", base, "--write-baseline", known)
    assert before == known.read_bytes()


def test_without_any_key_a_fork_may_go_on_and_then_nothing_is_silenced(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path, elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    shutil.rmtree(repo.path / ".prtool")
    args = ("--base", base, "--baseline", known)
    assert "there is no key for the baseline" in refused(prtool, *args)
    assert "--baseline-key-out" in refused(prtool, "--base", base, "--write-baseline", known)
    skip = (*args, "--baseline-unavailable", "skip")

    status, document = look(prtool, *skip)

    assert status == 1
    assert document["notes"] == [
        "messages of a squashed commit, as forges would propose them: 2",
        "baseline: its key is not at hand here, so nothing is silenced",
    ]
    monkeypatch.setenv("PRTOOL_BASELINE_KEY", KEY)
    assert "the canary does not answer" in refused(prtool, *skip)


def test_without_a_private_folder_a_key_is_made(
    prtool: Prtool, tmp_path: Path, known: Path
) -> None:
    other = RepoBuilder.create(tmp_path / "public")
    base = other.commit("begin", {"a.txt": "a\n"})
    other.commit("x", {"a.go": LINE})
    there, key = Prtool(other, prtool.capsys), tmp_path / "new.key"

    write(there, known, "--base", base, "--baseline-key-out", key)

    args = ("--base", base, "--baseline", known, "--baseline-key-file", key)
    assert look(there, *args)[0] == 0


def test_a_key_is_not_written_among_the_files(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("x", {"a.go": LINE})
    args = ("--base", base, "--write-baseline", known, "--baseline-key-out")

    assert "a key must not" in refused(prtool, *args, repo.path / "key")
    assert not known.exists()
    (known.parent / "there").touch()
    assert "a key is never replaced" in refused(prtool, *args, known.parent / "there")
    assert not known.exists()
    assert "goes with --write-baseline" in refused(prtool, "--staged", *args[-1:], "k")
    assert "renew one of them" in refused(prtool, *args[:4], "--baseline", "other.json")

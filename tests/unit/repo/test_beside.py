"""A git that runs beside says what it has to say, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from prtool.errors import GitError, RepositoryError
from prtool.repo.beside import Beside, started_objects
from prtool.repo.open import open_repository
from prtool.repo.store import GitStore
from tests.support.repo_builder import RepoBuilder


@pytest.fixture
def repo(tmp_path: Path) -> RepoBuilder:
    repo = RepoBuilder.create(tmp_path / "repo")
    for number in range(4):
        repo.commit(f"commit {number}", {f"f{number}.txt": f"text {number}\n" * number * 30_000})
    return repo


@pytest.fixture
def git_dir(repo: RepoBuilder) -> str:
    return str(repo.path / ".git")


def _objects(repo: RepoBuilder) -> list[str]:
    return [row.split(" ")[0] for row in repo.git("rev-list", "--objects", "--all").split("\n")]


@pytest.fixture(params=[True, False], ids=["in memory", "in a file"])
def _files(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.delattr(os, "memfd_create", raising=False)


@pytest.mark.usefixtures("_files")
def test_it_reads_what_git_reads(repo: RepoBuilder, git_dir: str) -> None:
    repository = open_repository(repo.path)
    oids = _objects(repo)
    expected = [repository.read(oid) for oid in oids]

    assert list(started_objects(git_dir, oids).objects(oids)) == expected
    assert [GitStore(git_dir).read(oid) for oid in oids] == expected
    assert GitStore(git_dir).run("rev-list", "--all") == repo.raw("rev-list", "--all")


def test_where_it_is_started_does_not_matter(
    repo: RepoBuilder, git_dir: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = repo.raw("rev-list", "--all")
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    assert GitStore(git_dir).run("rev-list", "--all") == expected


@pytest.mark.usefixtures("_files")
def test_a_failure_is_told_with_gits_own_words(git_dir: str) -> None:
    with pytest.raises(GitError, match="rev-list failed") as caught:
        Beside(git_dir, "rev-list", "nothing-of-that-name").output()

    assert "nothing-of-that-name" in caught.value.stderr


def test_a_missing_git_is_told(git_dir: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _descriptors()
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(GitError, match="could not start git"):
        Beside(git_dir, "rev-list", "--all")
    with pytest.raises(GitError, match="could not start git"):
        started_objects(git_dir, [])

    assert _descriptors() == before


def test_a_missing_object_is_told(repo: RepoBuilder, git_dir: str) -> None:
    oids = [_objects(repo)[0], "1" * 40]

    with pytest.raises(RepositoryError, match="1" * 40):
        list(started_objects(git_dir, oids).objects(oids))
    with pytest.raises(RepositoryError, match="1" * 40):
        GitStore(git_dir).read("1" * 40)


@pytest.mark.parametrize("missing", [1, 3, 9000])
def test_an_answer_that_is_cut_off_is_an_error(
    missing: int, repo: RepoBuilder, git_dir: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oids = _objects(repo)
    asked = "".join(f"{oid}\n" for oid in oids).encode()
    size = len(repo.raw("cat-file", "--batch=%(objectsize)", stdin=asked))
    _stand_in(tmp_path, f'"$@" | head -c {size - missing}', monkeypatch)

    with pytest.raises(RepositoryError):
        list(started_objects(git_dir, oids).objects(oids))


def test_a_git_that_fails_at_its_end_is_an_error(
    repo: RepoBuilder, git_dir: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oids = _objects(repo)
    _stand_in(tmp_path, '"$@"; exit 3', monkeypatch)

    with pytest.raises(GitError):
        list(started_objects(git_dir, oids).objects(oids))


def _stand_in(folder: Path, arguments: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put another git before the real one, which it calls."""
    wrapper = folder / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\n"{shutil.which("git")}" {arguments}\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}")


def test_nothing_is_left_behind(repo: RepoBuilder, git_dir: str) -> None:
    oids = _objects(repo)
    before = _descriptors()
    unread = started_objects(git_dir, oids)
    begun = started_objects(git_dir, oids)
    objects = begun.objects(oids)
    next(objects)
    processes = [unread._process, begun._process]

    objects.close()  # type: ignore[attr-defined]
    unread.end()
    unread.end()

    assert _descriptors() == before
    for process in processes:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def test_git_sees_nothing_of_the_users_settings(
    git_dir: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'core.commitGraph=maybe'")

    assert Beside(git_dir, "config", "core.commitGraph").output() == b"false\n"


def _descriptors() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/dev/fd").iterdir()))

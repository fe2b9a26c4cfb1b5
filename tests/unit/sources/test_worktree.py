"""Uncommitted changes: read without touching the user's index, and without running anything."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prtool.errors import InputError
from prtool.repo.open import Repository, open_repository, open_store
from prtool.repo.scratch import Scratch, new_scratch
from prtool.sources.worktree import commit_worktree, is_dirty, worktree_tree
from tests.support.repo_builder import RepoBuilder


@pytest.fixture
def repo(make_repo: Callable[[str], RepoBuilder]) -> RepoBuilder:
    builder = make_repo("repo")
    builder.commit("base", {"a.txt": "a\n", "gone.txt": "g\n", ".gitignore": "*.tmp\n"})
    return builder


@pytest.fixture
def opened(repo: RepoBuilder, tmp_path: Path) -> Iterator[tuple[Repository, Scratch, Path]]:
    repository = open_repository(repo.path)
    folder = tmp_path / "private"
    folder.mkdir()
    scratch = new_scratch(folder / "store.git", repo.path / ".git" / "objects")
    yield repository, scratch, folder
    repository.close()


Opened = tuple[Repository, Scratch, Path]


def test_a_clean_work_tree_is_head(repo: RepoBuilder, opened: Opened) -> None:
    # A file that was only touched is not changed.
    os.utime(repo.path / "a.txt", (1, 1))

    assert not is_dirty(*opened)
    assert commit_worktree(*opened, "title") is None


def test_untracked_files_alone_are_not_dirty(repo: RepoBuilder, opened: Opened) -> None:
    repo.write({"new.txt": "n\n"})

    assert not is_dirty(*opened)


def test_changes_of_every_sort_are_taken(repo: RepoBuilder, opened: Opened) -> None:
    repo.write({"a.txt": "changed\n", "gone.txt": None, "new.txt": "n\n", "x.tmp": "ignored\n"})
    repo.write({"staged.txt": "first\n", ".prtool/key": "k\n"})
    repo.git("add", "staged.txt")
    repo.write({"staged.txt": "then\n"})
    (repo.path / "new.txt").chmod(0o755)
    before = repo.fingerprint()
    repository, scratch, folder = opened

    oid = commit_worktree(repository, scratch, folder, "title")
    assert oid is not None
    store = open_store(scratch.git_dir)
    entries = {
        path: (entry.mode, store.read(entry.oid)) for path, entry in store.entries(oid).items()
    }
    store.close()

    assert entries == {
        ".gitignore": (0o100644, b"*.tmp\n"),
        "a.txt": (0o100644, b"changed\n"),
        "new.txt": (0o100755, b"n\n"),
        "staged.txt": (0o100644, b"then\n"),
    }
    assert before == repo.fingerprint()
    assert is_dirty(*opened)


def test_the_users_global_ignores_hold(repo: RepoBuilder, opened: Opened, tmp_path: Path) -> None:
    ignore = Path(os.environ["XDG_CONFIG_HOME"]) / "git" / "ignore"
    ignore.parent.mkdir(parents=True)
    ignore.write_text("*.swp\n")
    repo.write({"a.swp": "s\n"})

    assert commit_worktree(*opened, "title") is None


def test_filters_of_a_hostile_repository_do_not_run(
    repo: RepoBuilder, opened: Opened, tmp_path: Path
) -> None:
    witness = tmp_path / "ran"
    repo.git("config", "filter.evil.clean", f"touch {witness}; cat")
    repo.git("config", "core.fsmonitor", f"touch {witness}")
    repo.git("config", "core.hooksPath", str(tmp_path))
    repo.write({".gitattributes": "*.txt filter=evil\n", "a.txt": "changed\n"})
    # An index older than its files makes git compare contents.
    os.utime(repo.path / ".git" / "index", (1, 1))
    repository, scratch, folder = opened

    assert worktree_tree(repository, scratch, folder, untracked=True)
    assert not witness.exists()


def test_line_ends_are_read_as_the_user_set_them(repo: RepoBuilder, opened: Opened) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.write({"a.txt": "a\r\n"})

    assert not is_dirty(*opened)


def test_a_conflict_is_refused(repo: RepoBuilder, opened: Opened) -> None:
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("side", {"a.txt": "side\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", {"a.txt": "main\n"})
    repo.git("merge", "--quiet", "side", check=False)

    with pytest.raises(InputError, match=r"a\.txt has an unresolved conflict"):
        is_dirty(*opened)

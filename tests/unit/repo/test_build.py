"""Building history: fast-import gives exactly the trees, messages and identities asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from prtool.model.changes import Entry, Identity
from prtool.repo.fastimport import NewCommit, build_history
from prtool.repo.open import open_repository, open_store
from prtool.repo.scratch import new_scratch, scratch_folder
from prtool.rewrite.history import blob_id
from tests.support.repo_builder import RepoBuilder

WHO = Identity("J\u00fcrgen M".encode(), b"j@example.com", 1_700_000_000, -330)


def test_commits_are_built_as_asked(
    make_repo: Callable[[str], RepoBuilder], tmp_path: Path
) -> None:
    repo = make_repo("repo")
    base = repo.commit("base", {"a": b"a\n", "dir/b": b"b\n", "c": b"c\n"})
    before = repo.fingerprint()
    scratch = new_scratch(tmp_path / "scratch", repo.path / ".git" / "objects")
    new, odd = b"new \xff\n", 'we"ird\n\\name \u00e9'
    oid = blob_id(new)

    made = build_history(
        scratch,
        base,
        [
            NewCommit(WHO, WHO, b"one\n\nbody\n", {"a": None, "a/inside": Entry(0o100755, oid)}),
            NewCommit(
                WHO,
                WHO,
                b"two\n",
                {"dir/b": None, "dir": Entry(0o120000, oid), odd: Entry(0o100644, oid)},
            ),
        ],
        [new],
    )
    store = open_store(scratch.git_dir)
    entries = dict(store.entries(made[1]))
    raw = store.read(made[0])
    store.close()

    assert {"a/inside": Entry(0o100755, oid), "c": Entry(0o100644, blob_id(b"c\n")),
            "dir": Entry(0o120000, oid), odd: Entry(0o100644, oid)} == entries  # fmt: skip
    assert "author J\u00fcrgen M <j@example.com> 1700000000 -0530\n".encode() in raw
    assert raw.endswith(b"\n\none\n\nbody\n")
    assert before == repo.fingerprint()


def test_a_folder_left_by_a_killed_run_is_swept(tmp_path: Path) -> None:
    stale = tmp_path / "run-999999999-abc"
    stale.mkdir()

    with scratch_folder(tmp_path) as folder:
        assert not stale.exists()
        assert folder.stat().st_mode & 0o777 == 0o700

    assert list(tmp_path.iterdir()) == []


def test_a_repository_is_found_from_a_folder_within(
    make_repo: Callable[[str], RepoBuilder],
) -> None:
    repo = make_repo("repo")
    head = repo.commit("base", {"dir/b": b"b\n"})
    repository = open_repository(repo.path / "dir")

    assert repo.path.resolve() == repository.root
    assert head == repository.commit_id("main")
    assert repository.branch() == "main"
    assert repository.blob_at(head, "dir/b") == b"b\n"
    assert repository.blob_at(head, "dir") is None
    repository.close()

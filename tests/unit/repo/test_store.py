"""A store that git alone reads, and a repository that is opened without GitPython."""

from __future__ import annotations

import gc
import os
import signal
from pathlib import Path

import pytest

from prtool.errors import GitError, InputError, RepositoryError
from prtool.repo.ahead import reading_ahead
from prtool.repo.beside import started_objects
from prtool.repo.open import Repository, open_quickly, open_repository
from prtool.repo.store import GitStore
from prtool.repo.tree import Tree, TreeBase
from tests.support.repo_builder import RepoBuilder

FILES = {"a.py": "one\ntwo\n", "docs/deep/ü.md": "text\n", "docs/x y.md": "", "b/c": "\n"}


@pytest.fixture(params=["sha1", "sha256"])
def repo(request: pytest.FixtureRequest, tmp_path: Path) -> RepoBuilder:
    repo = RepoBuilder.create(tmp_path / "repo", f"--object-format={request.param}")
    repo.commit("first", FILES)
    repo.git("tag", "-a", "-m", "a tag", "v1")
    return repo


@pytest.fixture(params=[open_quickly, open_repository], ids=["quickly", "GitPython"])
def repository(request: pytest.FixtureRequest, repo: RepoBuilder) -> Repository:
    opened: Repository = request.param(repo.path)
    return opened


@pytest.mark.parametrize(
    "name", ["HEAD^{commit}", "main", "v1", "v1^{commit}", "HEAD:a.py", "HEAD^{tree}", "HEAD:docs"]
)
def test_a_name_stands_for_what_git_says(name: str, repo: RepoBuilder) -> None:
    store = GitStore(str(repo.path / ".git"))

    assert store.id_of(name) == repo.git("rev-parse", "--verify", name)
    store.close()


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "nothing",
        "HEAD..HEAD",
        "HEAD:nothing",
        "a\nHEAD",
        "commit HEAD",
        "blob",
        "f" * 40,
        "f" * 64,
        "^main",
    ],
)
def test_a_name_may_stand_for_nothing(name: str, repo: RepoBuilder) -> None:
    store = GitStore(str(repo.path / ".git"))

    assert store.id_of(name) is None
    # It goes on answering after that.
    assert store.id_of("main") == repo.head
    store.close()


def test_a_git_that_ends_instead_of_answering_is_told(repo: RepoBuilder) -> None:
    """It must not look as if there were no such name."""
    store = GitStore(str(repo.path / ".git"))
    assert store.id_of("HEAD")
    assert store._revisions is not None
    os.kill(store._revisions._process, signal.SIGKILL)

    for _ in range(2):
        with pytest.raises(GitError, match="ended"):
            store.id_of("HEAD")
    store.close()


@pytest.mark.parametrize("revision", ["", "-", "--all", "nothing", "a\nmain", "main\n"])
def test_an_unknown_revision_is_told(revision: str, repository: Repository) -> None:
    with pytest.raises(InputError, match="unknown revision"):
        repository.commit_id(revision)


def test_both_doors_show_the_same(repo: RepoBuilder) -> None:
    repo.git("config", "user.name", "A Name")
    repo.git("remote", "add", "origin", "https://example.com/up.git")
    repo.git("remote", "set-url", "--add", "origin", "https://example.com/other.git")
    quick, usual = open_quickly(repo.path), open_repository(repo.path)

    assert (quick.handle, usual.handle is None) == (None, False)
    assert (quick.root, quick.git_dir, quick.common_dir) == (
        usual.root, usual.git_dir, usual.common_dir,
    )  # fmt: skip
    assert quick.commit_id("HEAD") == usual.commit_id("v1") == repo.head
    assert quick.tree_id("HEAD") == usual.tree_id("HEAD")
    for oid in (quick.tree_id("HEAD"), repo.head, repo.git("rev-parse", "HEAD:a.py")):
        assert quick.read(oid) == usual.read(oid)
    assert quick.setting("user", "name") == usual.setting("user", "name") == "A Name"
    assert quick.setting("user", "nothing") is usual.setting("user", "nothing") is None
    assert quick.remote_urls == usual.remote_urls
    assert len(quick.remote_urls) == 2


@pytest.mark.parametrize("state", ["nothing", "no commit", "bare", "shallow", "gone"])
def test_what_can_not_be_opened_is_told_as_ever(
    state: str, repo: RepoBuilder, tmp_path: Path
) -> None:
    place = tmp_path / state
    if state == "no commit":
        RepoBuilder.create(place)
    elif state == "bare":
        repo.git("clone", "--quiet", "--bare", str(repo.path), str(place))
    elif state == "shallow":
        repo.commit("second", {"other": "b\n"})
        repo.git("clone", "--quiet", "--depth=1", f"file://{repo.path}", str(place))
    elif state == "nothing":
        place.mkdir()
    said = []
    for door in (open_repository, open_quickly):
        with pytest.raises(RepositoryError) as caught:
            door(place)
        said.append((str(caught.value), caught.value.hint))

    assert said[0] == said[1]


def test_a_linked_work_tree_is_opened_by_either_door(repo: RepoBuilder, tmp_path: Path) -> None:
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    opened = open_quickly(tmp_path / "linked")

    assert opened.root == (tmp_path / "linked").resolve()
    assert opened.common_dir == (repo.path / ".git").resolve()
    assert opened.commit_id("HEAD") == repo.head
    opened.close()


def test_a_tree_has_all_files(repo: RepoBuilder) -> None:
    store = GitStore(str(repo.path / ".git"))
    tree = store.entries("HEAD")

    assert list(tree) == sorted(FILES, key=str.encode)
    assert len(tree) == len(FILES)
    assert "docs" not in tree
    for path in FILES:
        assert path in tree
        assert (tree[path].mode, tree[path].oid) == (
            0o100644,
            repo.git("rev-parse", f"HEAD:{path}"),
        )
    with pytest.raises(KeyError):
        tree["docs"]
    assert len(Tree(b"")) == 0
    store.close()


def test_a_base_tells_lines_and_folders(repo: RepoBuilder) -> None:
    store = GitStore(str(repo.path / ".git"))
    base = TreeBase(store, repo.head)

    assert base.folders == {"docs/", "docs/deep/", "b/"}
    assert base.lines("a.py") == {"one", "two", ""}
    assert base.lines("nothing") == base.lines("docs") == frozenset()
    store.close()


@pytest.mark.parametrize("read_all", [True, False])
def test_objects_are_read_ahead_in_their_order(repository: Repository, read_all: bool) -> None:
    oids = [repository.entries("HEAD")[path].oid for path in FILES]
    with reading_ahead(repository, [*oids, *oids]) as read:
        assert read(oids[0]) == FILES["a.py"].encode()
        assert read(oids[3]) == b"\n"  # out of turn
        if read_all:
            assert [read(oid) for oid in (*oids[1:], *oids)] == [
                text.encode() for text in (*list(FILES.values())[1:], *FILES.values())
            ]
    with reading_ahead(repository, []) as read:
        assert read(oids[0]) == FILES["a.py"].encode()


def test_a_missing_object_is_told_whether_it_is_asked_for_or_not(repository: Repository) -> None:
    oid = repository.entries("HEAD")["a.py"].oid
    missing = "1" * len(oid)
    with pytest.raises(RepositoryError, match=missing):
        repository.read(missing)
    assert repository.read(oid)
    with pytest.raises(RepositoryError, match=missing), reading_ahead(repository, [oid, missing]):
        pass


def test_an_error_of_the_readers_own_leaves_no_process(repository: Repository) -> None:
    oid = repository.entries("HEAD")["a.py"].oid
    before = _descriptors()
    with pytest.raises(ZeroDivisionError), reading_ahead(repository, [oid]):
        raise ZeroDivisionError

    assert _descriptors() == before


def test_whoever_forgets_to_close_leaves_no_process(repo: RepoBuilder) -> None:
    gc.collect()
    before = _descriptors()
    store = GitStore(str(repo.path / ".git"))
    assert store.id_of("HEAD")
    forgotten = started_objects(store.git_dir, [repo.head])
    assert _descriptors() > before

    del store, forgotten
    gc.collect()
    assert _descriptors() == before


def test_a_copy_of_this_process_ends_nothing_of_it(repo: RepoBuilder) -> None:
    store = GitStore(str(repo.path / ".git"))
    expected = store.id_of("HEAD")
    copy = os.fork()
    if not copy:
        store.close()
        os._exit(0)
    os.waitpid(copy, 0)

    assert store.id_of("HEAD") == expected
    store.close()


def _descriptors() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/dev/fd").iterdir()))

"""Ranges: linear, squashed, refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from prtool.errors import InputError
from prtool.model.changes import Identity
from prtool.repo.open import Repository, open_repository
from prtool.sources.commit_range import read_range, resolve, telling
from tests.support.repo_builder import RepoBuilder


@pytest.fixture
def repo(make_repo: Callable[[str], RepoBuilder]) -> RepoBuilder:
    builder = make_repo("repo")
    builder.commit("base", {"a.txt": "a\n"})
    return builder


@pytest.fixture
def repository(repo: RepoBuilder) -> Iterator[Repository]:
    opened = open_repository(repo.path)
    yield opened
    opened.close()


def test_commits_come_oldest_first_with_their_changes(
    repo: RepoBuilder, repository: Repository
) -> None:
    base = repo.head
    one = repo.commit("one", {"b.txt": "b\n"}, author="Someone <s@example.com>", offset="-0330")
    two = repo.commit("two", {"a.txt": None})

    read = read_range(repository, base, two)

    assert [one, two] == [commit.oid for commit in read.commits]
    assert [[c.path for c in commit.changes] for commit in read.commits] == [["b.txt"], ["a.txt"]]
    assert Identity(b"Someone", b"s@example.com", 1_780_000_060, -210) == read.commits[0].author
    assert read.commits[1].changes[0].new is None


def test_a_merge_is_refused_by_name(repo: RepoBuilder, repository: Repository) -> None:
    base = repo.head
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("side", {"s.txt": "s\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", {"m.txt": "m\n"})
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge", "side")

    with pytest.raises(InputError, match=f"commit {repo.head[:12]} is a merge"):
        read_range(repository, base, repo.head)

    squashed = read_range(repository, base, repo.head, squash=True)
    assert [[c.path for c in commit.changes] for commit in squashed.commits] == [["m.txt", "s.txt"]]
    assert {"* side", "* main"} <= set(squashed.commits[0].message.split("\n"))


def test_a_squashed_single_commit_keeps_its_message(
    repo: RepoBuilder, repository: Repository
) -> None:
    base = repo.head
    repo.commit("only\n\nwith a body\n", {"b.txt": "b\n"})

    assert (
        read_range(repository, base, repo.head, squash=True).commits[0].message
        == "only\n\nwith a body\n"
    )


def test_a_squash_says_what_its_commits_say_without_fix_ups(
    repo: RepoBuilder, repository: Repository
) -> None:
    base = repo.head
    repo.commit(
        "fix: one\n\nWhy it is.\n\nReported-by: Ann Other <ann@example.com>\n", {"b.txt": "b\n"}
    )
    repo.commit("fixup! fix: one\n", {"b.txt": "bb\n"})
    repo.commit("docs: two\n", {"c.txt": "c\n"})

    squashed = read_range(repository, base, repo.head, squash=True)

    assert squashed.commits[0].message == "fix: one\n\n* fix: one\n\nWhy it is.\n\n* docs: two\n"
    assert len(squashed.private) == 3


def test_a_squash_tells_of_commits_alone_that_have_a_part_in_it(
    repo: RepoBuilder, repository: Repository
) -> None:
    base = repo.head
    repo.commit("local: settings\n", {"local.yaml": "x\n", "left.txt": "x\n"})
    repo.commit("debug: all\n", {"debug.txt": "x\n"})
    repo.commit("fix: the fault\n\nWhy it is.\n", {"b.txt": "b\n"})
    repo.commit("debug: nothing\n", {"debug.txt": None})
    squashed = read_range(repository, base, repo.head, squash=True)

    def said(*dropped: str) -> str:
        return telling(squashed, dropped).commits[0].message

    assert said("local.yaml", "left.txt") == "fix: the fault\n\nWhy it is.\n"
    assert said("local.yaml").startswith("local: settings\n\n* local: settings\n\n* fix: the fault")
    assert "debug" not in said("local.yaml")
    everything = ("local.yaml", "left.txt", "b.txt")
    assert telling(squashed, everything) == squashed
    plain = read_range(repository, base, repo.head)
    assert telling(plain, everything) is plain


def test_a_base_that_is_no_ancestor_is_refused_with_the_fork_point(
    repo: RepoBuilder, repository: Repository
) -> None:
    fork = repo.head
    repo.git("checkout", "--quiet", "-b", "upstream")
    repo.commit("public", {"u.txt": "u\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("private", {"p.txt": "p\n"})

    with pytest.raises(InputError, match="no ancestor") as caught:
        resolve(repository, "upstream", "main")

    assert f"--base {fork[:12]}" in caught.value.hint


def test_an_empty_range_is_refused(repo: RepoBuilder, repository: Repository) -> None:
    with pytest.raises(InputError, match="no commit between"):
        read_range(repository, repo.head, repo.head)


@pytest.mark.parametrize("revision", ["nope", "", "-x", "HEAD~7", "HEAD:a.txt", "HEAD^{tree}"])
def test_an_unknown_revision_is_refused(repository: Repository, revision: str) -> None:
    with pytest.raises(InputError, match="unknown revision"):
        resolve(repository, revision, "HEAD")


@pytest.mark.parametrize(
    ("raw", "declared", "expected"),
    [
        ("caf\u00e9".encode(), None, "caf\u00e9"),
        ("caf\u00e9".encode("latin-1"), "ISO-8859-1", "caf\u00e9"),
        ("caf\u00e9".encode("latin-1"), None, "caf\u00e9"),
        ("\u4fee\u590d".encode("gbk"), "GBK", "\u4fee\u590d"),
        ("caf\u00e9".encode(), "no-such-encoding", "caf\u00e9"),
    ],
)
def test_messages_are_read_in_their_encoding(
    repo: RepoBuilder, repository: Repository, raw: bytes, declared: str | None, expected: str
) -> None:
    base = repo.head
    tree = repo.git("rev-parse", "HEAD^{tree}")
    who = b"A <a@example.com> 1780000000 +0000"
    header = b"encoding %s\n" % declared.encode() if declared else b""
    body = b"tree %s\nparent %s\nauthor %s\ncommitter %s\n%s\n" % (
        tree.encode(), base.encode(), who, who, header
    )  # fmt: skip
    oid = repo.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=body + raw)

    (commit,) = read_range(repository, base, oid).commits

    assert expected == commit.message
    assert (("encoding",) if declared else ()) == commit.headers

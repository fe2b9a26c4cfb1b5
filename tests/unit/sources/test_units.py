"""Text units: every channel of a range, and what of it is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prtool.model.text import Channel, Span, TextUnit
from prtool.repo.open import Repository, open_repository
from prtool.repo.public import PublicBase
from prtool.sources.commit_range import read_range
from prtool.sources.units import moment_at, new_spans, units_of
from tests.support.repo_builder import RepoBuilder


def _units(repo: RepoBuilder, base: str) -> list[TextUnit]:
    repository = open_repository(repo.path)
    try:
        changes = read_range(repository, base, repo.head, branch="main")
        return list(units_of(changes, PublicBase(repository, base), repository.read))
    finally:
        repository.close()


def _by_channel(units: list[TextUnit]) -> dict[Channel, list[TextUnit]]:
    found: dict[Channel, list[TextUnit]] = {}
    for unit in units:
        found.setdefault(unit.channel, []).append(unit)
    return found


@pytest.fixture
def repo(make_repo: Callable[[str], RepoBuilder]) -> RepoBuilder:
    builder = make_repo("repo")
    builder.commit("base", {"dir/a.txt": "one\ntwo\nthree\n", "tool.sh": "x\n"})
    return builder


def test_only_lines_that_upstream_lacks_are_new(repo: RepoBuilder) -> None:
    base = repo.head
    repo.commit("change", {"dir/a.txt": "zero\none\nthree\ntwo\nfour\nfive\n"})

    (unit,) = _by_channel(_units(repo, base))[Channel.CONTENT]

    assert [unit.text[s.start : s.end] for s in unit.regions()] == ["zero\n", "four\nfive\n"]


def test_new_is_relative_to_the_public_base_and_not_to_the_parent(repo: RepoBuilder) -> None:
    base = repo.head
    repo.commit("first", {"dir/a.txt": "one\ntwo\nthree\nprivate\n"})
    repo.commit("second", {"dir/a.txt": "one\ntwo\nthree\nprivate\nmore\n"})

    units = _by_channel(_units(repo, base))[Channel.CONTENT]

    assert [(Span(14, 22),), (Span(14, 27),)] == [unit.regions() for unit in units]


def test_folders_that_upstream_has_are_not_new_in_a_path(repo: RepoBuilder) -> None:
    base = repo.head
    repo.commit("add", {"dir/sub/b.txt": "b\n", "dir/a.txt": "changed\n"})

    units = {unit.path: unit for unit in _by_channel(_units(repo, base))[Channel.PATH]}

    assert (Span(4, 13),) == units["dir/sub/b.txt"].regions()
    assert units["dir/a.txt"].regions() == ()
    assert units["dir/sub/b.txt"].sample == "b\n"


def test_every_channel_of_a_range_has_its_unit(repo: RepoBuilder) -> None:
    base = repo.head
    (repo.path / "link").symlink_to("somewhere")
    (repo.path / "tool.sh").chmod(0o755)
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{base},vendor/lib")
    message = "subject\n\nbody\n\nReviewed-by: A <a@example.com>\n"
    repo.write(
        {"picture.bin": b"\0\1", ".gitmodules": '[submodule "lib"]\n\turl = x\n', "n.txt": "n\n"}
    )
    repo.git("add", "link", "tool.sh", "picture.bin", ".gitmodules", "n.txt")
    repo.commit_index(message, offset="+0800")

    units = _units(repo, base)
    counted = Counter(unit.channel for unit in units)

    assert dict(counted) == {
        Channel.BRANCH: 1, Channel.MESSAGE: 1, Channel.TRAILER: 1, Channel.AUTHOR: 1,
        Channel.COMMITTER: 1, Channel.DATE: 1, Channel.PATH: 6, Channel.MODE: 1,
        Channel.SYMLINK: 1, Channel.SUBMODULE: 2, Channel.BINARY: 1, Channel.CONTENT: 2,
    }  # fmt: skip
    texts = {unit.channel: unit.text for unit in units}
    assert texts[Channel.MESSAGE] == "subject\n\nbody"
    assert texts[Channel.SYMLINK] == "somewhere"
    assert texts[Channel.DATE].endswith("+08:00")


def test_the_same_file_version_is_one_unit(repo: RepoBuilder) -> None:
    base = repo.head
    repo.commit("there", {"dir/a.txt": "new\n"})
    repo.commit("back", {"dir/a.txt": "other\n"})
    repo.commit("again", {"dir/a.txt": "new\n"})

    assert len(_by_channel(_units(repo, base))[Channel.CONTENT]) == 2


def test_a_file_without_public_version_is_new_as_a_whole() -> None:
    assert (Span(0, 3),) == new_spans("a\nb", frozenset())
    assert new_spans("", frozenset()) == ()


def test_a_last_line_is_the_same_with_and_without_line_feed() -> None:
    assert new_spans("a\nb", frozenset({"a", "b"})) == ()


def _entries(repository: Repository, commit: str) -> list[str]:
    return list(repository.entries(commit))


def test_odd_paths_are_read_byte_for_byte(repo: RepoBuilder) -> None:
    base = repo.head
    name = b'd\xff\n"\\ \xc3\xa9'.decode("utf-8", "surrogateescape")
    repo.commit("odd", {name: "x\n"})
    repository = open_repository(repo.path)

    changes = read_range(repository, base, repo.head)

    assert [name] == [change.path for change in changes.commits[0].changes]
    assert name in _entries(repository, repo.head)
    repository.close()


@given(st.integers(-(10**9), 10**11), st.integers(-1439, 1439))
@example(1_767_225_599, -1)
def test_a_moment_is_written_as_the_standard_library_does(seconds: int, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    expected = datetime.fromtimestamp(seconds, zone)

    assert moment_at(seconds, minutes) == expected.isoformat()

"""Objects that are read ahead are the ones that are read one by one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from prtool.errors import RepositoryError
from prtool.repo.ahead import reading_ahead
from prtool.repo.open import Repository, open_repository
from tests.support.repo_builder import RepoBuilder


@pytest.fixture
def repository(repo: RepoBuilder) -> Repository:
    for number in range(5):
        repo.commit(f"commit {number}", {f"f{number}.txt": f"text {number}\n" * number * 1000})
    return open_repository(repo.path)


def _objects(repository: Repository) -> list[str]:
    listed = repository.git.run("rev-list", "--objects", "--all").decode().split("\n")
    return [row.split(" ")[0] for row in listed if row]


def test_objects_come_as_they_are(repository: Repository) -> None:
    oids = _objects(repository)
    expected = [repository.read(oid) for oid in oids]

    with reading_ahead(repository, oids) as read:
        assert [read(oid) for oid in oids] == expected


def test_any_other_order_is_right_as_well(repository: Repository) -> None:
    oids = _objects(repository)
    asked = [oids[3], oids[0], oids[0], oids[2], oids[1], oids[-1]]

    with reading_ahead(repository, oids) as read:
        assert [read(oid) for oid in asked] == [repository.read(oid) for oid in asked]


def test_nothing_need_be_read(repository: Repository) -> None:
    with reading_ahead(repository, _objects(repository)):
        pass
    with reading_ahead(repository, []) as read:
        assert read(_objects(repository)[0])


def test_what_is_missing_is_told(repository: Repository) -> None:
    first = _objects(repository)[0]
    missing = "1" * len(first)

    def both() -> None:
        with reading_ahead(repository, [first, missing]) as read:
            read(first)
            read(missing)

    with pytest.raises(RepositoryError, match=missing):
        both()


@pytest.mark.parametrize("missing", [1, 3, 9000])
def test_an_answer_that_is_cut_off_is_an_error(
    missing: int, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oids = _objects(repository)
    listed = "".join(f"{oid}\n" for oid in oids).encode()
    answer = repository.git.run("cat-file", "--batch=%(objectsize)", "--buffer", stdin=listed)
    git = shutil.which("git")
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(
        f'#!/bin/sh\ncase "$*" in *--buffer*) "{git}" "$@" | head -c {len(answer) - missing};;\n'
        f'*) exec "{git}" "$@";; esac\n'
    )
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}")

    def all_of_them() -> None:
        with reading_ahead(repository, oids) as read:
            for oid in oids:
                read(oid)

    with pytest.raises(RepositoryError):
        all_of_them()


def test_an_error_within_is_passed_on(repository: Repository) -> None:
    def broken() -> None:
        with reading_ahead(repository, _objects(repository)) as read:
            read(_objects(repository)[0])
            raise KeyError("x")

    with pytest.raises(KeyError):
        broken()

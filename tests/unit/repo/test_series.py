"""The patch series: what git writes comes back byte for byte through plain ``git am``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prtool.repo.run import Git
from prtool.repo.series import body_of, mail_proof, paths_read, write_series
from tests.support.repo_builder import RepoBuilder

TRICKY = {
    "crlf.txt": b"one\r\ntwo\r\n",
    "mixed.txt": b"one\r\ntwo\nthree\r",
    "no-newline.txt": b"end",
    "latin.txt": "caf\xe9\n".encode("latin-1"),
    "empty.txt": b"",
    "binary.bin": bytes(range(256)) * 20,
    "late-nul.txt": b"a" * 9000 + b"\0tail\n",
    "with space.txt": b"x\n",
    "\u0444\u0430\u0439\u043b.txt": b"y\n",
    'quo"te.txt': b"z\n",
    "tab\there.txt": b"t\n",
    "equals=3D.txt": b"a=3Db\r\n",
    "from.txt": b"From here 12:34:56 2024\r\nFrom nobody Mon Sep 17 00:00:00 2001\n",
    "separators.txt": "a\u2028b\x0cc\x0bd\x85\n".encode(),
}


@pytest.fixture
def repo(make_repo: Callable[[str], RepoBuilder]) -> RepoBuilder:
    builder = make_repo("repo")
    builder.commit("base", {"kept.txt": b"1\r\n2\r\n3\r\n", "other.txt": b"x\n"})
    return builder


def _round_trip(repo: RepoBuilder, base: str, tmp_path: Path) -> tuple[str, str]:
    patches = write_series(Git(repo.path / ".git"), base, repo.head, tmp_path / "patches")
    copy = repo.clone(tmp_path / "copy", base)
    for number, patch in enumerate(patches):
        file = tmp_path / f"{number}.patch"
        file.write_bytes(patch.data)
        copy.git("am", "--quiet", "--keep-non-patch", str(file))
    return copy.git("rev-parse", "HEAD^{tree}"), copy.git("log", "-1", "--format=%B")


@pytest.mark.parametrize("name", sorted(TRICKY))
def test_a_tricky_file_survives_the_mail(repo: RepoBuilder, tmp_path: Path, name: str) -> None:
    base = repo.head
    repo.commit("add a file", {name: TRICKY[name]})
    repo.commit(
        "change another", {"kept.txt": b"1\r\n2 changed\r\n3\r\n", name: TRICKY[name] + b"more\n"}
    )

    tree, _ = _round_trip(repo, base, tmp_path)

    assert repo.git("rev-parse", "HEAD^{tree}") == tree


def test_a_message_with_a_mail_separator_survives(repo: RepoBuilder, tmp_path: Path) -> None:
    base = repo.head
    message = "subject with = and \u00fc\n\nFrom nobody Mon Sep 17 00:00:00 2001\nbody\n"
    repo.commit(message, {"other.txt": b"y\n"})

    _, got = _round_trip(repo, base, tmp_path)

    assert message.strip() == got


def test_a_plain_patch_is_left_as_git_wrote_it(repo: RepoBuilder, tmp_path: Path) -> None:
    base = repo.head
    repo.commit("change", {"other.txt": b"y\n"})
    (patch,) = write_series(Git(repo.path / ".git"), base, repo.head, tmp_path / "patches")

    assert patch.data == mail_proof(patch.data)
    assert b"quoted-printable" not in patch.data
    assert patch.subject == "change"
    assert patch.file == "patches/0001-change.patch"


def test_a_patch_tells_nothing_of_the_machine(repo: RepoBuilder, tmp_path: Path) -> None:
    base = repo.head
    head = repo.commit("change", {"other.txt": b"y\n"})
    (patch,) = write_series(Git(repo.path / ".git"), base, repo.head, tmp_path / "patches")
    version = repo.git("--version").split()[-1]

    assert head.encode() not in patch.data
    assert base.encode() not in patch.data
    assert version.encode() not in patch.data
    assert b"Message-Id" not in patch.data


def test_paths_that_a_patch_reads_are_found(repo: RepoBuilder, tmp_path: Path) -> None:
    base = repo.head
    (repo.path / "new name b").mkdir(exist_ok=True)
    repo.git("mv", "kept.txt", "new name b/moved.txt")
    repo.commit("move", {"other.txt": b"1\r\n"})
    (patch,) = write_series(Git(repo.path / ".git"), base, repo.head, tmp_path / "patches")

    assert {b"kept.txt", b"other.txt"} <= paths_read(patch.data)
    assert b"\r" in body_of(patch.data)

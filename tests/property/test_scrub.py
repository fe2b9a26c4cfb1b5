"""Whatever ``scrub`` prints applies where the input did, is clean, and stays as it is."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch as replaced

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prtool.cli.main import main
from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import Term
from prtool.model.finding import Kind
from prtool.sources.patch import FilePatch, read_diff
from tests.support.histories import TERMS, History, histories, private_lines, texts
from tests.support.repo_builder import RepoBuilder, write_lexicon

pytestmark = pytest.mark.slow
FEW = settings(max_examples=30)
MATCHER = Matcher([Term(value=value, kind=Kind.PROVIDER) for value in TERMS])
DIFFS = (
    (), ("-M",), ("--no-renames",), ("--binary", "--full-index"), ("-U0",), ("-U1",),
    ("--no-prefix",), ("--minimal", "-U10"), ("--src-prefix=i/", "--dst-prefix=w/"),
)  # fmt: skip
MAILS = (
    (), ("--no-stat",), ("--attach",), ("--inline",), ("-M", "--stat=40"), ("-k",),
    ("--binary", "--full-index"), ("-U1",), ("--cover-letter",), ("--no-signature", "--thread"),
)  # fmt: skip


@dataclass
class Run:
    """One run of the command in its own process state."""

    status: int
    out: bytes
    err: str


def scrub(repo: RepoBuilder, data: bytes, *args: str) -> Run:
    out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    with (
        replaced.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(data))),
        replaced.object(sys, "stdout", out),
        redirect_stderr(err),
    ):
        status = main(["-C", str(repo.path), "scrub", *args])
        out.flush()
    return Run(status, out.buffer.getvalue(), err.getvalue())


@contextmanager
def built(history: History) -> Iterator[tuple[RepoBuilder, str]]:
    folder = Path(tempfile.mkdtemp(prefix="prtool-test-"))
    try:
        repo = RepoBuilder.create(folder / "repo")
        base = repo.commit("public", dict(history.public))
        write_lexicon(repo.path, *({"value": value, "kind": "provider"} for value in TERMS))
        for step in history.steps:
            repo.commit(
                step.message, dict(step.files), author="Zephyrine <z@work." + "lan>", offset="-0700"
            )
        yield repo, base
    finally:
        shutil.rmtree(folder)


def is_clean(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    return not list(MATCHER.find(text)) and "zephyrin" not in text.lower()


def kept_rows(data: bytes) -> list[bytes]:
    return [
        row
        for piece in read_diff(data)
        if isinstance(piece, FilePatch)
        for hunk in piece.hunks
        for row in hunk.rows
        if row[:1] != b"+"
    ]


def like(private: dict[str, tuple[str, bytes]], public: dict[str, tuple[str, bytes]]) -> bool:
    """Tell whether two trees are the same but for lines and paths with private words."""

    def shape(tree: dict[str, tuple[str, bytes]]) -> list[tuple[str, list[bytes]]]:
        return sorted((mode, content.split(b"\n")) for mode, content in tree.values())

    def masked(lines: list[bytes], other: list[bytes]) -> bool:
        return len(lines) == len(other) and all(
            one == two or not is_clean(one) for one, two in zip(lines, other, strict=True)
        )

    left = shape(public)
    for mode, lines in shape(private):
        twin = next((each for each in left if each[0] == mode and masked(lines, each[1])), None)
        if twin is None:
            return False
        left.remove(twin)
    return not left


@FEW
@given(histories(), st.sampled_from(DIFFS))
def test_a_diff_of_public_files_comes_out_clean(history: History, options: tuple[str, ...]) -> None:
    with built(history) as (repo, base):
        data = repo.raw("-c", "core.quotePath=false", "diff", *options, base, "HEAD")
        if not data:
            return

        run = scrub(repo, data)

        assert run.status == 0, run.err
        assert is_clean(run.out)
        assert is_clean(run.err.encode())
        assert kept_rows(run.out) == kept_rows(data)
        clone = repo.clone(repo.path.parent / "clone", base)
        level = "-p0" if "--no-prefix" in options else "-p1"
        zero = ["--unidiff-zero"] if "-U0" in options else []
        clone.git("apply", "--index", level, *zero, stdin=run.out)
        clone.commit_index("applied")
        assert like(repo.tree(), clone.tree())
        again = scrub(repo, run.out)
        assert (again.status, again.out) == (0, run.out), again.err
        if is_clean(data):
            assert run.out == data


@FEW
@given(histories(), st.sampled_from(MAILS))
def test_a_series_comes_out_clean_and_goes_in_with_git_am(
    history: History, options: tuple[str, ...]
) -> None:
    with built(history) as (repo, base):
        data = repo.raw("format-patch", "--stdout", *options, f"{base}..HEAD")
        if b"diff --git" not in data:
            return

        run = scrub(repo, data, "--base", base)

        assert run.status == 0, run.err
        assert is_clean(run.out)
        assert is_clean(run.err.encode())
        for private in repo.git("rev-list", f"{base}..HEAD").split():
            assert private[:12].encode() not in run.out
        assert b"-0700" not in run.out
        again = scrub(repo, run.out, "--base", base)
        assert (again.status, again.out) == (0, run.out), again.err
        if "--cover-letter" in options:
            return
        clone = repo.clone(repo.path.parent / "clone", base)
        clone.git("am", "--quiet", "--empty=keep", stdin=run.out)
        assert like(repo.tree(), clone.tree())


@FEW
@given(texts(private_lines()), texts(private_lines()), st.sampled_from(DIFFS))
def test_a_private_word_that_has_to_stay_is_told_and_nothing_is_printed(
    before: bytes, after: bytes, options: tuple[str, ...]
) -> None:
    with built(History({"a.txt": before}, ())) as (repo, base):
        repo.commit("next", {"a.txt": after})
        data = repo.raw("diff", *options, base, "HEAD")
        if not data:
            return

        run = scrub(repo, data)

        private = not is_clean(b"\n".join(kept_rows(data)))
        assert run.status == int(private), run.err
        assert is_clean(run.err.encode())
        if private:
            assert run.out == b""
            assert "line " in run.err

"""P1 to P7 of the design, over generated private histories and real git."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given, settings

from prtool.cli.main import main
from prtool.lexicon.book import Book
from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import Term
from prtool.lexicon.restore import restore_text
from prtool.model.finding import Kind
from tests.support.histories import TERMS, History, histories
from tests.support.repo_builder import RepoBuilder, write_lexicon

pytestmark = pytest.mark.slow
FEW = settings(max_examples=25)


@contextmanager
def prepared(history: History) -> Iterator[tuple[RepoBuilder, str, Path, int]]:
    """Build a history, prepare it, and give (repository, base, bundle, exit status)."""
    folder = Path(tempfile.mkdtemp(prefix="prtool-test-"))
    try:
        repo = RepoBuilder.create(folder / "repo")
        base = repo.commit("public", dict(history.public))
        write_lexicon(repo.path, *({"value": value, "kind": "provider"} for value in TERMS))
        for step in history.steps:
            repo.commit(
                step.message, dict(step.files), author="Zephyrine <z@qx." + "lan>", offset="-0700"
            )
        before = repo.fingerprint()
        out = folder / "bundle"
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            status = main(["-C", str(repo.path), "prepare", "--base", base, "--out", str(out)])
        assert before == repo.fingerprint(), "P7"
        yield repo, base, out, status
    finally:
        shutil.rmtree(folder)


def _apply(repo: RepoBuilder, base: str, bundle: Path) -> RepoBuilder:
    clone = repo.clone(repo.path.parent / "clone", base)
    clone.git("am", "--quiet", *sorted(map(str, (bundle / "patches").iterdir())))
    return clone


def _is_empty(history: History) -> bool:
    """Tell whether the steps change nothing at all."""
    tree = dict(history.public)
    for step in history.steps:
        after = {k: v for k, v in {**tree, **step.files}.items() if v is not None}
        if after != tree:
            return False
        tree = after
    return True


@FEW
@given(histories())
def test_whatever_leaves_applies_and_is_clean_and_leads_back(history: History) -> None:
    with prepared(history) as (repo, base, out, status):
        if _is_empty(history):
            assert status == 1
            return
        assert status == 0
        clone = _apply(repo, base, out)
        manifest = json.loads((out / "manifest.json").read_text())
        assert manifest["head"]["tree"] == clone.git("rev-parse", "HEAD^{tree}"), "P1"

        matcher = Matcher([Term(value=value, kind=Kind.PROVIDER) for value in TERMS])
        for path in out.rglob("*"):
            text = str(path.relative_to(out))
            text += path.read_text("utf-8", "surrogateescape") if path.is_file() else ""
            assert list(matcher.find(text)) == [], "P2"

        key = bytes.fromhex((repo.path / ".prtool" / "key").read_text())
        book = Book.load(repo.path / ".prtool" / "map.json", key)
        private, public = repo.tree(), clone.tree()
        restored = {
            restore_text(path, book).text: (
                mode, restore_text(raw.decode(), book).text.encode()
            )
            for path, (mode, raw) in public.items()
        }  # fmt: skip
        assert private == restored, "P3, P4, P6"


@FEW
@given(histories(private=False))
def test_a_history_without_private_data_keeps_every_tree(history: History) -> None:
    with prepared(history) as (repo, base, out, status):
        if _is_empty(history):
            return
        assert status == 0
        clone = _apply(repo, base, out)
        trees = repo.git("log", "--reverse", "--format=%T", f"{base}..HEAD").split()
        wanted = [tree for tree, before in zip(trees, [_tree(repo, base), *trees], strict=False)
                  if tree != before]  # fmt: skip
        assert wanted == clone.git("log", "--reverse", "--format=%T", f"{base}..HEAD").split()


@settings(max_examples=8)
@given(histories())
def test_a_second_run_gives_the_same_bytes(history: History) -> None:
    with prepared(history) as (repo, base, out, status):
        again = out.with_name("again")
        with redirect_stdout(io.StringIO()):
            argv = ["-C", str(repo.path), "prepare", "--base", base, "--out", str(again)]
            assert status == main(argv)
        if status == 0:
            names = [path.relative_to(out) for path in sorted(out.rglob("*")) if path.is_file()]
            assert names == [p.relative_to(again) for p in sorted(again.rglob("*")) if p.is_file()]
            for name in names:
                assert (out / name).read_bytes() == (again / name).read_bytes(), "P5"


def _tree(repo: RepoBuilder, commit: str) -> str:
    return repo.git("rev-parse", f"{commit}^{{tree}}")

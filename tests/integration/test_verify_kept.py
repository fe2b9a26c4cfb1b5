"""``prtool verify`` of bundles with something in them that a person let leave."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.integration.conftest import Prtool
from tests.integration.test_prepare_interactive import BINARY, NOTES, ask, decisions
from tests.integration.test_verify import _edit, _reseal
from tests.support.repo_builder import RepoBuilder, write_lexicon
from tests.support.terminal import converse

SUBJECT = "docs: ask Mar"


@pytest.fixture
def base(repo: RepoBuilder) -> str:
    """Make a branch whose message, file and binary all need a person."""
    write_lexicon(repo.path, {"value": "Mar", "kind": "provider"})
    base = repo.head
    repo.commit(SUBJECT, {"docs/a.md": NOTES, "docs/logo.png": BINARY})
    return base


@pytest.fixture
def bundle(repo: RepoBuilder, base: str, tmp_path: Path) -> Path:
    out = tmp_path / "bundle"
    done = ask(repo, base, out, *"kkkk")
    assert (done.status, done.unasked) == (0, []), done.screen
    return out


def test_what_was_kept_holds(prtool: Prtool, base: str, bundle: Path) -> None:
    status, stdout, _ = prtool("verify", bundle, "--base", base)

    assert status == 0, stdout


def test_it_holds_in_another_clone_that_is_told_the_private_folder(
    prtool: Prtool, upstream: RepoBuilder, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pristine = Prtool(upstream, capsys)
    private = prtool.repo.path / ".prtool"

    status, stdout, _ = pristine("verify", bundle, "--base", "main")
    assert status == 1
    assert "input/binary in binary docs/logo.png" in stdout
    assert "--private-dir" in stdout

    assert pristine("verify", bundle, "--base", "main", "--private-dir", private)[0] == 0
    assert pristine("verify", bundle, "--base", "main", "--keep", "docs/*.png")[0] == 0


def test_an_older_bundle_still_holds(
    prtool: Prtool, repo: RepoBuilder, base: str, bundle: Path, tmp_path: Path
) -> None:
    repo.commit("docs: more", {"docs/b.md": "more\n"})
    assert prtool("prepare", "--base", base, "--out", tmp_path / "next")[0] == 0
    decisions(repo).unlink()

    for each in (bundle, tmp_path / "next"):
        assert prtool("verify", each, "--base", base)[0] == 0


def test_what_the_option_kept_holds(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    base = repo.head
    repo.commit("docs: a picture", {"docs/logo.png": BINARY})
    args = ("prepare", "--base", base, "--keep", "docs/logo.png", "--out", tmp_path / "b")
    assert prtool(*args)[0] == 0

    assert prtool("verify", tmp_path / "b", "--base", base)[0] == 0


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("PR.md", SUBJECT, SUBJECT + "\n\nask Mar first\n"),
        ("PR.md", SUBJECT, SUBJECT + " "),
        ("report.json", "decisions.yaml", "decisions.yml"),
    ],
)
def test_nothing_is_kept_in_a_bundle_that_was_changed(
    prtool: Prtool, base: str, bundle: Path, name: str, old: str, new: str
) -> None:
    _edit(bundle, name, old, new)
    _reseal(bundle)

    status, stdout, _ = prtool("verify", bundle, "--base", base)

    assert status == 1
    assert "private/ambiguous-term" in stdout


def test_a_name_that_was_learnt_since_is_found(
    prtool: Prtool, repo: RepoBuilder, base: str, bundle: Path
) -> None:
    terms = ({"value": "Mar", "kind": "provider"}, {"value": "is cold", "kind": "other"})
    write_lexicon(repo.path, *terms)

    status, stdout, _ = prtool("verify", bundle, "--base", base)

    assert status == 1
    assert "private/term" in stdout
    assert "ambiguous" not in stdout


def test_what_is_written_down_has_no_value_in_it(
    prtool: Prtool, repo: RepoBuilder, base: str, bundle: Path
) -> None:
    file = repo.path / ".prtool" / "released.json"

    text = file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "Mar" not in text
    assert hashlib.sha256(BINARY).hexdigest() not in text
    file.write_text("{}")
    status, _, stderr = prtool("verify", bundle, "--base", base)
    assert status == 2
    assert "released.json: damaged" in stderr


def test_nothing_is_written_where_nobody_was_asked(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("docs: more", {"docs/b.md": "more\n"})
    assert prtool("prepare", "--base", base, "--out", tmp_path / "b")[0] == 0

    assert not (repo.path / ".prtool" / "released.json").exists()


def test_what_rules_of_that_run_let_leave_is_no_decision(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(repo.path, {"value": "Mar", "kind": "provider"})
    base = repo.head
    files: dict[str, str | bytes] = {
        "docs/a.md": "ask Mar first\n",
        "docs/b.md": "tell Mar later\n",
    }
    repo.commit("docs: how to ask", files)
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "version: 1\nrules:\n  - find: private/ambiguous-term\n    paths: docs/b.md\n"
        "    do: allow\n"
    )
    args = ("prepare", "--base", base, "--out", tmp_path / "b", "--interactive", "--rules", rules)
    done = converse(repo.path, args, "k")
    assert (done.status, done.unasked) == (0, []), done.screen

    assert prtool("verify", tmp_path / "b", "--base", base, "--rules", rules)[0] == 0
    status, stdout, _ = prtool("verify", tmp_path / "b", "--base", base)

    assert status == 1
    assert "docs/b.md" in stdout
    assert "docs/a.md" not in stdout

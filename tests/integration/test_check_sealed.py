"""``prtool check --sealed``: the gate of a public repository that does not know the terms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.conftest import Prtool
from tests.support.repo_builder import RepoBuilder, write_lexicon

KEY = "k3y-of-the-" + "tests-0123456789"


@pytest.fixture
def sealed(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return a sealed lexicon; the lexicon itself is gone, as in CI."""
    write_lexicon(repo.path, {"value": "NorthRouter-Adapter", "kind": "provider"})
    monkeypatch.setenv("PRTOOL_SEAL_KEY", KEY)
    path = tmp_path / "terms.sealed"
    assert prtool("lexicon", "seal", "--out", path)[0] == 0
    (repo.path / ".prtool" / "lexicon.yaml").unlink()
    return path


@pytest.fixture
def base(repo: RepoBuilder) -> str:
    before = repo.head
    repo.commit("ask it", {"a.go": "// uses north_router_adapter\n"})
    return before


def test_a_sealed_term_is_found_without_being_told(prtool: Prtool, sealed: Path, base: str) -> None:
    status, stdout, stderr = prtool("check", "--base", base, "--sealed", sealed, "--report", "json")

    assert (status, stderr) == (1, "")
    (finding,) = json.loads(stdout)["findings"]
    assert (finding["rule"], finding["path"]) == ("private/sealed-term", "a.go")
    assert "3 words" in finding["message"]
    assert "north" not in stdout.lower()


def test_a_clean_range_passes(prtool: Prtool, sealed: Path, repo: RepoBuilder) -> None:
    before = repo.head
    repo.commit("clean", {"b.go": "// nothing\n"})

    assert prtool("check", "--base", before, "--sealed", sealed)[0] == 0


def test_a_line_feed_behind_the_key_does_no_harm(
    prtool: Prtool, sealed: Path, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRTOOL_SEAL_KEY", KEY + "\n")

    assert prtool("check", "--base", base, "--sealed", sealed)[0] == 1


@pytest.mark.parametrize("key", [None, "", " \n", "short", KEY + "x", KEY[:-1]])
def test_a_wrong_or_missing_key_is_never_a_pass(
    prtool: Prtool, sealed: Path, base: str, monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    if key is None:
        monkeypatch.delenv("PRTOOL_SEAL_KEY")
    else:
        monkeypatch.setenv("PRTOOL_SEAL_KEY", key)

    status, stdout, stderr = prtool("check", "--base", base, "--sealed", sealed)

    assert (status, stdout) == (2, "")
    assert stderr.startswith("prtool: error: ")


def test_without_any_key_a_fork_may_go_on_if_told_so(
    prtool: Prtool, sealed: Path, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip = ("check", "--base", base, "--sealed", sealed, "--sealed-unavailable", "skip")
    monkeypatch.setenv("PRTOOL_SEAL_KEY", KEY + "x")
    assert prtool(*skip)[0] == 2
    monkeypatch.delenv("PRTOOL_SEAL_KEY")

    status, stdout, _ = prtool(*skip, "--report", "json")

    assert status == 0
    skipped = [one for each in json.loads(stdout)["coverage"].values() for one in each["skipped"]]
    assert {"what": "sealed lexicon", "why": "its key is not at hand here"} in skipped


def test_a_sealed_lexicon_of_the_repository_is_that_of_the_base(
    prtool: Prtool, sealed: Path, repo: RepoBuilder
) -> None:
    place = repo.path / "terms.sealed"
    base = repo.commit("terms", {"terms.sealed": sealed.read_bytes()})
    write_lexicon(repo.path, {"value": "Something-Else", "kind": "provider"})
    assert prtool("lexicon", "seal", "--out", place)[0] == 0
    (repo.path / ".prtool" / "lexicon.yaml").unlink()
    repo.commit("weaken", {"a.go": "// uses north_router_adapter\n"})

    status, stdout, _ = prtool("check", "--base", base, "--sealed", place, "--report", "json")

    assert status == 1
    rules = {finding["rule"] for finding in json.loads(stdout)["findings"]}
    assert {"private/sealed-term", "input/gate-config-changed"} <= rules

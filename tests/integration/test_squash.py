"""The message of a squashed commit, in ``check`` of a range and in ``prepare``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.integration.conftest import Prtool
from tests.support.repo_builder import RepoBuilder, write_lexicon


def test_what_only_the_joint_says_is_found(prtool: Prtool, repo: RepoBuilder) -> None:
    write_lexicon(repo.path, {"value": "Harbor-Kite", "kind": "provider"})
    base = repo.head
    repo.commit("one: speak of a harbor\nkite goes over it\n\nbody\n", {"a.md": "a\n"})
    repo.commit("two", {"b.md": "b\n"})

    status, stdout, _ = prtool("check", "--base", base, "--report", "json")

    found = json.loads(stdout)["findings"]
    assert status == 1
    assert [(each["rule"], each["channel"]) for each in found] == [("private/term", "message")]
    assert "in the message of a squashed commit: GitHub, default, title and commits" in stdout
    assert "harbor" not in stdout.lower()


def test_ordinary_contributions_of_two_authors_stay_clean(
    prtool: Prtool, repo: RepoBuilder
) -> None:
    base = repo.head
    for name in ("ann", "bob"):
        who = f"{name.title()} Sample <{name}@" + "sample.dev>"
        message = f"{name}: a change\n\nIt does what it says.\n\nSigned-off-by: {who}\n"
        repo.commit(message, {f"{name}.md": "text\n"}, author=who)

    status, stdout, _ = prtool("check", "--base", base, "--pr-title", "docs: two pages")

    assert status == 0, stdout


def test_a_leak_in_a_message_is_told_once(prtool: Prtool, repo: RepoBuilder) -> None:
    base = repo.head
    repo.commit("one for QX", {"a.md": "a\n"})
    repo.commit("two", {"b.md": "b\n"})

    _, stdout, _ = prtool("check", "--base", base, "--pr-title", "QX", "--report", "json")

    found = json.loads(stdout)["findings"]
    assert sorted(each["channel"] for each in found) == ["message", "pr-title"]


def test_prepare_looks_at_it(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    write_lexicon(repo.path, {"value": "Harbor-Kite", "kind": "provider"})
    base = repo.head
    repo.commit("docs: speak of a harbor\nkite goes over it\n", {"a.md": "a\n"})

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 1
    assert "squash      failed" in stdout
    assert "private/term in 'GitHub, default, one commit'" in stdout
    assert not (tmp_path / "b").exists()

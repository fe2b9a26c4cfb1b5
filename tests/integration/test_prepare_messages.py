"""What ``prtool prepare`` makes of commit messages, in real repositories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.conftest import HOME, HOST, PRIVATE_AUTHOR, Prtool
from tests.integration.test_prepare import applied, everything
from tests.support.repo_builder import RepoBuilder, write_lexicon

MIXED = f"""\
router: find QX aliases with a suffix (#34)

The alias was looked up with its suffix, so it was never found.

- strip the suffix before the lookup
- restarted the user service on {HOST} afterwards
- keep the suffix in the answer

To roll back:

    cp {HOME}/bin/router.old {HOME}/bin/router
    true

## Running state

PID 4711 since Monday.

## Tests

TestAlias fails without the change. See issue #12.

Ticket: KITE-77
Co-authored-by: {PRIVATE_AUTHOR}
Signed-off-by: {PRIVATE_AUTHOR}
"""


def mixed_branch(repo: RepoBuilder) -> str:
    """Make two private commits with much to leave out, and return their public base."""
    base = repo.head
    repo.commit(MIXED, {"internal/alias.go": "package internal\n"}, author=PRIVATE_AUTHOR)
    repo.commit(
        "Deployed to the live gateway\n\nThe old binary is saved in /opt/router.old.\n",
        {"internal/alias_test.go": "package internal\n"},
    )
    return base


def messages_of(clone: RepoBuilder, base: str) -> list[str]:
    """Return all messages of a clone after a base, oldest first."""
    raw = clone.git("log", "--reverse", "--format=%B%x00", f"{base}..HEAD")
    return [message.strip("\n") for message in raw.split("\0") if message.strip()]


@pytest.fixture
def prepared(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> tuple[list[str], str, str]:
    """Prepare the mixed branch: messages after git am, standard output, the whole bundle."""
    base = mixed_branch(repo)
    status, stdout, stderr = prtool("prepare", "--base", base, "--out", tmp_path / "b")
    assert (status, stderr) == (0, ""), stdout
    clone = applied(upstream, tmp_path / "b", tmp_path / "clone")
    return messages_of(clone, base), stdout, everything(tmp_path / "b")


def test_what_speaks_of_the_machine_stays_out(prepared: tuple[list[str], str, str]) -> None:
    first = prepared[0][0].split("\n")

    assert first[0].endswith("aliases with a suffix")
    assert first[1:] == [
        "",
        "The alias was looked up with its suffix, so it was never found.",
        "",
        "- strip the suffix before the lookup",
        "- keep the suffix in the answer",
        "",
        "## Tests",
        "",
        "TestAlias fails without the change. See an internal issue.",
        "",
        "Signed-off-by: Contributor <contributor@example.com>",
    ]


def test_a_message_of_which_nothing_is_left_names_the_files(
    prepared: tuple[list[str], str, str],
) -> None:
    assert prepared[0][1] == "Add internal/alias_test.go"


def test_nothing_of_it_is_in_the_bundle(prepared: tuple[list[str], str, str]) -> None:
    for private in (
        "4711",
        "router.old",
        "KITE",
        "restarted",
        "#12",
        "#34",
        "QX",
        HOST,
        "Deployed",
    ):
        assert private not in prepared[2], private


def test_the_person_is_told(prepared: tuple[list[str], str, str]) -> None:
    told = prepared[1]

    for line in (
        "patch 1  left out: deployment, line 6 of the private message",
        "patch 1  left out: rollback, lines 9 to 12 of the private message",
        "patch 1  left out: running state, lines 14 to 16 of the private message",
        "patch 1  left out: trailers Ticket, Co-authored-by",
        "patch 1  2 references to issues taken out",
        "patch 2  nothing was left of the subject: this one only says which files change",
    ):
        assert line in told, told


def test_what_is_left_out_needs_no_decision(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    zero = "\u200b"
    repo.commit(f"one\n\n## Rollback\n\nhidden{zero}here\n", {"a.md": "a\n"})
    repo.commit(f"two\n\nhidden{zero}here\n", {"b.md": "a\n"})

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 1
    assert stdout.count("ways out") == 1


def test_reports_do_not_say_what_stayed_out(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(repo.path, {"value": "QX", "kind": "provider"},
                  {"value": "messages", "kind": "project"})  # fmt: skip
    base = repo.head
    repo.commit("one\n\n## Rollback\n\nQX\n", {"a.md": "a\n"})

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 0, stdout
    report = json.loads((tmp_path / "b" / "report.json").read_text())
    found = [each for each in report["findings"] if each["channel"] == "message"]
    assert [(each["action"], each["cause"]) for each in found] == [
        ("drop-line", "stays out of messages")
    ]
    assert "ollback" not in everything(tmp_path / "b")


def test_json_tells_it_too(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    base = mixed_branch(repo)
    _, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b", "--json")

    messages = json.loads(stdout)["messages"]
    assert len(messages) == 2
    assert "left out: trailers Ticket, Co-authored-by" in messages[0]


def test_usual_rules_are_hints(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    base = repo.head
    repo.commit("a " * 40 + "subject that is long.\nand goes on\n", {"a.md": "a\n"})

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 0
    assert "hint: there is no blank line below the subject" in stdout


def test_headings_of_the_rules_file_hold_in_messages(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("fix routes\n\n## Field trip\n\nWent to look at it.\n", {"a.go": "package a\n"})
    rules = "version: 1\nnotes:\n  headings:\n    local-only: [Field trip]\n"
    (tmp_path / "rules.yaml").write_text(rules)

    args = ("prepare", "--base", base, "--out", tmp_path / "b", "--rules", tmp_path / "rules.yaml")
    status, stdout, _ = prtool(*args)

    assert status == 0, stdout
    assert "left out: local notes, lines 3 to 5" in stdout
    assert "Went to look" not in everything(tmp_path / "b")


def test_numbers_of_upstream_stay_in_messages(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    message = "find aliases (#34)\n\nIt is what #12 tells of.\n\nFixes: #12\nCloses: #34\n"
    repo.commit(message, {"a.go": "package a\n"})

    args = ("prepare", "--base", base, "--out", tmp_path / "b", "--closes", "12")
    assert prtool(*args)[0] == 0

    clone = applied(upstream, tmp_path / "b", tmp_path / "clone")
    assert messages_of(clone, base) == ["find aliases\n\nIt is what #12 tells of.\n\nFixes: #12"]


def test_a_subject_made_of_the_files_is_no_title(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    files = {"a.go": "package a\n", "b.go": "package b\n"}
    repo.commit("Deployed to the live gateway\n", files)
    repo.commit("find aliases\n", {"c.go": "package c\n"})

    assert prtool("prepare", "--base", base, "--out", tmp_path / "b")[0] == 0

    assert (tmp_path / "b" / "PR.md").read_text().startswith("# find aliases\n")

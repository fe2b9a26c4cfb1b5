"""Comments that let pass what stands on their line: only where the rules in force say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.checking import TOKEN, look
from tests.integration.conftest import HOST, Prtool
from tests.support.repo_builder import RepoBuilder

ALLOW = "prtool:" + "allow"
RULE = "secret/github-token"
GOOD = f'k = "{TOKEN}"  # {ALLOW} {RULE} a sample of the manual\n'
YES = {"redaction_rules.yaml": "version: 1\nrules: []\ninline_allows: true\n"}


@pytest.fixture
def base(repo: RepoBuilder) -> str:
    """Return a base whose rules let comments allow things."""
    return repo.commit("comments may", YES)


def test_a_comment_counts_when_the_base_says_so(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit("x", {"a.py": f"# first\n{GOOD}"})

    status, document = look(prtool, "--base", base)

    assert (status, document["findings"]) == (0, [])
    assert document["not_listed"] == {"allowed": 2}
    assert document["notes"] == [
        "messages of a squashed commit, as forges would propose them: 2",
        "findings that comments allow: 1",
    ]


def test_a_change_can_not_switch_its_own_comments_on(prtool: Prtool, repo: RepoBuilder) -> None:
    base = repo.head
    repo.commit("x", {"a.py": GOOD, **YES})

    status, document = look(prtool, "--base", base)

    assert status == 1
    found = {each["rule"]: each for each in document["findings"]}
    assert found.keys() == {RULE, "input/inline-allow", "input/gate-config-changed"}
    assert "the rules don't let comments allow anything" in found["input/inline-allow"]["message"]
    assert found["input/inline-allow"]["severity"] == "low"


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        (f"{RULE}", "gives no reason"), (f"{RULE} until=2999-01-01", "gives no reason"),
        ("", "whole rule ids"), ("secret/* a sample", "whole rule ids"),
        ("* a sample", "whole rule ids"), ("secret a sample", "whole rule ids"),
        (f"{RULE},secret/* a sample", "whole rule ids"),
        ("secret/no-such-thing a sample", "rule that there is not"),
        (f"{RULE} until=soon a sample", "its day is none"),
        (f"{RULE} until=2026-02-30 a sample", "its day is none"),
        (f"{RULE} until=2020-01-31 a sample", "ended on 2020-01-31"),
        (f"{RULE},private/term a sample", "can't be allowed by a comment"),
    ],
)  # fmt: skip
def test_a_comment_that_is_not_well_made_does_nothing_and_says_why(
    prtool: Prtool, repo: RepoBuilder, base: str, comment: str, why: str
) -> None:
    repo.commit("x", {"a.py": f'k = "{TOKEN}"  # {ALLOW} {comment}\n'})

    status, document = look(prtool, "--base", base)

    assert status == 1
    found = {each["rule"]: each for each in document["findings"]}
    assert found.keys() == {RULE, "input/inline-allow"}
    assert why in found["input/inline-allow"]["message"]


@pytest.mark.parametrize(
    "text",
    [
        f'# {ALLOW} {RULE} a sample\nk = "{TOKEN}"\n',
        f'k = "{TOKEN}"  # {ALLOW} host/private-name a sample\n',
        f'k = "{TOKEN}"  # `{ALLOW} {RULE} a sample`\n',
        f'k = "{TOKEN}", "{ALLOW} {RULE} a sample"\n',
    ],
)
def test_a_comment_allows_what_it_names_on_its_own_line(
    prtool: Prtool, repo: RepoBuilder, base: str, text: str
) -> None:
    repo.commit("x", {"a.py": text})

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert RULE in {each["rule"] for each in document["findings"]}


def test_a_private_word_is_never_allowed_by_a_comment(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit("x", {"a.py": f"use(qx)  # {ALLOW} private/term we know\n"})

    assert "private/term" in {each["rule"] for each in look(prtool, "--base", base)[1]["findings"]}


def test_a_comment_in_a_message_allows_nothing(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit(f"use {TOKEN} # {ALLOW} {RULE} a sample\n", {"a.txt": "a\n"})

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert {each["rule"] for each in document["findings"]} == {RULE, "input/inline-allow"}


def test_it_is_the_same_for_staged_changes_the_work_tree_and_a_diff(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    repo.write({"a.py": GOOD})
    repo.git("add", "a.py")
    diff = tmp_path / "a.diff"
    diff.write_bytes(repo.raw("diff", "--cached"))

    for args in (["--staged"], ["--worktree"], ["--diff", diff]):
        assert look(prtool, *args)[0] == 0
    no = tmp_path / "no.yaml"
    no.write_text("version: 1\ninline_allows: false\n")
    assert look(prtool, "--staged", "--rules", no)[0] == 1


def test_prepare_takes_comments_out_and_does_not_follow_them(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    text = f"a = 1  # {ALLOW} host/tunnel a sample\nb = '{HOST}'  # {ALLOW} host/private-name x\n"
    repo.commit("x", {"a.py": text})

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 0, stdout
    (patch,) = (tmp_path / "b" / "patches").iterdir()
    assert "+a = 1\n" in patch.read_text()
    assert ALLOW not in patch.read_text()
    assert HOST not in patch.read_text()

"""The file of ``--reword`` and squash messages; PRTOOL_UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prtool.rewrite.messages.squash import SquashedCommit, squash_messages
from prtool.rewrite.messages.todo import TodoEntry, parse_todo, render_todo

GOLDEN = Path(__file__).parents[3] / "golden"
ANN, BOB = "Ann Sample <ann@example.com>", "Bob Sample <bob@example.com>"
FIRST = "router: find aliases with a suffix\n\n# Why\n\nThe suffix was part of the key.\n"
SECOND = "router: test it\n\nFixes: 0a1b2c\n"
ENTRIES = (
    TodoEntry(
        message=FIRST,
        paths=("internal/alias.go", "internal/key.go", "internal/router.go", "x", "y"),
        remarks=("left out: rollback, lines 7 to 9 of the private message",),
    ),
    TodoEntry(
        message="\\ commit 2 [starts] here and this subject is much longer than what is usual.\n",
        paths=("odd\nname",),
    ),
    TodoEntry(message="commit 3 [like a head\n", paths=("z",)),
)


def same(name: str, text: str) -> bool:
    golden = GOLDEN / name
    if os.environ.get("PRTOOL_UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    return golden.read_text("utf-8") == text


def test_the_file_of_messages() -> None:
    text = render_todo(ENTRIES)

    assert same("reword.txt", text)
    assert [entry.message for entry in ENTRIES] == [
        block.text for block in parse_todo(text, "f", ENTRIES)
    ]


@pytest.mark.parametrize("count", [1, 2])
def test_squash_messages(count: int) -> None:
    commits = [SquashedCommit(FIRST, ANN), SquashedCommit(SECOND, BOB)][:count]
    found = squash_messages("Find aliases with a suffix", "## Summary\n\nWhat it says.\n", commits)

    text = "".join(f"=== {how}\n{message}" for how, message in found)
    assert same(f"squash-{count}.txt", text)


def test_nothing_is_squashed_where_there_is_no_commit() -> None:
    assert squash_messages("t", "b", []) == ()


def test_a_title_that_is_not_known_is_the_first_subject() -> None:
    found = squash_messages("", "", [SquashedCommit("one\ntwo\n\nbody\n", ANN)] * 2)

    assert found[0].text == "one two\n\n* one\ntwo\n\nbody\n\n* one\ntwo\n\nbody\n"


def test_a_template_sees_the_most_recent_commits_alone() -> None:
    commits = [SquashedCommit(f"number {n}", ANN) for n in range(300)]
    by_how = {found.how: found.text for found in squash_messages("t", "", commits)}

    assert by_how["GitHub, default, title and commits"].count("* number") == 250
    assert by_how["GitLab, title, all_commits, co_authored_by"].count("* number") == 100

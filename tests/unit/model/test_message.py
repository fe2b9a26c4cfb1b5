"""Commit messages: trailers as git sees them, bodies that survive the mail."""

from __future__ import annotations

import pytest

from prtool.model.message import Message, mail_safe, parse_message


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("subject\n", Message("subject")),
        ("subject\n\nbody\n", Message("subject\n\nbody")),
        (
            "subject\n\nbody\n\nSigned-off-by: A <a@example.com>\n",
            Message("subject\n\nbody", "Signed-off-by: A <a@example.com>"),
        ),
        # A single paragraph is a subject, whatever it looks like.
        ("Fixes: everything\n", Message("Fixes: everything")),
        # A last paragraph of prose with a colon in it is prose.
        ("subject\n\nSee: this\nand more prose\n", Message("subject\n\nSee: this\nand more prose")),
        # One trailer that git writes itself makes a block of mixed lines.
        (
            "subject\n\nsome words\nSigned-off-by: A <a@example.com>\n",
            Message("subject", "some words\nSigned-off-by: A <a@example.com>"),
        ),
        ("subject\n\nChange-Id: I1\n  more\n", Message("subject", "Change-Id: I1\n  more")),
    ],
)
def test_trailers_are_cut_off_as_git_does(message: str, expected: Message) -> None:
    assert expected == parse_message(message)


def test_trailers_keep_their_continuation_lines() -> None:
    message = Message("s", "A: 1\n  more\nB: 2")

    assert message.trailer_list() == (("A", "A: 1\n  more"), ("B", "B: 2"))


def test_a_subject_over_several_lines_is_one_line() -> None:
    message = parse_message("one\ntwo\n\nbody\n\nmore\n")

    assert message.subject == "one two"
    assert message.body == "body\n\nmore"


@pytest.mark.parametrize(
    "line", ["---", "--- a/file", "diff --git a/x b/x", "Index: x", "-- >8 --", "8< ---"]
)
def test_lines_that_would_end_the_mail_are_indented(line: str) -> None:
    assert f"subject\n\nbody\n {line}\n" == mail_safe(f"subject\n\nbody\n{line}\n")


def test_a_first_line_that_looks_like_a_mail_header_is_indented() -> None:
    assert mail_safe("s\n\nFrom: me\nFrom: you\n") == "s\n\n From: me\nFrom: you\n"


def test_ordinary_text_is_left_alone() -> None:
    text = "subject\n\n- a list\n--flag\ndifference\n"

    assert text == mail_safe(text)

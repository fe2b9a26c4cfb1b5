"""Texts without a repository: what of them counts, and what is no such text."""

from __future__ import annotations

import json

import pytest

from prtool.errors import InputError
from prtool.model.results import Skip
from prtool.model.text import Channel
from prtool.sources.texts import event_units, message_units, text_units

CUT = "# ------------------------ >8 ------------------------\n"


def message(text: str, **options: str) -> tuple[str, list[Skip]]:
    skipped: list[Skip] = []
    units = list(message_units(text.encode(), skipped, **options))
    return "|".join(unit.text for unit in units), skipped


def test_comments_and_what_is_below_the_scissors_are_left_out_and_counted() -> None:
    text, skipped = message(f"fix\n\n# branch\nbody\n{CUT}diff\n")

    assert text == "fix\n\nbody"
    assert [skip.what for skip in skipped] == ["3 lines"]


def test_comments_stay_where_git_keeps_them() -> None:
    assert message("fix\n\n# 1\n", cleanup="verbatim") == ("fix\n\n# 1", [])
    assert message(f"fix\n\n# 1\n{CUT}x\n", cleanup="scissors")[0] == "fix\n\n# 1"


def test_another_comment_character_and_one_that_git_chooses() -> None:
    assert message("fix\n; no\n# yes\n", comment=";")[0] == "fix\n# yes"
    assert message(f"fix\n# yes\n{CUT.replace('#', ';')}no\n", comment="auto")[0] == "fix\n# yes"


def test_trailers_are_a_unit_of_their_own() -> None:
    assert message("fix\n\nbody\n\nReviewed-by: A\n")[0] == "fix\n\nbody|Reviewed-by: A"


def test_an_empty_text_is_no_unit_and_binary_is_no_text() -> None:
    assert list(text_units(b"")) == []
    assert [unit.channel for unit in text_units(b"a\0b")] == [Channel.BINARY]


def test_a_push_has_a_branch() -> None:
    (unit,) = event_units(json.dumps({"ref": "refs/heads/fix/x"}).encode())

    assert (unit.channel, unit.text) == (Channel.BRANCH, "fix/x")


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"{}", b'{"pull_request": {}}', b'{"pull_request": {"title": 3}}',
     b'{"pull_request": {"title": "a", "body": 3}}', b'{"ref": "main"}'],
)  # fmt: skip
def test_what_is_no_event_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="event"):
        list(event_units(data))

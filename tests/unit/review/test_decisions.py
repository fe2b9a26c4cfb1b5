from __future__ import annotations

from pathlib import Path

import pytest

from prtool.errors import PrivateDirError
from prtool.model.finding import Confidence, Finding, Kind, Rule, Severity, State
from prtool.model.secret import Secret
from prtool.model.text import Channel, LineIndex, Span, TextUnit
from prtool.review.decisions import (
    Choice,
    DecisionBook,
    Remembered,
    Scope,
    load_decisions,
    read_decisions,
)

KEY = b"k" * 32
BOOK = DecisionBook(KEY)
RULE = Rule(id="private/ambiguous-term", title="t", severity=Severity.LOW, why="w")


def finding(
    text: str, word: str = "Mar", *, path: str | None = "a.md", commit: str = "1" * 40,
    channel: Channel = Channel.CONTENT, last: bool = False,
) -> Finding:  # fmt: skip
    start = text.rindex(word) if last else text.index(word)
    line, column = LineIndex(text).place(start)
    return Finding(
        rule=RULE, unit=TextUnit(channel=channel, text=text, path=path, commit=commit),
        span=Span(start, start + len(word)), line=line, column=column,
        end_column=column + len(word),
        evidence=Secret(word), kind=Kind.OTHER, term=None, severity=Severity.LOW,
        confidence=Confidence.LOW, state=State.NEW, fingerprint="f",
    )  # fmt: skip


def here(found: Finding) -> str:
    return BOOK.id_of(found, Scope.HERE)


def test_an_id_outlives_a_rebase_and_lines_that_move() -> None:
    before = here(finding("ask Mar first\n"))

    assert here(finding("new\n\n    ask Mar first\nnew\n", commit="2" * 40)) == before


@pytest.mark.parametrize(
    "other",
    [
        finding("ask Mar second\n"), finding("ask Mar first\n", path="b.md"),
        finding("ask Mar first\n", channel=Channel.PATH),
        finding("ask mars first\n", "mars"),
    ],
)  # fmt: skip
def test_an_id_is_of_one_line_in_one_place(other: Finding) -> None:
    assert here(other) != here(finding("ask Mar first\n"))


def test_two_of_one_line_have_two_ids_here_and_one_everywhere() -> None:
    text = "Mar or Mar\n"
    first, second = finding(text), finding(text, last=True)

    assert here(first) != here(second)
    assert BOOK.id_of(first, Scope.EVERYWHERE) == BOOK.id_of(second, Scope.EVERYWHERE)


def test_another_key_gives_another_id() -> None:
    found = finding("ask Mar first\n")

    assert DecisionBook(b"x" * 32).id_of(found, Scope.HERE) != here(found)


def test_a_book_is_read_as_it_was_written() -> None:
    entries = (
        Remembered(id="a" * 32, rule=RULE.id, choice=Choice.ALLOW, reason='by "law": # no\u2028'),
        Remembered(id="b" * 32, rule=RULE.id, choice=Choice.REPLACE, replacement="no",
                   day="2026-01-02", scope=Scope.EVERYWHERE),
        Remembered(id="c" * 32, rule=RULE.id, choice=Choice.REPLACE, replacement=""),
    )  # fmt: skip
    raw = DecisionBook(KEY, entries).as_bytes()

    read = read_decisions(raw, KEY, name="d")

    assert [
        (each.id, each.choice, each.scope, each.replacement, each.reason, each.day)
        for each in read.entries
    ] == [
        (each.id, each.choice, each.scope, each.replacement, each.reason, each.day)
        for each in entries
    ]
    lines = raw.decode().split("\n")
    assert all(each.id in lines[each.line - 1] for each in read.entries)


def test_a_later_decision_takes_the_place_of_the_first() -> None:
    first = Remembered(id="a" * 32, rule=RULE.id, choice=Choice.KEEP)
    second = Remembered(id="a" * 32, rule=RULE.id, choice=Choice.DROP_LINE)

    assert BOOK.with_one(first).with_one(second).entries == (second,)


@pytest.mark.parametrize(
    "body",
    [
        "[]", "a: &a [*a]", "version: 1", "version: 1\nkey-check: 1\ndecisions: []",
        "version: 1\nversion: 1", "version: !!python/object:x.y 1", "---\n---\n", "\0", "[" * 500,
    ],
)  # fmt: skip
def test_hostile_files_are_refused(body: str) -> None:
    with pytest.raises(PrivateDirError, match="d"):
        read_decisions(body.encode(), KEY, name="d")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(PrivateDirError, match="d:2: not UTF-8"):
        read_decisions(b"version: 1\n\xff", KEY, name="d")


def test_a_missing_file_is_an_empty_book(tmp_path: Path) -> None:
    assert load_decisions(tmp_path / "none.yaml", KEY).entries == ()

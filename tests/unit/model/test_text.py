"""Text with an address: lossless bytes, lines that end at a line feed alone, hidden secrets."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prtool.model.secret import Secret
from prtool.model.text import (
    Channel,
    LineIndex,
    Span,
    TextUnit,
    decode,
    encode,
    is_binary,
    iter_lines,
    printable,
    stands_alone,
)

VALUE = "hunter-2"


@given(st.binary())
def test_any_bytes_survive_the_way_to_text_and_back(raw: bytes) -> None:
    assert raw == encode(decode(raw))


@given(st.text("ab\n\r\u2028\x0c", max_size=40))
def test_lines_end_at_line_feeds_alone(text: str) -> None:
    lines = [line for _, line in iter_lines(text)]
    index = LineIndex(text)

    assert text == "".join(lines)
    assert text.split("\n") == [line.removesuffix("\n") for line in lines] + (
        [""] if not text or text.endswith("\n") else []
    )
    for offset in range(len(text)):
        line, column = index.place(offset)
        span = index.line_span(line)
        assert span.start + column - 1 == offset
        assert text[span.start : span.end] == text.split("\n")[line - 1]


def test_a_range_knows_its_lines() -> None:
    index = LineIndex("a\nbc\nd")

    assert list(index.lines_of(Span(0, 3))) == [1, 2]
    assert list(index.lines_of(Span(2, 5))) == [2]


@given(st.text())
def test_what_is_printed_has_no_control_characters(text: str) -> None:
    shown = printable(text)

    assert shown.isprintable()
    shown.encode("utf-8")


def test_binaries_are_told_as_git_does() -> None:
    assert is_binary(b"a" * 7999 + b"\0")
    assert not is_binary(b"a" * 8000 + b"\0")


def test_a_unit_without_ranges_is_new_as_a_whole() -> None:
    assert (Span(0, 3),) == TextUnit(channel=Channel.TEXT, text="abc").regions()
    assert TextUnit(channel=Channel.TEXT, text="abc", new=()).regions() == ()


@pytest.mark.parametrize(
    ("text", "line", "alone"),
    [
        ("int", "x int)", True),
        ("int", "print", False),
        ("int", "print int", True),
        ("a", "a_b", False),
    ],
)
def test_words_stand_alone_or_do_not(text: str, line: str, *, alone: bool) -> None:
    assert alone is stands_alone(text, line)


def test_a_secret_never_shows() -> None:
    secret = Secret(VALUE)

    for shown in (repr(secret), str(secret), f"{secret}", f"{secret!r:>20}", repr([secret])):
        assert VALUE not in shown
    assert secret.reveal() == VALUE
    assert {Secret(VALUE)} == {secret}
    assert secret != VALUE
    with pytest.raises(TypeError):
        pickle.dumps(secret)

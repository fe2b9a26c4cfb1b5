"""Marks: whole lines and regions, in any comment, and not where prose only quotes them."""

from __future__ import annotations

import pytest

from prtool.detectors.markers import MarkerDetector
from prtool.model.text import Channel, Span, TextUnit
from tests.unit.detectors.samples import found

MARKERS = MarkerDetector()
DROP = "prtool:" + "drop"
BEGIN = "prtool:" + "begin-private"
END = "prtool:" + "end-private"


@pytest.mark.parametrize(
    "line",
    [
        f"x = 1  # {DROP}", f"//{DROP}", f"/*{DROP}*/", f"<!-- {DROP} -->", f"--{DROP}", DROP,
        f"\tx()\t;{DROP}", f"% {DROP}\r",
    ],
)  # fmt: skip
def test_a_marked_line_is_found_whole(line: str) -> None:
    assert found(MARKERS, f"a\n{line}\nb\n") == [("private/marker", line)]


@pytest.mark.parametrize(
    "line", [f"`{DROP}`", f"'{DROP}'", f'"{DROP}"', f"x{DROP}", f"{DROP}ped", f"({DROP})"]
)
def test_prose_that_quotes_a_mark_does_not_count(line: str) -> None:
    assert found(MARKERS, f"see {line} there") == []


def test_a_region_reaches_from_line_to_line() -> None:
    region = f"  # {BEGIN}\nx\n\ny # {DROP}\n  # {END} of it"
    assert found(MARKERS, f"a\n{region}\nb\n") == [("private/marker", region)]


def test_regions_follow_one_another() -> None:
    one, two = f"# {BEGIN}\nx\n# {END}", f"# {BEGIN}\ny\n# {END}"
    assert found(MARKERS, f"{one}\nmid\n{two}") == [
        ("private/marker", one),
        ("private/marker", two),
    ]


def test_an_open_region_reaches_to_the_end() -> None:
    text = f"a\n# {BEGIN}\nb\nc\n"
    assert found(MARKERS, text) == [("private/marker-unclosed", f"# {BEGIN}\nb\nc")]


def test_an_end_without_a_begin_is_its_own_line() -> None:
    assert found(MARKERS, f"a\n# {END}\nb") == [("private/marker-unclosed", f"# {END}")]


def test_a_region_goes_as_a_whole_also_where_a_line_of_it_is_public() -> None:
    text = f"# {BEGIN}\nnew\npublic\nnew\n# {END}\n"
    cut, again = text.index("public"), text.index("public") + len("public\n")
    unit = TextUnit(channel=Channel.CONTENT, text=text, new=(Span(0, cut), Span(again, len(text))))
    assert MARKERS.whole_text
    matches = list(MARKERS.scan(unit, text))
    assert [("private/marker", text[:-1])] == [
        (m.rule, text[m.span.start : m.span.end]) for m in matches
    ]


def test_marks_that_upstream_has_are_left() -> None:
    text = f"# {BEGIN}\nold\n# {END}\nnew\n"
    unit = TextUnit(channel=Channel.CONTENT, text=text, new=(Span(len(text) - 4, len(text)),))
    assert list(MARKERS.scan(unit, text)) == []

"""Edits: overlaps resolved once, applied in one pass, offsets mapped."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from prtool.model.edits import Edit, apply, clipped, moved, resolve, whole_lines
from prtool.model.text import Span


@st.composite
def texts_and_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text("ab\n", min_size=1, max_size=30))
    spans = draw(
        st.lists(
            st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(
                lambda pair: pair[0] < pair[1]
            ),
            max_size=6,
        )
    )
    return text, [Edit(Span(*pair), draw(st.text("XY", max_size=3))) for pair in spans]


def test_the_longer_of_two_nested_edits_wins() -> None:
    edits = resolve([Edit(Span(2, 4), "inner"), Edit(Span(0, 6), "outer")])

    assert (Edit(Span(0, 6), "outer"),) == edits


def test_nothing_of_a_partly_covered_span_stays_behind() -> None:
    edits = resolve([Edit(Span(0, 5), "long"), Edit(Span(4, 7), "cut")])

    assert apply("0123456|", edits) == "long|"


@given(texts_and_edits())
def test_resolved_edits_cover_all_that_was_asked_and_nothing_else(
    case: tuple[str, list[Edit]],
) -> None:
    text, asked = case
    resolved = resolve(asked)

    wanted = {n for edit in asked for n in range(*edit.span)}
    covered = [n for edit in resolved for n in range(*edit.span)]

    assert wanted == set(covered)
    assert len(covered) == len(set(covered))
    assert list(resolved) == sorted(resolved, key=lambda edit: edit.span)
    kept = "".join(char for n, char in enumerate(text) if n not in wanted)
    assert kept == "".join(char for char in apply(text, resolved) if char not in "XY")


@given(texts_and_edits())
def test_the_order_of_edits_does_not_matter(case: tuple[str, list[Edit]]) -> None:
    _, asked = case

    assert resolve(asked) == resolve(list(reversed(asked)))


@given(texts_and_edits())
def test_offsets_outside_edits_lead_to_the_same_character(case: tuple[str, list[Edit]]) -> None:
    text, asked = case
    edits = resolve(asked)
    after = apply(text, edits)

    for offset, char in enumerate(text):
        if not any(edit.span.start <= offset < edit.span.end for edit in edits):
            assert char == after[moved(offset, edits)]


@given(texts_and_edits(), st.integers(0, 30), st.integers(0, 30))
def test_edits_clipped_to_windows_give_the_same_text(
    case: tuple[str, list[Edit]], one: int, other: int
) -> None:
    text, asked = case
    edits = resolve(asked)
    cuts = sorted({0, len(text), min(one, len(text)), min(other, len(text))})
    clean = [c for c in cuts if not any(e.span.start < c < e.span.end for e in edits)]

    pieces = [
        apply(text[start:end], clipped(edits, Span(start, end)))
        for start, end in itertools.pairwise(clean)
    ]

    assert apply(text, edits) == "".join(pieces)


def test_whole_lines_take_the_line_feed_along() -> None:
    assert Span(2, 5) == whole_lines("a\nbc\nd", Span(3, 4))


def test_the_last_line_without_line_feed_takes_the_one_before() -> None:
    assert Span(1, 4) == whole_lines("a\nbc", Span(3, 4))
    assert Span(0, 2) == whole_lines("bc", Span(0, 1))

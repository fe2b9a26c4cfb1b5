from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from prtool.model.edits import Edit, apply, resolve, whole_lines
from prtool.model.text import Span
from prtool.review.model import Look, Mark, Piece, Row
from prtool.review.rows import compare, whole
from prtool.review.sides import Sides, lines_of


def marks_of(edits: tuple[Edit, ...]) -> tuple[Mark, ...]:
    return tuple(
        Mark(edit.span, Look.REPLACED if edit.text else Look.DROPPED, edit.text, 0)
        for edit in edits
    )


def sides(text: str, *edits: Edit, public: str | None = None) -> Sides:
    done = resolve(edits)
    return Sides(text, marks_of(done), apply(text, done) if public is None else public)


def words(pieces: tuple[Piece, ...] | None) -> str | None:
    return None if pieces is None else "".join(piece.text for piece in pieces)


def rows_of(side: Sides) -> list[Row]:
    return [row for hunk in whole(side) for row in hunk]


def test_a_replaced_word_is_marked_on_both_sides() -> None:
    (row,) = rows_of(sides("go to QX now\n", Edit(Span(6, 8), "ACME")))

    assert row.left == (Piece(Look.PLAIN, "go to "), Piece(Look.REPLACED, "QX", 0),
                        Piece(Look.PLAIN, " now"))  # fmt: skip
    assert words(row.right) == "go to ACME now"
    assert row.looks == {Look.REPLACED}
    assert not row.same


def test_what_is_cut_out_of_a_line_is_on_neither_place_of_the_other_side() -> None:
    (row,) = rows_of(sides("As QX said.\n", Edit(Span(3, 6), "", reversible=False)))

    assert words(row.left) == "As QX said."
    assert words(row.right) == "As said."


def test_a_line_that_goes_has_no_other_side() -> None:
    text = "one\ntwo\nthree\n"
    gone = Edit(whole_lines(text, Span(4, 7)), "", reversible=False)

    rows = rows_of(sides(text, gone))

    assert [(row.left_number, row.right_number) for row in rows] == [(1, 1), (2, None), (3, 2)]
    assert rows[1].right is None
    assert Look.DROPPED in rows[1].looks


def test_lines_that_are_joined_stand_where_the_first_began() -> None:
    rows = rows_of(sides("key: a\nb\nend\n", Edit(Span(5, 8), "X")))

    assert [words(row.right) for row in rows] == ["key: X", None, "end"]


def test_what_a_formatter_wrote_is_what_is_shown() -> None:
    rows = rows_of(sides("a|QX\nbb|1\n", Edit(Span(2, 4), "ACME"), public="a  | ACME\nbb | 1\n\n"))

    assert [words(row.right) for row in rows] == ["a  | ACME", "bb | 1", ""]
    assert rows[2].left is None
    assert Look.FORMATTED in rows[0].looks


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    text = draw(st.text("ab\n", max_size=40))
    edits = []
    for _ in range(draw(st.integers(0, 4))):
        if not text:
            break
        start = draw(st.integers(0, len(text) - 1))
        span = Span(start, draw(st.integers(start + 1, len(text))))
        if draw(st.booleans()):
            edits.append(Edit(whole_lines(text, span), "", reversible=False))
        else:
            edits.append(Edit(span, draw(st.sampled_from(["X", "long", "\n"]))))
    return text, resolve(edits)


@given(edited(), st.none() | st.text("ab\n", max_size=30))
def test_each_side_is_its_text_whatever_is_edited(
    given: tuple[str, tuple[Edit, ...]], public: str | None
) -> None:
    text, edits = given
    side = sides(text, *edits, public=public)
    rows = rows_of(side)

    left = [words(row.left) for row in rows if row.left is not None]
    right = [words(row.right) for row in rows if row.right is not None]
    assert left == lines_of(text)
    assert right == lines_of(side.public)
    numbers = [row.right_number for row in rows if row.right_number is not None]
    assert numbers == list(range(1, len(right) + 1))


@given(st.text("abc\n", max_size=60), st.text("abc\n", max_size=60))
def test_a_comparison_has_every_line_that_changes(old: str, new: str) -> None:
    rows = [row for hunk in compare(sides(old), sides(new)) for row in hunk]

    kept = [line for line in range(1, len(lines_of(old)) + 1)
            if line not in {row.left_number for row in rows if row.sign == "-"}]  # fmt: skip
    added = {row.left_number: words(row.left) for row in rows if row.sign == "+"}
    before = iter([lines_of(old)[line - 1] for line in kept])
    rebuilt = [
        added[line] if line in added else next(before) for line in range(1, len(lines_of(new)) + 1)
    ]
    assert rebuilt == lines_of(new)


def test_a_long_file_has_hunks_as_a_patch_has_them() -> None:
    lines = [f"line {number}\n" for number in range(1, 2001)]
    changed = [*lines]
    changed[9], changed[1999] = "ten\n", "last\n"

    hunks = compare(sides("".join(lines)), sides("".join(changed)))

    assert [[row.sign for row in hunk] for hunk in hunks] == [list("   -+   "), list("   -+")]
    assert hunks[0][0].left_number == 7

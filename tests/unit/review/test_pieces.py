from __future__ import annotations

from prtool.review.model import Look, Piece
from prtool.review.pieces import LONG, MOST_PIECES, plain, shown


def test_what_can_not_be_seen_is_escaped_and_marked() -> None:
    assert plain("a\u202eb\tc") == (
        Piece(Look.PLAIN, "a"), Piece(Look.ODD, "\\u202e"), Piece(Look.PLAIN, "b\tc"),
    )  # fmt: skip
    assert [piece.text for piece in plain("\udcff\0\u200b\r")] == [
        "\\udcff", "\\x00", "\\u200b", "\\r",
    ]  # fmt: skip


def test_a_hidden_character_that_was_found_keeps_its_mark() -> None:
    assert shown([Piece(Look.ASKED, "\u202e", 3)]) == (Piece(Look.ASKED, "\\u202e", 3),)


def test_letters_of_all_scripts_stay() -> None:
    text = "\u540d\u524d caf\u00e9 \u05e9\u05dc\u05d5\u05dd \U0001f600"

    assert plain(text) == (Piece(Look.PLAIN, text),)


def test_a_long_line_is_cut_where_nothing_is_marked() -> None:
    pieces = shown([Piece(Look.PLAIN, "x" * 50_000), Piece(Look.REPLACED, "QX", 0),
                    Piece(Look.PLAIN, "y" * 50_000)])  # fmt: skip

    assert Piece(Look.REPLACED, "QX", 0) in pieces
    assert sum(len(piece.text) for piece in pieces) < LONG
    assert [piece.text for piece in pieces if piece.look is Look.GAP] == ["49,760 characters"] * 2


def test_a_line_of_many_marks_says_how_many_it_leaves_out() -> None:
    pieces = shown([Piece(Look.REPLACED, "QX", 0)] * 5000)

    assert len(pieces) == MOST_PIECES + 1
    assert pieces[-1] == Piece(Look.GAP, "9,600 characters, 4800 marks")

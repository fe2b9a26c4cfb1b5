r"""Cuts lines into pieces: what is marked, what can't be seen, what is too long to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from prtool.model.patterns import regex
from prtool.model.text import Span, printable
from prtool.review.model import Look, Mark, Piece

LONG = 2_000
"""Code points of a line above which it is not shown whole."""
AROUND = 120
"""Code points that are shown at each end of what is cut short."""
MOST_PIECES = 200
"""Pieces of a line that are shown."""

_ODD = regex(r"[^\t\x20-\x7e\xa1-\xac\xae-\u02ff]+")
"""Text that may hold characters to be escaped; the rest is known to be harmless."""


def left_pieces(text: str, line: Span, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return a private line with the marks that touch it."""
    found: list[Piece] = []
    position = line.start
    for mark in marks:
        start, end = max(mark.span.start, line.start), min(mark.span.end, line.end)
        if start > position:
            found.append(Piece(Look.PLAIN, text[position:start]))
        if end > start:
            found.append(Piece(mark.look, text[start:end], mark.why))
        position = max(position, end)
    if position < line.end:
        found.append(Piece(Look.PLAIN, text[position : line.end]))
    return shown(found)


def shown(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces as the page may show them: nothing invisible in them, and not too long."""
    if sum(len(piece.text) for piece in pieces) > LONG or len(pieces) > MOST_PIECES:
        pieces = list(_shortened(pieces))
    return tuple(part for piece in pieces for part in _visible(piece))


def plain(text: str, look: Look = Look.PLAIN) -> tuple[Piece, ...]:
    """Return a line without marks."""
    return shown([Piece(look, text)] if text else [])


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces[:MOST_PIECES]:
        if len(piece.text) <= 3 * AROUND:
            yield piece
            continue
        yield _replace_text(piece, piece.text[:AROUND])
        yield Piece(Look.GAP, f"{len(piece.text) - 2 * AROUND:,} characters")
        yield _replace_text(piece, piece.text[-AROUND:])
    rest = pieces[MOST_PIECES:]
    if rest:
        marks = sum(piece.look is not Look.PLAIN for piece in rest)
        length = sum(len(piece.text) for piece in rest)
        yield Piece(Look.GAP, f"{length:,} characters, {marks} marks")


def _replace_text(piece: Piece, text: str) -> Piece:
    return Piece(piece.look, text, piece.why)


def _visible(piece: Piece) -> Iterator[Piece]:
    """Yield a piece with every odd character in a piece of its own."""
    text = piece.text
    if not _ODD.search(text):
        yield piece
        return
    start = 0
    for position, char in enumerate(text):
        if char == "\t" or (char.isprintable() and not "\ud800" <= char <= "\udfff"):
            continue
        if position > start:
            yield _replace_text(piece, text[start:position])
        # What is marked stays so: a hidden character may be the very thing that was found.
        yield Piece(piece.look or Look.ODD, printable(char), piece.why)
        start = position + 1
    if start < len(text):
        yield _replace_text(piece, text[start:])

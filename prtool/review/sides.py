"""Puts each line of a private text beside the public line that it becomes."""

from __future__ import annotations

from collections.abc import Sequence

from prtool.model.record import dataclass, field
from prtool.model.text import LineIndex, Span
from prtool.review.model import Look, Mark, Piece, Row
from prtool.review.pieces import left_pieces, plain, shown


@dataclass(slots=True)
class Sides:
    """One text, both ways. Line numbers are 1-based; a line's end is no part of it."""

    private: str
    marks: Sequence[Mark]
    """Ascending, none overlapping another."""
    public: str
    _index: LineIndex = field(init=False)
    _right: dict[int, tuple[int, tuple[Piece, ...] | None]] = field(init=False)
    """By private line: the public line's number, and its pieces, None for the private ones."""
    _extra: dict[int, list[tuple[int, str]]] = field(init=False, default_factory=dict)
    """Public lines without a private one, by the private line that they stand behind."""
    _by_line: dict[int, list[Mark]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._index = LineIndex(self.private)
        for mark in self.marks:
            for line in self._index.lines_of(mark.span):
                self._by_line.setdefault(line, []).append(mark)
        written = _written(self.private, self.marks)
        lines = lines_of(self.public)
        if [text for _, text, _ in written] == lines:
            pairs = [(line, number, pieces) for number, (line, _, pieces) in enumerate(written, 1)]
        else:
            pairs = self._aligned(written, lines)
        self._right = {line: (number, pieces) for line, number, pieces in pairs}

    def row(self, line: int, sign: str) -> Row:
        """Return the row of a private line."""
        marks = self._by_line.get(line, ())
        left = left_pieces(self.private, self._index.line_span(line), marks)
        if line not in self._right:
            return Row(sign, line, None, left, None)
        number, pieces = self._right[line]
        return Row(sign, line, number, left, left if pieces is None else shown(pieces))

    def added_behind(self, line: int) -> list[Row]:
        """Return the rows of public lines that stand behind a private one; 0 for the first."""
        return [
            Row("+", None, number, None, plain(text, Look.FORMATTED))
            for number, text in self._extra.get(line, ())
        ]

    def _aligned(
        self, written: Sequence[tuple[int, str, tuple[Piece, ...] | None]], lines: Sequence[str]
    ) -> list[tuple[int, int, tuple[Piece, ...] | None]]:
        """Pair lines with those of a public text that is not what the edits alone give."""
        from difflib import SequenceMatcher

        pairs = []
        matcher = SequenceMatcher(None, [text for _, text, _ in written], lines)
        for _, old, old_end, new, new_end in matcher.get_opcodes():
            for n in range(new_end - new):
                number = new + n + 1
                if old + n >= old_end:
                    behind = written[old_end - 1][0] if old_end else 0
                    self._extra.setdefault(behind, []).append((number, lines[new + n]))
                    continue
                line, text, pieces = written[old + n]
                changed = text != lines[new + n]
                if changed:
                    pieces = (Piece(Look.FORMATTED, lines[new + n]),)
                pairs.append((line, number, pieces))
        return pairs


def lines_of(text: str) -> list[str]:
    r"""Return the lines of a text; a ``\n`` at its end begins no further one."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _written(text: str, marks: Sequence[Mark]) -> list[tuple[int, str, tuple[Piece, ...] | None]]:
    """Return what the edits make of a text: (private line where it begins, line, pieces).

    The pieces are None where a line is as it was, without any mark.
    """
    if not marks:
        return [(number, line, None) for number, line in enumerate(lines_of(text), 1)]
    found: list[tuple[int, str, tuple[Piece, ...] | None]] = []
    current: list[Piece] = []
    begun = line = 1
    marked = False

    def end_line() -> None:
        nonlocal current, marked
        words = "".join(piece.text for piece in current)
        found.append((begun, words, tuple(current) if marked or line != begun else None))
        current, marked = [], False

    def add(look: Look, words: str, why: int = -1) -> None:
        nonlocal begun, marked
        # What is cut out without a trace makes no piece, and yet the line is another one.
        marked |= look is not Look.PLAIN
        if words:
            begun = begun if current else line
            current.append(Piece(look, words, why))

    position = 0
    for mark in (*marks, Mark(Span(len(text), len(text)), Look.PLAIN, "", -1)):
        first, *rest = text[position : mark.span.start].split("\n")
        add(Look.PLAIN, first)
        for words in rest:
            begun = begun if current else line
            end_line()
            line += 1
            add(Look.PLAIN, words)
        add(mark.look, mark.text, mark.why)
        line += text.count("\n", *mark.span)
        position = mark.span.end
    if current:
        end_line()
    return found

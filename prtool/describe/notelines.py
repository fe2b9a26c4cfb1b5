"""Notes as lines: whatever they were exported from, with marked text taken out or kept.

Nothing here knows what a heading means.
"""

from __future__ import annotations

from collections.abc import Sequence

from prtool.errors import InputError
from prtool.model.parts import Part
from prtool.model.patterns import IGNORECASE, regex
from prtool.model.record import dataclass, replace

_TAG = regex(r"(?:<|&lt;)(/?)(public|private)(?:\s+([a-z-]+))?\s*(?:>|&gt;)", IGNORECASE)
_FENCE = regex(r"\s*(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
_BULLET = regex(r"^(\s*)[•◦▪‣·●○■]\s+")
_PERMALINKS = "¶🔗 \t"
"""What pages put behind their headings."""
_CLOSES_UP = frozenset({"", *" \t.,;:!?)]"})
_DELIMITERS = ("---", "+++")
_INVISIBLE = {0xFEFF: None, 0xA0: " ", 0x202F: " ", 0x3000: " ", 0x0C: None}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one line; ``public`` names the part it was marked for, if it was marked."""

    text: str
    public: Part | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of notes, without its marks and without what is marked as private."""

    number: int
    """1-based, in the file."""
    pieces: tuple[Piece, ...]
    emptied: bool = False
    """All that it had was private, or a mark."""

    @property
    def text(self) -> str:
        """Return all that may be looked at."""
        return "".join(piece.text for piece in self.pieces).rstrip()


def read_lines(text: str, name: str) -> tuple[list[Line], list[tuple[int, str]]]:
    """Return the lines of notes, and (1-based line, why) of what was taken out of them.

    Front matter is out, bullets and blanks of exported pages are those of Markdown.

    Raises:
        InputError: a mark is not closed, or closes nothing.
    """
    rows = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE).split("\n")
    out: list[tuple[int, str]] = []
    first = _front_matter(rows)
    if first:
        out.append((1, "front matter"))
    lines: list[Line] = []
    open_marks: list[tuple[str, int, Part]] = []
    for number, row in enumerate(rows[first:], first + 1):
        line, began = _cut(_BULLET.sub(r"\1- ", row.rstrip(_PERMALINKS), 1), number, open_marks,
                           name)  # fmt: skip
        out += [(number, "marked as private")] * began
        lines.append(line)
    if open_marks:
        mark, number, _ = open_marks[-1]
        raise _bad_mark(name, number, f"<{mark}> is not closed", f"write </{mark}> where it ends")
    return _dedented(lines), out


def _front_matter(rows: Sequence[str]) -> int:
    """Return how many rows the front matter takes, 0 when there is none."""
    if rows and rows[0].rstrip() in _DELIMITERS:
        for number, row in enumerate(rows[1:], 2):
            if row.rstrip() in (rows[0].rstrip(), "..."):
                return number
    return 0


def _cut(
    row: str, number: int, open_marks: list[tuple[str, int, Part]], name: str
) -> tuple[Line, int]:
    """Return one row without marks, and how many private passages begin in it."""
    pieces: list[Piece] = []
    began = position = 0
    was_marked = bool(open_marks)
    for mark in _TAG.finditer(row):
        _add(pieces, row[position : mark.start()], open_marks)
        position, word = mark.end(), mark[2].lower()
        if not mark[1]:
            part = _part(mark[3], name, number)
            began += word == "private"
            open_marks.append((word, number, part))
        elif open_marks and open_marks[-1][0] == word:
            open_marks.pop()
            if word == "private" and row[position : position + 1] in _CLOSES_UP:
                _close_up(pieces)
        else:
            why = f"</{word}> closes nothing that is open here"
            raise _bad_mark(name, number, why, f"write <{word}> where the passage begins")
        was_marked = True
    _add(pieces, row[position:], open_marks)
    emptied = was_marked and not any(piece.text.strip() for piece in pieces)
    return Line(number, tuple(pieces), emptied), began


def _close_up(pieces: list[Piece]) -> None:
    """Take the blank before a passage away that went, where another one follows."""
    before = pieces[-1].text.rstrip(" \t") if pieces else ""
    if before:
        pieces[-1] = replace(pieces[-1], text=before)
    elif len(pieces) > 1:
        pieces.pop()


def _add(pieces: list[Piece], text: str, open_marks: Sequence[tuple[str, int, Part]]) -> None:
    if any(word == "private" for word, _, _ in open_marks):
        return
    if text:
        pieces.append(Piece(text, open_marks[-1][2] if open_marks else None))


def _part(word: str | None, name: str, number: int) -> Part:
    if word is None:
        return Part.SUMMARY
    known = [part.value for part in Part if part is not Part.LOCAL]
    if word.lower() not in known:
        hint = f"one of {', '.join(known)}"
        raise _bad_mark(name, number, "a <public> mark names a part that there is not", hint)
    return Part(word.lower())


def _bad_mark(name: str, number: int, why: str, hint: str) -> InputError:
    return InputError(f"{name}:{number}: {why}", hint=hint)


def _dedented(lines: list[Line]) -> list[Line]:
    """Take away a left margin that all lines have, as text browsers print one."""
    widths = [len(line.text) - len(line.text.lstrip()) for line in lines if line.text.strip()]
    margin = min(widths, default=0)
    if not margin:
        return lines
    return [
        Line(line.number, _without(line.pieces, margin), line.emptied) if line.pieces else line
        for line in lines
    ]


def _without(pieces: tuple[Piece, ...], margin: int) -> tuple[Piece, ...]:
    first = pieces[0]
    return (Piece(first.text[margin:], first.public), *pieces[1:])


def fenced(rows: Sequence[str]) -> list[bool]:
    """Tell of each row whether it belongs to a fenced code block.

    A fence that never closes is none: what follows may have headings that must be seen.
    """
    inside = [False] * len(rows)
    start: tuple[int, str] | None = None
    for number, row in enumerate(rows):
        match = _FENCE.match(row)
        if match is None:
            continue
        fence = match["fence"]
        if start is None:
            start = (number, fence)
        elif fence.startswith(start[1]) and not match["info"].strip():
            inside[start[0] : number + 1] = [True] * (number + 1 - start[0])
            start = None
    return inside

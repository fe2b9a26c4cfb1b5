"""Private notes: which of their sections may go into a pull request text.

An allow-list: a section is taken when its heading is known to mean a part of the text, or when it
is marked as public. All else stays out and is reported, by line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prtool.describe.notelines import Line, Piece, fenced, read_lines
from prtool.model.edits import Edit, apply, clipped
from prtool.model.headings import Headings, headings
from prtool.model.parts import TITLES, Part
from prtool.model.patterns import IGNORECASE, regex
from prtool.model.record import dataclass, replace
from prtool.model.text import Span

_ATX = regex(r" {0,3}(#{1,6})[ \t]+(.+?)[ \t#]*$")
_HTML = regex(
    r"\s*(?:<details[^>]*>\s*)?<(?:h(?P<level>[1-6])|summary)\b[^>]*>(?P<text>.*?)</", IGNORECASE
)
_RULE = regex(r" {0,3}(?P<sign>[=\-*~^\"'+#])(?P=sign){2,}\s*$")
_ITEM = regex(
    r"(?P<indent>\s*)(?:[-*+]|[0-9]+[.)])\s+(?P<bold>\*\*|__)?"
    r"(?P<label>[^:：*_|`]{1,40}?)(?:\*\*|__)?\s*[:：]"
)
_BOLD = regex(r"\s*(?:\*\*|__)(?P<text>[^*_]+)(?:\*\*|__)\s*[:：]?\s*$")
_NO_HEADING = regex(r"\s*(?:[-*+>|]|[0-9]+[.)]\s.*[.。;；]$|\$|https?:|[`~]{3})|\s{4}|\t")
_LABEL = regex(
    r"\s{0,3}(?:\*\*|__)?(?P<label>[^:：*_|`]{1,40}?)(?:\*\*|__)?\s*[:：](?:\*\*|__)?\s*(?P<rest>[^\s/].*)$"
)
_DEPTH = regex(r"\(?[0-9]+((?:\.[0-9]+)*)")
_ENDS_A_SENTENCE = tuple(".,;!?。，；！？…")
_LONGEST = 60
"""Code points of a line on its own that may be a heading."""
_MOST_WORDS = 6
_BELOW_ALL = 7
"""Level of a heading that is only a line in bold."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage of the notes that stays out; never its words."""

    line: int
    """1-based."""
    why: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The sections that may be used, and what was left out."""

    sections: tuple[tuple[Part, str], ...] = ()
    """(part of the text, its text) in the order of the notes."""
    left_out: tuple[LeftOut, ...] = ()

    def as_text(self) -> str:
        """Return the taken sections as one Markdown text, to be scanned and rewritten."""
        return "\n".join(f"{_head(part)}{text}\n" for part, text in self.sections)

    def rewritten(self, edits: Sequence[Edit]) -> Notes:
        """Return the notes with the edits of :meth:`as_text`, section by section."""
        done: list[tuple[Part, str]] = []
        offset = 0
        for part, text in self.sections:
            start = offset + len(_head(part))
            here = Span(start, start + len(text))
            offset = here.end + 2
            kept = apply(text, clipped(edits, here)).strip("\n")
            if kept.strip():
                done.append((part, kept))
        return replace(self, sections=tuple(done))


def _head(part: Part) -> str:
    return f"# {TITLES[part]}\n\n"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A heading."""

    level: int
    text: str
    rows: int = 1
    rest: str = ""
    """Text that stands on the heading's own line, behind a colon."""
    bare: bool = False
    """It has no mark of a heading, and may be text."""


def read_notes(text: str, table: Headings | None = None, name: str = "notes") -> Notes:
    """Take the known sections out of notes: Markdown, plain text or text exported from a page.

    Below a heading that speaks of the live machine everything stays out, whatever it is called.
    What stands before the first heading stays out.

    Args:
        text: the notes.
        table: what headings mean; the built-in tables by default.
        name: what errors call the notes.

    Raises:
        InputError: a ``<public>`` or ``<private>`` mark has no partner.
    """
    lines, removed = read_lines(text, name)
    reader = _Reader(table or headings(), lines)
    reader.read()
    left_out = [LeftOut(line, why) for line, why in removed] + reader.left_out
    return Notes(
        tuple((part, body) for part, rows in reader.taken if (body := _joined(rows))),
        tuple(sorted(left_out, key=lambda each: each.line)),
    )


class _Reader:
    """Walks the lines once."""

    def __init__(self, table: Headings, lines: Sequence[Line]) -> None:
        self.taken: list[tuple[Part, list[str]]] = []
        self.left_out: list[LeftOut] = []
        self._table = table
        self._lines = lines
        self._rows = [line.text for line in lines]
        self._code = fenced(self._rows)
        self._marked = any(
            _ATX.match(row) and not code
            for row, code in zip(self._rows, self._code, strict=True)
        )  # fmt: skip

    def read(self) -> None:
        """Put each line where its heading says."""
        part: Part | None = None
        shadow: int | None = None
        why, at, reported = "before the first heading", 0, False
        number = 0
        while number < len(self._lines):
            line, rows = self._lines[number], 1
            mark = None if self._code[number] else self._mark(number)
            if mark is not None:
                rows, self._last_mark = mark.rows, number
                if shadow is not None and mark.level <= shadow:
                    shadow = None
                part, why = self._table.part(mark.text), "unknown heading"
                if shadow is not None or part is Part.LOCAL:
                    if shadow is not None or not self._is_title(mark, number):
                        shadow = min(shadow or mark.level, mark.level)
                    part, why = None, "local only"
                if part is not None:
                    self.taken.append((part, []))
                self._item = None
                at, reported = line.number, False
            stays = mark is not None and mark.bare and part is None
            if mark is not None and mark.rest and part is not None:
                line = replace(line, pieces=(Piece(mark.rest),))
            if mark is None or mark.rest:
                stays = self._take(line, part)
            if stays and not reported:
                self.left_out.append(LeftOut(at or line.number, why))
                reported = True
            number += rows

    def _is_title(self, mark: _Mark, number: int) -> bool:
        """Tell whether a local heading is the title of all notes: what stands below has its own."""
        before = (self._mark(other) for other in range(number) if not self._code[other])
        behind = range(number + mark.rows, len(self._lines))
        after = [found for each in behind if not self._code[each] and (found := self._mark(each))]
        return (
            self._table.is_title(mark.text)
            and not any(before)
            and all(each.level > mark.level for each in after)
        )

    def _take(self, line: Line, part: Part | None) -> bool:
        """Take a line, or what of it is public; tell whether something stays out."""
        if part is not None:
            if self._is_local_item(line):
                return False
            if not line.emptied:
                self.taken[-1][1].append(line.text)
            return False
        public: dict[Part, str] = {}
        for piece in line.pieces:
            if piece.public is not None:
                public[piece.public] = public.get(piece.public, "") + piece.text
        for wanted, text in public.items():
            self._add_public(wanted, line.number, text)
        return any(piece.public is None and piece.text.strip() for piece in line.pieces)

    def _is_local_item(self, line: Line) -> bool:
        """Tell whether a line is a list item labelled as local, or goes on with one."""
        text = line.text
        indent = len(text) - len(text.lstrip())
        if self._item is not None and text.strip() and indent <= self._item:
            self._item = None
        item = _ITEM.match(text)
        if self._item is None and item is not None:
            label, part = item["label"], self._table.part(item["label"])
            if part is Part.LOCAL and (item["bold"] or self._table.is_known(label)):
                self._item = len(item["indent"])
                self.left_out.append(LeftOut(line.number, "local only"))
        return self._item is not None and bool(text.strip())

    _item: int | None = None
    """Indentation of a list item that stays out."""

    def _add_public(self, part: Part, number: int, text: str) -> None:
        if self.taken and self.taken[-1][0] is part and self._last_public == number - 1:
            self.taken[-1][1].append(text.rstrip())
        else:
            self.taken.append((part, [text.rstrip()]))
        self._last_public = number

    _last_public = _last_mark = -1

    def _mark(self, number: int) -> _Mark | None:
        row = self._rows[number]
        if not row.strip() or _RULE.match(row):
            return None
        if (atx := _ATX.match(row)) is not None:
            return _Mark(len(atx[1]), atx[2])
        if (html := _HTML.match(row)) is not None:
            return _Mark(int(html["level"] or _BELOW_ALL), html["text"])
        before = self._rows[number - 1].strip() if number else ""
        after = self._rows[number + 1] if number + 1 < len(self._rows) else ""
        if (label := self._label(number)) is not None:
            return _Mark(_BELOW_ALL if self._marked else 1, label[0], rest=label[1])
        if len(row.strip()) > _LONGEST or _NO_HEADING.match(row):
            return self._bold(row)
        if (
            not before
            and (under := _RULE.match(after)) is not None
            and under["sign"] in "=-~*^\"'+#"
        ):
            return _Mark(1 if under["sign"] in "=*" else 2, row, 2)
        return self._bold(row) or self._lone(row, before, after.strip())

    def _label(self, number: int) -> tuple[str, str] | None:
        """Return a known word and the text behind its colon, where a paragraph begins with them.

        Labels may follow each other without a blank row.
        """
        row = self._rows[number]
        match = _LABEL.match(row) if not _NO_HEADING.match(row) else None
        if match is None or not self._table.is_known(match["label"]):
            return None
        above = self._rows[number - 1] if number else ""
        if above.strip() and self._last_mark != number - 1:
            return None
        return match["label"], match["rest"]

    def _bold(self, row: str) -> _Mark | None:
        bold = _BOLD.match(row)
        return _Mark(_BELOW_ALL, bold["text"]) if bold is not None else None

    def _lone(self, row: str, before: str, after: str) -> _Mark | None:
        """Return a heading without any mark: a known word on its own, or a short line alone.

        In Markdown that has headings of its own, only known words count.
        """
        text = row.strip()
        colon = text.endswith((":", "："))
        if before and not colon:
            return None
        level = 1 + (depth[1].count(".") if (depth := _DEPTH.match(text)) is not None else 0)
        level = _BELOW_ALL if self._marked else level
        if self._table.is_known(text) and (colon or not text.endswith(_ENDS_A_SENTENCE)):
            return _Mark(level, text)
        alone = not before and not after
        if alone and text.endswith(("?", "？")) and self._table.part(text) is not None:
            # It may be a question in a text: below what is local it ends nothing.
            return _Mark(_BELOW_ALL, text, bare=True) if not self._marked else None
        short = len(text.split()) <= _MOST_WORDS and not text.endswith(_ENDS_A_SENTENCE)
        return _Mark(level, text, bare=True) if alone and short and not self._marked else None


def _joined(rows: Sequence[str]) -> str:
    """Return rows as one text, without blank rows at the ends and more than one between."""
    return "\n".join(_collapsed(rows)).strip("\n").rstrip()


def _collapsed(rows: Sequence[str]) -> Iterator[str]:
    code = fenced(rows)
    for number, row in enumerate(rows):
        blank = not row.strip()
        if blank and number and not rows[number - 1].strip() and not code[number]:
            continue
        if not code[number] and _RULE.match(row) and "|" not in row:
            continue
        yield row

r"""The hunks of a change with added lines rewritten or gone, and their counts set right.

Context and removed lines stay byte for byte, but for those that an earlier change of the same input
has added: they are written as it wrote them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from prtool.model.edits import Edit, apply, clipped
from prtool.model.record import dataclass, field
from prtool.model.text import Span, decode, encode
from prtool.rewrite.patch.pieces import NO_NEWLINE, Change, Run, sign_of

Fates = Mapping[bytes, frozenset[bytes | None]]
"""What became of each line that was added, without its sign: other text, or None where it went."""


class NotPossibleError(Exception):
    """An edit can't be made here without breaking the patch; ``line`` is the input's."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


@dataclass(slots=True)
class Row:
    """A line of a rewritten hunk."""

    text: bytes
    """With its sign."""
    unended: bool = False


@dataclass(slots=True)
class NewHunk:
    """A rewritten hunk."""

    old_start: int
    new_start: int
    heading: bytes
    rows: list[Row]
    end: bytes
    r"""``\r`` when the lines of the diff itself end so."""

    def lines(self) -> Iterator[bytes]:
        r"""Yield its lines without ``\n``."""
        old, new = counts(row.text for row in self.rows)
        head = b"@@ -%b +%b @@" % (_range(self.old_start, old), _range(self.new_start, new))
        yield head + (b" " + self.heading if self.heading else b"") + self.end
        for row in self.rows:
            yield row.text
            if row.unended:
                yield NO_NEWLINE


@dataclass(slots=True)
class Rewritten:
    """The hunks of one change after rewriting."""

    hunks: list[NewHunk]
    touched: bool
    """Whether a line of the file differs; its blob ids are private then."""
    headed: bool
    """Whether a heading differs."""
    fates: dict[bytes, set[bytes | None]] = field(default_factory=dict)


def rewrite_hunks(
    change: Change, edits: Sequence[Edit], headings: Sequence[Edit], fates: Fates
) -> Rewritten:
    """Return the hunks as they may leave.

    Args:
        change: one file's change.
        edits: the resolved edits of its new side.
        headings: those of its headings.
        fates: what became of the lines that earlier changes added to this file.

    Raises:
        NotPossibleError: an edit reaches into lines that have to stay.
    """
    text, numbers, runs = change.new_side()
    _check_reach(edits, text, numbers, runs)
    by_place = {(run.hunk, run.rows.start): run for run in runs}
    done = Rewritten([], touched=False, headed=False)
    new_headings = _headings(change, headings)
    shift = 0
    for at, (hunk, (line, places)) in enumerate(
        zip(change.file.hunks, change.places(), strict=True)
    ):
        rows: list[Row] = []
        index = 0
        while index < len(hunk.rows):
            run = by_place.get((at, index))
            if run is not None:
                rows += _added(change, run, text, edits, done.fates)
                index = run.rows.stop
                continue
            row = _followed(hunk.rows[index], change, fates, places[index])
            if row is not None:
                rows.append(Row(row, index in hunk.unended))
            index += 1
        before = [Row(row, n in hunk.unended) for n, row in enumerate(hunk.rows)]
        done.touched = done.touched or rows != before
        done.headed = done.headed or new_headings[at] != hunk.heading
        old, new = counts(row.text for row in before)
        own_old, own_new = counts(row.text for row in rows)
        if any(sign_of(row.text) != b" " for row in rows):
            # A range of no lines is told by the line before it. Source: POSIX, "Diff -u".
            done.hunks.append(
                NewHunk(
                    hunk.old_start - (own_old == 0 < old),
                    hunk.new_start + shift - (own_new == 0 < new),
                    new_headings[at],
                    rows,
                    b"\r" if change.lines[line - change.file.line].endswith(b"\r") else b"",
                )
            )
        shift += (own_new - own_old) - (new - old)
    return done


def touching(edits: Sequence[Edit], window: Span) -> Sequence[Edit]:
    """Return those of some resolved edits that share a code point with a range."""
    first = bisect_right(edits, window.start, key=lambda edit: edit.span.end)
    return edits[first : bisect_left(edits, window.end, key=lambda edit: edit.span.start)]


def counts(rows: Iterator[bytes]) -> tuple[int, int]:
    """Return how many lines some rows have on the old and on the new side."""
    signs = [sign_of(row) for row in rows]
    return sum(sign != b"+" for sign in signs), sum(sign != b"-" for sign in signs)


def _range(start: int, count: int) -> bytes:
    return b"%d" % start if count == 1 else b"%d,%d" % (start, count)


def _check_reach(
    edits: Sequence[Edit], text: str, numbers: Sequence[int], runs: Sequence[Run]
) -> None:
    for edit in edits:
        at = bisect_right(runs, edit.span.start, key=lambda run: run.span.start) - 1
        end = runs[at].span.end
        if text[end - 1 : end] != "\n":
            end += 1  # the line feed of a last line that has none in the file
        if at < 0 or edit.span.end > end:
            line = numbers[text.count("\n", 0, edit.span.start)]
            raise NotPossibleError(line, "it reaches into lines that are not new")


def _headings(change: Change, edits: Sequence[Edit]) -> list[bytes]:
    found = []
    offset = 0
    for hunk in change.file.hunks:
        heading = hunk.heading
        if heading.strip():
            text = decode(heading)
            here = Span(offset, offset + len(text))
            offset = here.end + 1
            heading = encode(apply(text, clipped(touching(edits, here), here)))
        found.append(heading)
    return found


def _added(
    change: Change,
    run: Run,
    text: str,
    edits: Sequence[Edit],
    fates: dict[bytes, set[bytes | None]],
) -> list[Row]:
    rows = change.file.hunks[run.hunk].rows
    own = text[run.span.start : run.span.end]
    inside = clipped(touching(edits, run.span), run.span)
    _note_fates(own, inside, [rows[index][1:] for index in run.rows], fates)
    if not inside:
        return [
            Row(rows[index], index in change.file.hunks[run.hunk].unended) for index in run.rows
        ]
    new = apply(own, inside)
    if new and own.endswith("\n"):
        new = new.removesuffix("\n") + "\n"
    unended = not new.endswith("\n")
    lines = new.removesuffix("\n").split("\n") if new else []
    return [
        Row(b"+" + encode(line), unended and number == len(lines))
        for number, line in enumerate(lines, 1)
    ]


def _note_fates(
    text: str, edits: Sequence[Edit], rows: Sequence[bytes], fates: dict[bytes, set[bytes | None]]
) -> None:
    """Note what becomes of each added line, for the changes that meet it again."""
    start = 0
    for row in rows:
        line = decode(row)
        here = Span(start, start + len(line))
        start = here.end + 1
        own = touching(edits, Span(here.start, here.end + 1))
        fate: bytes | None = row
        if any(_takes_line(edit, here, len(text)) for edit in own):
            fate = None
        elif any(not here.covers(edit.span) for edit in own):
            # Several lines have become one: no line of the input stands for it.
            fates.setdefault(row, set()).update((None, row))
            continue
        elif own:
            fate = encode(apply(line, clipped(own, here)))
        fates.setdefault(row, set()).add(fate)


def _takes_line(edit: Edit, line: Span, end: int) -> bool:
    """Tell whether nothing is left of a line, its line feed included where it has one."""
    return not edit.text and edit.span.covers(Span(line.start, min(line.end + 1, end)))


def _followed(row: bytes, change: Change, fates: Fates, line: int) -> bytes | None:
    """Return a context or removed line, written as an earlier change of the input wrote it."""
    if row[1:] not in change.carried:
        return row
    known = fates.get(row[1:], frozenset({row[1:]}))
    if len(known) > 1:
        raise NotPossibleError(
            line, "earlier changes of this input rewrite such a line differently"
        )
    (fate,) = known
    return None if fate is None else row[:1] + fate

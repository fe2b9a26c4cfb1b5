"""Compares two versions of a file, private and public at once, as hunks of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prtool.review.model import Look, Row
from prtool.review.sides import Sides, lines_of

CONTEXT = 3
"""Lines around a change, as in a patch."""

Hunks = tuple[tuple[Row, ...], ...]


def whole(sides: Sides) -> Hunks:
    """Return one hunk with every line of a text."""
    rows = sides.added_behind(0)
    for line in range(1, len(lines_of(sides.private)) + 1):
        rows += [sides.row(line, " "), *sides.added_behind(line)]
    return (tuple(rows),) if rows else ()


def compare(old: Sides, new: Sides) -> Hunks:
    """Return what changes from one version of a file to the next, with some lines around."""
    return tuple(tuple(_hunk(old, new, group)) for group in _groups(old.private, new.private))


def only_marked(hunks: Hunks) -> tuple[Hunks, int]:
    """Return just the rows with something special about them, and how many others there are."""
    kept = [tuple(row for row in hunk if row.looks) for hunk in hunks]
    hidden = sum(map(len, hunks)) - sum(map(len, kept))
    return tuple(hunk for hunk in kept if hunk), hidden


def needs_look(hunks: Hunks) -> bool:
    """Tell whether a row needs a person."""
    return any(Look.ASKED in row.looks for hunk in hunks for row in hunk)


Opcode = tuple[str, int, int, int, int]


def _hunk(old: Sides, new: Sides, group: Sequence[Opcode]) -> Iterator[Row]:
    for what, first, last, new_first, new_last in group:
        if what != "equal":
            for line in range(first + 1, last + 1):
                yield old.row(line, "-")
        if what == "insert" and new_first == 0:
            yield from new.added_behind(0)
        for line in range(new_first + 1, new_last + 1):
            yield new.row(line, " " if what == "equal" else "+")
            yield from new.added_behind(line)


def _groups(old: str, new: str) -> Iterator[Sequence[Opcode]]:
    """Yield the opcodes of each hunk; what both begin and end with is not compared."""
    from difflib import SequenceMatcher

    before, after = lines_of(old), lines_of(new)
    start, end = 0, 0
    most = min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    start, end = max(0, start - CONTEXT), max(0, end - CONTEXT)
    matcher = SequenceMatcher(
        None, before[start : len(before) - end], after[start : len(after) - end]
    )
    for group in matcher.get_grouped_opcodes(CONTEXT):
        if group != [("equal", 0, 0, 0, 0)] and any(each[0] != "equal" for each in group):
            yield [(what, a + start, b + start, c + start, d + start) for what, a, b, c, d in group]

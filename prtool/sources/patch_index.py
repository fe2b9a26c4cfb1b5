r"""Reads of a large diff only what lies around the places that are worth a look.

The whole diff is indexed and its hunks are counted, but rows are made of few lines alone: files
become thin, hunks become the parts of them that were asked for. What is not of the plainest form
(a rename, a quoted name, a binary, prose between two files) is read by ``patch`` in full.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from prtool.model.modes import MODE_SUBMODULE, MODE_SYMLINK
from prtool.model.patterns import bytes_regex
from prtool.model.record import NamedTuple
from prtool.model.text import Channel
from prtool.sources.patch import HUNK, UNENDED, FilePatch, Hunk

BEGIN_FILE, BEGIN_HUNK = b"\ndiff --git ", b"\n@@ -"
"""What an index is made of: each mark ends behind one of these."""

_HEADER = bytes_regex(
    rb'diff --git a/([^\n"]+) b/\1\n'
    rb"(?:new file mode (?P<new>[0-7]{6})\n|deleted file mode (?P<gone>[0-7]{6})\n)?"
    rb"index [0-9a-f]{4,64}\.\.[0-9a-f]{4,64}(?: (?P<mode>[0-7]{6}))?\n"
    rb"--- (?P<old>a/\1\t?|/dev/null)\n\+\+\+ (?P<other>b/\1\t?|/dev/null)\n"
)
_NOT_EMPTY = {sign: bytes_regex(rb"\n" + re.escape(sign) + rb"[^\n]") for sign in (b"-", b" ")}


class Place(NamedTuple):
    """A place that is worth a look."""

    at: int
    """Offset in the diff."""
    below: int
    """How many rows below it belong to it, or ``WHOLE``."""
    owner: int
    """Who wants to look."""


class Section(NamedTuple):
    """A run of bytes that is one file's change, or something that has to be read in full."""

    start: int
    end: int
    file: FilePatch | None
    """None: not of the plain form."""
    hunks: tuple[_Body, ...] = ()


class _Body(NamedTuple):
    """Where the rows of a hunk lie."""

    head: re.Match[bytes]
    start: int
    end: int
    added_alone: bool = False
    """Whether every row is an added one."""


def sections(data: bytes, marks: Sequence[int]) -> Iterator[Section]:
    """Yield the sections of a diff without gaps, in order.

    Args:
        data: the diff.
        marks: where ``BEGIN_FILE`` and ``BEGIN_HUNK`` end, ascending.
    """
    begins = [] if not data.startswith(BEGIN_FILE[1:]) else [0]
    hunks: list[int] = []
    for mark in marks:
        if data[mark - 1] == 0x2D:  # the minus of "@@ -"
            hunks.append(mark - len(BEGIN_HUNK) + 1)
        else:
            begins.append(mark - len(BEGIN_FILE) + 1)
    if not begins or begins[0]:
        end = begins[0] if begins else len(data)
        if end:
            yield Section(0, end, None)
    if not begins:
        return
    at = 0
    for start, end in zip(begins, [*begins[1:], len(data)], strict=True):
        while at < len(hunks) and hunks[at] < start:
            at += 1
        last = at
        while last < len(hunks) and hunks[last] < end:
            last += 1
        yield _section(data, start, end, hunks[at:last])
        at = last


def _section(data: bytes, start: int, end: int, hunks: Sequence[int]) -> Section:
    unread = Section(start, end, None)
    if not hunks:
        return unread
    head = _HEADER.fullmatch(data, start, hunks[0])
    if head is None or b" b/" in head[1]:
        return unread
    new, gone, path = head["new"], head["gone"], head[1]
    old_side, new_side = head["old"] != b"/dev/null", head["other"] != b"/dev/null"
    if (old_side, new_side) != (new is None, gone is None) or not (old_side or new_side):
        return unread
    bodies = []
    for place, stop in zip(hunks, [*hunks[1:], end], strict=True):
        body = _body(data, place, stop)
        if body is None:
            return unread
        bodies.append(body)
    file = FilePatch(
        0,
        old_path=path if old_side else None,
        new_path=path if new_side else None,
        old_mode=0 if new else int(gone, 8) if gone else None,
        new_mode=0 if gone else int(new, 8) if new else None,
        mode=int(head["mode"], 8) if head["mode"] else None,
    )
    return Section(start, end, file, tuple(bodies))


def _body(data: bytes, place: int, end: int) -> _Body | None:
    """Return a hunk whose rows fill the bytes up to ``end`` exactly; None if they don't."""
    stop = data.find(b"\n", place, end)
    head = HUNK.fullmatch(data, place, stop) if stop != -1 else None
    if head is None:
        return None
    old, new = (int(head[n]) if head[n] is not None else 1 for n in (2, 4))
    start = stop + 1
    # Each row is told by the line feed before it and the sign behind that.
    rows = data.count(b"\n", stop, end) - 1 + (data[end - 1] != 0x0A)
    added = data.count(b"\n+", stop, end)
    if rows == added:
        return _Body(head, start, end, added_alone=True) if (old, new) == (0, added) else None
    removed = data.count(b"\n-", stop, end)
    kept = data.count(b"\n ", stop, end)
    ended = rows - added - removed - kept
    if ended and data.count(b"\n" + UNENDED, stop, end) != ended:
        return None
    if (old, new) != (removed + kept, added + kept):
        return None
    return _Body(head, start, end)


def channels(section: Section, data: bytes) -> Counter[Channel]:
    """Return how many texts of each channel a plain section has, read in full."""
    file = section.file
    assert file is not None  # noqa: S101 - the caller has a plain section
    found = Counter({Channel.PATH: 1})
    if any((body.head[5] or b"").strip() for body in section.hunks):
        found[Channel.HEADING] = 1
    mode = file.new_mode or file.mode
    if any(data.find(b"\n+", body.start - 1, body.end) != -1 for body in section.hunks):
        if mode == MODE_SYMLINK:
            found[Channel.SYMLINK] = 1
        elif mode == MODE_SUBMODULE or file.path.endswith(b".gitmodules"):
            found[Channel.SUBMODULE] = 1
        else:
            found[Channel.CONTENT] = 1
    if file.old_mode != 0:
        for sign, channel in ((b"-", Channel.REMOVED), (b" ", Channel.CONTEXT)):
            pattern = _NOT_EMPTY[sign]
            if any(pattern.search(data, body.start - 1, body.end) for body in section.hunks):
                found[channel] = 1
    return found


def sample(section: Section, data: bytes, size: int) -> bytes:
    """Return the first added rows of a plain file, at least ``size`` bytes of them if there are."""
    found = bytearray()
    for body in section.hunks:
        at = body.start
        while at < body.end and len(found) < size:
            end = data.find(b"\n", at, body.end) + 1 or body.end
            if data[at] in b"+ ":
                found += data[at + 1 : min(end, at + 1 + size)]
            at = end
        found += b"\n"
    return bytes(found)


def thin(section: Section, data: bytes, places: Sequence[Place]) -> FilePatch:
    """Return a plain file's change with the rows around some places alone.

    Args:
        section: a plain one.
        data: the diff.
        places: within it, ascending.
    """
    file = section.file
    assert file is not None  # noqa: S101 - the caller has a plain section
    at = 0
    for body in section.hunks:
        first = at
        while at < len(places) and places[at].at < body.end:
            at += 1
        inside = places[first:at]
        if inside:
            file.hunks.extend(_cut(body, data, inside))
    return file


def _cut(body: _Body, data: bytes, places: Sequence[Place]) -> Iterator[Hunk]:
    """Yield parts of a hunk: its heading where that was asked for, runs of whole rows."""
    old, new = int(body.head[1]), int(body.head[3])
    if places[0].at < body.start and body.head[5]:
        yield Hunk(old, new, body.head[5], ())
    line = known = body.start
    runs: list[tuple[int, int]] = []
    for place in places:
        if place.at < body.start:
            continue
        if place.at >= known:
            line = data.rfind(b"\n", known, place.at) + 1 or known
            known = data.find(b"\n", place.at, body.end) + 1 or body.end
        first, last = line, known
        for _ in range(place.below):
            if last >= body.end:
                break
            last = data.find(b"\n", last, body.end) + 1 or body.end
        if runs and runs[-1][1] >= first:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    at = body.start
    for first, last in runs:
        before_old, before_new = _sides(body, data, at, first)
        old, new = old + before_old, new + before_new
        yield _rows(data, first, last, old, new)
        inside_old, inside_new = _sides(body, data, first, last)
        old, new = old + inside_old, new + inside_new
        at = last


def _sides(body: _Body, data: bytes, start: int, end: int) -> tuple[int, int]:
    """Return how many old and how many new rows lie between two beginnings of rows."""
    if start == end:
        return 0, 0
    if body.added_alone:
        return 0, data.count(b"\n", start, end)
    kept = data.count(b"\n ", start - 1, end)
    removed, added = data.count(b"\n-", start - 1, end), data.count(b"\n+", start - 1, end)
    return removed + kept, added + kept


def _rows(data: bytes, start: int, end: int, old: int, new: int) -> Hunk:
    lines = data[start:end].split(b"\n")
    if not lines[-1]:
        lines.pop()
    if lines and lines[0].startswith(b"\\"):
        del lines[0]
    rows: list[bytes] = []
    unended: list[int] = []
    for line in lines:
        if line.startswith(b"\\"):
            unended.append(len(rows) - 1)
        else:
            rows.append(line)
    following = data[end : end + len(UNENDED)]
    if rows and following == UNENDED:
        unended.append(len(rows) - 1)
    return Hunk(old, new, b"", tuple(rows), tuple(unended))

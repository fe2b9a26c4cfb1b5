r"""Reads of a large diff only what lies around the places that are worth a look.

The whole diff is indexed and its hunks are counted, but rows are made of few lines alone: files
become thin, hunks become the parts of them that were asked for. What is not of the plainest form
(a rename, a quoted name, a binary, a pointer, prose between two files) is read in full by
``patch``.
"""

from __future__ import annotations

from prtool.model.patterns import bytes_regex
from prtool.model.record import NamedTuple
from prtool.model.text import Channel
from prtool.sources.limits import POINTER
from prtool.sources.patch import GITMODULES, HUNK_LINE, UNENDED, FilePatch, Hunk

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    _Hunk = tuple[re.Match[bytes], bool]
    """The line above its rows, and whether every row is an added one."""

BEGIN_FILE = b"\ndiff --git "
"""Where the change of a file begins, and the line above it ends."""

_HEADER = bytes_regex(
    rb'diff --git a/([^\n"]+) b/\1\n'
    rb"(?:new file mode (?P<new>[0-7]{6})\n|deleted file mode (?P<gone>[0-7]{6})\n)?"
    rb"index [0-9a-f]{4,64}\.\.[0-9a-f]{4,64}(?: (?P<mode>[0-7]{6}))?\n"
    rb"--- (?P<old>a/\1\t?|/dev/null)\n\+\+\+ (?P<other>b/\1\t?|/dev/null)\n"
)
_ABSENT = b"/dev/null"
_SUBMODULE = b"160000"
_POINTER = POINTER.encode()
_OF_TEXT = (b"100644", b"100755")
_ADDED, _REMOVED, _KEPT = (
    bytes_regex(rb"\n\+"),
    bytes_regex(rb"\n-[^\n]"),
    bytes_regex(rb"\n [^\n]"),
)
"""Rows of which a text is made; empty ones of what was there before make none."""
_HUNK_LINE = bytes_regex(rb"\n" + HUNK_LINE.pattern)
_NOT_ADDED = bytes_regex(rb"\n([^+])")
"""A row and its sign, unless that is the one of an added row; most rows of most diffs are."""


class Place(NamedTuple):
    """A place that is worth a look."""

    at: int
    """Offset in the diff."""
    below: int
    """How many rows below it belong to it, or ``WHOLE``."""
    owner: int
    """Who wants to look."""


class Section:
    """A run of bytes that is one file's change, or something that has to be read in full."""

    __slots__ = ("_bodies", "_hunks", "end", "head", "start")

    def __init__(
        self, start: int, end: int, head: re.Match[bytes] | None = None, hunks: Sequence[_Hunk] = ()
    ) -> None:
        """Take what was read.

        Args:
            start: where it begins, in bytes.
            end: where it ends.
            head: what stands above the first hunk; None: not of the plain form.
            hunks: those of a plain one.
        """
        self.start = start
        self.end = end
        self.head = head
        self._hunks = hunks
        self._bodies: tuple[Body, ...] | None = None

    @property
    def is_plain(self) -> bool:
        """Tell whether it is a file's change in the plain form."""
        return self.head is not None

    @property
    def path(self) -> bytes:
        """Return the path of a plain file."""
        assert self.head is not None  # noqa: S101 - the caller has a plain section
        return self.head[1]

    @property
    def rows(self) -> int:
        """Return the end of the line above the first row of a plain file, in bytes."""
        return self._hunks[0][0].end() - 1

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Return where the rows of each hunk lie, worked out where somebody asks."""
        if self._bodies is None:
            ends = [head.start() + 1 for head, _ in self._hunks[1:]]
            self._bodies = tuple(
                Body(head, head.end(), end, added_alone)
                for (head, added_alone), end in zip(self._hunks, [*ends, self.end], strict=True)
            )
        return self._bodies

    @property
    def has_headings(self) -> bool:
        """Tell whether something stands behind the second ``@@`` of a hunk."""
        return any((head[5] or b"").strip() for head, _ in self._hunks)

    def is_above(self, place: Place) -> bool:
        """Tell whether a place lies above the first hunk."""
        return place.at <= self._hunks[0][0].start()

    def file(self) -> FilePatch:
        """Return the change of a plain file, without its hunks."""
        assert self.head is not None  # noqa: S101 - the caller has a plain section
        path, new, gone, mode, _, _ = self.head.groups()
        return FilePatch(
            0,
            old_path=None if new else path,
            new_path=None if gone else path,
            old_mode=0 if new else int(gone, 8) if gone else None,
            new_mode=0 if gone else int(new, 8) if new else None,
            mode=int(mode, 8) if mode else None,
        )


class Body(NamedTuple):
    """Where the rows of a hunk lie."""

    head: re.Match[bytes]
    start: int
    end: int
    added_alone: bool
    """Whether every row is an added one."""

    @property
    def heading(self) -> bytes:
        """Return what stands behind the second ``@@``."""
        return self.head[5] or b""


def sections(data: bytes, start: int, end: int) -> Iterator[Section]:
    """Yield the sections of a part of a diff without gaps, in order.

    Args:
        data: the diff.
        start: where the part begins, in bytes.
        end: where it ends.
    """
    begin = start
    if not data.startswith(BEGIN_FILE[1:], start):
        begin = data.find(BEGIN_FILE, start, end) + 1 or end
        if begin > start:
            yield Section(start, begin)
    while begin < end:
        stop = data.find(BEGIN_FILE, begin, end) + 1 or end
        yield _section(data, begin, stop)
        begin = stop


def _section(data: bytes, start: int, end: int) -> Section:
    unread = Section(start, end)
    head = _HEADER.match(data, start, end)
    if head is None:
        return unread
    path, new, gone, mode, old_side, new_side = head.groups()
    if (old_side == _ABSENT, new_side == _ABSENT) != (new is not None, gone is not None):
        return unread
    if b" b/" in path:
        return unread
    hunks = _hunks(data, head.end(), end)
    if not hunks:
        return unread
    # What stands for something that is not looked at is read, so that this can be said.
    if _SUBMODULE in (new, mode) or data.startswith(_POINTER, hunks[0][0].end() + 1):
        return unread
    return Section(start, end, head, hunks)


def _hunks(data: bytes, start: int, end: int) -> list[_Hunk]:
    """Return the hunks of a part of a diff; none if their rows do not fill it exactly."""
    # Each row is told by the line feed before it and the sign behind that; a header's is an "@".
    _, *shares = b"".join(_NOT_ADDED.findall(data, start - 1, end)).split(b"@")
    head = _HUNK_LINE.match(data, start - 1, end)
    if head is None:
        return []
    heads = [head] if len(shares) == 1 else list(_HUNK_LINE.finditer(data, start - 1, end))
    if len(heads) != len(shares):
        return []
    hunks = []
    is_ended = data[end - 1] == 0x0A
    last = len(heads) - 1
    for number, head in enumerate(heads):
        others = shares[number]
        first = head.end()
        stop = end if number == last else heads[number + 1].start() + 1
        rows = data.count(b"\n", first, stop) + (number == last and not is_ended)
        added = rows - len(others)
        old, new = head.group(2, 4)
        removed = kept = 0
        if others:
            removed, kept = others.count(b"-"), others.count(b" ")
            ended = len(others) - removed - kept
            # An empty row, which hides the sign of the one below it, is among the others as well.
            if ended and (b"\n" in others or data.count(b"\n" + UNENDED, first - 1, stop) != ended):
                return []
        if removed + kept != (1 if old is None else int(old)):
            return []
        if added + kept != (1 if new is None else int(new)):
            return []
        hunks.append((head, not others))
    return hunks


def channels(section: Section, data: bytes) -> list[Channel]:
    """Return the channels of which a plain section has a text, read in full."""
    assert section.head is not None  # noqa: S101 - the caller has a plain section
    path, new, _, mode, _, _ = section.head.groups()
    found = [Channel.PATH]
    if section.has_headings:
        found.append(Channel.HEADING)
    if _some(section, data, _ADDED):
        is_text = (new or mode) in _OF_TEXT and not path.endswith(GITMODULES)
        found.append(Channel.CONTENT if is_text else section.file().channel)
    if not new:
        if _some(section, data, _REMOVED):
            found.append(Channel.REMOVED)
        if _some(section, data, _KEPT):
            found.append(Channel.CONTEXT)
    return found


def _some(section: Section, data: bytes, row: re.Pattern[bytes]) -> bool:
    return row.search(data, section.rows, section.end) is not None


def sample(section: Section, data: bytes, size: int) -> bytes:
    """Return the first added rows of a plain file, at least ``size`` bytes of them if there are."""
    found = bytearray()
    for body in section.bodies:
        at = body.start
        if body.added_alone:
            # Every row has its sign and its end: twice the bytes are enough.
            rows = data[at + 1 : min(body.end, at + 2 * (size - len(found)) + 2)]
            found += rows.replace(b"\n+", b"\n")
            at = body.end
        while at < body.end and len(found) < size:
            end = data.find(b"\n", at, body.end) + 1 or body.end
            if data[at] in b"+ ":
                found += data[at + 1 : min(end, at + 1 + size)]
            at = end
        found += b"\n"
    return bytes(found)


def end_of_run(section: Section, data: bytes, start: int, below: int) -> int | None:
    """Return where a row ends together with some rows below it.

    Args:
        section: a plain one.
        data: the diff.
        start: where the row begins.
        below: how many more rows, at the most.

    Returns:
        None: not all rows of this hunk are added ones.
    """
    body = next((each for each in section.bodies if each.start <= start < each.end), None)
    if body is None or not body.added_alone:
        return None
    end = start
    for _ in range(below + 1):
        end = data.find(b"\n", end, body.end) + 1 or body.end
        if end >= body.end:
            break
    return end


def thin(section: Section, data: bytes, places: Sequence[Place]) -> FilePatch:
    """Return a plain file's change with the rows around some places alone.

    Args:
        section: a plain one.
        data: the diff.
        places: within it, ascending.
    """
    file = section.file()
    at = 0
    for body in section.bodies:
        first = at
        while at < len(places) and places[at].at < body.end:
            at += 1
        inside = places[first:at]
        if inside:
            file.hunks.extend(_cut(body, data, inside))
    return file


def _cut(body: Body, data: bytes, places: Sequence[Place]) -> Iterator[Hunk]:
    """Yield parts of a hunk: its heading where that was asked for, runs of whole rows."""
    old, new = int(body.head[1]), int(body.head[3])
    if places[0].at < body.start and body.heading:
        yield Hunk(old, new, body.heading, ())
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


def _sides(body: Body, data: bytes, start: int, end: int) -> tuple[int, int]:
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

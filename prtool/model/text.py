r"""Text with an address: the envelope of everything that leaves.

Owns the lossless way from bytes to text and back, and the rule that lines end at ``\n`` alone.
Knows nothing of git.
"""

from __future__ import annotations

from prtool.model.record import NamedTuple, StrEnum, dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Channel(StrEnum):
    """The ways by which data leaves; the names are part of the report formats."""

    CONTENT = "content"
    REMOVED = "removed"
    CONTEXT = "context"
    HEADING = "heading"
    PATH = "path"
    MODE = "mode"
    SYMLINK = "symlink"
    SUBMODULE = "submodule"
    BINARY = "binary"
    MESSAGE = "message"
    TRAILER = "trailer"
    AUTHOR = "author"
    COMMITTER = "committer"
    DATE = "date"
    BRANCH = "branch"
    PR_TITLE = "pr-title"
    PR_BODY = "pr-body"
    TEXT = "text"


PING_CHANNELS = frozenset({Channel.MESSAGE, Channel.PR_TITLE, Channel.PR_BODY})
"""Where a forge notifies whoever is mentioned."""


class Span(NamedTuple):
    """A half-open range of code points, 0-based."""

    start: int
    end: int

    def shift(self, by: int) -> Span:
        """Return the same range ``by`` code points further on."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share a code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Tell whether ``other`` lies within this range."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class TextUnit:
    """One piece of text that could leave, with its address.

    Detectors see nothing else.
    """

    channel: Channel
    text: str
    """UTF-8 decoded with ``surrogateescape``: any byte string survives the way there and back."""
    commit: str | None = None
    """Object id of the first private commit that has this text."""
    path: str | None = None
    """Path in the private tree, decoded like ``text``."""
    blob: str | None = None
    """Object id of the blob, for units made of file content."""
    new: tuple[Span, ...] | None = None
    """Ranges that upstream does not have yet, ascending; ``None`` means all of it."""
    sample: str = ""
    """For a path: the first part of the file's text, for rules that look at a file's shape."""
    numbers: tuple[int, ...] = ()
    """For a text that is no whole file: the 1-based number that each of its lines has there."""

    def regions(self) -> tuple[Span, ...]:
        """Return the ranges to look at."""
        return (Span(0, len(self.text)),) if self.new is None else self.new


class LineIndex:
    r"""Turns offsets of one text into 1-based lines and columns; lines end at ``\n`` alone."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        position = text.find("\n")
        while position != -1:
            self._starts.append(position + 1)
            position = text.find("\n", position + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Return (line, column), both 1-based, columns in code points."""
        from bisect import bisect_right

        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line_span(self, line: int) -> Span:
        r"""Return the range of a 1-based line, its ``\n`` left out."""
        start = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self._text)
        return Span(start, end)

    def lines_of(self, span: Span) -> range:
        """Return the 1-based numbers of the lines that a range touches."""
        from bisect import bisect_right

        first = bisect_right(self._starts, span.start)
        last = bisect_right(self._starts, max(span.start, span.end - 1))
        return range(first, last + 1)


AROUND = 4096
"""Code points on each side of a range that stand for a line which is longer."""


def line_around(text: str, span: Span) -> str:
    """Return the whole lines that a range touches; of very long ones what lies around it."""
    first, last = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    start = text.rfind("\n", first, span.start) + 1 or first
    end = text.find("\n", max(span.start, span.end - 1), last)
    return text[start : last if end == -1 else end]


def decode(raw: bytes) -> str:
    """Turn bytes into text without loss."""
    return raw.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """Turn text made by :func:`decode` back into its bytes."""
    return text.encode("utf-8", "surrogateescape")


def printable(text: str) -> str:
    """Return ``text`` safe for a terminal, a log or JSON: controls and odd bytes escaped."""
    if text.isprintable():  # nearly always, and a hundred times as fast
        return text
    return "".join(
        char
        if char.isprintable() and not "\ud800" <= char <= "\udfff"
        else char.encode("unicode_escape", "surrogatepass").decode("ascii")
        for char in text
    )


def stands_alone(text: str, line: str) -> bool:
    """Tell whether ``text`` occurs in ``line`` with no word character glued to it."""
    position = line.find(text)
    while position != -1:
        before = line[position - 1 : position]
        after = line[position + len(text) : position + len(text) + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            return True
        position = line.find(text, position + 1)
    return False


def iter_lines(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield (offset, line with its ``\n``) for each line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield start, text[start:end]
        start = end


def is_binary(raw: bytes) -> bool:
    """Tell binary content as git does: a NUL among the first 8,000 bytes.

    Source: ``buffer_is_binary`` and ``FIRST_FEW_BYTES`` in git's xdiff-interface.c.
    """
    return b"\0" in raw[:8000]


def suffix(path: str) -> str:
    """Return the last suffix of a file's name with its dot, in lower case."""
    stem, dot, suffix = path.rpartition("/")[2].rpartition(".")
    return (dot + suffix).lower() if stem else ""

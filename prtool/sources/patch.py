r"""What a unified diff is made of, byte for byte: files, hunks, and the prose around them.

Lines end at ``\n`` alone. The format is that of git's Documentation/diff-generate-patch.txt and of
POSIX diff, "Diff -u Output Format".
"""

from __future__ import annotations

from prtool.model.modes import MODE_SUBMODULE, MODE_SYMLINK
from prtool.model.patterns import DOTALL, bytes_regex
from prtool.model.record import dataclass, field
from prtool.model.text import Channel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from prtool.sources.binary_patch import BinaryContent

_RANGES = rb"@@ -(\d{1,10})(?:,(\d{1,10}))? \+(\d{1,10})(?:,(\d{1,10}))? @@"
HUNK = bytes_regex(_RANGES + rb"(?: (.*))?\r?", DOTALL)
HUNK_LINE = bytes_regex(_RANGES + rb"(?: ([^\n]*))?\r?\n")
"""The same as a whole line of a diff."""
GITMODULES = b".gitmodules"
BINARY = b"GIT binary patch"
UNENDED = b"\\ No newline at end of file"


@dataclass(frozen=True, slots=True)
class Hunk:
    """A run of changed lines."""

    old_start: int
    new_start: int
    """1-based; the numbers of its first row on both sides."""
    heading: bytes
    """What stands behind the second ``@@``."""
    rows: tuple[bytes, ...]
    r"""Lines with their sign, without ``\n``; an empty context line may lack its blank."""
    unended: tuple[int, ...] = ()
    r"""Indexes of the rows that end a file without ``\n``."""


@dataclass(slots=True)
class FilePatch:
    """What a diff does to one file."""

    line: int
    """1-based line of the diff at which it begins."""
    old_path: bytes | None = None
    new_path: bytes | None = None
    """None: no such file on that side."""
    moved: bool = False
    """Renamed or copied."""
    old_mode: int | None = None
    new_mode: int | None = None
    mode: int | None = None
    """The mode that both sides have."""
    stamps: tuple[bytes, ...] = ()
    """Time stamps that plain ``diff`` writes beside the names."""
    hunks: list[Hunk] = field(default_factory=list)
    binary: tuple[BinaryContent, ...] | None = None
    """Empty where the diff only says that the files differ."""

    @property
    def path(self) -> bytes:
        """Return the path that the file has afterwards, or had when it is deleted."""
        return self.new_path if self.new_path is not None else self.old_path or b""

    @property
    def channel(self) -> Channel:
        """Return the channel by which the file's new content leaves."""
        mode = self.new_mode or self.mode
        if mode == MODE_SYMLINK:
            return Channel.SYMLINK
        if mode == MODE_SUBMODULE or self.path.endswith(GITMODULES):
            return Channel.SUBMODULE
        return Channel.CONTENT


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines that belong to no file's change."""

    line: int
    text: bytes


def read_diff(data: bytes, first_line: int = 1) -> Iterator[FilePatch | Prose]:
    """Yield everything in a diff, in order.

    Args:
        data: the diff.
        first_line: the number of its first line, for messages.

    Raises:
        InputError: it is malformed or cut off; the message names the line and quotes nothing.
    """
    lines = data.split(b"\n")
    if not lines[-1]:
        lines.pop()
    from prtool.sources.patch_reader import Reader

    return Reader(lines, first_line).read()

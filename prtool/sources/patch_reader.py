r"""A strict reader of a unified diff: nothing is guessed and nothing is skipped.

Every line is part of a file's change or is prose, and what is malformed or cut off is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from prtool.errors import InputError
from prtool.model.patterns import bytes_regex
from prtool.model.record import dataclass
from prtool.sources.patch import BINARY, HUNK, UNENDED, FilePatch, Hunk, Prose
from prtool.sources.patch_paths import (
    file_name,
    git_pair,
    names_pair,
    names_sides,
    unquote,
    without_prefixes,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_INDEX = bytes_regex(rb"index ([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: ([0-7]{6}))?")
_MODE = bytes_regex(rb"(old|new|deleted file|new file) mode ([0-7]{6})")
_NAME = bytes_regex(rb"(rename|copy) (from|to) (.+)", re.DOTALL)
_DIFFER = bytes_regex(rb"Binary files (.+) differ", re.DOTALL)
_LIKENESS = bytes_regex(rb"(?:dis)?similarity index \d{1,3}%")
_EMPTY_BLOBS = (
    b"0" * 64,
    b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
"""No blob, and the empty one in SHA-1 and SHA-256: such a change has no hunks."""


@dataclass(slots=True)
class Reader:
    """Reads the lines of a diff, one after the other."""

    lines: Sequence[bytes]
    first_line: int
    at: int = 0

    def read(self) -> Iterator[FilePatch | Prose]:
        """Yield everything, in order."""
        prose = 0
        while self.at < len(self.lines):
            begun = self.at
            file = self._file()
            if file is None:
                self.at = begun + 1
                continue
            if prose < begun:
                yield self._prose(prose, begun)
            yield file
            prose = self.at
        if prose < len(self.lines):
            yield self._prose(prose, len(self.lines))

    def _prose(self, start: int, end: int) -> Prose:
        return Prose(self.first_line + start, b"\n".join(self.lines[start:end]) + b"\n")

    def _fail(self, what: str, hint: str = "make the patch again, whole") -> NoReturn:
        where = self.first_line + min(self.at, len(self.lines) - 1)
        raise InputError(f"line {where} of the patch: {what}", hint=hint)

    def _peek(self) -> bytes:
        return self.lines[self.at] if self.at < len(self.lines) else b""

    def _file(self) -> FilePatch | None:
        line = self._peek()
        if line.startswith(b"diff --git "):
            return self._git_file()
        if line.startswith((b"diff --cc ", b"diff --combined ", b"@@@ ")):
            self._fail(
                "a combined diff of a merge does not say what is new",
                "use 'git diff BASE...HEAD', or check the commits with --base",
            )
        after = self.lines[self.at + 1 : self.at + 2]
        if line.startswith(b"--- ") and after and after[0].startswith(b"+++ "):
            file = FilePatch(self.first_line + self.at)
            self._names(file)
            self._hunks(file)
            return file
        if HUNK.fullmatch(line) or line.startswith(b"+++ "):
            self._fail("a change without the name of its file")
        if line.startswith((b"--- a/", b'--- "a/', b"--- /dev/null")):
            self._fail("the patch is cut off")
        return None

    def _git_file(self) -> FilePatch:
        file = FilePatch(self.first_line + self.at)
        rest = self._peek().removeprefix(b"diff --git ").rstrip(b"\r")
        self.at += 1
        index: tuple[bytes, bytes] | None = None
        pair: dict[bytes, bytes] = {}
        headers = 0
        while self.at < len(self.lines):
            line = self._peek().rstrip(b"\r")
            if match := _MODE.fullmatch(line):
                self._set_mode(file, match[1], int(match[2], 8))
            elif match := _NAME.fullmatch(line):
                pair[match[2]] = self._unquoted(match[3])
                file.moved = True
            elif match := _INDEX.fullmatch(line):
                index = (match[1], match[2])
                file.mode = int(match[3], 8) if match[3] else None
            elif not _LIKENESS.fullmatch(line):
                break
            headers += 1
            self.at += 1
        self._git_names(file, rest, pair)
        if not self._body(file, rest):
            content = index is not None and not all(_is_empty(each) for each in index)
            if content or not headers:
                self._fail("the patch is cut off: a file's change is missing")
        return file

    def _set_mode(self, file: FilePatch, which: bytes, mode: int) -> None:
        if which == b"new file":
            file.new_mode = mode
            file.old_mode = 0
        elif which == b"deleted file":
            file.old_mode = mode
            file.new_mode = 0
        elif which == b"old":
            file.old_mode = mode
        else:
            file.new_mode = mode

    def _git_names(self, file: FilePatch, rest: bytes, pair: dict[bytes, bytes]) -> None:
        if pair:
            if pair.keys() != {b"from", b"to"}:
                self._fail("a rename or copy without both of its names")
            file.old_path, file.new_path = pair[b"from"], pair[b"to"]
            if not names_pair(rest, pair[b"from"], pair[b"to"]):
                self._fail("the names of the file contradict each other")
            return
        try:
            file.old_path, file.new_path = without_prefixes(*git_pair(rest))
        except ValueError:
            self._fail("the name of the file can't be told")
        if file.old_mode == 0:
            file.old_path = None
        if file.new_mode == 0:
            file.new_path = None

    def _body(self, file: FilePatch, rest: bytes) -> bool:
        """Read what follows a git header; tell whether there was anything."""
        line = self._peek().rstrip(b"\r")
        if line.startswith(b"--- "):
            named = (file.old_path, file.new_path)
            self._names(file)
            self._compare_names(file, named)
            self._hunks(file)
            return True
        if line == BINARY:
            from prtool.sources import binary_patch

            try:
                file.binary, self.at = binary_patch.read_binary(self.lines, self.at + 1)
            except ValueError as error:
                self._fail(str(error))
            return True
        if match := _DIFFER.fullmatch(line):
            if not names_sides(rest, match[1]):
                self._fail("the names of the file contradict each other")
            file.binary = ()
            self.at += 1
            return True
        return False

    def _compare_names(self, file: FilePatch, named: tuple[bytes | None, bytes | None]) -> None:
        """Take the names of the git header, which the two lines before the hunks must repeat."""
        for own, other in zip(named, (file.old_path, file.new_path), strict=True):
            # One name alone does not tell whether "a/" is a prefix or a folder.
            if (own is None) != (other is None) or (own and other and not own.endswith(other)):
                self._fail("the names of the file contradict each other")
        file.old_path, file.new_path = named

    def _names(self, file: FilePatch) -> None:
        old = self._peek().removeprefix(b"--- ").rstrip(b"\r")
        self.at += 1
        if not self._peek().startswith(b"+++ "):
            self._fail("the name of the new file is missing")
        new = self._peek().removeprefix(b"+++ ").rstrip(b"\r")
        try:
            (old_path, old_stamp), (new_path, new_stamp) = file_name(old), file_name(new)
        except ValueError:
            self._fail("a name with malformed quotes")
        if old_path is None and new_path is None:
            self._fail("a change of no file")
        file.old_path, file.new_path = without_prefixes(old_path, new_path)
        file.stamps = tuple(stamp for stamp in (old_stamp, new_stamp) if stamp)
        self.at += 1

    def _unquoted(self, name: bytes) -> bytes:
        try:
            return unquote(name)
        except ValueError:
            self._fail("a name with malformed quotes")

    def _hunks(self, file: FilePatch) -> None:
        while match := HUNK.fullmatch(self._peek()):
            file.hunks.append(self._hunk(match))
        if not file.hunks:
            self._fail("the patch is cut off: a file's change is missing")

    def _hunk(self, match: re.Match[bytes]) -> Hunk:
        old, new = (int(match[n]) if match[n] is not None else 1 for n in (2, 4))
        self.at += 1
        rows: list[bytes] = []
        unended: list[int] = []
        while old or new or self._peek().startswith(b"\\"):
            if self.at == len(self.lines):
                self._fail("the patch is cut off: a change is shorter than it says")
            line = self.lines[self.at]
            sign = line[:1]
            if sign == b"\\":
                if not rows or line.rstrip(b"\r") != UNENDED:
                    self._fail("a mark that belongs to no line", "make the patch with LC_ALL=C")
                unended.append(len(rows) - 1)
                self.at += 1
                continue
            if sign not in (b" ", b"-", b"+", b"", b"\r"):
                self._fail("a change is shorter than it says")
            old -= sign != b"+"
            new -= sign != b"-"
            if old < 0 or new < 0:
                self._fail("a change is longer than it says")
            rows.append(line)
            self.at += 1
        return Hunk(int(match[1]), int(match[3]), match[5] or b"", tuple(rows), tuple(unended))


def _is_empty(oid: bytes) -> bool:
    return any(blob.startswith(oid) for blob in _EMPTY_BLOBS)

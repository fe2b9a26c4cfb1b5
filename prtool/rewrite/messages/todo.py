r"""The file of ``--reword``: all messages of a series, to be edited and read back.

One block per commit, in order. A block begins with its own line::

    commit 2 [0a1b2c3d] internal/router/router.go

and goes on with the message. What follows the digits in brackets is for the reader. Lines that
begin with ``#`` are comments. A backslash at the beginning of a line is taken off, so that a
message may have lines that begin with ``#``, ``\`` or look like the line of a commit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from prtool.errors import InputError
from prtool.model.patterns import regex
from prtool.model.record import dataclass
from prtool.model.text import encode, printable
from prtool.rewrite.messages.style import hints

KEY_DIGITS = 8
_HEAD = regex(r"commit[ \t]+(\d{1,6})[ \t]+\[([0-9a-f]{8})\](?:[ \t].*)?")
_LIKE_HEAD = regex(r"commit[ \t]+\d+[ \t]+\[")
_FILES = 3
"""Paths named in the line of a commit."""
_AGAIN = "move the file away and run the same command again to have it written anew"

_INTRODUCTION = """\
# The commit messages of this series, as they would leave.
#
# Edit what stands below the lines "commit N [...]": the first line is the subject, then a blank
# line, then the body. Leave those lines as they are, each once and in this order. Save, and run the
# same command again: what stands here is then used, after the same scan as all else.
#
# Lines that begin with '#' are comments. For a line of the message that begins so, put a backslash
# before it. A sign-off is added where it belongs. To begin afresh, move this file away.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoEntry:
    """One message of the series on its way into the file."""

    message: str
    """Without the sign-off."""
    paths: tuple[str, ...]
    """Public paths that the commit touches."""
    remarks: tuple[str, ...] = ()
    """What the person should know of it; nothing private."""

    @property
    def key(self) -> str:
        """Return what tells whether the file still fits: it changes with files and message.

        Not with what stands in the files: they may be mended while the messages are edited.
        """
        parts = "\0".join((*sorted(self.paths), "", self.message))
        return hashlib.sha256(encode(parts)).hexdigest()[:KEY_DIGITS]


@dataclass(frozen=True, slots=True)
class Reworded:
    """One message as it came back."""

    text: str
    """Without comments and blank lines around it, with a line end."""
    numbers: tuple[int, ...]
    """The 1-based line of the file of each of its lines."""
    line: int
    """The line of the file at which its block begins, 1-based."""


def render_todo(entries: Sequence[TodoEntry]) -> str:
    """Return the file for some messages, oldest first."""
    blocks = [_INTRODUCTION]
    for number, entry in enumerate(entries, 1):
        remarks = (*entry.remarks, *(f"hint: {hint}" for hint in hints(entry.message)))
        lines = [_head(number, entry), *(f"# {printable(remark)}" for remark in remarks)]
        lines += [_escaped(line) for line in entry.message.strip("\n").split("\n")]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def parse_todo(text: str, name: str, entries: Sequence[TodoEntry]) -> tuple[Reworded, ...]:
    """Read the file back.

    Args:
        text: what stands in it.
        name: what it is called in messages.
        entries: the messages that it has to hold, as they would be written today.

    Raises:
        InputError: it holds something else; the message begins with file:line.
    """
    found: list[Reworded] = []
    block: list[tuple[int, str]] = []
    began = 0
    lines = text.removeprefix("\ufeff").split("\n")
    for number, raw in enumerate(lines, 1):
        line = raw.removesuffix("\r")
        if "\0" in line:
            raise _wrong(name, number, "a NUL character", "take it out")
        if _LIKE_HEAD.match(line):
            if began:
                found.append(_reworded(block, began, name, len(found) + 1))
            _check_head(line, number, name, entries, len(found))
            block, began = [], number
        elif line.startswith("#"):
            continue
        elif began:
            block.append((number, line.removeprefix("\\")))
        elif line.strip():
            what = "text before the first line 'commit N [...]'"
            raise _wrong(name, number, what, "make it a comment with '#', or move it below")
    if began:
        found.append(_reworded(block, began, name, len(found) + 1))
    if len(found) < len(entries):
        what = f"the file ends, and commit {len(found) + 1} of {len(entries)} is missing"
        raise _wrong(name, len(lines), what, f"put its line and message back, or {_AGAIN}")
    return tuple(found)


def _head(number: int, entry: TodoEntry) -> str:
    named = [printable(path) for path in entry.paths[:_FILES]]
    more = len(entry.paths) - len(named)
    return f"commit {number} [{entry.key}] {', '.join(named)}" + (f" and {more} more" * (more > 0))


def _escaped(line: str) -> str:
    return f"\\{line}" if line.startswith(("#", "\\")) or _LIKE_HEAD.match(line) else line


def _check_head(
    line: str, number: int, name: str, entries: Sequence[TodoEntry], before: int
) -> None:
    """Refuse the line of a commit that is not the next one."""
    head = _HEAD.fullmatch(line)
    if head is None:
        why = "not the line of a commit as it was written"
        raise _wrong(name, number, why, f"put 'commit N [...]' back, or {_AGAIN}")
    own, expected = int(head[1]), before + 1
    if 0 < own < expected:
        why = f"commit {own} stands here a second time"
        raise _wrong(name, number, why, "each commit stands once: take one of the two out")
    if expected > len(entries):
        why = f"commit {own} is not in the series, which has {len(entries)}"
        raise _wrong(name, number, why, f"take the block out, or {_AGAIN}")
    if own != expected:
        why = f"commit {expected} of {len(entries)} is expected here, this is commit {own}"
        raise _wrong(name, number, why, "keep all commits in the order of the series")
    if head[2] != entries[before].key:
        why = f"commit {own} has changed since the file was written (its files or its message)"
        raise _wrong(name, number, why, _AGAIN)


def _reworded(block: Sequence[tuple[int, str]], began: int, name: str, number: int) -> Reworded:
    rows = [(line, text.rstrip()) for line, text in block]
    while rows and not rows[0][1].strip():
        rows.pop(0)
    while rows and not rows[-1][1].strip():
        rows.pop()
    if not rows:
        why = f"commit {number} has no message"
        raise _wrong(name, began, why, "write a subject below this line")
    numbers = tuple(line for line, _ in rows)
    return Reworded("\n".join(_joined(rows)) + "\n", numbers, began)


def _joined(rows: Sequence[tuple[int, str]]) -> Iterator[str]:
    yield rows[0][1].strip()
    yield from (text for _, text in rows[1:])


def _wrong(name: str, line: int, what: str, hint: str) -> InputError:
    return InputError(f"{name}:{line}: {what}", hint=hint)

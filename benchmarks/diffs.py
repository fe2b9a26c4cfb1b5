"""Writes unified diffs as git writes them, from texts that never stood in a repository."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_PLAIN = frozenset(range(0x20, 0x7F)) - frozenset(b'"\\')
_CONTEXT = 3
_NO_NEWLINE = b"\\ No newline at end of file\n"


class Hunk(NamedTuple):
    """One change of a file."""

    at: int
    """Position of the first line that goes."""
    removed: int
    new: tuple[bytes, ...]

    @property
    def end(self) -> int:
        """Return the position behind the last line that goes."""
        return self.at + self.removed


def added(path: str, text: bytes) -> bytes:
    """Return the diff that adds a file."""
    lines = cut(text)
    head = (
        f"diff --git {_name('a/' + path)} {_name('b/' + path)}\nnew file mode 100644\n"
        f"index 0000000..{_blob(text)}\n--- /dev/null\n+++ {_name('b/' + path, in_header=True)}\n"
    )
    if not lines:
        return head.split("---", 1)[0].encode()
    span = "1" if len(lines) == 1 else f"1,{len(lines)}"
    body = (b"+" + line for line in lines)
    return b"".join((head.encode(), f"@@ -0,0 +{span} @@\n".encode(), *_ended(body)))


def modified(path: str, lines: Sequence[bytes], hunks: Iterable[Hunk]) -> bytes:
    """Return the diff that changes a file; ``hunks`` are in order and lie apart.

    ``lines`` are the old ones, with their ends.
    """
    parts: list[bytes] = []
    moved = 0
    for hunk in hunks:
        first, last = max(0, hunk.at - _CONTEXT), min(len(lines), hunk.end + _CONTEXT)
        old, new = last - first, last - first + len(hunk.new) - hunk.removed
        heading = _heading(lines, first)
        parts.append(f"@@ -{first + 1},{old} +{first + 1 + moved},{new} @@{heading}\n".encode())
        parts.extend(_ended(b" " + line for line in lines[first : hunk.at]))
        parts.extend(_ended(b"-" + line for line in lines[hunk.at : hunk.end]))
        parts.extend(_ended(b"+" + line for line in hunk.new))
        parts.extend(_ended(b" " + line for line in lines[hunk.end : last]))
        moved += len(hunk.new) - hunk.removed
    head = (
        f"diff --git {_name('a/' + path)} {_name('b/' + path)}\n"
        f"index {_blob(b''.join(lines))}..{_blob(b''.join(parts))} 100644\n"
        f"--- {_name('a/' + path, in_header=True)}\n+++ {_name('b/' + path, in_header=True)}\n"
    )
    return b"".join((head.encode(), *parts))


def cut(text: bytes) -> list[bytes]:
    r"""Return lines with their ends; git knows ``\n`` alone."""
    lines = text.split(b"\n")
    last = lines.pop()
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _ended(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield line if line.endswith(b"\n") else line + b"\n" + _NO_NEWLINE


def _heading(lines: Sequence[bytes], start: int) -> str:
    """Return what git shows behind ``@@``: the last line above that begins with a letter."""
    for line in reversed(lines[max(0, start - 200) : start]):
        if line[:1].isalpha() or line[:1] in b"_$":
            return " " + line[:80].rstrip().decode("utf-8", "ignore")
    return ""


def _name(name: str, *, in_header: bool = False) -> str:
    raw = name.encode("utf-8", "surrogateescape")
    if all(byte in _PLAIN for byte in raw):
        return name + ("\t" if in_header and " " in name else "")
    quoted = "".join(chr(byte) if byte in _PLAIN else f"\\{byte:03o}" for byte in raw)
    return f'"{quoted}"'


def _blob(text: bytes) -> str:
    """Return the short id that git gives a file."""
    head = b"blob %d\0" % len(text)
    return hashlib.sha1(head + text, usedforsecurity=False).hexdigest()[:7]

"""The lines above the hunks of a change: names, time stamps and blob ids as they may leave.

Source: git's Documentation/diff-generate-patch.txt, ``quote_c_style`` in quote.c, and POSIX diff.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from prtool.model.record import dataclass
from prtool.rewrite.identity import Dates
from prtool.rewrite.patch.letters import public_moment
from prtool.rewrite.patch.pieces import Change
from prtool.sources.patch import BINARY
from prtool.sources.patch_paths import DEV_NULL, file_name, git_pair, unquote

_PREFIXES = (b"", *(bytes((letter, 47)) for letter in b"abciow12"))
_MOVE = re.compile(rb"((?:rename|copy) (from|to) )(.+)", re.DOTALL)
_DIFFER = re.compile(rb"Binary files (.+) differ", re.DOTALL)
_STAMP = re.compile(rb"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(\.\d+)?(?: ([+-]\d{4}))?")
_ESCAPES = {7: b"a", 8: b"b", 9: b"t", 10: b"n", 11: b"v", 12: b"f", 13: b"r", 34: b'"', 92: b"\\"}


@dataclass(frozen=True, slots=True)
class HeadStyle:
    """What is to be changed in a head."""

    paths: Mapping[bytes, bytes]
    """Public path of each path."""
    dates: Dates
    with_index: bool
    """Whether blob ids may leave."""
    with_names: bool
    """Whether hunks follow, and with them the two lines that name the file before them."""


def rewrite_head(change: Change, style: HeadStyle) -> list[bytes]:
    """Return the lines above the hunks as they may leave."""
    found: list[bytes] = []
    head = iter(change.head)
    for line in head:
        bare = line.rstrip(b"\r")
        if bare == BINARY:
            found += (line, *head)
        elif not (bare.startswith(b"index ") and not style.with_index):
            new = _line(bare, change, style)
            if new is not None:
                found.append(new + line[len(bare) :])
    return found


def quoted(name: bytes) -> bytes:
    """Return a name as git writes it: in C quotes where it has bytes that need them."""
    escaped = b"".join(_escaped(byte) for byte in name)
    return b'"' + escaped + b'"' if escaped != name else name


def _escaped(byte: int) -> bytes:
    if byte in _ESCAPES:
        return b"\\" + _ESCAPES[byte]
    return bytes((byte,)) if 32 <= byte < 127 else b"\\%03o" % byte


def _line(line: bytes, change: Change, style: HeadStyle) -> bytes | None:
    file, paths = change.file, style.paths
    old = file.old_path if file.old_path is not None else file.new_path
    new = file.new_path if file.new_path is not None else file.old_path
    assert old is not None and new is not None  # noqa: S101, PT018 - a change has a name
    if not _in_hunks_head(line, change) and all(paths[name] == name for name in (old, new)):
        return line
    if line.startswith(b"diff --git "):
        first, second = _pair(line[11:], old, new)
        return b"diff --git " + _renamed(first, old, paths) + b" " + _renamed(second, new, paths)
    if match := _MOVE.fullmatch(line):
        return match[1] + quoted(paths[old if match[2] == b"from" else new])
    if match := _DIFFER.fullmatch(line):
        return b"Binary files " + _sides(match[1], old, new, paths) + b" differ"
    if line.startswith((b"--- ", b"+++ ")):
        if not style.with_names and change.file.hunks:
            return None
        name = old if line.startswith(b"-") else new
        return line[:4] + _named(line[4:], name, style)
    return line


def _in_hunks_head(line: bytes, change: Change) -> bool:
    return bool(change.file.hunks) and line.startswith((b"--- ", b"+++ "))


def _named(field: bytes, name: bytes, style: HeadStyle) -> bytes:
    """Return what stands behind ``---`` or ``+++``."""
    full, stamp = file_name(field)
    if full is None:
        written = DEV_NULL
    elif style.paths[name] == name:
        written = field.partition(b"\t")[0] if not field.startswith(b'"') else quoted(full)
    else:
        written = _renamed(full, name, style.paths)
    if stamp:
        stamp = public_stamp(stamp, style.dates)
    if stamp:
        return written + b"\t" + stamp
    return written + (b"\t" if b" " in written or field.endswith(b"\t") else b"")


def public_stamp(stamp: bytes, dates: Dates) -> bytes:
    """Return a time stamp of plain ``diff`` in universal time; nothing when it can't be read."""
    if dates is Dates.KEEP:
        return stamp
    match = _STAMP.fullmatch(stamp)
    if match is None:
        return b""
    try:
        moment = datetime.strptime(
            f"{match[1].decode()} {(match[3] or b'+0000').decode()}", "%Y-%m-%d %H:%M:%S %z"
        )
        moment = public_moment(moment, dates)
    except (ValueError, OverflowError):
        return b""
    fraction = match[2] or b""
    if dates is Dates.DAY:
        fraction = b"." + b"0" * (len(fraction) - 1) if fraction else b""
    zone = b" +0000" if match[3] else b""
    return f"{moment:%Y-%m-%d %H:%M:%S}".encode() + fraction + zone


def _pair(rest: bytes, old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Return both names on a ``diff --git`` line, prefixes included, quotes undone."""
    for one in _PREFIXES:
        for other in _PREFIXES:
            if rest == one + old + b" " + other + new:
                return one + old, other + new
    return git_pair(rest)


def _sides(sides: bytes, old: bytes, new: bytes, paths: Mapping[bytes, bytes]) -> bytes:
    """Return ``a/x and b/y`` with public names; the parser has compared them with the git head."""
    position = sides.find(b" and ")
    while position != -1:
        first, second = unquote(sides[:position]), unquote(sides[position + 5 :])
        if _is_side(first, old) and _is_side(second, new):
            return _side(first, old, paths) + b" and " + _side(second, new, paths)
        position = sides.find(b" and ", position + 1)
    return _side(b"a/" + old, old, paths) + b" and " + _side(b"b/" + new, new, paths)


def _is_side(full: bytes, name: bytes) -> bool:
    return full == DEV_NULL or full.endswith(name)


def _side(full: bytes, name: bytes, paths: Mapping[bytes, bytes]) -> bytes:
    return full if full == DEV_NULL else _renamed(full, name, paths)


def _renamed(full: bytes, name: bytes, paths: Mapping[bytes, bytes]) -> bytes:
    """Return a name with its prefix as it was and its path made public, quoted as git does."""
    return quoted(full.removesuffix(name) + paths[name])

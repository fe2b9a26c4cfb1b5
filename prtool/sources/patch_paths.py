"""Paths as patches spell them: prefixes, C quotes, the two names on a ``diff --git`` line.

Source: git's Documentation/diff-generate-patch.txt and ``quote_c_style`` in quote.c.
"""

from __future__ import annotations

import re

from prtool.model.patterns import bytes_regex

DEV_NULL = b"/dev/null"
_PREFIX = bytes_regex(rb"[abciow12]/")
"""``a/`` and ``b/``; the others with diff.mnemonicPrefix and --no-index. Source: git-config."""
_PREFIX_PAIRS = (b"ab", b"ba", b"iw", b"wi", b"ci", b"ic", b"cw", b"wc", b"ow", b"wo", b"12", b"21")
_QUOTED = bytes_regex(rb'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = bytes_regex(rb'\\([0-7]{3}|[abtnvfr"\\])')
_LETTERS = {
    b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r",
    b'"': b'"', b"\\": b"\\",
}  # fmt: skip


def unquote(name: bytes) -> bytes:
    """Return a name without C quotes; one that has none as it is.

    Raises:
        ValueError: the quotes or the escapes in them are not well formed.
    """
    if not name.startswith(b'"'):
        return name
    match = _QUOTED.fullmatch(name)
    if match is None or b"\\" in _ESCAPE.sub(b"", match[1]):
        raise ValueError("malformed quotes")
    return _ESCAPE.sub(_byte, match[1])


def _byte(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return _LETTERS[code] if code in _LETTERS else bytes((int(code, 8) & 0xFF,))


def file_name(field: bytes) -> tuple[bytes | None, bytes]:
    """Return (path, time stamp) of a ``---`` or ``+++`` line; the path is None for no file.

    The prefix stays. ``diff`` puts a time stamp behind a tab, git a lone tab behind a name with
    blanks.

    Raises:
        ValueError: the quotes are malformed.
    """
    if field.startswith(b'"'):
        match = _QUOTED.match(field)
        name, stamp = (field[: match.end()], field[match.end() :]) if match else (field, b"")
    else:
        name, _, stamp = field.partition(b"\t")
    path = unquote(name)
    return (None if path == DEV_NULL else path), stamp.strip()


def without_prefixes(old: bytes | None, new: bytes | None) -> tuple[bytes | None, bytes | None]:
    """Return the names of a pair without the prefixes that git or its users put before them.

    The prefix goes only when both have one: with --no-prefix a folder may be called ``b``.
    """
    names = [name for name in (old, new) if name is not None]
    if not all(_PREFIX.match(name) for name in names):
        return old, new
    if len(names) == 2 and names[0][:1] == names[1][:1]:
        return old, new
    return (old[2:] if old is not None else None), (new[2:] if new is not None else None)


def git_pair(rest: bytes) -> tuple[bytes, bytes]:
    """Return both names, prefixes included, that follow ``diff --git``.

    Unquoted names with blanks can be told apart only when they are the same but for the prefix;
    where they are not, git repeats them on lines of their own.

    Raises:
        ValueError: where one name ends and the other begins can't be told.
    """
    if rest.startswith(b'"'):
        match = _QUOTED.match(rest)
        if match is None or rest[match.end() : match.end() + 1] != b" ":
            raise ValueError("malformed quotes")
        return unquote(rest[: match.end()]), unquote(rest[match.end() + 1 :])
    if rest.endswith(b'"'):
        first, gap, second = rest.partition(b' "')
        if not gap:
            raise ValueError("malformed quotes")
        return first, unquote(b'"' + second)
    middle = len(rest) // 2
    old, new = rest[:middle], rest[middle + 1 :]
    if rest[middle : middle + 1] == b" " and _bare(old) == _bare(new):
        return old, new
    first, gap, second = rest.partition(b" ")
    if not gap or b" " in second:
        raise ValueError("two names with blanks")
    return first, second


def names_pair(rest: bytes, old: bytes, new: bytes) -> bool:
    """Tell whether what follows ``diff --git`` names just these two files, with usual prefixes."""
    for prefixes in ((b"", b""), *((bytes((p, 47)), bytes((q, 47))) for p, q in _PREFIX_PAIRS)):
        if rest == prefixes[0] + old + b" " + prefixes[1] + new:
            return True
    try:
        return without_prefixes(*git_pair(rest)) == (old, new)
    except ValueError:
        return False


def names_sides(rest: bytes, sides: bytes) -> bool:
    """Tell whether ``Binary files <sides> differ`` repeats the names after ``diff --git``."""
    position = sides.find(b" and ")
    while position != -1:
        old, new = sides[:position], sides[position + 5 :]
        if (old == DEV_NULL or rest.startswith(old + b" ")) and (
            new == DEV_NULL or rest.endswith(b" " + new)
        ):
            return True
        position = sides.find(b" and ", position + 1)
    return False


def _bare(name: bytes) -> bytes:
    return name[2:] if _PREFIX.match(name) else name

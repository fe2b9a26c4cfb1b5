"""Files in the user's cache folder: what was worked out once. Public things alone, never names.

A file that is cut off, altered, from another version or another machine is made anew; where there
is no place for files, every run does the work again. What is kept may be code: so a file that
others could have written does not count. The private folder keeps what follows from names in files
of the same form.
"""

from __future__ import annotations

import os
from _imp import source_hash

MAGIC = b"prtool cache 2\n"
_SUM = len(MAGIC)
_SIZE = _SUM + 8
_HEAD = _SIZE + 8
"""Where the check sum, the size of the head and the head begin."""
BESIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "__pycache__", "prtool")
"""Where whoever installs prtool can keep what the first checks would have to make."""
_OF_OTHERS = 0o022
"""Permissions of a file that group or others may write."""


class Kept:
    """A file as it was when it was opened: a head that is whole, and parts behind it.

    Whoever keeps parts has to know by other means that one is whole.
    """

    __slots__ = ("_descriptor", "_parts", "head")

    def __init__(self, descriptor: int, head: bytes) -> None:
        """Take an open file and its head."""
        self._descriptor = descriptor
        self._parts = _HEAD + len(head)
        self.head = head

    def part(self, start: int, size: int) -> bytes:
        """Return some of what stands behind the head.

        Raises:
            OSError: it can't be read.
        """
        return os.pread(self._descriptor, size, self._parts + start)

    def __del__(self) -> None:
        os.close(self._descriptor)


def folder() -> str:
    """Return the cache folder, which need not exist.

    Source: the XDG base directory specification, XDG_CACHE_HOME.
    """
    home = os.environ.get("XDG_CACHE_HOME") or ""
    if not os.path.isabs(home):
        home = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(home, "prtool")


def open_kept(name: str) -> Kept | None:
    """Open what was written under a name; None if nothing was, or its head is not whole."""
    return open_file(os.path.join(folder(), name)) or open_file(os.path.join(BESIDE, name))


def open_file(path: str) -> Kept | None:
    """Open what :func:`write_file` wrote; None if there is nothing, or its head is not whole."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    head = _head(descriptor)
    if head is None:
        os.close(descriptor)
        return None
    return Kept(descriptor, head)


def _head(descriptor: int) -> bytes | None:
    try:
        state = os.fstat(descriptor)
        if state.st_uid != os.geteuid() or state.st_mode & _OF_OTHERS:
            return None
        begin = os.pread(descriptor, _HEAD, 0)
        size = int.from_bytes(begin[_SIZE:], "big")
        if not begin.startswith(MAGIC) or size > state.st_size:
            return None
        head = os.pread(descriptor, size, _HEAD)
    except OSError:
        return None
    return head if begin[_SUM:_SIZE] == digest(head) else None


def read(name: str) -> bytes | None:
    """Return what was written under a name; None if nothing was, or it is not whole."""
    kept = open_kept(name)
    return None if kept is None else kept.head


def can_write() -> bool:
    """Tell whether it is worth the work to make something for :func:`write`."""
    place = folder()
    while not os.path.lexists(place):
        place = os.path.dirname(place)
    return os.access(place, os.W_OK | os.X_OK)


def write(name: str, head: bytes, parts: bytes = b"") -> None:
    """Write all of it or nothing; that it can't be written is no failure."""
    try:
        os.makedirs(folder(), mode=0o700, exist_ok=True)
    except OSError:
        return
    write_file(os.path.join(folder(), name), head, parts)


def write_file(path: str, head: bytes, parts: bytes = b"") -> None:
    """Write a file of a folder that is there, all of it or nothing, for its owner alone.

    That it can't be written is no failure.
    """
    draft = f"{path}.{os.getpid()}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as file:
            file.write(MAGIC + digest(head) + len(head).to_bytes(8, "big") + head + parts)
        os.replace(draft, path)
    except OSError:
        try:
            os.unlink(draft)
        except OSError:
            return


def digest(data: bytes) -> bytes:
    """Return eight bytes that tell data from other data, but for intent.

    It is what Python tells sources by; unlike ``zlib`` it has not to be loaded.
    """
    return source_hash(0, data)

"""Compiled databases on disk, in the user's cache folder: public triggers alone, never names.

A file that is cut off, altered, from another version or another machine is made anew; where there
is no place for files, every run compiles.
"""

from __future__ import annotations

import os
import zlib

MAGIC = b"prtool sieve 1\n"


def folder() -> str:
    """Return the cache folder, which need not exist.

    Source: the XDG base directory specification, XDG_CACHE_HOME.
    """
    home = os.environ.get("XDG_CACHE_HOME") or ""
    if not os.path.isabs(home):
        home = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(home, "prtool")


def read(name: str) -> bytes | None:
    """Return what was written under a name; None if nothing was, or it is not whole."""
    try:
        with open(os.path.join(folder(), name), "rb") as file:
            if os.fstat(file.fileno()).st_uid != os.geteuid():
                return None
            raw = file.read()
    except OSError:
        return None
    body = raw[len(MAGIC) + 4 :]
    if not raw.startswith(MAGIC) or raw[len(MAGIC) : len(MAGIC) + 4] != _sum(body):
        return None
    return body


def write(name: str, body: bytes) -> None:
    """Write whole or not at all; that it can't be written is no failure."""
    path = os.path.join(folder(), name)
    draft = f"{path}.{os.getpid()}"
    try:
        os.makedirs(folder(), mode=0o700, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as file:
            file.write(MAGIC + _sum(body) + body)
        os.replace(draft, path)
    except OSError:
        try:
            os.unlink(draft)
        except OSError:
            return


def _sum(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(4, "big")

"""What makes a folder private, told without loading more than a short check needs."""

from __future__ import annotations

import os
from stat import S_IRWXG, S_IRWXO, S_ISDIR, S_ISLNK, S_ISREG

from prtool.errors import PrivateDirError

FILES = (
    "lexicon.yaml", "map.json", "key", "review.html", "review-public.html", "findings.json",
    "decisions.yaml", "released.json",
)  # fmt: skip
FOLDERS = ("templates", "tmp")
"""What the private folder may hold."""
_MIN_KEY_BYTES = 16
_MAX_KEY_FILE = 4096
_DIGITS = frozenset("0123456789abcdefABCDEF")
_OTHERS = S_IRWXG | S_IRWXO


def check_folder(folder: str) -> None:
    """Refuse a folder, or a file in it, that others can read, that is theirs, or is a link.

    Raises:
        PrivateDirError: names the path, the hint the command that mends it.
    """
    if not os.path.lexists(folder):
        raise PrivateDirError(f"{folder}: there is no such folder", hint="run 'prtool init'")
    require_private(folder)
    if not os.path.isdir(folder):
        raise PrivateDirError(f"{folder}: is not a folder", hint="move it away")
    for name in (*FOLDERS, *FILES):
        path = os.path.join(folder, name)
        if os.path.lexists(path):
            require_private(path)


def require_private(path: str) -> None:
    """Refuse a file or folder that is a link, belongs to another user or is open to others.

    Raises:
        PrivateDirError: it is so, or it can't be looked at.
    """
    try:
        found = os.lstat(path)
    except OSError as err:
        raise PrivateDirError(f"{path}: can't be looked at: {err.strerror}") from err
    folder = S_ISDIR(found.st_mode)
    if S_ISLNK(found.st_mode):
        raise PrivateDirError(f"{path}: is a symbolic link", hint="put the real one in its place")
    if not folder and not S_ISREG(found.st_mode):
        raise PrivateDirError(f"{path}: is neither a file nor a folder", hint="move it away")
    if found.st_uid != os.geteuid():
        hint = f"chown {os.geteuid()} {path}"
        raise PrivateDirError(f"{path}: belongs to another user", hint=hint)
    if found.st_mode & _OTHERS:
        raise PrivateDirError(
            f"{path}: group or others have access",
            hint=f"chmod {'700' if folder else '600'} {path}",
        )


def read_key(path: str) -> bytes:
    """Return the key in a file, 16 bytes or more; blanks and line ends around it don't count.

    Raises:
        PrivateDirError: there is none, others can read it, or it is not a key.
    """
    hint = "restore it from a backup; a new key changes every pseudonym and fingerprint"
    if not os.path.lexists(path):
        raise PrivateDirError(f"{path}: there is no key", hint="run 'prtool init'")
    require_private(path)
    try:
        with open(path, "rb") as file:
            raw = file.read(_MAX_KEY_FILE + 1)
    except OSError as err:
        raise PrivateDirError(f"{path}: can't be read: {err.strerror}") from err
    text = raw.decode("latin-1").strip(" \t\r\n")
    if not text:
        raise PrivateDirError(f"{path}: the key is empty", hint=hint)
    if len(raw) > _MAX_KEY_FILE or len(text) % 2 or not _DIGITS.issuperset(text):
        raise PrivateDirError(f"{path}: the key is not hexadecimal", hint=hint)
    key = bytes.fromhex(text)
    if len(key) < _MIN_KEY_BYTES:
        raise PrivateDirError(
            f"{path}: the key has {len(key)} bytes, fewer than {_MIN_KEY_BYTES}",
            hint=hint,
        )
    return key

"""The private folder ``.prtool/``: where its files lie, who may read them, how they are written.

Knows nothing of what is in the files, but for the key. Values never get into a message.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path, PurePosixPath

from prtool.errors import OutputError
from prtool.lexicon.privacy import FOLDERS, check_folder, read_key, require_private

KEY_BYTES = 32
"""Length of a new key: the output size of HMAC-SHA-256, as RFC 2104, section 3, advises."""


class PrivateDir:
    """One private folder; nothing is read or written before a method is called."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lexicon = path / "lexicon.yaml"
        self.map = path / "map.json"
        self.key_file = path / "key"
        self.review = path / "review.html"
        self.public_review = path / "review-public.html"
        self.findings = path / "findings.json"
        self.decisions = path / "decisions.yaml"
        self.released = path / "released.json"
        self.templates = path / "templates"
        self.tmp = path / "tmp"

    def create(self) -> None:
        """Make the folder (0700) and a random key (0600); what is there already stays.

        Raises:
            PrivateDirError: what is there already is not private.
            OutputError: it can't be made.
        """
        try:
            _make_folder(self.path)
            require_private(str(self.path))
            for name in FOLDERS:
                _make_folder(self.path / name)
            if not os.path.lexists(self.key_file):
                _create_key(self.key_file)
        except OSError as err:
            raise OutputError(f"{self.path}: can't be made: {err.strerror}") from err
        self.check()

    def key(self) -> bytes:
        """Return the key, 16 bytes or more; blanks and line ends around the digits don't count.

        Raises:
            PrivateDirError: there is none, others can read it, or it is not a key.
        """
        return read_key(str(self.key_file))

    def write(self, name: str, data: bytes) -> Path:
        """Write a file of the folder, whole or not at all, mode 0600, and return its path.

        ``name`` is relative to the folder, ``tmp/x`` for example.

        Raises:
            OutputError: it can't be written, or the name leads out of the folder.
        """
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or "\0" in name:
            raise OutputError(f"{self.path}: not a name for a file in this folder")
        target = self.path.joinpath(*parts)
        write_private(target, data)
        return target

    def check(self) -> None:
        """Refuse a folder, or a file in it, that others can read, that is theirs, or is a link.

        Raises:
            PrivateDirError: names the path, the hint the command that mends it.
        """
        check_folder(str(self.path))


def write_private(path: Path, data: bytes) -> None:
    """Replace a file by one of mode 0600, whole or not at all, also when the power fails.

    Raises:
        OutputError: it can't be written; the old file is as it was.
    """
    import tempfile

    temporary: Path | None = None
    try:
        # mkstemp opens with O_EXCL and at most mode 0600; an odd umask may take more away.
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as err:
        raise OutputError(f"{path}: can't be written: {err.strerror}") from err
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def _make_folder(path: Path) -> None:
    if not os.path.lexists(path):
        path.mkdir(mode=0o700)
        # An access list or an odd umask could have changed it.
        path.chmod(0o700)


def _create_key(path: Path) -> None:
    """Write a key that never replaces one: another process may have been faster."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(os.urandom(KEY_BYTES).hex().encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    """Make a new name in a folder last."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

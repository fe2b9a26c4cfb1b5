"""Writes a bundle: whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from prtool.errors import OutputError

SUMS = "SHA256SUMS"
_PARTIAL = ".prtool-partial-"


def check_target(folder: Path) -> None:
    """Refuse a folder that can't become the bundle.

    Raises:
        OutputError: it exists and is not an empty folder, or its parent is missing.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(f"{folder} exists and is no folder", hint="name a new folder with --out")
    if folder.is_dir() and any(folder.iterdir()):
        raise OutputError(
            f"{folder} is not empty", hint="name a new folder with --out, or remove this one"
        )
    if not folder.absolute().parent.is_dir():
        raise OutputError(
            f"{folder.absolute().parent} is no folder", hint="make it first, or correct --out"
        )


def check_apart(folder: Path, private: Path) -> None:
    """Refuse a bundle in the private folder, and a private folder in the bundle.

    Raises:
        OutputError: one lies within the other.
    """
    bundle, private = folder.resolve(), private.resolve()
    if bundle.is_relative_to(private) or private.is_relative_to(bundle):
        raise OutputError(
            f"{folder} and the private folder {private} lie within one another",
            hint="name a folder outside the private one with --out",
        )


def write_bundle(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files and their checksums, then let the folder appear at once.

    Args:
        folder: the bundle; see :func:`check_target`.
        files: bytes by path within the bundle.

    Raises:
        OutputError: the disk is full, or the folder can't be written.
    """
    check_target(folder)
    folder = folder.absolute()
    try:
        for stale in folder.parent.glob(f"{_PARTIAL}{folder.name}-*"):
            shutil.rmtree(stale, ignore_errors=True)
        partial = Path(tempfile.mkdtemp(prefix=f"{_PARTIAL}{folder.name}-", dir=folder.parent))
        try:
            for name, data in {**files, SUMS: checksums(files)}.items():
                _write(partial / name, data)
            partial.chmod(0o755)
            _sync(partial)
            partial.rename(folder)
            _sync(folder.parent)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    except OSError as error:
        raise OutputError(f"can't write {folder}: {error.strerror}") from error


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Return the text that ``sha256sum --check`` reads."""
    rows = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(rows).encode()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Files that an option names: each appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from prtool.errors import OutputError


def write_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file, or put it in the place of another one.

    Args:
        path: where.
        data: what.
        private: let nobody else read it.

    Raises:
        OutputError: it can't be written there; nothing is left behind.
    """
    partial = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
        partial = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(0o600 if private else 0o644)
        partial.replace(path)
    except OSError as error:
        if partial is not None:
            partial.unlink(missing_ok=True)
        raise OutputError(
            f"can't write {path}: {error.strerror}", hint="name another file with --out"
        ) from error

"""Keeps the private folder out of git, by ``.git/info/exclude``: a file that never leaves."""

from __future__ import annotations

import os

from prtool.errors import OutputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from prtool.repo.open import Repository


def is_kept_out(git_dir: str, name: str) -> bool:
    """Tell whether git overlooks a folder of this name because :func:`keep_out` said so."""
    try:
        with open(os.path.join(git_dir, "info", "exclude"), "rb") as file:
            return f"/{name}/".encode() in file.read().split(b"\n")
    except OSError:
        return False


def keep_out(repository: Repository, folder: Path) -> bool:
    """Make git overlook ``folder``; tell whether a line had to be added.

    Raises:
        OutputError: the exclude file can't be written.
    """
    if not folder.is_relative_to(repository.root):
        return False
    line = f"/{folder.relative_to(repository.root).as_posix()}/"
    path = repository.common_dir / "info" / "exclude"
    try:
        text = path.read_text("utf-8", "surrogateescape") if path.exists() else ""
        if line in text.split("\n"):
            return False
        path.parent.mkdir(exist_ok=True)
        partial = path.with_name(f"exclude.prtool-{os.getpid()}")
        gap = "" if not text or text.endswith("\n") else "\n"
        partial.write_text(f"{text}{gap}{line}\n", "utf-8", "surrogateescape")
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"can't write {path}: {error.strerror}") from error
    return True

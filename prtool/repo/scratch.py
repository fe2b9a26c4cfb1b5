"""A throw-away repository that borrows the user's objects and never writes to them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prtool.model.record import dataclass
from prtool.repo.run import Git

_PREFIX = "run-"


@contextmanager
def scratch_folder(parent: Path | None = None) -> Iterator[Path]:
    """Make a folder (0700) that is gone afterwards; one left by a killed run goes with the next.

    Args:
        parent: where to make it; the system's folder for temporary files by default, which is
            for public content only.
    """
    import shutil
    import tempfile

    if parent is not None:
        _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    import shutil

    for folder in parent.glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).split("-", 1)[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Scratch:
    """A bare repository of our own; its config is ours alone, so no setting of the user's acts."""

    git: Git

    @property
    def git_dir(self) -> Path:
        """Return the repository's folder."""
        return self.git.git_dir

    def with_work_tree(self, folder: Path, index: Path) -> Git:
        """Return a git that works on ``folder`` with an index file of its own."""
        return Git(self.git_dir, folder, {"GIT_INDEX_FILE": str(index)})

    def checkout(self, tree: str, folder: Path) -> Git:
        """Write a tree's files to an empty folder and return a git that works on it."""
        git = self.with_work_tree(folder, folder.parent / f"{folder.name}.index")
        git.run("read-tree", tree)
        git.run("checkout-index", "--all", "--force", "--quiet")
        return git


def new_scratch(folder: Path, borrow_from: Path, object_format: str = "sha1") -> Scratch:
    """Create an empty bare repository in ``folder`` that can read the objects of another.

    Args:
        folder: a folder that does not exist yet.
        borrow_from: the other repository's ``objects`` folder.
        object_format: ``sha1`` or ``sha256``, as the other repository's.
    """
    folder.mkdir(mode=0o700)
    git = Git(folder)
    git.run("init", "--quiet", "--bare", "--template=", f"--object-format={object_format}")
    info = folder / "objects" / "info"
    info.mkdir(exist_ok=True)
    (info / "alternates").write_bytes(os.fsencode(borrow_from) + b"\n")
    git.run("config", "core.bare", "false")
    return Scratch(git)

"""Where a folder lies: the work tree and the repository, by git's own answer."""

from __future__ import annotations

import os
from pathlib import Path

from prtool.errors import GitError, RepositoryError
from prtool.model.record import dataclass
from prtool.repo.beside import ask_git


@dataclass(frozen=True, slots=True)
class WorkTree:
    """The places of a work tree; its branch need not have a commit yet."""

    root: Path
    git_dir: Path
    common_dir: Path

    @classmethod
    def of(cls, folder: Path) -> WorkTree:
        """Find the work tree that a folder lies in.

        Raises:
            RepositoryError: there is none, or the repository is bare.
        """
        try:
            answer = ask_git(
                str(folder), "rev-parse", "--git-dir", "--git-common-dir", "--is-bare-repository",
                "--show-toplevel",
            )  # fmt: skip
        except GitError as error:
            if isinstance(error.__cause__, OSError):
                raise
            if _is_bare(folder):
                raise RepositoryError(
                    f"{folder} is a bare repository: nobody commits or pushes from it",
                    hint="install the hooks in the clones that have their files checked out",
                ) from None
            raise RepositoryError(
                f"not a git work tree: {folder}", hint="give the folder of your clone with -C"
            ) from error
        # The name of the work tree comes last, and may hold line feeds itself.
        git_dir, common_dir, _, top = answer.split(b"\n", 3)
        places = (
            Path(folder, os.fsdecode(place)).resolve() for place in (top, git_dir, common_dir)
        )
        return cls(*places)

    @property
    def main_root(self) -> Path | None:
        """Return the top of the main work tree, which linked ones share the history with."""
        return self.common_dir.parent if self.common_dir.name == ".git" else None


def _is_bare(folder: Path) -> bool:
    try:
        return ask_git(str(folder), "rev-parse", "--is-bare-repository") == b"true"
    except GitError:
        return False

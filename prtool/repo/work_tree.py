"""Where a folder lies: the work tree and the repository, by git's own answer."""

from __future__ import annotations

import os
from pathlib import Path

from prtool.errors import GitError, RepositoryError
from prtool.model.record import dataclass
from prtool.repo.run import ask_git


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
            bare = ask_git(folder, "rev-parse", "--is-bare-repository") == b"true"
            top = b"" if bare else ask_git(folder, "rev-parse", "--show-toplevel")
        except GitError as error:
            if isinstance(error.__cause__, OSError):
                raise
            raise RepositoryError(
                f"not a git work tree: {folder}", hint="give the folder of your clone with -C"
            ) from error
        if bare:
            raise RepositoryError(
                f"{folder} is a bare repository: nobody commits or pushes from it",
                hint="install the hooks in the clones that have their files checked out",
            )
        root = Path(os.fsdecode(top)).resolve()
        places = ask_git(root, "rev-parse", "--git-dir", "--git-common-dir").split(b"\n")
        git_dir, common_dir = ((root / os.fsdecode(place)).resolve() for place in places)
        return cls(root, git_dir, common_dir)

    @property
    def main_root(self) -> Path | None:
        """Return the top of the main work tree, which linked ones share the history with."""
        return self.common_dir.parent if self.common_dir.name == ".git" else None

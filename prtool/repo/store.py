"""A repository that git alone reads: opened in no time, slow for one object after the other."""

from __future__ import annotations

from prtool.repo.beside import Beside, started_objects
from prtool.repo.objects import unreadable


class GitStore:
    """See ``objects.Store``, which this is."""

    def __init__(self, git_dir: str) -> None:
        """Take the absolute path of the folder with the objects and refs."""
        self.git_dir = git_dir

    @property
    def git(self) -> GitStore:
        """Return what runs git there."""
        return self

    def run(self, *args: str) -> bytes:
        """Run one git command and return what it printed.

        Raises:
            GitError: git is missing or ended with a status other than 0.
        """
        return Beside(self.git_dir, *args).output()

    def read(self, oid: str) -> bytes:
        """Return an object's bytes.

        Raises:
            RepositoryError: it is not there or not whole.
        """
        for data in started_objects(self.git_dir, [oid]).objects([oid]):
            return data
        raise unreadable(oid)

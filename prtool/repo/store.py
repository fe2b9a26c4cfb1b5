"""A repository that git alone reads: opened in no time, by its folder."""

from __future__ import annotations

from prtool.repo.beside import Beside, Objects, Revisions
from prtool.repo.tree import Tree


class GitStore:
    """See ``objects.Store``, which this is; whoever has asked it for something has to close it."""

    def __init__(self, git_dir: str) -> None:
        """Take the absolute path of the folder with the objects and refs."""
        self.git_dir = git_dir
        self._objects: Objects | None = None
        self._revisions: Revisions | None = None

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
        if self._objects is None:
            self._objects = Objects(self.git_dir)
        return self._objects.read(oid)

    def id_of(self, name: str) -> str | None:
        """Return the id of what a name stands for, None where it names nothing.

        Raises:
            GitError: git has ended instead of answering.
        """
        if self._revisions is None:
            self._revisions = Revisions(self.git_dir)
        return self._revisions.id_of(name)

    def entries(self, tree: str) -> Tree:
        """Return all files of a tree, which a commit may name as well.

        Raises:
            GitError: git can't read it.
        """
        return Tree(self.run("ls-tree", "-r", "-z", "--full-tree", tree))

    def close(self) -> None:
        """End the processes that it has asked."""
        for each in (self._objects, self._revisions):
            if each is not None:
                each.end()
        self._objects = self._revisions = None

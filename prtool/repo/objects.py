"""Who can be asked for objects and refs, and what is said when one can't be read."""

from __future__ import annotations

from prtool.errors import RepositoryError
from prtool.model.record import Protocol


class Runs(Protocol):
    """Runs git on one repository."""

    def run(self, *args: str) -> bytes:
        """Run one git command and return what it printed.

        Raises:
            GitError: git is missing or ended with a status other than 0.
        """


class Store(Protocol):
    """A repository, as far as objects and refs are read from it."""

    @property
    def git(self) -> Runs:
        """Return what runs git there."""

    def read(self, oid: str) -> bytes:
        """Return an object's bytes.

        Raises:
            RepositoryError: it is not there or not whole (a partial clone, a damaged store).
        """


def unreadable(oid: str) -> RepositoryError:
    """Return the error for an object that is missing or damaged."""
    return RepositoryError(
        f"object {oid} can't be read from this repository",
        hint="fetch it ('git fetch --refetch' in a partial clone) or run 'git fsck'",
    )

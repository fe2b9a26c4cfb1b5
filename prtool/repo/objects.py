"""Objects as git's ``cat-file --batch`` prints them, and who can be asked for one."""

from __future__ import annotations

from prtool.errors import RepositoryError
from prtool.model.record import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO


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


def next_object(stream: IO[bytes], oid: str) -> bytes:
    """Return the next object in git's answer, which was asked for by its id.

    Raises:
        RepositoryError: it is not there or not whole.
    """
    # "<id> <type> <size>", or "<id> missing". Source: git-cat-file, "BATCH OUTPUT".
    head = stream.readline().split()
    if len(head) != 3:
        raise unreadable(oid)
    size = int(head[2])
    data = stream.read(size + 1)
    if len(data) != size + 1:
        raise unreadable(oid)
    return data[:-1]


def unreadable(oid: str) -> RepositoryError:
    """Return the error for an object that is missing or damaged."""
    return RepositoryError(
        f"object {oid} can't be read from this repository",
        hint="fetch it ('git fetch --refetch' in a partial clone) or run 'git fsck'",
    )

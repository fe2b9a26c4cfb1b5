"""Reads many objects in a known order from one git process that runs ahead.

Asking for one object after the other waits for git each time, which for a long history takes
longer than all that is done with the objects.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from prtool.repo.objects import unreadable
from prtool.repo.open import Repository
from prtool.repo.run import Piped


@contextmanager
def reading_ahead(repository: Repository, oids: Iterable[str]) -> Iterator[Callable[[str], bytes]]:
    """Yield what returns an object's bytes, fast for ``oids`` in their order.

    An object that comes again has to be listed again. Whatever is asked for out of turn is read by
    itself.

    Raises:
        RepositoryError: an object is not there or not whole.
        GitError: git could not be started or ended early.
    """
    wanted = list(oids)
    if not wanted:
        yield repository.read
        return
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{oid}\n" for oid in wanted).encode())
        asked.seek(0)
        with repository.git.piped("cat-file", "--batch", "--buffer", stdin=asked) as git:
            ahead = _Ahead(repository, wanted, git)
            yield ahead.read
            ahead.finish()


class _Ahead:
    """A running ``cat-file``, and how far it has been read."""

    def __init__(self, repository: Repository, wanted: list[str], git: Piped) -> None:
        self._repository = repository
        self._wanted = wanted
        self._next = 0
        self._git = git

    def read(self, oid: str) -> bytes:
        """Return an object's bytes."""
        if self._next == len(self._wanted) or self._wanted[self._next] != oid:
            return self._repository.read(oid)
        return self._following()

    def finish(self) -> None:
        """Read what nobody has asked for, so that git ends in peace."""
        while self._next < len(self._wanted):
            self._following()

    def _following(self) -> bytes:
        oid = self._wanted[self._next]
        self._next += 1
        # "<id> <type> <size>", or "<id> missing". Source: git-cat-file, "BATCH OUTPUT".
        head = self._git.stdout.readline().split()
        if len(head) != 3:
            raise unreadable(oid)
        size = int(head[2])
        data = self._git.stdout.read(size + 1)
        if len(data) != size + 1:
            raise unreadable(oid)
        return data[:-1]

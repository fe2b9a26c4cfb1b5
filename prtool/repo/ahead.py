"""Reads many objects in a known order from one git process that runs ahead.

Asking for one object after the other waits for git each time, which for a long history takes
longer than all that is done with the objects.
"""

from __future__ import annotations

from contextlib import contextmanager

from prtool.repo.beside import started_objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prtool.repo.open import Repository


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
    ahead = started_objects(str(repository.git_dir), wanted)
    objects = ahead.objects(wanted)
    done = 0

    def read(oid: str) -> bytes:
        nonlocal done
        if done == len(wanted) or wanted[done] != oid:
            return repository.read(oid)
        done += 1
        return next(objects)

    try:
        yield read
        # What nobody has asked for is read as well: git has to end well.
        for _ in objects:
            pass
    finally:
        ahead.end()

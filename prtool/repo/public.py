"""What upstream already publishes: the tree of the public base and its text."""

from __future__ import annotations

from functools import cached_property
from itertools import chain

from prtool.model.modes import MODE_SUBMODULE
from prtool.model.text import decode, encode
from prtool.repo.objects import unreadable
from prtool.repo.tree import TreeBase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from typing import IO

    from prtool.repo.open import Repository

LARGEST_BLOB = 32 << 20
"""Bytes; larger files of upstream are not searched for words."""


class PublicBase(TreeBase):
    """The public commit that the contribution will stand on."""

    def __init__(
        self, repository: Repository, commit: str, *, on_read: Callable[[int], None] | None = None
    ) -> None:
        super().__init__(repository, commit)
        self.commit = commit
        self._repository = repository
        self._on_read = on_read

    @cached_property
    def tree(self) -> str:
        """Return the id of the public tree."""
        return self._repository.tree_id(self.commit)

    def lines_with(self, needles: Collection[str]) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield each line of the public tree with the ``needles`` that it contains, case as given.

        Paths count as lines. A needle must not hold a line feed.
        """
        ordered = sorted(set(needles) - {""})
        if not ordered:
            return
        import ahocorasick_rs

        automaton = ahocorasick_rs.BytesAhoCorasick([encode(needle) for needle in ordered])
        for raw in chain((encode("\n".join(self.entries)),), self._blobs()):
            found: dict[int, set[str]] = {}
            for number, start, _ in automaton.find_matches_as_indexes(raw, overlapping=True):
                found.setdefault(raw.rfind(b"\n", 0, start) + 1, set()).add(ordered[number])
            for start, which in found.items():
                end = raw.find(b"\n", start)
                yield decode(raw[start : end if end != -1 else len(raw)]), frozenset(which)

    def words_taken(self, words: Collection[str]) -> frozenset[str]:
        """Return those of ``words`` (lower-case ASCII) that the public tree contains, in any case.

        Paths count as text.
        """
        ordered = sorted(words)
        if not ordered:
            return frozenset()
        import ahocorasick_rs

        automaton = ahocorasick_rs.BytesAhoCorasick([word.encode() for word in ordered])
        taken = {word for path in self.entries for word in ordered if word in path.lower()}
        for raw in self._blobs():
            for number, _, _ in automaton.find_matches_as_indexes(raw.lower(), overlapping=True):
                taken.add(ordered[number])
        return frozenset(taken)

    def _blobs(self) -> Iterator[bytes]:
        """Yield each different file content of the public tree once, the huge ones left out."""
        oids = {entry.oid for entry in self.entries.values() if entry.mode != MODE_SUBMODULE}
        from tempfile import TemporaryFile

        with TemporaryFile() as request:
            request.write("\n".join(sorted(oids)).encode())
            request.seek(0)
            yield from self._contents(request, len(oids))

    def _contents(self, request: IO[bytes], count: int) -> Iterator[bytes]:
        with self._repository.git.piped("cat-file", "--batch", "--buffer", stdin=request) as pipes:
            for _ in range(count):
                header = pipes.stdout.readline().split()
                if len(header) != 3:  # "<id> missing"
                    raise unreadable(header[0].decode() if header else "of the public base")
                size = int(header[2])
                if size > LARGEST_BLOB:
                    _skip(pipes.stdout.read, size + 1)
                    continue
                yield pipes.stdout.read(size + 1)[:-1]
                if self._on_read is not None:
                    self._on_read(size)


def _skip(read: Callable[[int], bytes], size: int) -> None:
    while size > 0:
        size -= len(read(min(size, 1 << 20)))

"""All files of a tree; most trees are large, and of most files nobody asks more than the name."""

from __future__ import annotations

from _collections_abc import Mapping

from prtool.model.changes import Entry
from prtool.model.text import decode, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Tree(Mapping[str, Entry]):
    """What stands at each path, folders opened."""

    def __init__(self, listed: bytes) -> None:
        """Take what ``git ls-tree -r -z`` has printed."""
        rows = (record.partition(b"\t") for record in listed.split(b"\0") if record)
        self._heads = {path: head for head, _, path in rows}

    def __getitem__(self, path: str) -> Entry:
        """Return the entry of a path."""
        mode, _, oid = self._heads[encode(path)].split()
        return Entry(int(mode, 8), oid.decode())

    def __contains__(self, path: object) -> bool:
        """Tell whether there is such a file."""
        return isinstance(path, str) and encode(path) in self._heads

    def __iter__(self) -> Iterator[str]:
        """Return all paths, in git's order."""
        return map(decode, self._heads)

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self._heads)

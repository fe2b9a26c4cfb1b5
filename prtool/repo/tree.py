"""All files of a tree; most trees are large, and of most files nobody asks more than the name."""

from __future__ import annotations

from _collections_abc import Mapping

from prtool.model.changes import Entry
from prtool.model.modes import MODE_SUBMODULE
from prtool.model.record import Protocol, cached_property
from prtool.model.text import decode, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MANY_FILES = 512
"""Files whose lines are kept."""


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


class Trees(Protocol):
    """Who can be asked for trees and objects."""

    def entries(self, tree: str) -> Tree:
        """Return all files of a tree."""

    def read(self, oid: str) -> bytes:
        """Return an object's bytes."""


class TreeBase:
    """A tree that something is compared with."""

    def __init__(self, store: Trees, name: str) -> None:
        """Take who knows it, and how it is called there; the name of a commit will do."""
        self._store = store
        self._name = name
        self._lines: dict[str, frozenset[str]] = {}

    @cached_property
    def entries(self) -> Tree:
        """Return all files by path."""
        return self._store.entries(self._name)

    @cached_property
    def folders(self) -> frozenset[str]:
        """Return all folders, each with a slash at its end."""
        found: set[str] = set()
        for path in self.entries:
            position = path.rfind("/")
            while position != -1 and path[: position + 1] not in found:
                found.add(path[: position + 1])
                position = path.rfind("/", 0, position)
        return frozenset(found)

    def lines(self, path: str) -> frozenset[str]:
        """Return the set of lines that a file has; none for what is no file."""
        known = self._lines.get(path)
        if known is None:
            while len(self._lines) >= _MANY_FILES:
                del self._lines[next(iter(self._lines))]
            known = self._lines[path] = self._lines_of(path)
        return known

    def _lines_of(self, path: str) -> frozenset[str]:
        entry = self.entries.get(path)
        if entry is None or entry.mode == MODE_SUBMODULE:
            return frozenset()
        return frozenset(decode(self._store.read(entry.oid)).split("\n"))

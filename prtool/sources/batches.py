"""Shows detectors what they may find something in, the texts of many files at once.

A detector is asked about one text as long as about many: most of that is not the looking.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from prtool.model.text import Channel, TextUnit, decode, suffix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from prtool.sources.patch_index import Place
    from prtool.sources.patch_sift import Finder

_MANY = 1 << 18
"""Code points that are shown to a detector at once."""
_BETWEEN = "\n"
"""Stands between two lines that are shown at once, so that neither goes on in the other."""


class Asked:
    """Text that the owner of some places is to be shown."""

    __slots__ = ("channel", "path", "places", "text")

    def __init__(self, places: Sequence[Place], channel: Channel, path: str, text: bytes) -> None:
        self.places = places
        self.channel = channel
        self.path = path
        self.text = decode(text)


class Batches:
    """Texts on their way to the owners of their places: of one channel, and one sort of file."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._open: dict[tuple[int, Channel, str], _Batch] = {}

    def add(self, asked: Asked, found: set[Place]) -> None:
        """Take a text; its places go into ``found`` once something is found there."""
        key = (asked.places[0].owner, asked.channel, suffix(asked.path))
        batch = self._open.get(key)
        if batch is None or batch.size > _MANY:
            if batch is not None:
                batch.ask(self._finder)
            batch = self._open[key] = _Batch()
        batch.add(asked, found)

    def end(self) -> None:
        """Ask about all that has not been asked about."""
        for batch in self._open.values():
            batch.ask(self._finder)
        self._open.clear()


class _Batch:
    """Texts for one detector, in one channel, of files with one suffix."""

    def __init__(self) -> None:
        self.size = 0
        self._asked: list[Asked] = []
        self._found: list[set[Place]] = []
        self._starts: list[int] = []

    def add(self, asked: Asked, found: set[Place]) -> None:
        """Take a text; its places go into ``found`` if there is something."""
        self._asked.append(asked)
        self._found.append(found)
        self._starts.append(self.size)
        self.size += len(asked.text) + len(_BETWEEN)

    def ask(self, finder: Finder) -> None:
        """Show all of them to their detector."""
        first = self._asked[0]
        unit = TextUnit(
            channel=first.channel,
            text=_BETWEEN.join(each.text for each in self._asked),
            path=first.path,
        )
        spans = finder.spans(first.places[0].owner, unit)
        for start, end in spans if spans is not None else [(0, self.size)]:
            from_text = bisect_right(self._starts, start) - 1
            to_text = max(from_text + 1, bisect_left(self._starts, end))
            for at in range(from_text, to_text):
                self._found[at].update(self._asked[at].places)

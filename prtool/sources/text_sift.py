"""Tells in which of many files something is found, without a look at each file by itself.

Whoever has triggers in them is shown their lines as ``looks`` would show them, those of many files
at once. A file that is named needlessly costs time and nothing else.
"""

from __future__ import annotations

from prtool.model.text import Channel
from prtool.sieve.sieve import LONG_LINE
from prtool.sieve.trigger import WHOLE
from prtool.sources.batches import Asked, Batches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from prtool.sources.patch_index import Place
    from prtool.sources.patch_sift import Finder

    File = tuple[str, bytes]
    """Path and text."""


def telling_files(files: Sequence[File], finder: Finder) -> set[int]:
    """Return the numbers of the files in which something is found, or may be."""
    found: dict[int, set[Place]] = {}
    batches = Batches(finder)
    for number, places in finder.places_in(Channel.CONTENT, [raw for _, raw in files]).items():
        own = found[number] = set()
        for asked in _asked(*files[number], sorted(places), own):
            batches.add(asked, own)
    batches.end()
    return {number for number, own in found.items() if own}


def _asked(path: str, raw: bytes, places: Iterable[Place], found: set[Place]) -> Iterator[Asked]:
    """Yield what is to be shown; a place for which that can't be told goes into ``found``."""
    runs: dict[int, tuple[Place, int, int]] = {}
    start = end = 0
    for place in places:
        if place.at >= end:
            start = raw.rfind(b"\n", 0, place.at) + 1
            end = raw.find(b"\n", place.at) + 1 or len(raw)
        if place.below == WHOLE or end - start > LONG_LINE:
            found.add(place)
            return
        last = end
        for _ in range(place.below):
            last = raw.find(b"\n", last) + 1 or len(raw)
        first, begin, stop = runs.get(place.owner, (place, start, start))
        if start > stop:  # nothing of it touches the lines before
            yield Asked((first,), Channel.CONTENT, path, raw[begin:stop])
            first, begin, stop = place, start, start
        runs[place.owner] = first, begin, max(stop, last)
    for first, begin, stop in runs.values():
        yield Asked((first,), Channel.CONTENT, path, raw[begin:stop])

r"""Reads a large diff with all processors: one process for each share of its files.

Only texts with something to look at come back, and what was found in them, so little is passed
between them. A process that fails has its share read again here, where an error can be told.
"""

from __future__ import annotations

from prtool.sources.helper import Helper, processors
from prtool.sources.limits import LARGE
from prtool.sources.patch_index import BEGIN_FILE
from prtool.sources.patch_sift import sifted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from prtool.model.record import Counter
    from prtool.model.results import Skip
    from prtool.model.text import Channel, TextUnit
    from prtool.sources.helper import Found, Reads
    from prtool.sources.patch_sift import Finder


def shares(data: bytes) -> list[tuple[int, int]]:
    """Return parts of a diff without gaps that can be read by themselves, of about one size."""
    wanted = min(2 * len(data) // LARGE, processors())
    cuts = [0]
    for number in range(1, wanted):
        cut = data.find(BEGIN_FILE, number * len(data) // wanted) + 1
        if cut > cuts[-1]:
            cuts.append(cut)
    return list(zip(cuts, [*cuts[1:], len(data)], strict=True))


def shared(
    data: bytes,
    skipped: list[Skip],
    finder: Finder,
    passed: Counter[Channel],
    found: Found,
) -> Iterator[TextUnit]:
    """Yield what ``patch_sift.sifted`` does, read by one process for each share.

    For a process that has no threads. ``found`` gets what the others have found in a unit, by its
    ``id``, just before that unit is yielded.

    Raises:
        InputError: the diff is malformed or cut off.
    """
    parts = shares(data)
    helpers: list[tuple[Helper, tuple[int, int]]] = []
    try:
        helpers.extend((Helper(_reads(data, finder, part), finder), part) for part in parts[1:])
        yield from sifted(data, skipped, finder, passed, parts[0])
        for helper, part in helpers:
            units = helper.units(skipped, passed, found)
            yield from sifted(data, skipped, finder, passed, part) if units is None else units
    finally:
        for helper, _ in helpers:
            helper.end()


def _reads(data: bytes, finder: Finder, part: tuple[int, int]) -> Reads:
    def read(skipped: list[Skip], passed: Counter[Channel]) -> Iterable[TextUnit]:
        return sifted(data, skipped, finder, passed, part)

    return read

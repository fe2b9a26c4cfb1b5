r"""Reads a large diff with all processors: one share of its files after the other.

Only texts with something to look at come back, and what was found in them, so little is passed
between the processes; see ``crew``.
"""

from __future__ import annotations

from prtool.sources.crew import Crew, processors
from prtool.sources.limits import LARGE
from prtool.sources.patch_index import BEGIN_FILE
from prtool.sources.patch_sift import sifted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from prtool.model.record import Counter
    from prtool.model.results import Skip
    from prtool.model.text import Channel, TextUnit
    from prtool.sources.crew import Found
    from prtool.sources.patch_sift import Finder

_EACH = 4
"""Shares of a very large diff for each process: who is done sooner takes more of them."""


def shares(data: bytes) -> list[tuple[int, int]]:
    """Return parts of a diff without gaps that can be read by themselves, of about one size."""
    processes = processors()
    wanted = min(2 * len(data) // LARGE, processes)
    if processes > 1:
        wanted = max(wanted, min(len(data) // (2 * LARGE), _EACH * processes))
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
    """Yield what ``patch_sift.sifted`` does, read by several processes.

    For a process that has no threads. ``found`` gets what is found in a unit, by its ``id``, just
    before that unit is yielded.

    Raises:
        InputError: the diff is malformed or cut off.
    """
    parts = shares(data)

    def read(number: int, skipped: list[Skip], passed: Counter[Channel]) -> Iterable[TextUnit]:
        return sifted(data, skipped, finder, passed, parts[number])

    units = None
    if len(parts) > 1:
        crew = Crew(len(parts), read, finder)
        try:
            units = crew.units(skipped, passed, found)
        finally:
            crew.end()
    yield from sifted(data, skipped, finder, passed) if units is None else units

r"""Reads a large diff with all processors: one process for each share of its files.

Only texts with something to look at come back, and what was found in them, so little is passed
between them. A process that fails has its share read again here, where an error can be told.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterator, Sequence

from prtool.model.finding import Confidence, Kind, Match
from prtool.model.record import Counter
from prtool.model.results import Skip
from prtool.model.text import Channel, Span, TextUnit
from prtool.sources.limits import LARGE
from prtool.sources.patch_index import BEGIN_FILE
from prtool.sources.patch_sift import sifted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from prtool.sources.patch_sift import Finder

    Found = dict[int, Sequence[tuple[Span, Match]]]

_MOST = 8
"""Processes beyond which more of them gain little."""


def shares(data: bytes) -> list[tuple[int, int]]:
    """Return parts of a diff without gaps that can be read by themselves, of about one size."""
    wanted = min(2 * len(data) // LARGE, _processors(), _MOST)
    cuts = [0]
    for number in range(1, wanted):
        cut = data.find(BEGIN_FILE, number * len(data) // wanted) + 1
        if cut > cuts[-1]:
            cuts.append(cut)
    return list(zip(cuts, [*cuts[1:], len(data)], strict=True))


def _processors() -> int:
    """Return how many processors this process may use; 1 where it can't be doubled."""
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return 1
    return len(os.sched_getaffinity(0))


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
    helpers: list[_Helper] = []
    try:
        helpers.extend(_Helper(data, finder, part) for part in parts[1:])
        yield from sifted(data, skipped, finder, passed, parts[0])
        for helper in helpers:
            answer = helper.answer()
            if answer is None:
                yield from sifted(data, skipped, finder, passed, helper.part)
                continue
            units, skips, counts = answer
            skipped.extend(Skip(Channel(channel), *rest) for channel, *rest in skips)
            passed.update({Channel(channel): count for channel, count in counts})
            for plain, matches in units:
                unit = _unit(plain)
                found[id(unit)] = [_match(each) for each in matches]
                yield unit
    finally:
        for helper in helpers:
            helper.end()


class _Helper:
    """A process that reads one part."""

    def __init__(self, data: bytes, finder: Finder, part: tuple[int, int]) -> None:
        self.part = part
        self._from, to = os.pipe()
        try:
            self._process = os.fork()
        except OSError:  # too many processes, too little memory: then without this one
            self._process = -1
        if self._process:
            os.close(to)
            return
        try:
            raw = _read(data, finder, part)
            with os.fdopen(to, "wb") as pipe:
                pipe.write(raw)
            os._exit(0)
        finally:
            os._exit(1)

    def answer(self) -> Any:
        """Return units, what was skipped and counts as plain values; None if it failed."""
        with os.fdopen(self._from, "rb") as pipe:
            self._from = -1
            raw = pipe.read()
        return marshal.loads(raw) if self._status() == 0 else None  # noqa: S302 - of our own code

    def end(self) -> None:
        """Leave nothing behind, whether it has been asked or not."""
        if self._from != -1:
            os.close(self._from)
        self._status()

    def _status(self) -> int:
        """Return how the process ended, once it has; anything but 0 is a failure."""
        process, self._process = self._process, -1
        return os.waitpid(process, 0)[1] if process != -1 else -1


def _read(data: bytes, finder: Finder, part: tuple[int, int]) -> bytes:
    skipped: list[Skip] = []
    passed: Counter[Channel] = Counter()
    units = [
        (_plain(unit), [_plain_match(*each) for each in finder.at(unit)])
        for unit in sifted(data, skipped, finder, passed, part)
    ]
    skips = [(each.channel.value, each.what, each.why) for each in skipped]
    counts = [(channel.value, count) for channel, count in passed.items()]
    return marshal.dumps((units, skips, counts))


def _plain(unit: TextUnit) -> Any:
    new = unit.new and [tuple(span) for span in unit.new]
    return unit.channel.value, unit.text, unit.path, new, unit.sample, unit.numbers


def _unit(plain: Any) -> TextUnit:
    channel, text, path, new, sample, numbers = plain
    return TextUnit(
        channel=Channel(channel), text=text, path=path, sample=sample, numbers=numbers,
        new=new if new is None else tuple(Span(*span) for span in new),
    )  # fmt: skip


def _plain_match(place: Span, match: Match) -> Any:
    return (
        tuple(place), match.rule, tuple(match.span), match.kind.value, match.confidence.value,
        match.via, match.note,
    )  # fmt: skip


def _match(plain: Any) -> tuple[Span, Match]:
    place, rule, span, kind, confidence, via, note = plain
    return Span(*place), Match(
        rule=rule, span=Span(*span), kind=Kind(kind), confidence=Confidence(confidence),
        via=via, note=note,
    )  # fmt: skip

r"""Another process that does a part of the work, and what is passed between the two.

It is a copy of this one, so only one without threads may make it. What comes back are plain values:
units with something in them, and what was found there. Of a helper that fails nothing comes back;
then whoever asked does the part, where an error can be told.
"""

from __future__ import annotations

import marshal
import os

from prtool.model.finding import Confidence, Kind, Match
from prtool.model.record import Counter
from prtool.model.results import Skip
from prtool.model.text import Channel, Span, TextUnit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from prtool.sources.patch_sift import Finder

    Found = dict[int, Sequence[tuple[Span, Match]]]
    """What is found in a unit, by its ``id``."""
    Reads = Callable[[list[Skip], Counter[Channel]], Iterable[TextUnit]]
    """Yields units; is given what gets the skips and the counts of those that are passed over."""

_MOST = 8
"""Processes beyond which more of them gain little."""


def processors() -> int:
    """Return how many processes may share work; 1 where this one can't be doubled."""
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST)


class Helper:
    """A process that reads one part."""

    def __init__(self, read: Reads, finder: Finder) -> None:
        """Start it; it reads, and looks at what it reads."""
        self._from, to = os.pipe()
        try:
            self._process = os.fork()
        except OSError:  # too many processes, too little memory: then without this one
            self._process = -1
        if self._process:
            os.close(to)
            return
        try:
            raw = _done(read, finder)
            with os.fdopen(to, "wb") as pipe:
                pipe.write(raw)
            os._exit(0)
        finally:
            os._exit(1)

    def units(
        self, skipped: list[Skip], passed: Counter[Channel], found: Found
    ) -> Iterator[TextUnit] | None:
        """Wait for it and return its units; None if it failed.

        Args:
            skipped: gets what it has skipped.
            passed: gets the number of texts that it has passed over.
            found: gets what it has found in a unit just before that is yielded.
        """
        answer = self._answer()
        if answer is None:
            return None
        units, skips, counts = answer
        skipped.extend(Skip(Channel(channel), *rest) for channel, *rest in skips)
        passed.update({Channel(channel): count for channel, count in counts})
        return _known(units, found)

    def _answer(self) -> Any:
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


def _known(units: Iterable[Any], found: Found) -> Iterator[TextUnit]:
    for plain, matches in units:
        unit = _unit(plain)
        found[id(unit)] = [_match(each) for each in matches]
        yield unit


def _done(read: Reads, finder: Finder) -> bytes:
    skipped: list[Skip] = []
    passed: Counter[Channel] = Counter()
    units = [
        (_plain(unit), [_plain_match(*each) for each in finder.at(unit)])
        for unit in read(skipped, passed)
    ]
    skips = [(each.channel.value, each.what, each.why) for each in skipped]
    counts = [(channel.value, count) for channel, count in passed.items()]
    return marshal.dumps((units, skips, counts))


def _plain(unit: TextUnit) -> Any:
    new = unit.new and [tuple(span) for span in unit.new]
    address = unit.commit, unit.path, unit.blob
    return unit.channel.value, unit.text, address, new, unit.sample, unit.numbers


def _unit(plain: Any) -> TextUnit:
    channel, text, (commit, path, blob), new, sample, numbers = plain
    return TextUnit(
        channel=Channel(channel), text=text, commit=commit, path=path, blob=blob, sample=sample,
        numbers=numbers, new=new if new is None else tuple(Span(*span) for span in new),
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

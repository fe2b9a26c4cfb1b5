r"""Other processes that do a part of the work, and what is passed between them and this one.

They are copies of this one, so only one without threads may make them. Each takes the next part
that nobody has taken, until there is none left. What comes back are plain values: units with
something in them, and what was found there. If one of them fails, whoever asked does all of it
alone, where an error can be told.
"""

from __future__ import annotations

import marshal
import os

from prtool.model.finding import Confidence, Kind, Match
from prtool.model.record import Counter, NamedTuple
from prtool.model.results import Skip
from prtool.model.text import Channel, Span, TextUnit
from prtool.sources.limits import beyond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from prtool.sources.patch_sift import Finder

    Found = dict[int, Sequence[tuple[Span, Match]]]
    """What is found in a unit, by its ``id``."""
    Reads = Callable[[int, list[Skip], Counter[Channel]], Iterable[TextUnit]]
    """Yields the units of the part with a number.

    It is given what gets the skips and the counts of units that are passed over.
    """

_KILL = 9
"""The signal that no process can put off; ``signal`` takes its time to be imported."""
_MOST = 8
"""Processes beyond which more of them gain little."""


def processors() -> int:
    """Return how many processes may share work; 1 where this one can't be doubled."""
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST)


class Crew:
    """This process and its helpers, who read parts of one thing."""

    def __init__(self, parts: int, read: Reads, finder: Finder) -> None:
        """Start the helpers, who begin at once.

        Args:
            parts: how many there are, 256 at the most.
            read: reads one of them.
            finder: looks at what is read.
        """
        self._parts = parts
        self._read = read
        self._finder = finder
        self._turns, turns = os.pipe()
        os.write(turns, bytes(range(parts)))
        os.close(turns)
        helpers = min(processors(), parts) - 1
        if helpers > 0:
            finder.get_ready()
        self._helpers = [_Helper(self._plain_results) for _ in range(helpers)]

    def units(
        self, skipped: list[Skip], passed: Counter[Channel], found: Found
    ) -> Iterator[TextUnit] | None:
        """Read with the helpers, wait for them, and return all units; None if somebody failed.

        Args:
            skipped: gets what is skipped.
            passed: gets the number of texts that are passed over.
            found: gets what is found in a unit just before that is yielded.
        """
        try:
            results = dict(self._results())
        except Exception:  # noqa: BLE001 - said by whoever does it again
            return None
        for helper in self._helpers:
            answer = helper.answer()
            if answer is None:
                return None
            results.update((number, _result(plain)) for number, plain in answer)
        return self._told(results, skipped, passed, found)

    def end(self) -> None:
        """Leave nothing behind, whether anybody has been asked or not."""
        os.close(self._turns)
        for helper in self._helpers:
            helper.end()

    def _told(
        self,
        results: dict[int, _Result],
        skipped: list[Skip],
        passed: Counter[Channel],
        found: Found,
    ) -> Iterator[TextUnit]:
        for number in range(self._parts):
            units, skips, counts = results.pop(number)
            skipped.extend(skips)
            passed.update(counts)
            for unit, matches in units:
                found[id(unit)] = matches
                yield unit

    def _results(self) -> Iterator[tuple[int, _Result]]:
        """Yield what is in each part that nobody else has taken, by its number."""
        while taken := os.read(self._turns, 1):
            skipped: list[Skip] = []
            passed: Counter[Channel] = Counter()
            units: list[tuple[TextUnit, Sequence[tuple[Span, Match]]]] = []
            for unit in self._read(taken[0], skipped, passed):
                matches = tuple(self._finder.at(unit))
                if matches or any(beyond(unit)):
                    units.append((unit, matches))
                else:
                    passed[unit.channel] += 1
            yield taken[0], _Result(units, skipped, passed)

    def _plain_results(self) -> Any:
        return [(number, _plain_result(result)) for number, result in self._results()]


class _Helper:
    """A process whose answer are plain values."""

    def __init__(self, work: Callable[[], Any]) -> None:
        """Start it."""
        self._from, to = os.pipe()
        try:
            self._process = os.fork()
        except OSError:  # too many processes, too little memory: then without this one
            self._process = 0
            os.close(self._from)
            self._from = -1
            os.close(to)
            return
        if self._process:
            os.close(to)
            return
        try:
            os.close(self._from)
            raw = marshal.dumps(work())
            with os.fdopen(to, "wb") as pipe:
                pipe.write(raw)
            os._exit(0)
        finally:
            os._exit(1)

    def answer(self) -> Any:
        """Wait for its answer; None if it failed, an empty one if there is no such process."""
        if not self._process:
            return ()
        with os.fdopen(self._from, "rb") as pipe:
            self._from = -1
            raw = pipe.read()
        return marshal.loads(raw) if self._status() == 0 else None  # noqa: S302 - of our own code

    def end(self) -> None:
        """Leave nothing behind, whether it has been asked or not."""
        if self._process:
            os.kill(self._process, _KILL)
        if self._from != -1:
            os.close(self._from)
            self._from = -1
        self._status()

    def _status(self) -> int:
        """Return how the process ended, once it has; anything but 0 is a failure."""
        process, self._process = self._process, 0
        return os.waitpid(process, 0)[1] if process else -1


class _Result(NamedTuple):
    """What is in one part."""

    units: list[tuple[TextUnit, Sequence[tuple[Span, Match]]]]
    """Units with something in them, each with what is found there."""
    skipped: list[Skip]
    passed: Counter[Channel]


def _plain_result(result: _Result) -> Any:
    units = [
        (_plain(unit), [_plain_match(*each) for each in matches]) for unit, matches in result.units
    ]
    skips = [(each.channel.value, each.what, each.why) for each in result.skipped]
    counts = [(channel.value, count) for channel, count in result.passed.items()]
    return units, skips, counts


def _result(plain: Any) -> _Result:
    units, skips, counts = plain
    return _Result(
        [(_unit(unit), [_match(each) for each in matches]) for unit, matches in units],
        [Skip(Channel(channel), *rest) for channel, *rest in skips],
        Counter({Channel(channel): count for channel, count in counts}),
    )


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

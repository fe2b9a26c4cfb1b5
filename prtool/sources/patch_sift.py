r"""Reads of a diff only the lines in which something may be found; files without any are counted.

The places come from one pass over the bytes. Whoever named them is shown its lines, those of many
files at once, and those in which it finds nothing are dropped. What stays is read for good, by the
means of ``patch_units``; so a line that stays needlessly costs time and nothing else.
"""

from __future__ import annotations

from prtool.model.record import Counter, Protocol
from prtool.model.text import Channel, Span, TextUnit, decode
from prtool.sieve.sieve import LONG_LINE
from prtool.sieve.trigger import WHOLE
from prtool.sources.batches import Asked, Batches
from prtool.sources.limits import SAMPLE
from prtool.sources.patch import FilePatch, read_diff
from prtool.sources.patch_index import Place, Section, channels, end_of_run, sample, sections, thin
from prtool.sources.patch_units import (
    file_units,
    no_diff,
    path_units,
    piece_units,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from prtool.model.finding import Match
    from prtool.model.results import Skip


class Finder(Protocol):
    """Knows at what places of a diff something may be found."""

    def places(self, data: bytes, start: int, end: int) -> list[Place]:
        """Return the places of a part of a diff, ascending."""

    def spans(self, owner: int, unit: TextUnit) -> Sequence[Span] | None:
        """Return where the owner of a place finds something in a text; None if that is unknown."""

    def at(self, unit: TextUnit) -> Iterable[tuple[Span, Match]]:
        """Return all that is found in a unit, each with its range there."""

    def places_in(self, channel: Channel, texts: Sequence[bytes]) -> dict[int, list[Place]]:
        """Return the places of some texts of a channel, by the number of the text."""

    def get_ready(self) -> None:
        """Load what nearly every large input needs."""

    def telling(self, paths: Sequence[str]) -> set[str]:
        """Return the paths that may be a finding themselves."""


def sifted(
    data: bytes,
    skipped: list[Skip],
    finder: Finder,
    passed: Counter[Channel],
    part: tuple[int, int] | None = None,
) -> Iterator[TextUnit]:
    """Yield what lies around the places of a diff.

    Args:
        data: the diff.
        skipped: gets what can't be looked at.
        finder: knows the places.
        passed: gets the number of texts that have no such place.
        part: the part of the diff to read, from the beginning of a file to that of another one.

    Raises:
        InputError: it is malformed, cut off, or no diff at all.
    """
    start, end = part or (0, len(data))
    places = finder.places(data, start, end)
    every = list(sections(data, start, end))
    telling = finder.telling([decode(each.path) for each in every if each.is_plain])
    shares = list(_by_section(every, places))
    worth = _worth_a_look(data, zip(every, shares, strict=True), finder)
    line, counted = 1, 0
    files = 0
    for number, (section, inside) in enumerate(zip(every, shares, strict=True)):
        if not section.is_plain or _needs_all(inside):
            line += data.count(b"\n", counted, section.start)
            counted = section.start
            for piece in read_diff(data[section.start : section.end], line):
                files += isinstance(piece, FilePatch)
                yield from piece_units(piece, skipped)
            continue
        files += 1
        whole = channels(section, data)
        is_told = decode(section.path) in telling
        if is_told or (inside and section.is_above(inside[0])):
            whole.remove(Channel.PATH)
            head = decode(sample(section, data, 4 * SAMPLE)) if is_told else ""
            yield from path_units(section.file(), None, head[:SAMPLE])
        if number in worth:
            places = sorted(worth[number])
            for unit in file_units(thin(section, data, places), None, skipped):
                if unit.channel is not Channel.PATH:
                    whole.remove(unit.channel)
                    yield unit
        for channel in whole:
            passed[channel] += 1
    if not files and data[start:end].strip():
        raise no_diff()


def _by_section(every: Iterable[Section], places: Sequence[Place]) -> Iterator[Sequence[Place]]:
    at = 0
    for section in every:
        first = at
        while at < len(places) and places[at].at < section.end:
            at += 1
        yield places[first:at]


def _needs_all(places: Iterable[Place]) -> bool:
    return any(place.below == WHOLE for place in places)


def _worth_a_look(
    data: bytes, shares: Iterable[tuple[Section, Sequence[Place]]], finder: Finder
) -> dict[int, set[Place]]:
    """Return, by section, the places at which something is found, or may be."""
    worth: dict[int, set[Place]] = {}
    batches = Batches(finder)
    for number, (section, places) in enumerate(shares):
        if not places or not section.is_plain or _needs_all(places):
            continue
        found = worth.setdefault(number, set())
        for asked in _asked(section, data, places, found):
            batches.add(asked, found)
    batches.end()
    return {number: found for number, found in worth.items() if found}


def _asked(
    section: Section, data: bytes, places: Sequence[Place], found: set[Place]
) -> Iterator[Asked]:
    """Yield what is to be shown; a place for which that can't be told goes into ``found``."""
    path = decode(section.path)
    channels_by_sign = {b"+": section.file().channel, b"-": Channel.REMOVED, b" ": Channel.CONTEXT}
    start = end = 0
    seen: set[int] = set()
    runs: dict[int, list[_Run]] = {}
    for place in places:
        if place.at >= end:
            start = data.rfind(b"\n", 0, place.at) + 1
            end = data.find(b"\n", place.at) + 1 or len(data)
            seen.clear()
        channel = channels_by_sign.get(data[start : start + 1])
        if channel is None or end - start >= LONG_LINE:
            found.add(place)
        elif place.below:
            last = end_of_run(section, data, start, place.below)
            if last is None:
                found.add(place)
            else:
                _add_run(runs.setdefault(place.owner, []), place, start, last)
        elif place.owner not in seen:
            seen.add(place.owner)
            yield Asked((place,), channel, path, data[start + 1 : end])
    for run in (run for some in runs.values() for run in some):
        text = data[run.start + 1 : run.end].replace(b"\n+", b"\n")
        yield Asked(run.places, channels_by_sign[b"+"], path, text)


class _Run:
    """Added rows that belong together for the owner of some places."""

    __slots__ = ("end", "places", "start")

    def __init__(self, place: Place, start: int, end: int) -> None:
        self.places = [place]
        self.start = start
        self.end = end


def _add_run(runs: list[_Run], place: Place, start: int, end: int) -> None:
    if runs and start < runs[-1].end:
        runs[-1].places.append(place)
        runs[-1].end = max(runs[-1].end, end)
    else:
        runs.append(_Run(place, start, end))

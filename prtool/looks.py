"""Lets each detector look where its triggers are, and at no more.

Owns which parts of a text, and which rows of a diff, are worth an exact look. What is found there
is judged by ``scan``.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from prtool.detectors import DATES, FILES, FORMATS, GUESSES, OF_PEOPLE, SECRETS, UNICODE
from prtool.detectors.decoded import DecodedDetector, Worth
from prtool.detectors.late import Late
from prtool.detectors.narrow import NARROW
from prtool.detectors.taken import Taken
from prtool.errors import DetectorError, PrtoolError
from prtool.model.text import PING_CHANNELS, Channel, Span, TextUnit, decode, encode
from prtool.sieve.sieve import Sieve
from prtool.sieve.trigger import Triggers
from prtool.sources.patch_index import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from prtool.detectors.base import Detector, Terms
    from prtool.model.finding import Match
    from prtool.sources.patch_sift import Finder

_PEOPLE = frozenset({Channel.AUTHOR, Channel.COMMITTER})
"""Channels in which the same text comes again and again, and a unit is nothing but its text."""
_MANY_PEOPLE = 4096
"""Texts of people whose findings are kept."""


class Sieves:
    """The sieves of detectors that hold nothing private: for texts, prose and paths."""

    __slots__ = ("everywhere", "paths", "prose", "text")

    def __init__(self, text: Sieve, prose: Sieve, paths: Sieve, everywhere: Iterable[int]) -> None:
        """Take one for each sort of text, and the numbers of those that look everywhere."""
        self.text = text
        self.prose = prose
        self.paths = paths
        self.everywhere = frozenset(everywhere)

    @classmethod
    def of(cls, detectors: Iterable[Detector]) -> Sieves:
        """Return the sieves of some detectors."""
        own = [each.triggers for each in detectors]
        known = [each or Triggers() for each in own]
        return cls(
            Sieve.of([each.text for each in known], cached=True),
            Sieve.of([each.prose for each in known], cached=True),
            Sieve.of([each.paths for each in known], cached=True),
            (number for number, each in enumerate(own) if each is None),
        )


class Looks:
    """All detectors, each of which looks where its triggers are."""

    def __init__(
        self,
        public: Sequence[Detector],
        terms: Terms,
        others: Sequence[Detector] = (),
        *,
        sieves: Sieves | None = None,
    ) -> None:
        """Take the detectors.

        Args:
            public: those that hold nothing private; what is encoded is looked at with them.
            terms: the one that knows the private names; it looks behind encodings as well.
            others: further ones.
            sieves: those of the public ones and of what is encoded, where they are known.
        """
        behind = DecodedDetector([Late(SECRETS, None), terms], self._worth)
        known = (*public, behind)
        private = (terms, *others)
        self._detectors = (*known, *private)
        self.public = sieves if sieves is not None else Sieves.of(known)
        self._behind = len(public)
        own = [each.triggers for each in private]
        first = len(known)
        self._everywhere = self.public.everywhere | {
            first + number for number, each in enumerate(own) if each is None
        }
        self._of_dates = frozenset(
            number
            for number, each in enumerate(self._detectors)
            if getattr(each, "name", "") == DATES
        )
        self._of_people = self._everywhere | {
            number
            for number, each in enumerate(self._detectors)
            if getattr(each, "name", "") in OF_PEOPLE
        }
        # Names have the same triggers in whatever is no text.
        self._of_binaries = frozenset(
            number
            for number, each in enumerate(self._detectors)
            if getattr(each, "name", "") != FILES
            and (number != first or number in self._everywhere)
        )
        self._people: dict[tuple[Channel, str], tuple[tuple[Span, Match], ...]] = {}
        # Its owners are what is encoded and the names, in this order.
        self._names = terms.sieve.moved(self._behind)
        beside = [each or Triggers() for each in own[1:]]
        texts = [(*each.text, *each.private, *each.prose) for each in beside]
        self._beside = Sieve.of(texts).moved(first + 1)
        self._beside_paths = Sieve.of(
            [each.paths for each in beside],
            cached=all(getattr(each, "is_public", False) for each in others),
        ).moved(first + 1)

    @property
    def finder(self) -> Finder | None:
        """Return what finds the places of a diff; None when a detector has to see all of it."""
        return None if self._everywhere else self

    def places(self, data: bytes, start: int, end: int) -> list[Place]:
        """Return the places of a part of a diff; see ``sources.patch_sift.Finder``."""
        places = _first_in_line(data, start, end, self.public.text)
        private = _first_in_line(data, start, end, self._names)
        private += _first_in_line(data, start, end, self._beside)
        return sorted(places + private) if private else places

    def spans(self, owner: int, unit: TextUnit) -> list[Span] | None:
        """Return where a detector finds something in a text; None if that is not to be told."""
        detector = self._detectors[owner]
        if getattr(detector, "name", "") == UNICODE:
            return None  # it has to know whether a line is its file's first one
        try:
            if isinstance(detector, Late) and detector.name == GUESSES:
                return list(detector.likely(unit, unit.text))
            return [match.span for match in detector.scan(unit, unit.text)]
        except Exception:  # noqa: BLE001 - said when the lines are looked at for good
            return None

    def _worth(self, texts: Sequence[str]) -> Worth:
        """Tell in which of some texts that stood behind an encoding a trigger is."""
        every = range(len(texts))
        if self._everywhere:
            return Worth(every, every)
        a_look: set[int] = set()
        decoding: set[int] = set()
        raw = [encode(text) for text in texts]
        for number, places in self.places_in(Channel.CONTENT, raw).items():
            for place in places:
                (decoding if place.owner == self._behind else a_look).add(number)
        return Worth(a_look, decoding)

    def get_ready(self) -> None:
        """Make the detectors that nearly every large input needs."""
        for each in self._detectors:
            if isinstance(each, Late) and each.name in (FORMATS, GUESSES):
                _ = each.itself

    def telling(self, paths: Sequence[str]) -> set[str]:
        """Return the paths that may be a finding themselves."""
        raw = encode("\n".join(paths))
        found: set[str] = set()
        for sieve in (self.public.paths, self._beside_paths):
            for some in sieve.parts(raw).values():
                for start, end in some:
                    found.update(decode(raw[start:end]).split("\n"))
        return found

    def places_in(self, channel: Channel, texts: Sequence[bytes]) -> dict[int, list[Place]]:
        """Return the places of some texts of a channel, by the number of the text."""
        raw = texts[0] if len(texts) == 1 else b"\n".join(texts)
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        found: dict[int, list[Place]] = {}
        first = last = number = 0
        for at, below, owner in self._places(channel, raw):
            if not first <= at < last:  # most are in the text of the one before
                number = bisect_right(starts, at) - 1
                first, last = starts[number], starts[number + 1]
            found.setdefault(number, []).append(Place(at - first, below, owner))
        return found

    def _places(self, channel: Channel, raw: bytes) -> Iterator[tuple[int, int, int]]:
        """Yield at which byte of a text, with how many lines below, which detector has to look."""
        for sieve in self._sieves(channel):
            rows = sieve.rows
            for end, number in sieve.find(raw):
                owner, below, _ = rows[number]
                yield end - 1, below, owner
        if channel is Channel.DATE:
            unit = TextUnit(channel=channel, text=decode(raw))
            for owner in self._of_dates:
                for match in self._detectors[owner].scan(unit, unit.text):
                    yield match.span.start, 0, owner

    def at(self, unit: TextUnit) -> Iterator[tuple[Span, Match]]:
        """Yield what all detectors find in a unit, each with its range in the unit's text.

        Raises:
            DetectorError: a detector broke.
        """
        if unit.channel not in _PEOPLE:
            yield from self._at(unit)
            return
        known = self._people.get((unit.channel, unit.text))
        if known is None:
            known = tuple(self._at(unit))
            if len(self._people) < _MANY_PEOPLE:
                self._people[unit.channel, unit.text] = known
        yield from known

    def _at(self, unit: TextUnit) -> Iterator[tuple[Span, Match]]:
        seen: set[tuple[str, Span]] = set()
        exact = Taken()
        for detector, regions in self._regions(unit):
            name = getattr(detector, "name", type(detector).__name__)
            formats, guesses = name == FORMATS, name == GUESSES
            for region in regions:
                text = unit.text[region.start : region.end]
                known = tuple(exact.within(region)) if guesses else ()
                try:
                    matches = list(_scan(detector, unit, text, known))
                except PrtoolError:
                    raise
                except Exception as error:
                    raise DetectorError(
                        f"{name.rpartition('.')[2]} failed on a {unit.channel.value} text"
                    ) from error
                for match in matches:
                    span = match.span.shift(region.start)
                    if (match.rule, span) in seen or (guesses and exact.has(span)):
                        continue
                    seen.add((match.rule, span))
                    if formats:
                        exact.add(match.rule, span, match.confidence)
                    yield span, match

    def _regions(self, unit: TextUnit) -> Iterator[tuple[Detector, Sequence[Span]]]:
        """Yield each detector that has to look at a unit, with the parts that it looks at."""
        whole = (Span(0, len(unit.text)),)
        new = unit.regions()
        parts = self._parts(unit)
        everywhere = self._everywhere
        if unit.channel is Channel.BINARY:
            everywhere = self._of_binaries
        elif unit.channel is Channel.DATE:
            everywhere = everywhere | self._of_dates
        elif unit.channel in _PEOPLE:
            everywhere = self._of_people
        for number in sorted({*everywhere, *parts}):
            detector = self._detectors[number]
            near = new if number in everywhere else tuple(_common(parts[number], new))
            yield detector, whole if getattr(detector, "whole_text", False) else near

    def _sieves(self, channel: Channel) -> Iterator[Sieve]:
        yield self.public.text
        yield self._names
        yield self._beside
        if channel in PING_CHANNELS:
            yield self.public.prose
        elif channel is Channel.PATH:
            yield self.public.paths
            yield self._beside_paths

    def _parts(self, unit: TextUnit) -> dict[int, list[Span]]:
        binary = unit.channel is Channel.BINARY
        sieves = (self._names,) if binary else self._sieves(unit.channel)
        raw = encode(unit.text)
        found: dict[int, list[tuple[int, int]]] = {}
        for sieve in sieves:
            for number, some in sieve.parts(raw).items():
                found[number] = _joined(found[number] + some) if number in found else some
        if len(raw) == len(unit.text):
            return {number: [Span(*each) for each in some] for number, some in found.items()}
        edges = {edge for some in found.values() for part in some for edge in part}
        places = _places(raw, sorted(edges))
        return {
            number: [Span(places[start], places[end]) for start, end in some]
            for number, some in found.items()
        }


def _scan(detector: Detector, unit: TextUnit, text: str, known: Sequence[Span]) -> Iterator[Match]:
    """Return what a detector finds; whoever guesses is told what is known."""
    if known and isinstance(detector, Late):
        return detector.scan(unit, text, known)
    return detector.scan(unit, text)


def _first_in_line(data: bytes, start: int, stop: int, sieve: Sieve) -> list[Place]:
    """Return the first place of each sort in each line of a part of a diff."""
    places: list[Place] = []
    last: dict[tuple[int, int], int] = {}
    rows = [(*row[:2], NARROW.get(row[2])) for row in sieve.rows]
    for end, number in sieve.find(data, start, stop):
        owner, below, may_be = rows[number]
        at = end - 1
        if may_be is not None and not may_be(data, at):
            continue
        before = last.get((owner, below))
        last[owner, below] = at
        if before is None or data.find(b"\n", before, at) != -1:
            places.append(Place(at, below, owner))
    return places


def _joined(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges as ascending ones of which none touch."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if found and found[-1][1] >= start:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _places(raw: bytes, offsets: Iterable[int]) -> dict[int, int]:
    """Return the code point at which each of some ascending byte offsets lies."""
    places: dict[int, int] = {}
    byte = point = 0
    for offset in offsets:
        point += len(decode(raw[byte:offset]))
        byte = offset
        places[offset] = point
    return places


def _common(some: Sequence[Span], others: Sequence[Span]) -> Iterator[Span]:
    """Yield the ranges that two ascending lists of ranges have in common."""
    at = 0
    for one in some:
        while at < len(others) and others[at].end <= one.start:
            at += 1
        for other in others[at:]:
            if other.start >= one.end:
                break
            yield Span(max(one.start, other.start), min(one.end, other.end))

"""What a baseline silences, and the baseline that some findings make.

Silences no more of a thing than its entry counts, so that one more occurrence is seen.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from prtool.baseline.file import Entry
from prtool.baseline.identity import NEVER, UNCOUNTED, fingerprint, line_of, public_occurrences
from prtool.model.finding import Finding, State
from prtool.model.record import dataclass
from prtool.model.text import printable

OldNames = Callable[[str], Collection[str]]
"""Returns what a file was called before the change, by what it is called in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one check found."""

    findings: tuple[Finding, ...]
    """All of it, what upstream has as well among it; oldest commit first."""
    listed: tuple[bool, ...]
    """For each, whether the check would report it."""
    old_names: OldNames


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the findings, each named by its position among them."""

    silenced: frozenset[int]
    notes: Mapping[int, str]
    """Why one that has an entry is told all the same."""
    matched: frozenset[str]
    """Fingerprints of the entries that some finding has."""


class Matcher:
    """Compares what a check found with the entries of a baseline."""

    def __init__(self, key: bytes, seen: Seen) -> None:
        self._key = key
        self._seen = seen
        self._public = Counter(
            (id(finding.unit), finding.rule.id, finding.evidence.reveal().casefold())
            for finding in seen.findings
            if finding.state is State.PREEXISTING
        )

    def silence(self, entries: Iterable[Entry], today: datetime.date) -> Outcome:
        """Tell which findings some entries silence.

        Args:
            entries: those of the baseline.
            today: the day on which ``until`` is looked at.
        """
        known = _by_fingerprint(entries)
        groups: dict[str, list[int]] = {}
        for position in self._reported():
            entry = self._entry(position, known)
            if entry is not None:
                groups.setdefault(entry.fingerprint, []).append(position)
        silenced: set[int] = set()
        notes: dict[int, str] = {}
        for name, positions in groups.items():
            entry = known[name]
            if entry.lapsed(today):
                notes |= dict.fromkeys(positions, f"its baseline entry ended on {entry.until}")
                continue
            fitting = set(self._fitting(entry.count, positions))
            silenced |= fitting
            note = f"more than the {entry.count} in the baseline"
            notes |= dict.fromkeys(set(positions) - fitting, note)
        return Outcome(silenced=frozenset(silenced), notes=notes, matched=frozenset(groups))

    def record(
        self, entries: Iterable[Entry], masks: Mapping[str, str], *, whole: bool
    ) -> tuple[Entry, ...]:
        """Return the entries of a baseline that holds everything that the check would report.

        What the present entries say by hand stays: the note, the last day, and any number.

        Args:
            entries: those of the present baseline.
            masks: what stands for paths that hold something private.
            whole: whether everything was looked at, so that an entry without a finding can go.
        """
        known = _by_fingerprint(entries)
        groups: dict[str, list[int]] = {}
        for position in self._reported():
            finding = self._seen.findings[position]
            name = fingerprint(self._key, finding, finding.unit.path)
            groups.setdefault(name, []).append(position)
        made: dict[str, Entry] = {}
        renewed: set[str] = set()
        for name, positions in groups.items():
            entry = self._entry(positions[0], known)
            if entry is not None:
                renewed.add(entry.fingerprint)
            made[name] = self._written(name, positions, entry, masks, whole=whole)
        kept = [] if whole else [one for name, one in known.items() if name not in renewed]
        return (*kept, *made.values())

    def _reported(self) -> Iterable[int]:
        for position, finding in enumerate(self._seen.findings):
            if self._seen.listed[position] and finding.rule.id not in NEVER:
                yield position

    def _entry(self, position: int, known: Mapping[str, Entry]) -> Entry | None:
        """Return the entry of a finding, also when its file had another name before."""
        finding = self._seen.findings[position]
        path = finding.unit.path
        entry = known.get(fingerprint(self._key, finding, path))
        if entry is not None or path is None or not known:
            return entry
        names = (fingerprint(self._key, finding, old) for old in self._seen.old_names(path))
        return next((known[name] for name in names if name in known), None)

    def _written(
        self, name: str, positions: Sequence[int], entry: Entry | None,
        masks: Mapping[str, str], *, whole: bool,
    ) -> Entry:  # fmt: skip
        first = self._seen.findings[positions[0]]
        path = first.unit.path
        count = None if first.unit.channel in UNCOUNTED else self._count(positions)
        if entry is not None and count is not None:
            count = entry.count and (count if whole else max(count, entry.count))
        return Entry(
            rule=first.rule.id, channel=first.unit.channel.value,
            path=printable(masks.get(path, path)) if path is not None else None,
            count=count, fingerprint=name, until=entry.until if entry is not None else None,
            note=entry.note if entry is not None else "",
        )  # fmt: skip

    def _fitting(self, count: int | None, positions: Sequence[int]) -> Iterable[int]:
        """Yield those findings of one name that a count has room for."""
        findings = self._seen.findings
        if count is None:
            yield from positions
        elif findings[positions[0]].unit.path is None:
            # The same line in another commit is the same thing.
            lines = dict.fromkeys(line_of(findings[position]) for position in positions)
            room = set(list(lines)[:count])
            yield from (each for each in positions if line_of(findings[each]) in room)
        else:
            # Each version of a file by itself: the next one has the same again.
            for version in self._versions(positions):
                yield from version[: max(0, count - self._in_public_lines(version[0]))]

    def _count(self, positions: Sequence[int]) -> int:
        """Return the count that all of these findings fit into."""
        findings = self._seen.findings
        if findings[positions[0]].unit.path is None:
            return len({line_of(findings[position]) for position in positions})
        return max(len(v) + self._in_public_lines(v[0]) for v in self._versions(positions))

    def _versions(self, positions: Iterable[int]) -> Iterable[list[int]]:
        units: dict[int, list[int]] = {}
        for position in positions:
            units.setdefault(id(self._seen.findings[position].unit), []).append(position)
        return units.values()

    def _in_public_lines(self, position: int) -> int:
        """Return how often a version of a file has the same in lines that upstream has as well."""
        finding = self._seen.findings[position]
        value = finding.evidence.reveal().casefold()
        standing = self._public[id(finding.unit), finding.rule.id, value]
        return standing + public_occurrences(finding)


def _by_fingerprint(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.fingerprint: entry for entry in entries}

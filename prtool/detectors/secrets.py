"""Finds secrets: published formats first, then values of telling names, then a second opinion.

All three are asked here, so that one text is reported once, by the most specific that knows it.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator

from prtool.detectors import assignments, second_opinion
from prtool.detectors.assignments import Assignments
from prtool.detectors.keywords import Keywords, line_around
from prtool.detectors.second_opinion import SecondOpinion
from prtool.detectors.secret_kinds import KINDS
from prtool.detectors.secret_kinds.model import SecretKind
from prtool.model.finding import Confidence, Kind, Match, Rule
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import Triggers


class SecretDetector:
    """The detector of the family ``secret``."""

    def __init__(self, kinds: tuple[SecretKind, ...] = KINDS) -> None:
        self._kinds = kinds
        pairs = [(word, rank) for rank, kind in enumerate(kinds) for word in kind.keywords]
        self._keywords = Keywords(word for word, _ in pairs)
        self._ranks = tuple(rank for _, rank in pairs)
        self._assignments = Assignments()
        self._second_opinion = SecondOpinion()

    @property
    def triggers(self) -> Triggers:
        """Return those of every kind, then those of the two that guess."""
        own = (trigger for kind in self._kinds for trigger in kind.triggers)
        return Triggers((*dict.fromkeys(own), *assignments.TRIGGERS, *second_opinion.TRIGGERS))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return a rule for each kind, then the two that guess."""
        return (*(kind.rule for kind in self._kinds), assignments.RULE, second_opinion.RULE)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield secrets, no two of them overlapping, in the order of the text."""
        taken = _Taken()
        for kind, span in self._formats(text):
            taken.add(kind.id, span, kind.confidence_in(text[span.start : span.end]))
        if unit.channel is not Channel.BINARY:  # there nearly everything looks random
            for span, confidence in self._assignments.places(unit, text):
                taken.add(assignments.RULE.id, span, confidence)
            for span, confidence in self._second_opinion.places(text, taken.has):
                taken.add(second_opinion.RULE.id, span, confidence)
        yield from taken.matches()

    def _formats(self, text: str) -> Iterator[tuple[SecretKind, Span]]:
        """Yield plausible matches of the formats, the most specific kinds first."""
        looked: dict[int, int] = {}
        found: list[tuple[int, Span]] = []
        for hit in self._keywords.hits(text):
            rank = self._ranks[hit.word]
            if hit.start < looked.get(rank, 0):
                continue
            kind = self._kinds[rank]
            if kind.multiline:
                match = kind.regex.match(text, hit.start)
                matches = iter((match,) if match else ())
            else:
                start, looked[rank] = line_around(text, hit.start, hit.end)
                matches = kind.regex.finditer(text, start, looked[rank])
            group = "secret" if "secret" in kind.regex.groupindex else 0
            for match in matches:
                looked[rank] = max(looked.get(rank, 0), match.end())
                if kind.accept(match[group]):
                    found.append((rank, Span(*match.span(group))))
        found.sort(key=lambda item: (item[0], item[1]))
        for rank, span in found:
            yield self._kinds[rank], span


class _Taken:
    """Spans in the order of the text; what comes first keeps its place."""

    def __init__(self) -> None:
        self._entries: list[tuple[Span, str, Confidence]] = []

    def has(self, span: Span) -> bool:
        """Tell whether some of ``span`` is taken."""
        at = bisect_right(self._entries, span.start, key=lambda entry: entry[0].start)
        near = self._entries[max(0, at - 1) : at + 1]
        return any(entry[0].overlaps(span) for entry in near)

    def add(self, rule: str, span: Span, confidence: Confidence) -> None:
        """Take ``span`` for ``rule`` unless some of it is taken."""
        if not self.has(span):
            insort(self._entries, (span, rule, confidence))

    def matches(self) -> Iterator[Match]:
        """Yield what was taken."""
        for span, rule, confidence in self._entries:
            yield Match(rule=rule, span=span, kind=Kind.SECRET, confidence=confidence)

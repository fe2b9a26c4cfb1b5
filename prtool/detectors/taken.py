"""Places of a text that belong to somebody already."""

from __future__ import annotations

from prtool.model.finding import Confidence, Kind, Match
from prtool.model.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Taken:
    """Spans in the order of the text; what comes first keeps its place."""

    def __init__(self, known: Iterable[Span] = ()) -> None:
        """Begin with ranges that are somebody else's."""
        self._entries = [(span, "", Confidence.HIGH) for span in sorted(known)]

    def has(self, span: Span) -> bool:
        """Tell whether some of ``span`` is taken."""
        from bisect import bisect_right

        at = bisect_right(self._entries, span.start, key=lambda entry: entry[0].start)
        near = self._entries[max(0, at - 1) : at + 1]
        return any(entry[0].overlaps(span) for entry in near)

    def add(self, rule: str, span: Span, confidence: Confidence) -> None:
        """Take ``span`` for ``rule`` unless some of it is taken."""
        if not self.has(span):
            from bisect import insort

            insort(self._entries, (span, rule, confidence))

    def within(self, region: Span) -> Iterator[Span]:
        """Yield what is taken of ``region``, counted from its beginning."""
        for span, _, _ in self._entries:
            if span.overlaps(region):
                start, end = max(span.start, region.start), min(span.end, region.end)
                yield Span(start, end).shift(-region.start)

    def matches(self) -> Iterator[Match]:
        """Yield what was taken."""
        for span, rule, confidence in self._entries:
            if rule:
                yield Match(rule=rule, span=span, kind=Kind.SECRET, confidence=confidence)

"""Finds secrets by their published formats."""

from __future__ import annotations

from prtool.detectors.keywords import Keywords, line_around
from prtool.detectors.secret_kinds.table import KINDS
from prtool.detectors.taken import Taken
from prtool.model.finding import Match, Rule
from prtool.model.text import Span, TextUnit
from prtool.sieve.trigger import Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from prtool.detectors.secret_kinds.model import SecretKind


class FormatDetector:
    """The detector of everything that has a format of its own."""

    def __init__(self) -> None:
        pairs = [(word, rank) for rank, words in enumerate(KINDS.keywords) for word in words]
        self._keywords = Keywords(word for word, _ in pairs)
        self._ranks = tuple(rank for _, rank in pairs)

    @property
    def triggers(self) -> Triggers:
        """Return those of every kind."""
        return Triggers(dict.fromkeys(each for kind in KINDS for each in kind.triggers))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return a rule for each kind."""
        return tuple(kind.rule for kind in KINDS)

    def rules_of(self, ids: Collection[str]) -> Iterator[Rule]:
        """Yield the rules of these ids, without making all others."""
        return (KINDS[rank].rule for rank, each in enumerate(KINDS.ids) if each in ids)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield secrets, no two of them overlapping, in the order of the text."""
        del unit
        taken = Taken()
        for kind, span in self._formats(text):
            taken.add(kind.id, span, kind.confidence_in(text[span.start : span.end]))
        yield from taken.matches()

    def _formats(self, text: str) -> Iterator[tuple[SecretKind, Span]]:
        """Yield plausible matches of the formats, the most specific kinds first."""
        looked: dict[int, int] = {}
        found: list[tuple[int, Span]] = []
        for hit in self._keywords.hits(text):
            rank = self._ranks[hit.word]
            if hit.start < looked.get(rank, 0):
                continue
            kind = KINDS[rank]
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
            yield KINDS[rank], span

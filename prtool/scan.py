"""Looks at every text unit with every detector, and asks upstream what it already publishes.

Owns where a match lies, its state and its fingerprint. What is done about it is policy's.
"""

from __future__ import annotations

from _collections_abc import Mapping

from prtool.detectors.late import Late
from prtool.looks import Looks, Sieves
from prtool.model.finding import Finding, Kind, Match, Rule, State
from prtool.model.patterns import regex
from prtool.model.record import Counter, Protocol, cached_property, dataclass, replace
from prtool.model.results import Coverage
from prtool.model.secret import Secret
from prtool.model.text import Channel, LineIndex, Span, TextUnit, line_around, stands_alone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from prtool.detectors.base import Detector, Terms

FINGERPRINT_DIGITS = 32
"""Hexadecimal digits of a fingerprint: 128 bits of HMAC-SHA-256."""


class PublicText(Protocol):
    """What the public base can be asked."""

    def lines_with(self, needles: Collection[str]) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield each public line that contains one of ``needles``, with those it contains."""


class NothingPublic:
    """Stands for upstream where there is none to ask: a text on its own."""

    def lines_with(self, needles: Collection[str]) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield nothing."""
        del needles
        return iter(())


@dataclass(frozen=True, slots=True)
class Scan:
    """What one look at some units gave."""

    findings: tuple[Finding, ...]
    coverage: Coverage


@dataclass(slots=True)
class Hit:
    """A match at its place in a unit, on the way to a finding."""

    unit: TextUnit
    span: Span
    match: Match
    lines: tuple[str, ...] = ()
    state: State = State.NEW
    rule: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """Return the matched text."""
        return self.unit.text[self.span.start : self.span.end]


@dataclass(frozen=True, kw_only=True)
class Scanner:
    """All detectors of one run, with what they share."""

    detectors: tuple[Detector, ...]
    terms: Terms
    key: bytes | None
    """Keys the fingerprints, so that they can't be guessed from outside.

    None: nobody is told them, and they tell findings apart within this process alone.
    """
    sieves: Sieves | None = None
    """Those of the detectors that hold nothing private, where they are known already."""

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Return all rules that can be reported, by id."""
        return {rule.id: rule for each in self._all for rule in each.rules}

    @property
    def rules_later(self) -> Mapping[str, Rule]:
        """Return the same, made when somebody looks into it."""
        return _LateRules(self)

    @property
    def _all(self) -> tuple[Detector, ...]:
        return (*self.detectors, self.terms)

    def _rules_of(self, hits: Iterable[Hit]) -> Mapping[str, Rule]:
        """Return the rules of some hits, without making detectors that have found nothing."""
        missing = {hit.rule for hit in hits}
        found: dict[str, Rule] = {}
        made = [each for each in self._all if not isinstance(each, Late) or each.is_made]
        for detector in (*made, *(each for each in self._all if each not in made)):
            if missing <= found.keys():
                break
            some = detector.rules_of(missing) if isinstance(detector, Late) else detector.rules
            found.update((rule.id, rule) for rule in some)
        return found

    def scan(
        self,
        units: Iterable[TextUnit],
        public: PublicText,
        *,
        on_unit: Callable[[], None] | None = None,
        passed: Counter[Channel] | None = None,
        found: dict[int, Sequence[tuple[Span, Match]]] | None = None,
    ) -> Scan:
        """Look at all units.

        Args:
            units: what is to be looked at.
            public: what upstream publishes.
            on_unit: is called after each unit.
            passed: units beside these that hold nothing worth a look, by channel.
            found: what is known to be found in a unit, by its ``id``, when it comes.

        Raises:
            DetectorError: a detector broke; nothing can be said then.
        """
        coverage = Coverage()
        hits: list[Hit] = []
        looks = self.looks
        for unit in units:
            coverage.scanned[unit.channel] += 1
            matches = found.pop(id(unit), None) if found else None
            hits.extend(
                Hit(unit, span, match, _lines(unit.text, span), rule=match.rule)
                for span, match in (looks.at(unit) if matches is None else matches)
            )
            if on_unit is not None:
                on_unit()
        coverage.scanned.update(passed or ())
        self._compare_with_public(hits, public)
        indexes: dict[int, LineIndex] = {}
        rules = self._rules_of(hits)
        findings = [self._finding(hit, rules[hit.rule], indexes) for hit in hits]
        return Scan(tuple(sorted(findings, key=lambda finding: finding.place)), coverage)

    @cached_property
    def looks(self) -> Looks:
        """Return all detectors, each of which knows where to look."""
        public = [each for each in self.detectors if isinstance(each, Late)]
        others = [each for each in self.detectors if not isinstance(each, Late)]
        return Looks(public, self.terms, others, sieves=self.sieves)

    def _compare_with_public(self, hits: Sequence[Hit], public: PublicText) -> None:
        """Set the state of each hit by what upstream has."""
        asked = [hit for hit in hits if hit.match.rule not in _NEVER_PUBLIC and hit.text]
        needles = {needle for hit in asked for needle in (_needle(hit),) if needle}
        wanted = {line for hit in asked for line in hit.lines}
        standing: set[str] = set()
        published: set[str] = set()

        def watched() -> Iterator[str]:
            for line, which in public.lines_with(needles):
                if line in wanted:
                    standing.add(line)
                published.update(one for one in which - published if stands_alone(one, line))
                if not which.isdisjoint(spellings):
                    yield line

        spellings = {hit.text for hit in asked if hit.match.term is not None}
        if not spellings:
            for _ in watched():
                pass
            self._known_publicly(asked, standing, published)
            return
        from prtool.lexicon.readings import Vocabulary
        from prtool.term_readings import read_terms

        vocabulary = Vocabulary(watched(), spellings)
        self._known_publicly(asked, standing, published)
        read_terms([hit for hit in asked if hit.match.term is not None], self.terms, vocabulary)

    def _known_publicly(
        self, hits: Sequence[Hit], standing: Collection[str], published: Collection[str]
    ) -> None:
        for hit in hits:
            known = hit.match.term is None and _needle(hit) in published
            if known or all(line in standing for line in hit.lines):
                hit.state = State.PREEXISTING

    def _finding(self, hit: Hit, rule: Rule, indexes: dict[int, LineIndex]) -> Finding:
        unit = hit.unit
        index = indexes.get(id(unit))
        if index is None:
            index = indexes[id(unit)] = LineIndex(unit.text)
        line, column = index.place(hit.span.start)
        _, end_column = index.place(hit.span.end)
        return Finding(
            rule=rule,
            unit=unit,
            span=hit.span,
            line=unit.numbers[line - 1] if line <= len(unit.numbers) else line,
            column=column,
            end_column=end_column,
            evidence=Secret(hit.text),
            kind=hit.match.kind,
            term=hit.match.term,
            severity=rule.severity,
            confidence=hit.match.confidence,
            state=hit.state,
            fingerprint=self._fingerprint(rule.id, hit),
            via=hit.match.via,
            note=hit.note or hit.match.note,
        )

    def _fingerprint(self, rule: str, hit: Hit) -> str:
        """Return a name for a finding that outlives rebases, squashes and moved lines."""
        unit = hit.unit
        home = unit.path if unit.path is not None else unit.channel.value
        parts = (rule, home, hit.text.casefold())
        if self.key is None:
            return f"{hash(parts):x}"
        message = "\0".join(parts).encode("utf-8", "surrogateescape")
        import hmac

        return hmac.new(self.key, message, "sha256").hexdigest()[:FINGERPRINT_DIGITS]


class _LateRules(Mapping[str, Rule]):
    """The rules of a scanner, most of which are not needed most of the time."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner

    def __getitem__(self, rule: str) -> Rule:
        return self._scanner.rules[rule]

    def __iter__(self) -> Iterator[str]:
        return iter(self._scanner.rules)

    def __len__(self) -> int:
        return len(self._scanner.rules)


_NEVER_PUBLIC = frozenset(
    {
        "private/marker",
        "private/marker-unclosed",
        "private/commit-id",
        "private/tracked-lexicon",
        "input/gate-config-changed",
        "input/scanner-config-changed",
    }
)
"""Rules whose matches are private whatever upstream has."""

_BEFORE_USER = regex(r"[^\s\"'`<>()=,;]*\Z")


def _needle(hit: Hit) -> str:
    """Return what upstream must hold for a match to be public; empty when it can't be asked.

    A user name says nothing on its own, so the path before it counts too. Of a match over several
    lines the longest line is asked for.
    """
    if hit.rule.startswith("file/") or hit.unit.channel is Channel.BINARY:
        return ""
    text = hit.text
    if hit.match.kind is Kind.USER and hit.match.term is None:
        before = _BEFORE_USER.search(hit.unit.text, max(0, hit.span.start - 200), hit.span.start)
        text = (before.group() if before else "") + text
    return max(text.split("\n"), key=len)


def _lines(text: str, span: Span) -> tuple[str, ...]:
    return tuple(line_around(text, span).split("\n"))


def with_allowed(findings: Iterable[Finding], allowed: Collection[str]) -> tuple[Finding, ...]:
    """Return the findings, those within one of the ``allowed`` texts marked as such."""

    def state(finding: Finding) -> State:
        for text in allowed:
            start = finding.unit.text.find(text)
            while start != -1:
                if Span(start, start + len(text)).covers(finding.span):
                    return State.ALLOWED
                start = finding.unit.text.find(text, start + 1)
        return finding.state

    return tuple(replace(finding, state=state(finding)) for finding in findings)

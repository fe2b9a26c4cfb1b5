"""What detectors report, what a rule is, what becomes of a match: severity, confidence, state."""

from __future__ import annotations

from prtool.model.record import IntEnum, NamedTuple, StrEnum, dataclass
from prtool.model.secret import Secret
from prtool.model.text import Channel, Span, TextUnit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Severity(IntEnum):
    """How bad it would be."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    def __str__(self) -> str:
        return self.name.lower()


class Confidence(IntEnum):
    """How sure the detector is."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    def __str__(self) -> str:
        return self.name.lower()


class State(StrEnum):
    """What is to be thought of a match."""

    NEW = "new"
    PREEXISTING = "preexisting"
    """Upstream already publishes it."""
    ALLOWED = "allowed"
    """A rule says that it may leave."""


class Kind(StrEnum):
    """What a private value is; decides how its pseudonym looks."""

    PROVIDER = "provider"
    ALIAS = "alias"
    HOST = "host"
    URL = "url"
    PATH = "path"
    USER = "user"
    PERSON = "person"
    EMAIL = "email"
    SECRET = "secret"  # noqa: S105 - a kind, not a value
    UNIT = "unit"
    PROJECT = "project"
    TICKET = "ticket"
    ADDRESS = "address"
    """A network address; found by detectors, not written in a lexicon."""
    OTHER = "other"


class Example(NamedTuple):
    """A text that a rule must find at exactly ``span``, or must leave alone (``span`` is None)."""

    text: str | Callable[[], str]
    """A callable assembles a secret-like sample at run time, so that no source file holds one."""
    span: tuple[int, int] | None
    channel: Channel = Channel.CONTENT
    path: str | None = None
    sample: str = ""

    def unit(self) -> TextUnit:
        """Return the example as a unit to scan."""
        text = self.text if isinstance(self.text, str) else self.text()
        return TextUnit(channel=self.channel, text=text, path=self.path, sample=self.sample)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that can be found. Ids are ``family/name`` in kebab case and never reused."""

    id: str
    title: str
    severity: Severity
    why: str
    """One sentence: what goes wrong when this leaves."""
    source: str = ""
    """Where the format is published, for token formats."""
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a detector yields: a rule and a range of the text it was given."""

    rule: str
    span: Span
    """Exactly what would have to be replaced."""
    kind: Kind = Kind.OTHER
    term: str | None = None
    """The lexicon term's key, when a term was found; see ``prtool.lexicon``."""
    confidence: Confidence = Confidence.HIGH
    via: tuple[str, ...] = ()
    """Decodings through which it was seen, outermost first; not replaceable when not empty."""
    note: str = ""
    """What may be told of it to everybody, such as how many words it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A match with its place in a unit and what the public base says of it."""

    rule: Rule
    unit: TextUnit
    span: Span
    """Range in ``unit.text``."""
    line: int
    column: int
    end_column: int
    """1-based; ``end_column`` is one past the end, on the line where the range ends."""
    evidence: Secret
    kind: Kind
    term: str | None
    severity: Severity
    confidence: Confidence
    state: State
    fingerprint: str
    via: tuple[str, ...] = ()
    note: str = ""
    """Why a person should look, for occurrences with two readings."""

    @property
    def place(self) -> tuple[str, str, str, int, int, str]:
        """Return the sorting key: all reports list findings in this order."""
        unit = self.unit
        return (
            unit.channel.value,
            unit.path or "",
            unit.commit or "",
            self.line,
            self.column,
            self.rule.id,
        )

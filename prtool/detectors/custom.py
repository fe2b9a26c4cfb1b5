"""Finds what the user's own patterns say."""

from __future__ import annotations

from prtool import start
from prtool.detectors.base import Settings
from prtool.errors import RulesError
from prtool.model.finding import Match, Rule
from prtool.model.patterns import malformed
from prtool.model.record import cached_property
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import Trigger, Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


class CustomDetector:
    """The detector of the patterns in the settings."""

    def __init__(self, settings: Settings) -> None:
        """Compile the patterns.

        Raises:
            RulesError: if one is not a regular expression.
        """
        self._patterns = tuple(
            (pattern.id, _compile(pattern.id, pattern.regex)) for pattern in settings.patterns
        )
        self._settings = settings
        self._rules = tuple(
            Rule(
                id=pattern.id,
                title=pattern.title,
                severity=pattern.severity,
                why="A pattern of the rules file says so.",
            )
            for pattern in settings.patterns
        )

    @cached_property
    def triggers(self) -> Triggers | None:
        """Return what the patterns need; None as soon as one of them may match anything."""
        return _triggers(self._settings)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return a rule for each pattern."""
        return self._rules

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield the matches of each pattern, or of its group ``secret`` if it has one.

        A match without extent is left out.
        """
        if unit.channel is Channel.BINARY:
            return
        for rule, regex in self._patterns:
            group = "secret" if "secret" in regex.groupindex else 0
            for match in regex.finditer(text):
                if match.start(group) < match.end(group):
                    yield Match(rule=rule, span=Span(*match.span(group)))


def _triggers(settings: Settings) -> Triggers | None:
    """Return what the patterns need; None as soon as one of them may match anything."""
    from prtool.sieve.derive import derive

    found: list[Trigger] = []
    for pattern in settings.patterns:
        derived = derive(pattern.regex)
        if derived is None:
            return None
        found.extend(derived)
    return Triggers(dict.fromkeys(found))


def _compile(rule: str, regex: str) -> re.Pattern[str]:
    try:
        return start.compiled(regex)
    except (malformed(), OverflowError, RecursionError) as error:
        raise RulesError(f"pattern {rule}: not a regular expression: {error}") from error

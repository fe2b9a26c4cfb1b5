"""Finds what commit objects give away beyond their text: ids of private commits, time zones."""

from __future__ import annotations

from prtool.model.finding import Example, Match, Rule, Severity
from prtool.model.patterns import MULTILINE, regex
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import Trigger, Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

COMMIT_ID = Rule(
    id="private/commit-id",
    title="id of a private commit",
    severity=Severity.MEDIUM,
    why="It means nothing upstream, and confirms a guess at the private commit's content.",
)
UTC_OFFSET = Rule(
    id="metadata/utc-offset",
    title="time zone of a commit",
    severity=Severity.LOW,
    why="Together with the hours of work it tells where somebody lives.",
    examples=(
        Example(text="2026-03-02T23:41:07+08:00", span=(19, 25), channel=Channel.DATE),
        Example(text="2026-03-02T23:41:07+00:00", span=None, channel=Channel.DATE),
    ),
)

_HEX = regex(r"(?<![0-9A-Za-z_])[0-9a-f]{7,64}(?![0-9A-Za-z_])")
"""Seven digits is the shortest that git abbreviates to. Source: git-config, core.abbrev."""
_OFFSET = regex(r"[+-]\d\d:\d\d$", MULTILINE)


class UtcOffsets:
    """Reports commit times that are not in UTC."""

    rules: tuple[Rule, ...] = (UTC_OFFSET,)
    triggers = Triggers()
    """None: dates are always looked at as a whole."""

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield the offset of a date, or of many that stand below each other."""
        if unit.channel is not Channel.DATE:
            return
        for found in _OFFSET.finditer(text):
            if found.group() != "+00:00":
                yield Match(rule=UTC_OFFSET.id, span=Span(*found.span()))


class CommitIds:
    """Reports ids, also shortened ones, of commits that exist in the private range alone."""

    rules: tuple[Rule, ...] = (COMMIT_ID,)

    def __init__(self, private: Collection[str]) -> None:
        self.triggers = Triggers(
            private=[Trigger(oid[:7], (oid[:7],), any_case=False) for oid in private]
        )
        self._by_start: dict[str, list[str]] = {}
        for oid in private:
            self._by_start.setdefault(oid[:7], []).append(oid)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield every mention of a private commit."""
        del unit
        for found in _HEX.finditer(text):
            word = found.group()
            if any(oid.startswith(word) for oid in self._by_start.get(word[:7], ())):
                yield Match(rule=COMMIT_ID.id, span=Span(*found.span()))

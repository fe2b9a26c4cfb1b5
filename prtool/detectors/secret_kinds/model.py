"""What one kind of secret is: an entry of the tables in this package, and how to write one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from prtool.detectors.likeness import is_placeholder
from prtool.model.finding import Confidence, Example, Rule, Severity
from prtool.sieve.trigger import LETTERS_BEYOND_ASCII, Trigger, words_triggers

LONGEST_MATCH = 420
"""Lines that a match over several lines may have."""


def is_plausible(value: str) -> bool:
    """Tell whether a value of the right format may be real; documentation uses unreal ones."""
    return not is_placeholder(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretKind:
    """A published token format, or a place in which a credential stands."""

    id: str
    title: str
    source: str
    """The vendor's page that documents the format."""
    keywords: tuple[str, ...]
    """Words, in any case, one of which stands in every match, in its first line."""
    regex: re.Pattern[str]
    """Its match, or the group ``secret``, is exactly what has to be replaced."""
    found: Example
    left: Example
    severity: Severity = Severity.HIGH
    confidence: Confidence = Confidence.HIGH
    why: str = "Whoever reads it can act as its owner."
    multiline: bool = False
    """The match begins with a keyword and may run on over the lines that follow."""
    hint: str = ""
    """Where keywords are common words: what else every match holds, as a trigger's pattern."""
    accept: Callable[[str], bool] = is_plausible

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """Return what stands in the first line of every match."""
        below = LONGEST_MATCH if self.multiline else 0
        if self.hint:
            return (Trigger(self.hint, self.keywords, below=below), Trigger(LETTERS_BEYOND_ASCII))
        return words_triggers(self.keywords, below=below)

    @property
    def rule(self) -> Rule:
        """Return the rule that reports this kind."""
        return Rule(
            id=self.id,
            title=self.title,
            severity=self.severity,
            why=self.why,
            source=self.source,
            examples=(self.found, self.left),
        )


def token(body: str, *, after: str = "A-Za-z0-9") -> re.Pattern[str]:
    r"""Compile a token format that stands alone: no letter or digit before it, none after.

    The ``n`` of an escaped ``\n``, as JSON has it, may stand before it. ``after`` is the inside of
    a character class.
    """
    return re.compile(rf"(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))(?:{body})(?![{after}])")


def found(before: str, *parts: str, after: str = "") -> Example:
    """Return a positive example; ``parts`` joined are the secret, so that no file holds it."""
    secret = "".join(parts)
    return Example(
        text=lambda: before + secret + after,
        span=(len(before), len(before) + len(secret)),
    )


def left(*parts: str) -> Example:
    """Return a near miss."""
    return Example(text=lambda: "".join(parts), span=None)

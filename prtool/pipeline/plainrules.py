"""The rules in force as plain values, which are quicker to keep and to read than pickled ones.

What detectors need of them is kept beside them; see ``gatecache``.
"""

from __future__ import annotations

from prtool.model.finding import Severity
from prtool.model.parts import Part
from prtool.model.patterns import regex
from prtool.model.plan import Action, Cause
from prtool.model.text import Channel
from prtool.rules.model import RuleEntry, RuleSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from typing import Any

    from prtool.model.settings import Settings


def packed(rules: RuleSet) -> Any:
    """Return what ``marshal`` can write of rules, without their settings."""
    return (
        tuple(_plain_entry(entry) for entry in rules.entries),
        rules.keep_trailers,
        rules.inline_allows,
        rules.require_lexicon,
        tuple((heading, part.value) for heading, part in rules.headings),
        rules.sources,
        rules.digest,
    )


def unpacked(plain: Any, settings: Settings) -> RuleSet:
    """Return the rules whose plain form and settings these are."""
    entries, keep_trailers, inline_allows, require_lexicon, headings, sources, digest = plain
    return RuleSet(
        entries=tuple(_entry(*each) for each in entries),
        shapes=settings.shapes, patterns=settings.patterns, public_hosts=settings.public_hosts,
        keep_trailers=keep_trailers, inline_allows=inline_allows, require_lexicon=require_lexicon,
        headings=tuple((heading, Part(part)) for heading, part in headings),
        sources=sources, digest=digest,
    )  # fmt: skip


def _plain_entry(entry: RuleEntry) -> Any:
    return (
        entry.find,
        entry.action.value,
        None if entry.channels is None else tuple(sorted(each.value for each in entry.channels)),
        entry.paths,
        entry.text,
        None if entry.regex is None else (entry.regex.pattern, entry.regex.flags),
        entry.replacement,
        None if entry.severity is None else int(entry.severity),
        None if entry.until is None else entry.until.isoformat(),
        entry.reason,
        (entry.cause.where, entry.cause.line),
    )


def _entry(
    find: tuple[str, ...],
    action: str,
    channels: tuple[str, ...] | None,
    paths: tuple[str, ...] | None,
    text: str | None,
    expression: tuple[str, int] | None,
    replacement: str | None,
    severity: int | None,
    until: str | None,
    reason: str,
    cause: tuple[str, int],
) -> RuleEntry:
    return RuleEntry(
        find=find, action=Action(action), paths=paths, text=text, replacement=replacement,
        channels=None if channels is None else frozenset(map(Channel, channels)),
        regex=None if expression is None else regex(*expression),
        severity=None if severity is None else Severity(severity),
        until=None if until is None else _date(until),
        reason=reason, cause=Cause(*cause),
    )  # fmt: skip


def _date(text: str) -> datetime.date:
    import datetime

    return datetime.date.fromisoformat(text)

"""Finds comments that ask the gate to let pass what stands on their line, and reads them.

Whether such a comment counts is for the rules to say; here it is only found.
"""

from __future__ import annotations

from prtool.model.finding import Example, Match, Rule, Severity
from prtool.model.patterns import ASCII, regex
from prtool.model.record import dataclass
from prtool.model.text import Channel, Span, TextUnit, iter_lines
from prtool.sieve.trigger import Trigger, Triggers, literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterator

_WORD = "prtool:" + "allow"

INLINE_ALLOW = Rule(
    id="input/inline-allow",
    title="A comment that asks this gate to look away",
    severity=Severity.LOW,
    why="It does nothing unless the rules say so, and upstream has no use for it.",
    examples=(
        Example(text=lambda: f"a()\nb()  # {_WORD} host/x a sample\nc()", span=(7, 39)),
        Example(text=lambda: f"b() /* {_WORD} host/x a sample */ + c", span=(3, 38)),
        Example(text=lambda: f"Lines with `{_WORD} host/x` are let pass.", span=None),
    ),
)

_BLOCKS = ("/**", "/*", "<!--")
_OPENERS = (*_BLOCKS, "//", "--", "#", ";", "%")
_RUNS = frozenset("/#;%")
"""What may stand there many times."""
_CLOSERS = ("*/", "-->")
_WINDOW = 200
"""Code points before the word that are looked at."""
_DAY = regex(r"until=(\d{4}-\d\d-\d\d)", ASCII)
_ID = regex(r"[a-z]+/[a-z0-9-]+")
_CLOSED = ("private/", "input/")
"""Families that no comment can allow: it would tell everybody which word is private, or let the
gate be steered from within the change."""


@dataclass(frozen=True, slots=True)
class AllowComment:
    """What one comment says."""

    span: Span
    """The comment, with what makes it one."""
    rules: tuple[str, ...]
    """Ids of the rules that it names."""
    until: datetime.date | None
    flaw: str
    """Why it does not count, empty when it is well made."""


class AllowCommentDetector:
    """The detector of such comments."""

    triggers = Triggers([Trigger(literal(_WORD), (_WORD,), any_case=False)])

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return its rule."""
        return (INLINE_ALLOW,)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield each comment, at most one of a line."""
        if _WORD not in text or unit.channel is Channel.BINARY:
            return
        for start, line in iter_lines(text):
            comment = read_comment(line) if _WORD in line else None
            if comment is not None:
                yield Match(rule=INLINE_ALLOW.id, span=comment.span.shift(start))


def read_comment(line: str, known: Collection[str] = ()) -> AllowComment | None:
    """Return the comment of a line, None when it has none.

    Args:
        line: the line, with or without its end.
        known: the ids of all rules; none to take any id for one.
    """
    line = line.rstrip("\r\n")
    for word in _occurrences(line):
        after = word + len(_WORD)
        begin = _begin(line[max(0, word - _WINDOW) : word])
        ends = not line[after : after + 1].strip() or line.startswith(_CLOSERS, after)
        if begin is None or not ends:
            continue
        width, block = begin
        closes = [(at, each) for each in _CLOSERS if (at := line.find(each, after)) != -1]
        close, closer = min(closes, default=(len(line), ""))
        inner = line[after:close].rstrip()
        end = close + len(closer) if block and closer else after + len(inner)
        named, until, flaw = _read(inner.split(), known)
        return AllowComment(Span(word - width, end), named, until, flaw)
    return None


def _occurrences(line: str) -> Iterator[int]:
    position = line.find(_WORD)
    while position != -1:
        yield position
        position = line.find(_WORD, position + 1)


def _begin(before: str) -> tuple[int, bool] | None:
    """Return how much before the word is comment, and whether it has an end of its own.

    None where there is no comment.

    Args:
        before: the line up to the word, or the last part of it.
    """
    bare = before.rstrip(" \t")
    opener = next((each for each in _OPENERS if bare.endswith(each)), "")
    if not opener and bare == before != "":
        return None
    inner = bare.removesuffix(opener)
    if opener[-1:] in _RUNS:
        inner = inner.rstrip(opener[-1:])
    return len(before) - len(inner.rstrip(" \t")), opener in _BLOCKS


def _read(
    words: list[str], known: Collection[str]
) -> tuple[tuple[str, ...], datetime.date | None, str]:
    """Return the rules that a comment names, its last day, and why it does not count."""
    named = tuple(each for each in words[0].split(",") if each) if words else ()
    days = [word for word in words[1:] if word.startswith("until=")]
    until, flaw = _read_day(days)
    return named, until, flaw or _flaw(named, known, reason=len(words) > 1 + len(days))


def _read_day(days: list[str]) -> tuple[datetime.date | None, str]:
    if not days:
        return None, ""
    day = _DAY.fullmatch(days[0])
    try:
        if day is not None and len(days) == 1:
            from datetime import date

            return date.fromisoformat(day[1]), ""
    except ValueError:
        pass
    return None, "its day is none: write until=2027-01-31"


def _flaw(named: tuple[str, ...], known: Collection[str], *, reason: bool) -> str:
    if not named or not all(_ID.fullmatch(each) for each in named):
        return "it has to name whole rule ids"
    if any(each.startswith(_CLOSED) for each in named):
        return "private words and the gate's own findings can't be allowed by a comment"
    if known and not set(named) <= set(known):
        return "it names a rule that there is not"
    return "" if reason else "it gives no reason"

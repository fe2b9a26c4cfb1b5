"""Numbers of private tickets, such as ``OPS-1234``, where the words around tell that they are some.

Many other names have the same form, so the form alone is not enough. A project that upstream's own
messages name is upstream's, and so are its tickets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from prtool.model.edits import Edit, resolve
from prtool.model.patterns import IGNORECASE, MULTILINE, regex
from prtool.model.record import Counter, NamedTuple
from prtool.model.text import Span

KEY = (
    r"(?-i:(?!(?:GH|CVE|CWE|RFC|UTF|SHA|ISO|IEEE|GHSA|GPT|PEP|JEP|KEP|EIP|BIP|ARM|AES|HTTP|TLS|MD)-)"
    r"\b[A-Z][A-Z0-9]{1,9}-[0-9]{1,6}\b(?![.-]?\w))"
)
"""What may be a ticket of another tracker."""
NOT_PUBLIC = "(not public)"
"""What stands for the number of a private ticket."""

_FEWEST = 2
"""Messages of upstream's that name a project of its own; one may have come from anywhere."""
_KEY = regex(KEY)


class References(NamedTuple):
    """What a private message may refer to, because it means the same upstream."""

    issues: tuple[int, ...] = ()
    """Numbers of upstream's issues."""
    projects: frozenset[str] = frozenset()
    """Of upstream's tickets, such as ``OPS``."""


NO_REFERENCES = References()


_KEYS = rf"{KEY}(?:\s{{0,3}}(?:,|、|and|和)\s{{0,3}}{KEY})*"
_NAMED = regex(
    r"(?:\b(?:tickets?|jira|stor(?:y|ies)|tasks?|issues?|bugs?|see|refs?)|工单|任务|需求单?|缺陷单?|参见)"
    rf"(?P<number>\s{{0,3}}[:：#]?\s{{0,3}}{_KEYS})",
    IGNORECASE,
)
_IN_BRACKETS = regex(rf"[^\S\n]{{0,3}}[\[(（]{_KEYS}[\])）]", IGNORECASE)
_FIRST_IN_BRACKETS = regex(
    rf"(?<=[\[(（]){_KEYS}\s{{0,3}}[,;:，；、]\s{{0,3}}"
    r"(?=see\b|cc\b|refs?\b|clos|fix|[#!@]|GH-|参?见)",
    IGNORECASE,
)
_ON_A_LINE = regex(
    r"^[ \t]{0,8}(?:[-*+][ \t]{1,4})?(?:(?:clos|fix|resolv|implement)\w{1,3}|refs?|see|part of)"
    rf"[ \t]{{0,4}}:?[ \t]{{1,4}}{_KEYS}[ \t]{{0,4}}\.?[ \t]{{0,4}}(?:\n|\Z)",
    IGNORECASE | MULTILINE,
)
_ITEM = rf"(?:[\[(（]{_KEYS}[\])）][ \t]{{0,4}}[:：]?|{_KEYS}[ \t]{{0,4}}[:：])"
_BEFORE_A_SUBJECT = regex(rf"\A(?:[ \t]{{0,4}}{_ITEM})+[ \t]{{0,4}}", IGNORECASE)


def projects_of(messages: Iterable[str]) -> frozenset[str]:
    """Return the projects whose tickets upstream's messages name."""
    counts: Counter[str] = Counter()
    for message in messages:
        counts.update({_project(key) for key in _KEY.findall(message)})
    return frozenset(project for project, count in counts.items() if count >= _FEWEST)


def are_public(text: str, projects: Collection[str]) -> bool:
    """Tell whether a text has tickets, and all of them are of these projects."""
    found = {_project(key) for key in _KEY.findall(text)}
    return bool(found) and found <= set(projects)


def find_tickets(
    text: str, projects: Collection[str] = (), *, has_subject: bool = False
) -> tuple[Edit, ...]:
    """Return the edits that take such numbers out, ascending.

    Args:
        text: what may have some.
        projects: those of upstream, whose tickets stay.
        has_subject: whether the first line is a subject, which a ticket may stand before.
    """
    edits = resolve(_edits(text, has_subject=has_subject))
    if not projects:
        return edits
    return tuple(
        edit for edit in edits if not are_public(text[edit.span.start : edit.span.end], projects)
    )


def _project(key: str) -> str:
    return key.rpartition("-")[0]


def _edits(text: str, *, has_subject: bool) -> Iterator[Edit]:
    patterns = [_IN_BRACKETS, _FIRST_IN_BRACKETS, _ON_A_LINE]
    for pattern in (*patterns, _BEFORE_A_SUBJECT) if has_subject else patterns:
        for found in pattern.finditer(text):
            yield Edit(Span(*found.span()), "", reversible=False)
    for found in _NAMED.finditer(text):
        yield Edit(Span(*found.span("number")), f" {NOT_PUBLIC}", reversible=False)

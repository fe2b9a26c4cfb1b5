"""Numbers of private tickets, such as ``OPS-1234``, where the words around tell that they are some.

Many other names have the same form, so the form alone is not enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from prtool.model.edits import Edit, resolve
from prtool.model.patterns import IGNORECASE, MULTILINE, regex
from prtool.model.text import Span

KEY = (
    r"(?-i:(?!(?:GH|CVE|CWE|RFC|UTF|SHA|ISO|IEEE|GHSA|GPT|PEP|JEP|KEP|EIP|BIP|ARM|AES|HTTP|TLS|MD)-)"
    r"\b[A-Z][A-Z0-9]{1,9}-[0-9]{1,6}\b(?![.-]?\w))"
)
"""What may be a ticket of another tracker."""
NOT_PUBLIC = "(not public)"
"""What stands for the number of a private ticket."""

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


def find_tickets(text: str, *, has_subject: bool = False) -> tuple[Edit, ...]:
    """Return the edits that take such numbers out, ascending.

    Args:
        text: what may have some.
        has_subject: whether the first line is a subject, which a ticket may stand before.
    """
    return resolve(_edits(text, has_subject=has_subject))


def _edits(text: str, *, has_subject: bool) -> Iterator[Edit]:
    patterns = [_IN_BRACKETS, _FIRST_IN_BRACKETS, _ON_A_LINE]
    for pattern in (*patterns, _BEFORE_A_SUBJECT) if has_subject else patterns:
        for found in pattern.finditer(text):
            yield Edit(Span(*found.span()), "", reversible=False)
    for found in _NAMED.finditer(text):
        yield Edit(Span(*found.span("number")), f" {NOT_PUBLIC}", reversible=False)

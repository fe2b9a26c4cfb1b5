"""Turns facts into candidates: the one place where a value gets its kind and its match mode.

Whether a candidate is taken is decided in ``choose``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prtool.lexicon.harvest.facts import ITEM, Candidate, Fact
from prtool.lexicon.harvest.roles import Role, kebab, names_by_key, role_of
from prtool.lexicon.harvest.shapes import Found, scan
from prtool.lexicon.harvest.values import terms_of
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.public import parse_address
from prtool.model.finding import Kind

_SUBSTRINGS = frozenset({Kind.SECRET, Kind.URL, Kind.PATH, Kind.EMAIL})
_LISTED = frozenset({Role.SECRET, Role.ALIAS, Role.PROVIDER, Role.USER})


def classify(facts: Iterable[Fact], source: str) -> Iterator[Candidate]:
    """Yield a candidate for everything in ``facts`` that could be private.

    ``source`` is a base name for people; it goes into each term's note.
    """
    for fact in facts:
        for found in _found(fact):
            yield candidate(found, source, fact.line)


def candidate(found: Found, source: str, line: int) -> Candidate:
    """Return one found value as a candidate term."""
    value = found.value.strip()
    term = Term(
        value=value,
        kind=found.kind,
        match=match_mode(found.kind, value),
        note=f"harvested from {source}",
    )
    return Candidate(term, source, line, found.doubt)


def match_mode(kind: Kind, value: str) -> MatchMode:
    """Return how a harvested value is to be matched.

    Secrets, URLs, paths and e-mail addresses are found anywhere, in any case: they are written in
    one way only, but glued to all sorts of things. Network addresses are whole words: with other
    separators, or none, they would be other numbers. All else is found in every spelling, host
    names too, as they turn into ``BUILD01_CORP_LAN`` and ``build01-corp-lan``.
    """
    if kind in _SUBSTRINGS:
        return MatchMode.SUBSTRING
    if kind is Kind.HOST and parse_address(value):
        return MatchMode.WORD
    return MatchMode.COMPOUND


def _found(fact: Fact) -> Iterator[Found]:
    if not fact.path:
        yield from scan(fact.value, prose=True)
        return
    for role, name in names_by_key(fact.path):
        yield from terms_of(role, name)
    role = role_of(fact.path)
    if role is Role.PAIR:
        key, equals, value = fact.value.partition("=")
        if equals and key and not key.isspace():
            yield from terms_of(role_of((key,)), value)
            return
    plural = kebab(fact.path[-1]).endswith("s") and fact.path[-1] != ITEM
    values = fact.value.split(",") if plural and role in _LISTED else [fact.value]
    for value in values:
        yield from terms_of(role, value)

"""Adds the terms that follow from others: the host of a URL is as private as the URL."""

from __future__ import annotations

from collections.abc import Iterable

from prtool.lexicon.layout import host_of
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.places import as_address, is_common_host
from prtool.lexicon.words import squash
from prtool.model.finding import Kind


def expand(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return the terms and, behind them, those that follow from them; given ones come first.

    The cores of aliases and units are not among them: the matcher looks for those itself.
    """
    terms = tuple(terms)
    known = {squash(term.value) for term in terms if term.match is not MatchMode.REGEX}
    more = []
    for term in terms:
        if term.kind is not Kind.URL or term.match is MatchMode.REGEX:
            continue
        host = host_of(term.value)
        if host is None or is_common_host(host) or squash(host) in known:
            continue
        known.add(squash(host))
        kind = Kind.HOST if as_address(host) is None else Kind.ADDRESS
        pseudonym = host_of(term.pseudonym) if term.pseudonym else None
        more.append(
            Term(
                value=host, kind=kind, pseudonym=pseudonym, ambiguous=term.ambiguous, line=term.line
            )
        )
    return (*terms, *more)

"""Adds the terms that follow from others: a URL's host, a person's names, a path from its home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prtool.lexicon.harvest.reasons import why_left
from prtool.lexicon.layout import has_own_words, host_of
from prtool.lexicon.model import Ambiguous, MatchMode, Term
from prtool.lexicon.places import as_address, is_common_host
from prtool.lexicon.words import squash
from prtool.model.finding import Kind
from prtool.model.patterns import regex
from prtool.model.record import replace

_SHORTEST_NAME = 3
"""Letters of a given or family name that is looked for on its own."""
_IN_HOME = regex(r"(?:(?:/var)?/home/[^/]+|/Users/[^/]+|/root|~|\$HOME|\$\{HOME\})/(?P<rest>.+)")
_HOMES = ("~", "$HOME", "${HOME}")
"""How a prompt and a shell's script write the home folder that a path lies in."""


def expand(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return the terms and, behind them, those that follow from them; given ones come first.

    The cores of aliases and units are not among them: the matcher looks for those itself.
    """
    terms = tuple(terms)
    known = {_key(term) for term in terms if term.match is not MatchMode.REGEX}
    more = []
    for term in terms:
        if term.match is MatchMode.REGEX:
            continue
        for follower in _followers(term):
            if _key(follower) not in known:
                known.add(_key(follower))
                more.append(follower)
    return (*terms, *more)


def _key(term: Term) -> str:
    """Return what two terms have in common of which one is enough."""
    return term.value if term.kind is Kind.PATH else squash(term.value)


def _followers(term: Term) -> Iterator[Term]:
    if term.kind is Kind.URL:
        yield from _host(term)
    elif term.kind is Kind.PERSON:
        yield from _names(term)
    elif term.kind is Kind.PATH:
        yield from _from_home(term)


def _host(term: Term) -> Iterator[Term]:
    host = host_of(term.value)
    if host is None or is_common_host(host):
        return
    kind = Kind.HOST if as_address(host) is None else Kind.ADDRESS
    pseudonym = host_of(term.pseudonym) if term.pseudonym else None
    yield Term(value=host, kind=kind, pseudonym=pseudonym, ambiguous=term.ambiguous, line=term.line)


def _names(term: Term) -> Iterator[Term]:
    """Yield the given and family name, each as it is written, unless it is a word of upstream's."""
    names = term.value.split()
    for name in names if len(names) > 1 else ():
        single = Term(
            value=name, kind=Kind.PERSON, match=MatchMode.EXACT, ambiguous=Ambiguous.KEEP,
            line=term.line,
        )  # fmt: skip
        if len(name) >= _SHORTEST_NAME and name.istitle() and why_left(single) is None:
            yield single


def _from_home(term: Term) -> Iterator[Term]:
    """Yield a path in a home folder as it is written from there, unless that is upstream's word."""
    path = _IN_HOME.fullmatch(term.value)
    if path is None or not has_own_words(path["rest"]):
        return
    for home in _HOMES:
        yield replace(
            term, value=f"{home}/{path['rest']}", pseudonym=None, ambiguous=Ambiguous.KEEP
        )

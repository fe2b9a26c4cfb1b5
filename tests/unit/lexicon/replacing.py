"""Replaces the terms in a text as the rewriting stage does, to look at the result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from prtool.lexicon.book import Book
from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import Term
from prtool.lexicon.pseudonyms import Pseudonyms, Request, expand
from prtool.model.finding import Kind

KEY = bytes(range(32))


def nothing_taken(words: Collection[str]) -> frozenset[str]:
    """Stand for texts in which no word of the tables occurs."""
    return frozenset()


def common_words_taken(words: Collection[str]) -> frozenset[str]:
    """Stand for ordinary texts: they have the word ``user``."""
    return frozenset(words) & {"user", "/home/user", "user@example.com"}


def request(kind: Kind, matched: str, rule: str = "private/term") -> Request:
    """Return a request for one name that is in no lexicon."""
    return Request(kind, None, matched, rule)


def render_all(requests: Iterable[Request], key: bytes = KEY) -> dict[Request, str]:
    """Return the pseudonyms of some names that were met together."""
    requests = list(requests)
    pseudonyms = Pseudonyms(key, Book.new(key), (), common_words_taken)
    pseudonyms.assign(requests)
    return {one: pseudonyms.render(one) for one in requests}


def requests_in(terms: Sequence[Term], text: str) -> list[tuple[slice, Request]]:
    """Return a request for each occurrence, with its place."""
    return [
        (
            slice(*one.span),
            Request(one.term.kind, one.term, text[slice(*one.span)], "private/term"),
        )
        for one in Matcher(terms).find(text)
    ]


def replaced(
    terms: Iterable[Term], text: str, *, book: Book | None = None, key: bytes = KEY
) -> tuple[str, Pseudonyms]:
    """Return the text with pseudonyms, and those."""
    terms = expand(terms)
    found = requests_in(terms, text)
    pseudonyms = Pseudonyms(key, book or Book.new(key), terms, common_words_taken)
    pseudonyms.assign(request for _, request in found)
    for place, request in reversed(found):
        text = text[: place.start] + pseudonyms.render(request) + text[place.stop :]
    return text, pseudonyms

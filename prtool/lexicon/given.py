"""The pseudonyms that the user gave in the lexicon: checked, and ready to be written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prtool.errors import LexiconError
from prtool.lexicon.book import Subject
from prtool.lexicon.layout import subject_of
from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.needles import core_of, value_of
from prtool.lexicon.words import squash, words
from prtool.model.finding import Kind
from prtool.model.record import dataclass

_HINT = "change or remove the 'pseudonym:' of that term"


@dataclass(frozen=True, slots=True)
class Given:
    """One such pseudonym."""

    value: str
    """The private part of the term, as the lexicon has it."""
    text: str
    """The same part of the pseudonym, as the lexicon has it."""
    words: tuple[str, ...]
    line: int


def read_given(terms: Iterable[Term]) -> Mapping[Subject, Given]:
    """Return the pseudonyms that the user gave.

    Raises:
        LexiconError: two terms have the same one, one term has two, or one holds a private term.
    """
    terms = tuple(terms)
    found: dict[Subject, Given] = {}
    by_words: dict[tuple[str, ...], Subject] = {}
    for term in terms:
        if term.pseudonym is None:
            continue
        given = _given(term, term.pseudonym)
        subject = given_subject(term)
        before = found.setdefault(subject, given)
        if squash(before.text) != squash(given.text):
            _refuse(before.line, term.line, "two pseudonyms for one name")
        if by_words.setdefault(given.words, subject) != subject:
            _refuse(found[by_words[given.words]].line, term.line, "one pseudonym for two names")
    if found:
        matcher = Matcher(terms)
        for given in found.values():
            if any(matcher.find(given.text)):
                message = f"lexicon line {given.line}: the pseudonym holds a private term"
                raise LexiconError(message, hint=_HINT)
    return found


def given_subject(term: Term) -> Subject:
    """Return the subject that a term's own pseudonym is for; of a URL or path, all of it."""
    subject = None if term.kind in (Kind.URL, Kind.PATH) else subject_of(term)
    return subject or Subject(term.kind, squash(term.value))


def _given(term: Term, text: str) -> Given:
    """Return the pseudonym without what the term's own layout keeps, such as a model's name."""
    if term.match is MatchMode.COMPOUND and term.kind in (Kind.ALIAS, Kind.UNIT):
        own = core_of(Term(value=text, kind=term.kind))
        text = own.of(text) if own else text
    return Given(value_of(term), text, words(text) or (text,), term.line)


def _refuse(one: int, other: int, what: str) -> None:
    raise LexiconError(f"lexicon lines {one} and {other}: {what}", hint=_HINT)

"""Gives every private name its pseudonym, the same one wherever and whenever it occurs.

Owns which pseudonym a subject has (the user's own, the one in the private map, a new one) and how
each match is written with it. What is replaced, and whether, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from prtool.errors import InternalError
from prtool.lexicon.book import Book, Entry, Spelling, Subject
from prtool.lexicon.draw import USER, Want, draw
from prtool.lexicon.expand import expand
from prtool.lexicon.given import given_subject, read_given
from prtool.lexicon.layout import HOME_MARK, Part, parts_in_home, parts_of
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.needles import value_of
from prtool.lexicon.vacancy import Taken, Vacancy, claim_of
from prtool.lexicon.words import squash, word_spans
from prtool.lexicon.write import write_given, write_pseudonym
from prtool.model.finding import Kind
from prtool.model.record import dataclass, field
from prtool.model.text import Span

__all__ = ["Pseudonyms", "Request", "expand"]

_PATH_RULES = "path/"


@dataclass(frozen=True, slots=True)
class Request:
    """One match that is to be replaced."""

    kind: Kind
    term: Term | None
    """None for what a detector found by its shape."""
    matched: str
    rule: str
    """The rule that found it; its name becomes the placeholder of a secret."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A range of a match with what takes its place."""

    span: Span
    text: str
    words: tuple[Span, ...]
    """In ``text``."""
    subject: Subject | None
    literal: str
    """What takes its place where there is no subject."""
    original: str
    """The same range of the lexicon's own spelling."""
    several: bool
    """Whether the lexicon's own spelling has several words."""

    @property
    def special(self) -> Subject:
        """Return the subject for this very text, for when it can't share one."""
        assert self.subject is not None  # noqa: S101 - only asked of slots that have one
        return Subject(self.subject.kind, "=" + self.text)


@dataclass(slots=True)
class _Wish:
    """What is known of a subject from all its matches."""

    originals: set[tuple[bool, str]] = field(default_factory=set)
    several: bool = False
    in_paths_only: bool = True

    @property
    def original(self) -> str:
        return min(self.originals)[1]


class Pseudonyms:
    """All pseudonyms of one run."""

    def __init__(self, key: bytes, book: Book, terms: Iterable[Term], taken: Taken) -> None:
        """Prepare.

        Args:
            key: the private key.
            book: the private map of that key.
            terms: the lexicon's terms, those that follow from others included.
            taken: tells which words the base or the head has; asked at most twice.

        Raises:
            LexiconError: the pseudonyms that the user gave contradict each other.
        """
        terms = tuple(terms)
        self._key = key
        self._book = book
        self._given = read_given(terms)
        given = {word for one in self._given.values() for word in one.words}
        plain = (term for term in terms if term.match is not MatchMode.REGEX)
        self._vacancy = Vacancy((squash(value_of(term)) for term in plain), given, taken)
        self._entries: dict[Subject, Entry] = {}
        for entry in book.entries:
            if entry.subject not in self._given and self._vacancy.suits(claim_of(entry)):
                self._entries[entry.subject] = entry
                self._vacancy.use(claim_of(entry))
        self._rendered: dict[tuple[Kind, Term | None, str], str] = {}

    @property
    def book(self) -> Book:
        """Return the private map as it must be saved."""
        return self._book

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """Return what stands for more than one original, which ``restore`` has to leave."""
        return self._book.ambiguous

    def assign(self, requests: Iterable[Request]) -> None:
        """Choose the pseudonyms for all matches of a run, in whatever order they come.

        Raises:
            LexiconError: there are more names than pseudonyms.
        """
        asked = {request for request in requests if request.kind is not Kind.SECRET}
        slots = {request: _slots(request) for request in asked}
        wishes = _wishes(slots)
        self._draw(wishes)
        self._draw(self._unsettled(slots.values()))
        spellings: set[Spelling] = set()
        entries: dict[Subject, Entry] = {}
        for request, some in slots.items():
            rendered = self._write_all(request.matched, some)
            self._rendered[request.kind, request.term, request.matched] = rendered
            if any(slot.subject is None for slot in some):
                spellings.add(Spelling(request.matched, rendered))
            for slot in some:
                if slot.subject is None:
                    continue
                entry = self._entry(slot, wishes)
                entries[entry.subject] = entry
                if not (entry.pseudonym == USER and wishes[slot.subject].in_paths_only):
                    spellings.add(Spelling(slot.text, self._write(slot)))
        self._book = self._book.with_more(entries.values(), spellings)

    def render(self, request: Request) -> str:
        """Return what takes the place of a match.

        Raises:
            InternalError: it was not among those handed to :meth:`assign`.
        """
        if request.kind is Kind.SECRET:
            family, _, name = request.rule.partition("/")
            shown = name if family == "secret" else "secret"
            return "REDACTED_" + shown.replace("-", "_").upper()
        try:
            return self._rendered[request.kind, request.term, request.matched]
        except KeyError:
            raise InternalError("a pseudonym was asked for that was not assigned") from None

    def _draw(self, wishes: Mapping[Subject, _Wish]) -> None:
        """Draw pseudonyms for the subjects that have none yet."""
        wants = [
            Want(subject, wish.several, wish.in_paths_only)
            for subject, wish in wishes.items()
            if subject not in self._given and not self._keeps(subject, wish)
        ]
        drawn = draw(self._key, wants, self._vacancy.is_free)
        for subject, pseudonym in drawn.items():
            entry = Entry(subject, wishes[subject].original, pseudonym)
            self._entries[subject] = entry
            self._vacancy.use(claim_of(entry))

    def _keeps(self, subject: Subject, wish: _Wish) -> bool:
        """Tell whether a subject has a pseudonym that still serves.

        A user who was met in paths only may be called ``user``; elsewhere that is a common word.
        """
        entry = self._entries.get(subject)
        if entry is None:
            return False
        if entry.pseudonym != USER or wish.in_paths_only:
            return True
        return any(spelling.rendered.lower() == USER for spelling in self._book.spellings)

    def _unsettled(self, slots: Iterable[Sequence[_Slot]]) -> dict[Subject, _Wish]:
        """Return own subjects for spellings that would be written like another spelling.

        Only so can they be told apart again. Other than that a name has one pseudonym.
        """
        written = {spelling.rendered: spelling.original for spelling in self._book.spellings}
        different = {slot for some in slots for slot in some if slot.subject}
        wishes: dict[Subject, _Wish] = {}
        for slot in sorted(different, key=_precedence):
            if slot.subject in self._given or slot.special in self._entries:
                continue
            if written.setdefault(self._write(slot), slot.text) != slot.text:
                wish = wishes.setdefault(slot.special, _Wish({(False, slot.text)}))
                wish.several = slot.several
                wish.in_paths_only = False
        return wishes

    def _entry(self, slot: _Slot, wishes: Mapping[Subject, _Wish]) -> Entry:
        assert slot.subject is not None  # noqa: S101 - chosen by the caller
        given = self._given.get(slot.subject)
        if given is not None:
            return Entry(slot.subject, wishes[slot.subject].original, given.text)
        return self._entries.get(slot.special) or self._entries[slot.subject]

    def _write_all(self, text: str, slots: Sequence[_Slot]) -> str:
        pieces = []
        position = 0
        for slot in slots:
            pieces += [text[position : slot.span.start], self._write(slot)]
            position = slot.span.end
        return "".join((*pieces, text[position:]))

    def _write(self, slot: _Slot) -> str:
        if slot.subject is None:
            return slot.literal
        given = self._given.get(slot.subject)
        if given is not None:
            return write_given(given, slot.text, slot.words)
        entry = self._entries.get(slot.special) or self._entries[slot.subject]
        return write_pseudonym(slot.subject.kind, entry.pseudonym, slot.text, slot.words)


def _slots(request: Request) -> tuple[_Slot, ...]:
    term, matched = request.term, request.matched
    fixed = term is None or term.match is MatchMode.REGEX
    value = matched if term is None or fixed else value_of(term)
    if term is None and request.kind is Kind.USER and request.rule.startswith(_PATH_RULES):
        parts = models = parts_in_home(matched)
    else:
        parts = parts_of(request.kind, term, matched)
        models = parts_of(request.kind, term, value)
    if term is not None and term.pseudonym is not None:
        subject = given_subject(term)
        if [part.subject for part in parts] != [subject]:
            # The user's pseudonym is for all of it.
            parts, models = (_whole(matched, subject),), (_whole(value, subject),)
    if len(models) != len(parts):
        models, value = parts, matched
    return tuple(
        _slot(part, matched, model, value) for part, model in zip(parts, models, strict=True)
    )


def _whole(text: str, subject: Subject) -> Part:
    return Part(Span(0, len(text)), subject, word_spans(text))


def _slot(part: Part, matched: str, model: Part, value: str) -> _Slot:
    words = tuple(word.shift(-part.span.start) for word in part.words)
    return _Slot(
        span=part.span,
        text=matched[part.span.start : part.span.end],
        words=words or (Span(0, part.span.end - part.span.start),),
        subject=part.subject,
        literal=part.text,
        original=value[model.span.start : model.span.end],
        several=len(model.words) > 1,
    )


def _wishes(slots: Mapping[Request, Sequence[_Slot]]) -> dict[Subject, _Wish]:
    wishes: dict[Subject, _Wish] = {}
    for request, slot in _with_subject(slots):
        assert slot.subject is not None  # noqa: S101 - chosen by _with_subject
        wish = wishes.setdefault(slot.subject, _Wish())
        wish.originals.add((request.term is None, slot.original))
        wish.several = wish.several or slot.several
        at_home = slot.subject.identity.startswith(HOME_MARK)
        wish.in_paths_only = wish.in_paths_only and at_home
    return wishes


def _with_subject(slots: Mapping[Request, Sequence[_Slot]]) -> Iterator[tuple[Request, _Slot]]:
    for request, some in slots.items():
        yield from ((request, slot) for slot in some if slot.subject is not None)


def _precedence(slot: _Slot) -> tuple[Subject | None, bool, str]:
    """Order spellings so that the lexicon's own comes first."""
    return slot.subject, slot.text != slot.original, slot.text

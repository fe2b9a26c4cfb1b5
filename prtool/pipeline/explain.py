"""``prtool lexicon explain``: what is found of a term, what it becomes, what upstream has of it.

Saves nothing, not even a pseudonym.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from prtool.errors import LexiconError
from prtool.lexicon import store
from prtool.lexicon.book import Book
from prtool.lexicon.expand import expand
from prtool.lexicon.layout import subject_of
from prtool.lexicon.matcher import Matcher, Occurrence
from prtool.lexicon.model import Lexicon, MatchMode, Term
from prtool.lexicon.needles import value_of
from prtool.lexicon.privatedir import PrivateDir
from prtool.lexicon.pseudonyms import Pseudonyms, Request
from prtool.lexicon.readings import Reading, Vocabulary
from prtool.lexicon.schema import HINT, identities, term_flaw
from prtool.lexicon.words import words
from prtool.model.edits import Edit, apply
from prtool.model.finding import Kind
from prtool.model.modes import MODE_SUBMODULE
from prtool.model.record import dataclass, replace
from prtool.model.text import Span, decode, is_binary
from prtool.pipeline.lexicon import upstream_commit
from prtool.pipeline.places import Places
from prtool.pipeline.workspace import private_dir, refuse_tracked
from prtool.repo.open import Repository, open_repository
from prtool.repo.public import PublicBase

MOST_EXAMPLES = 10
_PER_FILE = 3


@dataclass(frozen=True, slots=True)
class Spelled:
    """One way to write the term."""

    style: str
    text: str
    becomes: str | None
    """None where it is not found."""
    reading: Reading | None
    """How it is read on a line of its own; None where it is not found."""
    reason: str


@dataclass(frozen=True, slots=True)
class PublicUse:
    """A line of upstream's with a spelling of the term."""

    path: str
    line: int
    text: str
    as_private: str
    """The same line, were the private name meant."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that there is to say of a term."""

    term: Term
    listed: bool
    """Whether the lexicon has it; otherwise it is explained as if it had."""
    lexicon: str
    within: tuple[Term, ...]
    """Terms of the lexicon that are found in it, if it is not listed itself."""
    settled: bool
    """Whether the map has its pseudonym; one that was not yet given may turn out another."""
    base: str | None
    """The public commit that was asked."""
    spellings: tuple[Spelled, ...]
    uses: tuple[PublicUse, ...]


def explain(places: Places, value: str, base: str | None = None) -> Explanation:
    """Explain one term.

    Args:
        places: where things are.
        value: the term, in any spelling.
        base: the public commit; a remote called ``upstream`` by default.

    Raises:
        LexiconError: the lexicon is wrong, or ``value`` can't be a term.
        PrivateDirError: there is no private folder, or it is not private.
        InputError: there is no such commit.
    """
    repository = open_repository(places.folder)
    try:
        private = private_dir(repository, places)
        refuse_tracked(repository, private)
        private.check()
        lexicon = store.load(private.lexicon) if private.lexicon.exists() else Lexicon()
        commit = repository.commit_id(base) if base is not None else upstream_commit(repository)
        public = PublicBase(repository, commit) if commit is not None else None
        return _Explainer(private, lexicon, repository, public).explain(value)
    finally:
        repository.close()


@dataclass(frozen=True, slots=True)
class _Explainer:
    private: PrivateDir
    lexicon: Lexicon
    repository: Repository
    public: PublicBase | None

    def explain(self, value: str) -> Explanation:
        listed = self._listed(value)
        term = listed or Term(value=value, kind=Kind.OTHER)
        if flaw := term_flaw(term):
            raise LexiconError(f"this can't be a term: {flaw}", hint=HINT)
        others = expand(self.lexicon.terms)
        within = () if listed else tuple({one.term: None for one in Matcher(others).find(value)})
        matcher = Matcher((term,))
        samples = _samples(term, value)
        found = {text: tuple(matcher.find(text)) for text in samples.values()}
        asked = {text[slice(*one.span)] for text, some in found.items() for one in some}
        lines = list(self._lines(asked))
        vocabulary = Vocabulary(lines, asked)
        places = list(self._places(matcher, asked)) if lines else []
        book = Book.load(self.private.map, self.private.key())
        pseudonyms = Pseudonyms(
            self.private.key(), book, others if listed else (*others, term), self._taken
        )
        pseudonyms.assign(
            _request(one, text)
            for text, some in (*found.items(), *((text, some) for _, _, text, some in places))
            for one in some
        )
        settled = {entry.subject for entry in book.entries}
        return Explanation(
            term=term, listed=listed is not None, lexicon=str(self.private.lexicon), within=within,
            settled=term.pseudonym is not None or subject_of(term) in settled,
            base=self.public.commit if self.public else None,
            spellings=tuple(
                _spelled(style, text, found[text], vocabulary, pseudonyms)
                for style, text in samples.items()
            ),
            uses=tuple(
                PublicUse(path, line, text, _become(text, some, pseudonyms))
                for path, line, text, some in places
            ),
        )  # fmt: skip

    def _listed(self, value: str) -> Term | None:
        """Return the term of the lexicon that ``value`` is a spelling of."""
        given = Term(value=value, kind=Kind.OTHER)
        wanted = identities(given) | identities(replace(given, match=MatchMode.REGEX))
        return next((term for term in self.lexicon.terms if identities(term) & wanted), None)

    def _lines(self, spellings: Collection[str]) -> Iterator[str]:
        if self.public is not None:
            yield from (line for line, _ in self.public.lines_with(spellings))

    def _places(
        self, matcher: Matcher, spellings: Collection[str]
    ) -> Iterator[tuple[str, int, str, tuple[Occurrence, ...]]]:
        """Yield (path, line, text, occurrences) of the first lines of upstream with the term."""
        assert self.public is not None  # noqa: S101 - only asked where upstream has lines
        count = 0
        for path, entry in self.public.entries.items():
            if entry.mode == MODE_SUBMODULE:
                continue
            raw = self.repository.read(entry.oid)
            if is_binary(raw):
                continue
            text = decode(raw)
            if not any(spelling in text for spelling in spellings):
                continue
            here = 0
            for number, line in enumerate(text.split("\n"), 1):
                if some := tuple(matcher.find(line)):
                    yield path, number, line, some
                    here, count = here + 1, count + 1
                if count == MOST_EXAMPLES:
                    return
                if here == _PER_FILE:
                    break

    def _taken(self, asked: Collection[str]) -> frozenset[str]:
        return self.public.words_taken(asked) if self.public is not None else frozenset()


def _samples(term: Term, value: str) -> dict[str, str]:
    """Return texts with the term by the name of their style, each text once."""
    own = {"as given": value, "as in the lexicon": term.value}
    some = words(value_of(term))
    if term.match is not MatchMode.REGEX and some:
        own |= _styles(some)
    samples: dict[str, str] = {}
    for style, text in own.items():
        if text not in samples.values():
            samples[style] = text
    return samples


def _styles(some: Sequence[str]) -> dict[str, str]:
    titles = [word[:1].upper() + word[1:] for word in some]
    pascal, upper = "".join(titles), "".join(some).upper()
    return {
        "kebab": "-".join(some),
        "snake": "_".join(some),
        "screaming": "_".join(some).upper(),
        "dotted": ".".join(some),
        "spaced": " ".join(some),
        "title": " ".join(titles),
        "camel": some[0] + "".join(titles[1:]),
        "Pascal": pascal,
        "joined": "".join(some),
        "JOINED": upper,
        "possessive": f"{pascal}'s",
        "plural": f"{pascal}s",
        "in a name": f"new{pascal}Client",
        "in a variable": f"{'_'.join(some).upper()}_API_KEY",
        "in a host": f"https://{'-'.join(some)}.example.com/v1",
        "glued to digits": f"8000{upper}",
        "glued to a word": f"{upper}max_tokens=8",
        "within a word": f"xx{''.join(some)}xx",
    }


def _spelled(
    style: str,
    text: str,
    found: Sequence[Occurrence],
    vocabulary: Vocabulary,
    pseudonyms: Pseudonyms,
) -> Spelled:
    if not found:
        return Spelled(style, text, None, None, "not found")
    verdicts = [vocabulary.read(one, text) for one in found]
    verdict = next((each for each in verdicts if each.reading is not Reading.PUBLIC), verdicts[0])
    return Spelled(style, text, _become(text, found, pseudonyms), verdict.reading, verdict.reason)


def _become(text: str, found: Iterable[Occurrence], pseudonyms: Pseudonyms) -> str:
    return apply(
        text, [Edit(Span(*one.span), pseudonyms.render(_request(one, text))) for one in found]
    )


def _request(one: Occurrence, text: str) -> Request:
    return Request(one.term.kind, one.term, text[slice(*one.span)], "private/term")

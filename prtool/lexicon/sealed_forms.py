"""Which spellings of a term go into a sealed lexicon, and which can't.

A form is what the text of an occurrence looks like once it is folded, so that looking a form up
needs no list of names. Owns no cryptography.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise, product

from prtool.lexicon.fold import fold, is_unspaced
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.needles import Needle, compile_term
from prtool.lexicon.words import stands_alone, word_spans
from prtool.model.finding import Kind
from prtool.model.patterns import regex
from prtool.model.record import dataclass

MOST_WORDS = 5
"""Neighbouring words of a line that are looked up together."""
GAPS = frozenset(
    ("", " ", "  ", ":", ":  ", "@", "?", "=", "&", "+", "%", "~", " ~", "'", "(", " (")
)
"""What may stand between two of them, folded: ``://`` is a colon and two separators."""
MOST_UNSPACED = 10
"""Characters of a script without spaces that are looked up together."""
INNER = range(8, 41)
"""Lengths of joined names of several words that are found within a longer word too."""
TOKEN = regex(r"[0-9A-Za-z_-]{12,}")
"""A part of a secret that is looked up as it stands."""

_UNUSUAL = "unusual characters between two words"
_TOO_LITTLE = "one character, or a bare number"
_TOO_MANY = f"more than {MOST_WORDS} words"

FORM = b"form\0"
"""Any case; separators folded."""
WORD = b"word\0"
"""The same, but only as a word of its own."""
EXACT = b"exact\0"
"""As written, and a word of its own."""
WITHIN = b"within\0"
"""A joined name that is found within a word."""
SECRET = b"secret\0"
"""A token of a secret, as written."""


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """One text that stands for a term."""

    label: bytes
    text: str
    closer: str = ""
    """For ``WORD`` and ``EXACT``: the folded text, at which the reader has to look closer."""

    def data(self) -> bytes:
        """Return what is digested."""
        return encode(self.label, self.text)


@dataclass(frozen=True, slots=True)
class Omission:
    """What of a term a sealed lexicon can't find."""

    line: int
    """1-based line in the lexicon file; 0 for terms made at run time."""
    reason: str
    whole: bool
    """Whether the term is left out altogether."""


def encode(label: bytes, text: str) -> bytes:
    """Return the bytes of a form; stray surrogates survive."""
    return label + text.encode("utf-8", "surrogatepass")


def forms_of(term: Term) -> tuple[frozenset[Form], tuple[Omission, ...]]:
    """Return the forms of a term, and what of it is left out."""
    found: set[Form] = set()
    reasons: list[str] = []
    match term.match:
        case MatchMode.REGEX:
            reasons.append("a regular expression")
        case MatchMode.COMPOUND:
            for needle in compile_term(term, 0):
                reasons += _compound(needle, found)
        case _:
            reasons += _as_written(term, found)
    if term.kind is Kind.SECRET and (token := _token(term.value)):
        if not found:
            reasons = ["only its longest token is looked for, as written"]
        found.add(Form(SECRET, token))
    if not found and not reasons:
        reasons.append("all of it is public")
    whole = not found
    return frozenset(found), tuple(
        Omission(term.line, reason, whole) for reason in dict.fromkeys(reasons)
    )


def omissions(terms: Iterable[Term]) -> tuple[Omission, ...]:
    """Return what of some terms can't be sealed, by line."""
    found = {omission for term in terms for omission in forms_of(term)[1]}
    return tuple(sorted(found, key=lambda one: (one.line, one.reason)))


def _compound(needle: Needle, found: set[Form]) -> Iterator[str]:
    """Add the forms of a needle; yield what is left out."""
    words = needle.words
    if len(words) > MOST_WORDS:
        yield _TOO_MANY
        return
    yield from _unspaced(words)
    if any(way not in GAPS for some in needle.ways for way in some):
        yield _UNUSUAL
    ways = [tuple(way for way in some if way in GAPS) for some in needle.ways]
    if needle.followed and found:
        # The private part is a form of its own; only where it is glued to what follows it is not.
        ways[needle.shown - 1] = tuple(way for way in ways[needle.shown - 1] if not way)
    for gaps in product(*ways):
        text = "".join(word + gap for word, gap in zip(words, (*gaps, ""), strict=True))
        if is_too_little(text):
            yield _TOO_LITTLE
        else:
            found.add(Form(FORM, text))
    joined = "".join(words)
    if needle.unmistakable and not needle.followed and joined.isalpha() and len(joined) in INNER:
        found.add(Form(WITHIN, joined))


def _as_written(term: Term, found: set[Form]) -> Iterator[str]:
    """Add the form of a term whose separators stay as they are; yield what is left out."""
    value = term.value
    spans = word_spans(value)
    if not spans:
        yield "no word in it"
        return
    if len(spans) > MOST_WORDS:
        yield _TOO_MANY
        return
    if any(fold(value[one.end : other.start]) not in GAPS for one, other in pairwise(spans)):
        yield _UNUSUAL
        return
    yield from _unspaced([fold(value[slice(*span)]) for span in spans])
    written = value[spans[0].start : spans[-1].end]
    folded = fold(written)
    if is_too_little(folded):
        yield _TOO_LITTLE
        return
    if not stands_alone(value, spans[0].start, spans[-1].end):
        # An underscore at its end, which belongs to no word.
        found.add(Form(FORM, folded))
        return
    match term.match:
        case MatchMode.WORD:
            found.add(Form(WORD, folded, closer=folded))
        case MatchMode.EXACT:
            found.add(Form(EXACT, written, closer=folded))
        case _:
            yield "found between word boundaries only"
            found.add(Form(FORM, folded))


def _unspaced(words: Iterable[str]) -> Iterator[str]:
    if any(sum(map(is_unspaced, word)) > MOST_UNSPACED for word in words):
        yield f"found only with nothing around it: more than {MOST_UNSPACED} letters, no spaces"


def _token(secret: str) -> str:
    """Return the longest token of a secret, which says enough; empty if all are short."""
    return max((match.group() for match in TOKEN.finditer(secret)), key=len, default="")


def is_too_little(form: str) -> bool:
    """Tell whether a folded text stands for no term: a single character or a number."""
    return len(form) == 1 or form.isdecimal()


def iter_forms(terms: Iterable[Term]) -> Iterator[Form]:
    """Yield the forms of some terms."""
    for term in terms:
        yield from forms_of(term)[0]

"""Replacing and restoring on generated terms, styles and texts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from prtool.lexicon.book import Book
from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import Term
from prtool.lexicon.pseudonyms import Pseudonyms, Request
from prtool.lexicon.restore import restore_text
from prtool.lexicon.words import squash
from prtool.model.finding import Kind

KEY = b"a key for tests, 32 bytes long.."
WORD = st.text("bcdfghjklmnpqrstvwxz", min_size=2, max_size=7)
NAME = st.lists(WORD, min_size=1, max_size=4)
KIND = st.sampled_from((Kind.PROVIDER, Kind.HOST, Kind.USER, Kind.PERSON, Kind.UNIT, Kind.TICKET))
Style = Callable[[list[str]], str]
STYLES: tuple[Style, ...] = (
    lambda words: "-".join(words),
    lambda words: "_".join(words),
    lambda words: "_".join(words).upper(),
    lambda words: " ".join(word.title() for word in words),
    lambda words: ".".join(words),
    lambda words: "".join(word.title() for word in words),
    lambda words: words[0] + "".join(word.title() for word in words[1:]),
    lambda words: "".join(words),
    lambda words: "".join(words).upper(),
    lambda words: "".join(words).title(),
    lambda words: words[0] + "-" + "".join(words[1:]),
    lambda words: "".join(words[:-1]) + "_" + words[-1].upper(),
)
FILLER = st.sampled_from(
    (" ", "\n", " func(", ") {\n\t", ' = "', '", ', "/", " 9", "9 ", "é ", "。")
)
PIECE = st.tuples(st.integers(0, 5), st.sampled_from(STYLES), FILLER)


def taken(words: Collection[str]) -> frozenset[str]:
    return frozenset(words) & {"user", "user@example.com", "/home/user"}


@given(st.lists(st.tuples(NAME, KIND), min_size=1, max_size=6), st.lists(PIECE, max_size=12))
@settings(max_examples=150)
def test_restoring_what_was_replaced_gives_the_text_back(
    names: list[tuple[list[str], Kind]], pieces: list[tuple[int, Style, str]]
) -> None:
    squashed = [squash("-".join(words)) for words, _ in names]
    assume(len(set(squashed)) == len(squashed))
    terms = [Term(value="-".join(words), kind=kind) for words, kind in names]
    text = "".join(style(names[n % len(names)][0]) + filler for n, style, filler in pieces)
    occurrences = list(Matcher(terms).find(text))
    requests = [
        Request(one.term.kind, one.term, text[slice(*one.span)], "private/term")
        for one in occurrences
    ]
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), terms, taken)
    pseudonyms.assign(requests)

    public = text
    for one, request in reversed(list(zip(occurrences, requests, strict=True))):
        public = public[: one.span.start] + pseudonyms.render(request) + public[one.span.end :]

    assert pseudonyms.ambiguous == ()
    assert list(Matcher(terms).find(public)) == []
    assert restore_text(public, pseudonyms.book).text == text
    assert Book.from_bytes(pseudonyms.book.as_bytes(), KEY) == pseudonyms.book


@given(st.lists(st.tuples(KIND, NAME), min_size=1, max_size=30, unique_by=str), st.randoms())
def test_pseudonyms_do_not_depend_on_order(
    names: list[tuple[Kind, list[str]]], random: Random
) -> None:
    requests = [Request(kind, None, "-".join(words), "x/y") for kind, words in names]
    shuffled = list(requests)
    random.shuffle(shuffled)
    one, other = (Pseudonyms(KEY, Book.new(KEY), (), taken) for _ in range(2))
    one.assign(requests)
    other.assign(shuffled)

    assert one.book.as_bytes() == other.book.as_bytes()


@given(NAME, st.sampled_from(STYLES))
def test_the_first_letter_keeps_its_case(words: list[str], style: Style) -> None:
    term = Term(value="-".join(words), kind=Kind.PROVIDER)
    matched = style(words)
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (term,), taken)
    request = Request(Kind.PROVIDER, term, matched, "private/term")
    pseudonyms.assign([request])

    assert matched[0].isupper() == pseudonyms.render(request)[0].isupper()

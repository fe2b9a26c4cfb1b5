"""The matcher on generated terms, spellings and surroundings."""

from __future__ import annotations

import re
import string
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from prtool.lexicon.fold import Folder, fold
from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.words import squash, word_spans
from prtool.model.finding import Kind

WORD = st.text("bcdfghjklmnpqrstvwxz", min_size=2, max_size=7)
WORDS = st.lists(WORD, min_size=1, max_size=5)
Style = Callable[[list[str]], str]
STYLES: tuple[Style, ...] = (
    lambda words: "-".join(words),
    lambda words: "_".join(words).upper(),
    lambda words: " ".join(words).title(),
    lambda words: ".".join(words),
    lambda words: "".join(word.title() for word in words),
    lambda words: words[0] + "".join(word.title() for word in words[1:]),
    lambda words: "".join(words),
    lambda words: "".join(words).upper(),
    lambda words: "\u200b".join("".join(words)),
    lambda words: "".join(chr(ord(c) + 0xFEE0) for c in "".join(words)),
)
STYLE = st.sampled_from(STYLES)
AROUND = st.sampled_from(("", " ", "(", "_", "-", "9", "\n", '"', "的", " é ", "\udcff", "\u200b "))
ANY_TEXT = st.text(
    st.characters() | st.sampled_from(string.ascii_letters + " -_.\n\u200b\u0301\ud800\udcff"),
    max_size=200,
)


@given(WORDS, STYLE, STYLE, AROUND, AROUND)
def test_every_spelling_is_found_between_boundaries(
    words: list[str], as_term: Style, as_text: Style, before: str, after: str
) -> None:
    term = Term(value=as_term(words) if len(words) > 1 else words[0], kind=Kind.PROVIDER)
    written = as_text(words)
    if len(word_spans(term.value)) == 1:
        # Written in one piece, the term does not tell where it could be taken apart.
        written = re.sub(r"[-_ .]", "", written)
    text = f"{before}{written}{after}"

    spans = [(one.span.start, one.span.end) for one in Matcher([term]).find(text)]

    assert [(len(before), len(before) + len(written))] == spans


@given(st.lists(WORDS, min_size=1, max_size=6), ANY_TEXT)
def test_occurrences_are_ascending_separate_and_fold_to_their_term(
    names: list[list[str]], text: str
) -> None:
    terms = [Term(value="-".join(words), kind=Kind.OTHER) for words in names]
    text += " ".join("_".join(words) for words in names) + text
    end = 0
    for one in Matcher(terms).find(text):
        assert end <= one.span.start < one.span.end <= len(text)
        end = one.span.end
        assert squash(one.term.value) == fold(text[slice(*one.span)]).replace(" ", "")


@given(WORDS, ANY_TEXT, ANY_TEXT)
def test_a_line_is_read_the_same_alone_and_among_others(
    words: list[str], before: str, after: str
) -> None:
    term = Term(value="-".join(words), kind=Kind.OTHER)
    line = "x " + " ".join(words) + " y"
    alone = [(one.span.start, one.span.end) for one in Matcher([term]).find(line)]

    text = f"{before}\n{line}\n{after}"
    start = len(before) + 1
    within = [
        (one.span.start - start, one.span.end - start)
        for one in Matcher([term]).find(text)
        if start <= one.span.start < start + len(line)
    ]

    assert alone == within


@given(st.text("ab -_.", min_size=1, max_size=6), ANY_TEXT, st.sampled_from(list(MatchMode)))
@settings(max_examples=200)
def test_no_text_and_no_term_breaks_the_matcher(value: str, text: str, match: MatchMode) -> None:
    if match is MatchMode.REGEX:
        value = "qx" + value
    for one in Matcher([Term(value=value, kind=Kind.ALIAS, match=match)]).find(text):
        assert one.span.end > one.span.start


@given(ANY_TEXT)
def test_folding_keeps_order_and_covers_only_what_it_was_given(text: str) -> None:
    folded = Folder().fold(text)
    end = 0
    for position in range(len(folded.text)):
        start, stop = folded.original(position, position + 1)
        assert 0 <= start < stop <= len(text)
        assert start >= end or stop == end
        end = stop
    folded.text.encode()

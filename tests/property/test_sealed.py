"""The sealed lexicon against the plain matcher, on generated names, spellings and surroundings."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from prtool.errors import LexiconError
from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.schema import flaw
from prtool.lexicon.sealed import SealedMatcher, omissions, seal
from prtool.model.finding import Kind
from tests.property.test_lexicon_matcher import ANY_TEXT, AROUND, STYLE, WORDS, Style

KEY = b"0123456789abcdef" * 4
SEPARATOR = st.sampled_from((" ", "\n", ", ", ' = "', "; ", ") {\n\t"))


@given(
    st.lists(WORDS, min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 4), STYLE, AROUND, AROUND, SEPARATOR), max_size=8),
)
def test_no_name_is_missed_and_none_made_up(
    names: list[list[str]], pieces: list[tuple[int, Style, str, str, str]]
) -> None:
    terms = [Term(value="-".join(words), kind=Kind.PROVIDER) for words in names]
    sealed = SealedMatcher.from_bytes(seal(terms, KEY), KEY)
    text = "".join(
        before + style(names[number % len(names)]) + after + separator
        for number, style, before, after, separator in pieces
    )

    assert [one.span for one in Matcher(terms).find(text)] == [
        span for span, _ in sealed.find(text)
    ]


@given(WORDS, STYLE, STYLE)
def test_a_term_is_found_however_the_lexicon_spells_it(
    words: list[str], as_term: Style, as_text: Style
) -> None:
    term = Term(value=as_term(words), kind=Kind.HOST)
    text = f"see {as_text(words)}."
    sealed = SealedMatcher.from_bytes(seal([term], KEY), KEY)

    expected = [one.span for one in Matcher([term]).find(text)]

    assert expected == [span for span, _ in sealed.find(text)]


@given(WORDS, st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=16))
def test_another_key_never_passes(words: list[str], key: str) -> None:
    raw = seal([Term(value="-".join(words), kind=Kind.OTHER)], KEY)
    if key.encode() != KEY:
        with pytest.raises(LexiconError, match="canary"):
            SealedMatcher.from_bytes(raw, key.encode())


@given(WORDS, st.data())
def test_no_change_of_a_sealed_file_passes_unseen(words: list[str], data: st.DataObject) -> None:
    raw = seal([Term(value="-".join(words), kind=Kind.OTHER)], KEY)
    start = raw.index(b"version:")
    at = data.draw(st.integers(start, len(raw) - 2))
    new = data.draw(st.sampled_from(b"0f \n#x"))
    changed = raw[:at] + bytes([new]) + raw[at + 1 :]
    if changed != raw:
        with pytest.raises(LexiconError):
            SealedMatcher.from_bytes(changed, KEY)


@given(
    st.text("ab -_.@5QX北", min_size=2, max_size=12),
    st.sampled_from(list(Kind)),
    st.sampled_from([mode for mode in MatchMode if mode is not MatchMode.REGEX]),
    ANY_TEXT,
)
@settings(max_examples=200)
def test_a_term_is_either_found_as_written_or_told_to_be_left_out(
    value: str, kind: Kind, match: MatchMode, text: str
) -> None:
    term = Term(value=value, kind=kind, match=match)
    assume(flaw(value, match) is None)
    assume(any(Matcher([term]).find(f"({value})")))
    assume(all(one.reason.startswith("found ") for one in omissions([term])))
    sealed = SealedMatcher.from_bytes(seal([term], KEY), KEY)

    assert any(sealed.find(f"({value})"))
    for span, count in sealed.find(text):
        assert 0 <= span.start < span.end <= len(text)
        assert count > 0

"""A sealed lexicon finds what the matcher finds, without knowing a name."""

from __future__ import annotations

import re

import pytest

from prtool.errors import LexiconError
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.sealed import SealedMatcher, omissions, seal
from prtool.model.finding import Kind
from tests.unit.lexicon.marked import unmark
from tests.unit.lexicon.test_matcher_near_misses import TABLE as NEAR_MISSES
from tests.unit.lexicon.test_matcher_spellings import TABLE as SPELLINGS

KEY = b"0123456789abcdef" * 4


def term(value: str, kind: Kind = Kind.PROVIDER, match: MatchMode = MatchMode.COMPOUND) -> Term:
    return Term(value=value, kind=kind, match=match, line=7)


def matcher(*terms: Term) -> SealedMatcher:
    return SealedMatcher.from_bytes(seal(terms, KEY), KEY)


def found(terms: list[Term], text: str) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span, _ in matcher(*terms).find(text)]


@pytest.mark.parametrize(("value", "marked"), [*SPELLINGS, *NEAR_MISSES])
def test_a_sealed_term_is_found_where_the_matcher_finds_it(value: str, marked: str) -> None:
    text, spans = unmark(marked)

    assert spans == found([term(value)], text)


@pytest.mark.parametrize(
    ("kind", "match", "value", "marked"),
    [
        (Kind.ALIAS, "compound", "QX-GPT-5.5(high)", 'model: "«QX»-GPT-5.5(high)"'),
        (Kind.ALIAS, "compound", "cheap-0.5(high)", "use «cheap-0.5»(high) or Cheap()"),
        (Kind.UNIT, "compound", "qx-proxy.service", "systemctl restart «qx-proxy».service"),
        (Kind.PROVIDER, "exact", "INT", "«INT» map[string]int Int (INT_X) «INT»-5"),
        (Kind.PROVIDER, "word", "max", "«max» «Max» maxTokens «MAX»: max_tokens"),
        (Kind.HOST, "word", "203.0.113.4", "http://«203.0.113.4»:80 1203.0.113.4 203.0.113.45"),
        (Kind.URL, "substring", "https://relay.globex.net/v1", '"«https://relay.globex.net/v1»/x"'),
        (Kind.PATH, "substring", "/srv/globex/.data", "cd /«srv/globex/.data» && ls"),
        (Kind.EMAIL, "substring", "jane@example.com", "By: <«Jane@example.com»>"),
        (Kind.OTHER, "substring", "orionet", "«Orionet» my_«orionet» myorionetx"),
    ],
)
def test_every_kind_and_mode_has_its_own_spellings(
    kind: Kind, match: str, value: str, marked: str
) -> None:
    text, spans = unmark(marked)

    assert spans == found([term(value, kind, MatchMode(match))], text)


def test_a_secret_is_found_by_its_longest_token_as_written() -> None:
    token = "aB3dE" * 5
    secret = term(f"sk.{token}/x9", Kind.SECRET, MatchMode.SUBSTRING)
    text = f'curl -H "Bearer sk.{token}/x9" # {token.lower()}\n{token}x'

    assert [token] == [text[start:end] for start, end in found([secret], text)]


def test_the_number_of_words_is_told_and_the_longest_of_overlapping_ones() -> None:
    sealed = matcher(term("NorthRouter"), term("NorthRouter-Adapter"), term("QX"))
    text = "QX uses north_router-adapter\nor NORTHROUTER, é QX\n"

    assert [(text[slice(*span)], count) for span, count in sealed.find(text)] == [
        ("QX", 1),
        ("north_router-adapter", 3),
        ("NORTHROUTER", 1),
        ("QX", 1),
    ]


def test_names_do_not_reach_over_a_line_feed_or_an_unusual_gap() -> None:
    assert found([term("NorthRouter")], "north\nrouter north; router north --- router") == []


@pytest.mark.parametrize(
    ("one", "whole", "reason"),
    [
        (term("a b c d e f".replace(" ", "1-") + "9"), True, "more than 5 words"),
        (term(r"qx\d+", match=MatchMode.REGEX), True, "a regular expression"),
        (term("qx[[qx", match=MatchMode.EXACT), True, "unusual characters between two words"),
        (term("gpt-5.5", Kind.ALIAS), True, "all of it is public"),
        (term("QX", match=MatchMode.SUBSTRING), False, "found between word boundaries only"),
        (
            term("-".join("abcdef") + "-" + "aB3dE" * 4, Kind.SECRET, MatchMode.SUBSTRING),
            False,
            "only its longest token is looked for, as written",
        ),
        (
            term("北" * 11),
            False,
            "found only with nothing around it: more than 10 letters, no spaces",
        ),
    ],
)
def test_what_can_not_be_sealed_is_told_by_line_and_reason(
    one: Term, whole: bool, reason: str
) -> None:
    assert [(7, reason, whole)] == [(o.line, o.reason, o.whole) for o in omissions([one])]


def test_five_words_are_sealed_and_six_are_not() -> None:
    five, six = "ab-cd-ef-gh-ij", "ab-cd-ef-gh-ij-kl"

    assert omissions([term(five)]) == ()
    assert found([term(five)], "abCdEfGhIj kl") == [(0, 10)]
    assert [one.reason for one in omissions([term(six)])] == ["more than 5 words"]


def test_a_lexicon_of_which_nothing_can_be_sealed_is_an_error() -> None:
    for terms in ((), (term(r"qx\d+", match=MatchMode.REGEX),)):
        with pytest.raises(LexiconError, match="no term that can be sealed"):
            seal(terms, KEY)


def test_the_same_terms_in_any_order_give_the_same_file() -> None:
    terms = [term("NorthRouter"), term("QX"), term("Globex-Net")]

    assert seal(terms, KEY) == seal(reversed(terms), KEY)


def test_a_changed_lexicon_shares_no_line_with_the_old_one() -> None:
    def digests(*values: str) -> set[str]:
        return set(re.findall(r"^[0-9a-f]{32}$", _text(*values), re.MULTILINE))

    assert set() == digests("QX", "NorthRouter") & digests("QX")


def test_the_file_tells_no_term_and_no_exact_number() -> None:
    one, many = _text("QX"), _text(*(f"q{chr(97 + n)}z{n}" for n in range(100)))

    assert len(one) == len(many)
    assert "qx" not in one.lower().partition("version:")[2]
    rows = re.findall(r"^[0-9a-f]{32}$", one, re.MULTILINE)
    assert rows == sorted(rows)
    assert len(rows) == 256


def _text(*values: str) -> str:
    return seal([term(value) for value in values], KEY).decode()


def test_any_bytes_are_survived() -> None:
    text = bytes(range(256)).decode("utf-8", "surrogateescape") + "\nQX\udcff\udc80 \udcffQX"

    assert len(found([term("QX")], text)) == 2


def test_a_line_without_any_break_takes_linear_time() -> None:
    sealed = matcher(term("NorthRouter"), term("QX"))
    text = "aB3dE9" * 20_000 + "x" * 50_000 + "北" * 9_000 + " QX" * 20_000 + " north_router"

    spans = [span for span, _ in sealed.find(text)]

    assert len(spans) == 20_001
    assert text[slice(*spans[-1])] == "north_router"

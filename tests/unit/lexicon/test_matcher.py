"""Match modes, aliases, overlaps, very long lines: which occurrences a matcher yields."""

from __future__ import annotations

import pytest

from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import MatchMode, Term
from prtool.model.finding import Kind
from tests.unit.lexicon.marked import found, unmark


def term(value: str, kind: Kind = Kind.PROVIDER, match: MatchMode = MatchMode.COMPOUND) -> Term:
    return Term(value=value, kind=kind, match=match)


@pytest.mark.parametrize(
    ("match", "value", "marked"),
    [
        (MatchMode.WORD, "North-Router", "«North-Router» «NORTH-ROUTER» north_router northRouter"),
        (MatchMode.WORD, "qx", "«QX» «qx»-a qx_a myQx qx2 a.«qx».b"),
        (MatchMode.WORD, "qx", "«ＱＸ» «Q\u200bX» éqx"),
        (MatchMode.WORD, "北方", "去«北方»吧"),
        (MatchMode.EXACT, "Qx", "«Qx» QX qx «Qx»-a Qx_a aQx"),
        (MatchMode.EXACT, ".qx", "a «.qx»/b qx"),
        (MatchMode.EXACT, "NorthRouter", "«NorthRouter» North-Router N\u200borthRouter"),
        (MatchMode.SUBSTRING, "qx", "fo«qx»bar «QX» my«Qx» q-x «qx»_"),
        (MatchMode.SUBSTRING, "north-router", "a«North-Router»b northrouter north_router"),
        (MatchMode.REGEX, r"qx-\d+", "«qx-1» QX-1 a«qx-22»b"),
        (MatchMode.REGEX, r"(?i)\bteam[ -]\w+", "«Team seven» steam x «TEAM-a»"),
        (MatchMode.REGEX, r"^north", "«north»\n north\n«north»"),
        (MatchMode.REGEX, r"北\w", "去«北方»吧 é «北京»"),
    ],
)
def test_match_modes(match: MatchMode, value: str, marked: str) -> None:
    text, spans = unmark(marked)

    assert spans == found([term(value, match=match)], text)


@pytest.mark.parametrize(
    ("value", "marked"),
    [
        ("QX-GPT-5.5(high)", 'alias: "«QX»-GPT-5.5(high)"'),
        ("QX-GPT-5.5(high)", "«qx»-gpt-5.5 «Qx» «QX»_GPT «qx»gpt5 «QX»GPT-5.5"),
        ("QX-GPT-5.5(high)", "GPT-5.5(high) foqx eqxgpt"),
        ("my-gpt-5.5", "«my»-gpt-5.5 my house MY «My»GPT-5 «my»_gpt my-claude"),
        ("test-5.5", "«test»-5.5 test-5 test 5 tests"),
        ("gpt-5.5", "gpt-5.5 GPT-5.5"),
        ("gpt-5.5@qx", "gpt-5.5@«qx» «QX»"),
        ("NorthRouter-2", "«NorthRouter»-2 «north_router»-3"),
    ],
)
def test_of_an_alias_only_the_private_core_is_covered(value: str, marked: str) -> None:
    text, spans = unmark(marked)

    assert spans == found([term(value, Kind.ALIAS)], text)


@pytest.mark.parametrize(
    ("value", "marked"),
    [
        ("qx-proxy.service", "systemctl restart «qx-proxy».service # «QxProxy» «qx_proxy»"),
        ("proxy.service", "systemctl restart «proxy».service # a proxy, proxy_service: "),
    ],
)
def test_of_a_unit_only_its_name_is_covered(value: str, marked: str) -> None:
    text, spans = unmark(marked.replace("proxy_service", "«proxy»_service"))

    assert spans == found([term(value, Kind.UNIT)], text)


def test_the_longest_occurrence_wins_then_the_leftmost() -> None:
    terms = [term("relay"), term("northrouter.net"), term("relay.northrouter.net"), term("net-b")]
    text, spans = unmark("«relay.northrouter.net»-b «relay»,«northrouter.net»,«net.b»")

    assert spans == found(terms, text)


def test_of_terms_spelled_alike_the_one_written_so_wins_then_the_first() -> None:
    terms = [term("qx", Kind.USER), term("QX", Kind.PROVIDER), term("Qx", Kind.PROJECT)]
    matcher = Matcher(terms)

    assert [terms[1], terms[0], terms[0]] == [one.term for one in matcher.find("QX qx qX")]


def test_an_occurrence_holds_the_very_term_that_was_given() -> None:
    alias = term("QX-GPT-5.5", Kind.ALIAS)

    assert [one.term is alias for one in Matcher([term("a-b"), alias]).find("QX")] == [True]


@pytest.mark.parametrize("value", ["-", "...", "\u200b", "", "\udcff"])
def test_a_value_without_a_letter_finds_nothing(value: str) -> None:
    assert found([term(value)], "a - b ... \u200b \udcff") == []


def test_a_single_character_counts_only_as_written_and_alone() -> None:
    text, spans = unmark("«Q» q Qx «Q»-a aQ")

    assert spans == found([term("Q")], text)


@pytest.mark.parametrize("filler", ["x", "é", "x y", "\u200b", "ﬁ ", "\udcff"])
def test_a_line_longer_than_any_window_is_searched_whole(filler: str) -> None:
    piece = filler * (70_000 // len(filler))
    text, spans = unmark(f"{piece} «NorthRouter» " * 9)

    assert spans == found([term("NorthRouter")], text)


def test_occurrences_around_the_cut_of_a_long_line_are_found_once() -> None:
    text = "north-router " * 60_000

    spans = found([term("NorthRouter"), term("x", match=MatchMode.REGEX)], text)

    assert [(n * 13, n * 13 + 12) for n in range(60_000)] == spans


def test_many_terms_and_an_empty_lexicon() -> None:
    terms = [term(f"North{'abcdefghij'[n % 10]}{n}Router") for n in range(2_000)]

    assert found([], "anything") == []
    assert found(terms, "a northa0_router b") == [(2, 16)]


def test_anywhere_finds_names_within_words_but_never_splits_a_number() -> None:
    matcher = Matcher([term("acme-relay"), term("192.0.2.1", Kind.ADDRESS)], anywhere=True)
    text, spans = unmark("x«acmerelay»y «ACME_RELAY»s 192.0.2.10 «192-0-2-1»")

    assert spans == [(one.span.start, one.span.end) for one in matcher.find(text)]

"""Pseudonyms that the lexicon gives: they win, and those that contradict are refused."""

from __future__ import annotations

import re

import pytest

from prtool.errors import LexiconError
from prtool.lexicon.book import Book, Entry, Subject
from prtool.lexicon.model import Ambiguous, MatchMode, Term
from prtool.lexicon.names import SINGLE
from prtool.lexicon.pseudonyms import Pseudonyms
from prtool.model.finding import Kind
from tests.unit.lexicon.replacing import KEY, nothing_taken, replaced

GIVEN = Term(
    value="NorthRouter-Adapter", kind=Kind.PROVIDER, pseudonym="Acme-Lane", line=4,
    ambiguous=Ambiguous.ASK,
)  # fmt: skip


def test_a_given_pseudonym_wins_and_takes_every_style() -> None:
    text, pseudonyms = replaced(
        [GIVEN], "NorthRouter-Adapter north_router_adapter NORTHROUTERADAPTER"
    )

    assert text == "Acme-Lane acme_lane ACMELANE"
    assert [Entry(Subject(Kind.OTHER, "northrouteradapter"), GIVEN.value, "Acme-Lane")] == list(
        pseudonyms.book.entries
    )


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        (Term(value="QX", kind=Kind.OTHER, pseudonym="acme"), "QX qx Qx", "ACME acme Acme"),
        (Term(value="QX", kind=Kind.OTHER, pseudonym="AcmeLane"), "QX qx Qx",
         "AcmeLane acmelane AcmeLane"),
        (Term(value="QX-GPT-5.5(high)", kind=Kind.ALIAS, pseudonym="ACME-GPT-5.5(high)"),
         "QX-GPT-5.5(high) qx", "ACME-GPT-5.5(high) acme"),
        (Term(value="qx-proxy.service", kind=Kind.UNIT, pseudonym="lane.service"),
         "qx-proxy.service QxProxy", "lane.service Lane"),
        (Term(value="https://a.globex.net/v1", kind=Kind.URL, pseudonym="https://lane.example.com"),
         "<https://a.globex.net/v1> a.globex.net", "<https://lane.example.com> lane.example.com"),
        (Term(value="a.globex.net", kind=Kind.HOST, pseudonym="lane.example.org"),
         "a.globex.net:80 A_GLOBEX_NET", "lane.example.org:80 LANE_EXAMPLE_ORG"),
        (Term(value=r"team \w+", kind=Kind.OTHER, match=MatchMode.REGEX, pseudonym="the team"),
         "ask team seven", "ask the team"),
    ],
)  # fmt: skip
def test_given_pseudonyms_of_other_kinds(term: Term, text: str, expected: str) -> None:
    assert expected == replaced([term], text)[0]


def test_a_given_pseudonym_ends_an_earlier_one() -> None:
    _, first = replaced([Term(value="QX", kind=Kind.OTHER)], "QX")

    text, second = replaced([Term(value="QX", kind=Kind.OTHER, pseudonym="lane")], "QX",
                            book=first.book)  # fmt: skip

    assert text == "LANE"
    assert [entry.pseudonym for entry in second.book.entries] == ["lane"]


def test_a_given_word_is_not_drawn_for_others() -> None:
    names = [Term(value=f"name{n}x", kind=Kind.OTHER) for n in range(140)]
    given = Term(value="QX", kind=Kind.OTHER, pseudonym=SINGLE[9])

    text, _ = replaced([given, *names], " ".join(["QX", *(term.value for term in names)]))

    assert [SINGLE[9].upper()] == re.findall(f"(?i){SINGLE[9]}", text)


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("Acme-Lane", "acme_lane", "lexicon lines 3 and 4: one pseudonym for two names"),
        ("Acme Globus", "lane", "lexicon line 3: the pseudonym holds a private term"),
        ("the Zephyrus", "lane", "lexicon line 3: the pseudonym holds a private term"),
    ],
)
def test_given_pseudonyms_that_contradict_are_refused(one: str, other: str, message: str) -> None:
    terms = [
        Term(value="Globus", kind=Kind.PROVIDER, pseudonym=one, line=3),
        Term(value="Zephyrus", kind=Kind.PROVIDER, pseudonym=other, line=4),
    ]

    with pytest.raises(LexiconError, match=f"^{message}$") as caught:
        Pseudonyms(KEY, Book.new(KEY), terms, nothing_taken)

    assert "Globus" not in str(caught.value)


def test_two_pseudonyms_for_one_name_are_refused() -> None:
    terms = [
        Term(value="QX", kind=Kind.PROVIDER, pseudonym="lane", line=3),
        Term(value="qx-GPT-5", kind=Kind.ALIAS, pseudonym="acme-GPT-5", line=9),
    ]

    with pytest.raises(LexiconError, match="lexicon lines 3 and 9: two pseudonyms for one name"):
        Pseudonyms(KEY, Book.new(KEY), terms, nothing_taken)


def test_twins_may_have_the_same_given_pseudonym() -> None:
    terms = [
        Term(value="QX", kind=Kind.PROVIDER, pseudonym="lane", line=3),
        Term(value="qx-GPT-5", kind=Kind.ALIAS, pseudonym="Lane-GPT-5", line=9),
    ]

    assert replaced(terms, "QX qx-gpt-5")[0] == "LANE lane-gpt-5"


def test_what_a_given_pseudonym_can_not_keep_apart_is_listed() -> None:
    term = Term(value="NorthRouter", kind=Kind.PROVIDER, pseudonym="lane")

    text, pseudonyms = replaced([term], "north-router north_router NorthRouter")

    assert text == "lane lane Lane"
    assert pseudonyms.ambiguous == ("lane",)

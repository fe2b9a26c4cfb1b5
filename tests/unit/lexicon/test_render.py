"""A name takes the style of the text that it replaces."""

from __future__ import annotations

import pytest

from prtool.lexicon.render import Case, align, case_of, restyle
from prtool.lexicon.words import word_spans
from prtool.model.text import Span

PAIR = ("acme", "relay")
TWO = [
    ("NorthRouter", "AcmeRelay"),
    ("northRouter", "acmeRelay"),
    ("northrouter", "acmerelay"),
    ("Northrouter", "Acmerelay"),
    ("NORTHROUTER", "ACMERELAY"),
    ("north-router", "acme-relay"),
    ("North-Router", "Acme-Relay"),
    ("NORTH-ROUTER", "ACME-RELAY"),
    ("north_router", "acme_relay"),
    ("North_Router", "Acme_Relay"),
    ("NORTH_ROUTER", "ACME_RELAY"),
    ("North router", "Acme relay"),
    ("north router", "acme relay"),
    ("NORTH ROUTER", "ACME RELAY"),
    ("north.router", "acme.relay"),
    ("north/router", "acme/relay"),
    ("north-Router", "acme-Relay"),
    ("NORTH-router", "ACME-relay"),
    ("NORTHRouter", "ACMERelay"),
    ("northROUTER", "acmeRELAY"),
]
THREE = [
    ("NorthRouter-Adapter", "Acme-Relay"),
    ("north_router_adapter", "acme_relay"),
    ("northRouterAdapter", "acmeRelay"),
    ("NorthRouterAdapter", "AcmeRelay"),
    ("NORTHROUTERADAPTER", "ACMERELAY"),
    ("NORTH_ROUTER_ADAPTER", "ACME_RELAY"),
    ("north router-adapter", "acme relay"),
    ("NorthRouter adapter", "Acme relay"),
]
ONE = [
    ("QX", "ACME"),
    ("qx", "acme"),
    ("Qx", "Acme"),
    ("qX", "aCME"),
    ("Q", "Acme"),
    ("q", "acme"),
    ("5", "acme"),
    ("北方", "Acme"),
    ("qXy", "aCme"),
    ("QxY", "AcME"),
    ("node7", "acme"),
    ("NODE7", "ACME"),
]


@pytest.mark.parametrize(("like", "expected"), TWO)
def test_two_words_for_two(like: str, expected: str) -> None:
    spans = align("NorthRouter", like, word_spans("NorthRouter"))

    assert spans is not None
    assert expected == restyle(PAIR, like, spans)


@pytest.mark.parametrize(("like", "expected"), THREE)
def test_two_words_for_three(like: str, expected: str) -> None:
    value = "NorthRouter-Adapter"
    spans = align(value, like, word_spans(value))

    assert spans is not None
    assert expected == restyle(PAIR, like, spans)


@pytest.mark.parametrize(("like", "expected"), ONE)
def test_one_word_for_one(like: str, expected: str) -> None:
    assert expected == restyle(("acme",), like, (Span(0, len(like)),))


@pytest.mark.parametrize(
    ("like", "expected"),
    [("qx", "acmerelay"), ("Qx", "AcmeRelay"), ("QX", "ACMERELAY"), ("北方", "AcmeRelay")],
)
def test_two_words_for_one_stay_together(like: str, expected: str) -> None:
    assert expected == restyle(PAIR, like, (Span(0, len(like)),))


@pytest.mark.parametrize(
    ("like", "expected"),
    [
        ("north-router", "acme"),
        ("NorthRouter", "Acme"),
        ("NORTH_ROUTER", "ACME"),
        ("northRouter", "acme"),
        ("NORTHRouter", "Acme"),
    ],
)
def test_one_word_for_two(like: str, expected: str) -> None:
    assert expected == restyle(("acme",), like, word_spans(like))


@pytest.mark.parametrize(
    ("like", "expected"),
    [
        ("X-Router", "Acme-Relay"),
        ("X-ROUTER", "ACME-RELAY"),
        ("x-router", "acme-relay"),
        ("A-B", "ACME-RELAY"),
        ("ABC-123", "ACME-RELAY"),
        ("abc-123", "acme-relay"),
        ("山田 太郎", "Acme Relay"),
    ],
)
def test_what_a_word_does_not_tell_the_others_do(like: str, expected: str) -> None:
    assert expected == restyle(PAIR, like, word_spans(like))


def test_four_words_for_three() -> None:
    assert restyle(("a", "b", "c", "d"), "north_Router_KEY", word_spans("north_Router_KEY")) == (
        "a_B_C_D"
    )


def test_the_joint_can_be_given() -> None:
    assert restyle(PAIR, "qx", (Span(0, 2),), joint="-") == "acme-relay"
    assert restyle(PAIR, "a-b.c", word_spans("a-b.c"), joint=".") == "acme.relay"


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("qx", Case.LOWER),
        ("QX", Case.UPPER),
        ("Qx", Case.TITLE),
        ("Q", Case.SINGLE),
        ("Q5", Case.SINGLE),
        ("5", Case.NONE),
        ("北方", Case.NONE),
        ("qX", Case.MIXED),
        ("QxY", Case.MIXED),
        ("Éa", Case.TITLE),
        ("ＱＸ", Case.UPPER),
    ],
)
def test_case_of(word: str, case: Case) -> None:
    assert case == case_of(word)


@pytest.mark.parametrize(
    ("value", "like", "expected"),
    [
        ("NorthRouter", "north_router", ("north", "router")),
        ("NorthRouter", "NORTHROUTER", ("NORTH", "ROUTER")),
        ("NorthRouter", "N\u200borth Ro\u0301uter", ("N\u200borth", "Ro\u0301uter")),
        ("NorthRouter", "ＮＯＲＴＨＲＯＵＴＥＲ", ("ＮＯＲＴＨ", "ＲＯＵＴＥＲ")),
        ("Straße-Netz", "STRASSE_NETZ", ("STRASSE", "NETZ")),
        ("C++Lab", "c++_lab", ("c++", "lab")),
    ],
)
def test_align(value: str, like: str, expected: tuple[str, ...]) -> None:
    spans = align(value, like, word_spans(value))

    assert spans is not None
    assert expected == tuple(like[start:end] for start, end in spans)


@pytest.mark.parametrize("like", ["", "north", "southrouter", "northrouters"])
def test_another_name_is_not_aligned(like: str) -> None:
    assert align("NorthRouter", like, word_spans("NorthRouter")) is None

"""Pseudonyms lead back to the originals; what is not sure stays."""

from __future__ import annotations

import re

import pytest

from prtool.lexicon.book import Book, Entry, Spelling, Subject
from prtool.lexicon.model import Term
from prtool.lexicon.pseudonyms import Pseudonyms, Request
from prtool.lexicon.restore import Restored, restore_text
from prtool.model.finding import Kind
from tests.unit.lexicon.replacing import KEY, nothing_taken, replaced

MAIL = "@".join(("jane.doe", "globex.net"))
HOME = "/ho" + "me"
BOOK = Book.new(KEY).with_more(
    [
        Entry(Subject(Kind.OTHER, "qx"), "QX", "globex"),
        Entry(Subject(Kind.OTHER, "northrouteradapter"), "NorthRouter-Adapter", "baltara-derkiva"),
        Entry(Subject(Kind.OTHER, "北方"), "北方", "initech"),
        Entry(Subject(Kind.HOST, "d-b.lane.net"), "d-b.lane.net", "vandelay.example.com"),
        Entry(Subject(Kind.USER, "jd"), "j.d", "user381"),
        Entry(Subject(Kind.ADDRESS, "198.18.7.7"), "198.18.7.7", "192.0.2.1"),
    ],
    [Spelling("QX", "GLOBEX"), Spelling("NorthRouter-Adapter", "Baltara-Derkiva")],
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GLOBEX", "QX"),
        ("globex", "qx"),
        ("Globex", "Qx"),
        ("myGlobexKey, GLOBEX_KEY, GLOBEXmax, 8000GLOBEX", "myQxKey, QX_KEY, QXmax, 8000QX"),
        ("Globex's globexs", "Qx's qxs"),
        ("Baltara-Derkiva", "NorthRouter-Adapter"),
        ("baltara_derkiva", "north_router_adapter"),
        ("BaltaraDerkiva", "NorthRouterAdapter"),
        ("BALTARA DERKIVA", "NORTH ROUTER ADAPTER"),
        ("xbaltaraderkivax", "xnorthrouteradapterx"),
        ("Initech initech", "北方 北方"),
        ("https://vandelay.example.com/v1", "https://d-b.lane.net/v1"),
        ("~/user381 USER381_X user3817", "~/j.d J.D_X j.d7"),
        ("VANDELAY_EXAMPLE_COM", "D_B_LANE_NET"),
        ("192.0.2.1:80 192.0.2.10 192-0-2-1", "198.18.7.7:80 192.0.2.10 198.18.7.7"),
    ],
)
def test_a_pseudonym_in_any_style_comes_back_in_that_style(text: str, expected: str) -> None:
    restored = restore_text(text, BOOK)

    assert expected == restored.text
    assert restored.ambiguous == ()


def test_what_stands_for_two_originals_stays_and_is_reported() -> None:
    book = BOOK.with_more([], [Spelling("Q-X", "Globex"), Spelling("Q_X", "Globex")])

    assert Restored("Globex qx Globex", 1, ("Globex",)) == restore_text(
        "Globex globex Globex", book
    )


def test_words_that_only_look_like_pseudonyms_are_reported() -> None:
    restored = restore_text("Acme beldoriaKey derkiva globex", BOOK)

    assert Restored("Acme beldoriaKey derkiva qx", 1, (), ("Acme", "beldoria")) == restored


def test_the_number_of_replacements_is_told() -> None:
    assert restore_text("globex GLOBEX x", BOOK).replaced == 2
    assert restore_text("x\udcff", BOOK) == Restored("x\udcff", 0)


def test_the_empty_map_changes_nothing() -> None:
    assert restore_text("globex?", Book.new(KEY)).text == "globex?"


def test_a_user_met_in_paths_only_comes_back_in_paths_only() -> None:
    request = Request(Kind.USER, None, "jdoe", "path/home-directory")
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), lambda words: frozenset({"user"}) & set(words))
    pseudonyms.assign([request])

    assert pseudonyms.render(request) == "user"
    assert (
        restore_text(
            f"{HOME}/user/x C:\\Users\\user user {HOME}/users {HOME}/user-x", pseudonyms.book
        ).text
        == f"{HOME}/jdoe/x C:\\User"
        f"s\\jdoe user {HOME}/users {HOME}/user-x"
    )


def test_a_user_met_elsewhere_has_a_name_that_comes_back_everywhere() -> None:
    term = Term(value="jdoe", kind=Kind.USER)
    request = Request(Kind.USER, term, "jdoe", "private/term")
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (term,), nothing_taken)
    pseudonyms.assign([request])

    name = pseudonyms.render(request)
    assert re.fullmatch(r"user\d+", name)
    assert restore_text(f"owner: {name}, user", pseudonyms.book).text == "owner: jdoe, user"


def test_a_whole_text_comes_back_byte_for_byte() -> None:
    private = ".".join(("10", "1", "23", "4"))
    terms = [
        Term(value="NorthRouter-Adapter", kind=Kind.PROVIDER),
        Term(value="QX-GPT-5.5(high)", kind=Kind.ALIAS),
        Term(value="https://jd:pw@relay.northrouter.net/v1/plan?x=y", kind=Kind.URL),
        Term(value="/opt/northrouter/data/run.yaml", kind=Kind.PATH),
        Term(value="qx-proxy.service", kind=Kind.UNIT),
        Term(value="Jane Doe", kind=Kind.PERSON),
        Term(value="山田太郎", kind=Kind.PERSON),
        Term(value=MAIL, kind=Kind.EMAIL),
        Term(value="jdoe", kind=Kind.USER),
        Term(value=private, kind=Kind.ADDRESS),
        Term(value="OPS-1234", kind=Kind.TICKET),
        Term(value="WestGate", kind=Kind.PROJECT, pseudonym="Acme-Lane"),
    ]
    text = f"""NorthRouter-Adapter north_router_adapter north-router-adapter northrouter-adapter
    NORTHROUTERADAPTER northRouterAdapter Q\u200bX ＱＸ QX qx Qx qX QXmax 8000QX QX-GPT-5.5(high)
    https://jd:pw@relay.northrouter.net/v1/plan?x=y RELAY_NORTHROUTER_NET relay.northrouter.net:80
    /opt/northrouter/data/run.yaml opt-northrouter-data-run-yaml qx-proxy.service qxProxy QXPROXY
    Jane Doe, jane.doe, JaneDoe; 用山田太郎です {MAIL} {HOME}/jdoe/x JDOE user: jdoe
    http://{private}:8317 10-1-23-4 OPS-1234 ops-1234 WestGate west_gate WESTGATE \udcff"""

    public, pseudonyms = replaced(terms, text)

    assert pseudonyms.ambiguous == ()
    assert restore_text(public, pseudonyms.book).text == text
    assert "jdoe" not in public.lower()
    assert "north" not in public.lower()

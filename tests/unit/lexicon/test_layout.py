"""Which parts of a match are replaced, and which are kept."""

from __future__ import annotations

import pytest

from prtool.lexicon.expand import expand
from prtool.lexicon.layout import parts_of, subject_of
from prtool.lexicon.model import MatchMode, Term
from prtool.model.finding import Kind
from tests.unit.lexicon.marked import unmark

PRIVATE = ".".join(("10", "1", "23", "4"))
MAIL = "@".join(("jane.doe", "globex.net"))
HOME = "/ho" + "me"
BAK = "ba" + "k"


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        (Kind.PROVIDER, "«NorthRouter-Adapter»"),
        (Kind.PROVIDER, "(«qx»)"),
        (Kind.ALIAS, "«QX»-GPT-5.5(high)"),
        (Kind.UNIT, "«qx-proxy».service"),
        (Kind.UNIT, "«qx»@1.service"),
        (Kind.USER, "@«jdoe»"),
        (Kind.PERSON, "«Jane Doe»"),
        (Kind.TICKET, "[«OPS-1234»]"),
        (Kind.EMAIL, f"«{MAIL}»"),
        (Kind.HOST, "«relay.northrouter.net»"),
        (Kind.HOST, "«relay.northrouter.net»:8317"),
        (Kind.HOST, "«buildbox»"),
        (Kind.HOST, f"«{PRIVATE}»:80"),
        (Kind.ADDRESS, f"«{PRIVATE}»:80"),
        (Kind.ADDRESS, f"«{PRIVATE}»/24"),
        (Kind.ADDRESS, "[«2001:db8:7::1:2»]:80"),
        (Kind.URL, "https://«relay.northrouter.net»/v1"),
        (Kind.URL, "https://«relay.northrouter.net»:8317/v1/chat/completions"),
        (Kind.URL, "https://«git.globex.net»/«secretplan»/api"),
        (Kind.URL, "https://github.com/«globex-corp»/«secretplan»"),
        (Kind.URL, "https://«github.com»/api"),
        (Kind.URL, "https://«jdoe:pw»@«globex.net»/"),
        (Kind.URL, "https://«globex.net»/?q=«plan»&n=«5»#«top»"),
        (Kind.URL, f"http://«{PRIVATE}»:8317/v1"),
        (Kind.URL, "http://[«2001:db8:7::1»]/x"),
        (Kind.URL, "«globex.net»/v1"),
        (Kind.PATH, "/opt/«northrouter»/data/run.yaml"),
        (Kind.PATH, f"{HOME}/«jdoe»/src/«northrouter».tar"),
        (Kind.PATH, "C:\\Users\\«jdoe»\\data"),
        (Kind.PATH, "/srv/«backups»/«2024»/«northrouter-backup.bak»"),
        (Kind.PATH, "/srv/data/«logs»"),
        (Kind.PATH, "~/.config/«qx»/config.yaml"),
        (Kind.PATH, f"«northrouter-{BAK}-20240501».sql"),
        (Kind.PATH, f"config.yaml.«{BAK}-20260101»"),
        (Kind.PATH, "/opt/app/v2/3/run.sh/logs/«x»"),
        (Kind.PATH, "/opt/config_«north_router»_v2/x"),
        (Kind.OTHER, "«---»"),
    ],
)
def test_the_parts_of_a_match(kind: Kind, marked: str) -> None:
    text, spans = unmark(marked)

    assert spans == [tuple(part.span) for part in parts_of(kind, None, text)]


@pytest.mark.parametrize(
    ("kind", "value", "marked"),
    [
        (Kind.URL, "https://relay.northrouter.net/v1", "HTTPS_«RELAY_NORTHROUTER_NET»_V1"),
        (Kind.PATH, "/opt/northrouter/data", "opt-«northrouter»-data"),
        (Kind.PATH, f"{HOME}/jdoe/north-router/x", "home/«jdoe»/«NorthRouter»/x"),
        (Kind.HOST, "relay.northrouter.net:80", "«RELAY_NORTHROUTER_NET»_80"),
        (Kind.ADDRESS, PRIVATE, "«10-1-23-4»"),
        (Kind.PATH, "/opt/ガード/data", "OPT/«カ\u3099ート\u3099»/Data"),
    ],
)
def test_the_parts_follow_the_spelling_of_the_match(kind: Kind, value: str, marked: str) -> None:
    text, spans = unmark(marked)

    parts = parts_of(kind, Term(value=value, kind=kind), text)

    assert spans == [tuple(part.span) for part in parts]


def test_what_does_not_follow_the_term_goes_as_a_whole() -> None:
    term = Term(value="https://jd:pw@globex.net/plan", kind=Kind.URL)

    (part,) = parts_of(term.kind, term, "another text")

    assert (part.span.start, part.span.end) == (0, 12)
    assert part.subject is not None


def test_names_of_all_sorts_share_their_subjects() -> None:
    values = {
        Kind.PROVIDER: "QX", Kind.ALIAS: "qx-GPT-5", Kind.PROJECT: "Qx", Kind.UNIT: "qx.service",
        Kind.OTHER: "q\u200bX", Kind.PATH: "/opt/qx",
    }  # fmt: skip

    subjects = {subject_of(Term(value=value, kind=kind)) for kind, value in values.items()}

    assert len(subjects) == 1
    assert subject_of(Term(value="qx", kind=Kind.USER)) not in subjects


def test_a_host_is_one_subject_whoever_found_it() -> None:
    term = Term(value="Relay.NorthRouter.net.", kind=Kind.HOST)

    (part,) = parts_of(Kind.HOST, None, "relay.northrouter.NET")

    assert part.subject == subject_of(term)


def test_an_expression_is_a_subject_for_each_text() -> None:
    term = Term(value=r"qx-\d", kind=Kind.PROVIDER, match=MatchMode.REGEX)

    assert subject_of(term) is None
    assert (
        parts_of(term.kind, term, "qx-1")[0].subject != parts_of(term.kind, term, "qx-2")[0].subject
    )


@pytest.mark.parametrize(
    ("url", "host", "kind"),
    [
        ("https://relay.northrouter.net/v1", "relay.northrouter.net", Kind.HOST),
        ("wss://jdoe@globex.net:8317", "globex.net", Kind.HOST),
        (f"http://{PRIVATE}:80/", PRIVATE, Kind.ADDRESS),
        ("http://[2001:db8:7::1]:80/", "2001:db8:7::1", Kind.ADDRESS),
    ],
)
def test_the_host_of_a_url_is_a_term_too(url: str, host: str, kind: Kind) -> None:
    term = Term(value=url, kind=Kind.URL, line=3)

    assert (term, Term(value=host, kind=kind, line=3)) == expand([term])


@pytest.mark.parametrize(
    "term",
    [
        Term(value="https://github.com/globex", kind=Kind.URL),
        Term(value="http://localhost:80/x", kind=Kind.URL),
        Term(value="http://127.0.0.1/x", kind=Kind.URL),
        Term(value="https://api.example.com/x", kind=Kind.URL),
        Term(value="northrouter", kind=Kind.URL),
        Term(value=r"https://\w+.globex.net", kind=Kind.URL, match=MatchMode.REGEX),
        Term(value="relay.northrouter.net", kind=Kind.HOST),
    ],
)
def test_what_has_no_host_of_its_own_adds_none(term: Term) -> None:
    assert (term,) == expand([term])


def test_a_host_is_added_once() -> None:
    terms = [
        Term(value="https://a.globex.net/x", kind=Kind.URL),
        Term(value="https://b.globex.net/x", kind=Kind.URL),
        Term(value="http://B.globex.net/y", kind=Kind.URL),
        Term(value="a.globex.net", kind=Kind.HOST),
    ]

    assert [term.value for term in expand(terms)[len(terms) :]] == ["b.globex.net"]

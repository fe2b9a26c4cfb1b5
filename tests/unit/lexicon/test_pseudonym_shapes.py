"""A pseudonym looks like what it stands for: a host like a host, an address like an address."""

from __future__ import annotations

import re

import pytest

from prtool.lexicon.book import Book
from prtool.lexicon.names import FIRST, NOUNS, PEOPLE, SAMPLE_FIRST, SAMPLES, SECOND, SINGLE
from prtool.lexicon.pseudonyms import Pseudonyms, Request
from prtool.model.finding import Kind
from tests.unit.lexicon.replacing import KEY, nothing_taken, render_all, request

PRIVATE = ".".join(("10", "1", "23", "4"))
MAIL = "@".join(("jane", "globex.net"))
HOME = "/ho" + "me"
BACKUPS = "back" + "ups"
WINDOWS_HOME = "User" + "s"
PAIR = f"(?:{'|'.join((*SAMPLE_FIRST, *FIRST))})-(?:{'|'.join((*NOUNS, *SECOND))})"
ONE = f"(?:{'|'.join((*SAMPLES, *SINGLE))})"


def render(kind: Kind, matched: str, rule: str = "private/term") -> str:
    (rendered,) = render_all([request(kind, matched, rule)]).values()
    return rendered


@pytest.mark.parametrize(
    ("kind", "matched", "pattern"),
    [
        (Kind.PROVIDER, "qx", ONE),
        (Kind.PROVIDER, "north-router", PAIR),
        (Kind.PROVIDER, "north-router-adapter-five", PAIR),
        (Kind.PROJECT, "qx", ONE),
        (Kind.OTHER, "qx", ONE),
        (Kind.ALIAS, "qx-gpt-5.5(high)", rf"{ONE}-gpt-5\.5\(high\)"),
        (Kind.HOST, "db.globex.net", rf"{ONE}\.example\.com"),
        (Kind.HOST, "a.b.c.d.globex.net", rf"{ONE}\.example\.com"),
        (Kind.HOST, "north-db.globex.net:8317", rf"{ONE}\.example\.com:8317"),
        (Kind.HOST, "buildbox", r"host\d{3}"),
        (Kind.HOST, "BuildBox:80", r"Host\d{3}:80"),
        (
            Kind.URL,
            "https://db.globex.net:80/v1/models",
            rf"https://{ONE}\.example\.com:80/v1/models",
        ),
        (Kind.URL, "wss://db.globex.net/plan/x", rf"wss://{ONE}\.example\.com/{ONE}/x"),
        (Kind.URL, "https://jd:pw@db.globex.net/", rf"https://user@{ONE}\.example\.com/"),
        (Kind.URL, f"http://{PRIVATE}:8317/v1", r"http://192\.0\.2\.\d+:8317/v1"),
        (Kind.ADDRESS, PRIVATE, r"192\.0\.2\.\d+"),
        (Kind.ADDRESS, f"{PRIVATE}:8317", r"192\.0\.2\.\d+:8317"),
        (Kind.ADDRESS, f"{PRIVATE}/24", r"192\.0\.2\.\d+/24"),
        (Kind.ADDRESS, "2001:db8:7::1:2", r"2001:db8::[0-9a-f]{1,4}"),
        (Kind.ADDRESS, "[2001:db8:7::1:2]:80", r"\[2001:db8::[0-9a-f]{1,4}\]:80"),
        (Kind.USER, "jdoe", r"user\d{3}"),
        (Kind.USER, "@jdoe", r"@user\d{3}"),
        (Kind.USER, "jane.doe", r"user\.\d{3}"),
        (Kind.USER, "JANE_DOE", r"USER_\d{3}"),
        (Kind.PERSON, "Jane", f"(?i:{'|'.join(PEOPLE)})"),
        (Kind.PERSON, "Jane Doe", f"(?i:{'|'.join(PEOPLE)}) Example"),
        (Kind.PERSON, "jane.doe", rf"(?:{'|'.join(PEOPLE)})\.example"),
        (Kind.PERSON, "山田太郎", f"(?i:{'|'.join(PEOPLE)})"),
        (Kind.EMAIL, MAIL, rf"{ONE}@example\.com"),
        (Kind.PATH, "/opt/qx/data/run.yaml", f"/opt/{ONE}/data/run.yaml"),
        (Kind.PATH, f"{HOME}/jdoe/src/x.py", r"/home/user\d{3}/src/x\.py"),
        (Kind.PATH, f"C:\\{WINDOWS_HOME}\\jdoe\\data", r"C:\\Users\\user\d{3}\\data"),
        (Kind.PATH, "/srv/logs", f"/srv/{ONE}"),
        (Kind.PATH, f"/opt/{BACKUPS}/2026-01-02/x", f"/opt/{ONE}/{ONE}-01-02/x"),
        (Kind.UNIT, "qx-proxy.service", rf"{PAIR}\.service"),
        (Kind.UNIT, "qx@3.service", rf"{ONE}@3\.service"),
        (Kind.TICKET, "OPS-1234", f"(?i:{ONE})-1"),
        (Kind.OTHER, "北方", f"(?i:{ONE})"),
    ],
)
def test_every_kind_keeps_its_shape(kind: Kind, matched: str, pattern: str) -> None:
    rendered = render(kind, matched)

    assert re.fullmatch(pattern, rendered), rendered


def test_a_user_met_in_paths_only_is_called_user() -> None:
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), lambda asked: frozenset({"user"}) & set(asked))
    one, other = (request(Kind.USER, name, "path/home-directory") for name in ("jdoe", "mroe"))
    pseudonyms.assign([one, other])

    first, second = sorted((pseudonyms.render(one), pseudonyms.render(other)), key=len)
    assert first == "user"
    assert re.fullmatch(r"user\d{3}", second)


def test_a_user_met_elsewhere_too_is_told_apart_from_the_word() -> None:
    matches = [request(Kind.USER, "jdoe", "path/home-directory"), request(Kind.USER, "jdoe")]

    assert {rendered for rendered in render_all(matches).values() if rendered == "user"} == set()


def test_the_first_address_is_the_plain_one_where_upstream_does_not_use_it() -> None:
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), nothing_taken)
    one, other = request(Kind.EMAIL, MAIL), request(Kind.EMAIL, f"o.{MAIL}")
    pseudonyms.assign([one, other])

    rendered = {pseudonyms.render(one), pseudonyms.render(other)}
    assert "user@example.com" in rendered
    assert len(rendered) == 2


def test_a_secret_gets_the_name_of_its_rule_and_never_enters_the_map() -> None:
    secret = Request(Kind.SECRET, None, "s3" * 20, "secret/github-token")
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), nothing_taken)
    pseudonyms.assign([secret])

    assert pseudonyms.render(secret) == "REDACTED_GITHUB_TOKEN"
    by_lexicon = Request(Kind.SECRET, None, "s3" * 20, "private/term")
    assert pseudonyms.render(by_lexicon) == "REDACTED_SECRET"
    assert pseudonyms.book == Book.new(KEY)


def test_nothing_tells_the_order_or_the_length_of_the_names() -> None:
    short = render(Kind.PROVIDER, "a-b")
    long = render(Kind.PROVIDER, "-".join(["northern"] * 12))

    assert [len(short.split("-")), len(long.split("-"))] == [2, 2]


def test_addresses_are_replaced_one_to_one_network_by_network() -> None:
    addresses = [f"10.9.{n // 250}.{n % 250 + 1}" for n in range(800)]
    rendered = list(render_all(request(Kind.ADDRESS, one) for one in addresses).values())
    networks = [address.rpartition(".")[0] for address in rendered]

    assert len(set(rendered)) == 800
    assert [
        networks.count("192.0.2"), networks.count("198.51.100"), networks.count("203.0.113"),
        networks.count("198.18.0"),
    ] == [254, 254, 254, 38]  # fmt: skip


@pytest.mark.parametrize(
    "spelling", ["2001:db8:7::1:2", "2001:DB8:7:0:0:0:1:2", "2001:db8:7:0::1:2"]
)
def test_an_address_is_one_subject_however_it_is_written(spelling: str) -> None:
    matches = [request(Kind.ADDRESS, "2001:db8:7::1:2"), request(Kind.ADDRESS, spelling)]
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), nothing_taken)
    pseudonyms.assign(matches)

    assert "2001:db8:7::1:2" in {entry.subject.identity for entry in pseudonyms.book.entries}


def test_the_same_name_in_another_role_has_another_pseudonym() -> None:
    rendered = render_all(request(kind, "qx") for kind in (Kind.PROVIDER, Kind.USER, Kind.HOST))

    assert len(set(rendered.values())) == 3

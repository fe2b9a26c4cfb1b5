"""One name has one pseudonym: keyed, sticky, independent of order, never somebody else's word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import pytest

from prtool.errors import InternalError, LexiconError
from prtool.lexicon.book import Book, Entry, Spelling, Subject
from prtool.lexicon.model import Ambiguous, MatchMode, Term
from prtool.lexicon.names import (
    FIRST,
    NOUNS,
    PEOPLE,
    SAMPLE_FIRST,
    SAMPLES,
    SECOND,
    SINGLE,
)
from prtool.lexicon.pseudonyms import Pseudonyms, Request
from prtool.lexicon.words import squash, words
from prtool.model.finding import Kind
from tests.unit.lexicon.replacing import KEY, common_words_taken, nothing_taken, replaced

PRIVATE = ".".join(("10", "1", "23", "4"))
MAIL = "@".join(("jane", "globex.net"))
HOME = "/ho" + "me"
BACKUPS = "back" + "ups"
WINDOWS_HOME = "User" + "s"


def request(kind: Kind, matched: str, rule: str = "private/term") -> Request:
    return Request(kind, None, matched, rule)


def render_all(requests: Iterable[Request], key: bytes = KEY) -> dict[Request, str]:
    requests = list(requests)
    pseudonyms = Pseudonyms(key, Book.new(key), (), common_words_taken)
    pseudonyms.assign(requests)
    return {one: pseudonyms.render(one) for one in requests}


def render(kind: Kind, matched: str, rule: str = "private/term") -> str:
    (rendered,) = render_all([request(kind, matched, rule)]).values()
    return rendered


PAIR = f"(?:{'|'.join((*SAMPLE_FIRST, *FIRST))})-(?:{'|'.join((*NOUNS, *SECOND))})"
ONE = f"(?:{'|'.join((*SAMPLES, *SINGLE))})"


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


SPELLINGS = (
    "NorthRouter-Adapter north_router_adapter NORTHROUTER_ADAPTER northRouterAdapter "
    "NorthRouter's QX qx Qx myQxKey QX-GPT-5.5(high) qx-claude INTmax_tokens"
)
TERMS = (
    Term(value="NorthRouter-Adapter", kind=Kind.PROVIDER),
    Term(value="NorthRouter", kind=Kind.PROJECT),
    Term(value="QX-GPT-5.5(high)", kind=Kind.ALIAS),
    Term(value="qx", kind=Kind.PROVIDER),
    Term(value="INT", kind=Kind.PROVIDER),
)


def test_all_spellings_of_a_name_have_one_pseudonym_in_their_own_style() -> None:
    text, pseudonyms = replaced(TERMS, SPELLINGS)
    by_identity = {entry.subject.identity: entry.pseudonym for entry in pseudonyms.book.entries}
    adapter, north = by_identity["northrouteradapter"], by_identity["northrouter"]
    qx, number = by_identity["qx"], by_identity["int"]
    one, two = adapter.split("-")

    assert text == (
        f"{one.title()}-{two.title()} {one}_{two} {one.upper()}_{two.upper()} {one}{two.title()} "
        f"{''.join(word.title() for word in north.split('-'))}'s {qx.upper()} {qx} {qx.title()} "
        f"my{qx.title()}Key {qx.upper()}-GPT-5.5(high) {qx}-claude {number.upper()}max_tokens"
    )
    assert len({adapter, north, qx, number}) == 4


def test_the_order_of_requests_and_terms_does_not_matter() -> None:
    there, first = replaced(TERMS, SPELLINGS)
    back, second = replaced(TERMS[::-1], " ".join(SPELLINGS.split()[::-1]))

    assert sorted(there.split()) == sorted(back.split())
    assert first.book == second.book


def test_many_names_get_the_same_pseudonyms_in_any_order() -> None:
    names = [request(Kind.PROVIDER, f"name{n}x") for n in range(300)]

    assert render_all(names) == render_all(names[::-1])
    assert len(set(render_all(names).values())) == 300


def test_another_key_gives_other_pseudonyms() -> None:
    names = [request(Kind.PROVIDER, f"name{n}x") for n in range(20)]
    one, other = render_all(names), render_all(names, b"another key, just as long as one")

    assert sum(one[name] == other[name] for name in names) < 5


def test_nothing_tells_the_order_or_the_length_of_the_names() -> None:
    short = render(Kind.PROVIDER, "a-b")
    long = render(Kind.PROVIDER, "-".join(["northern"] * 12))

    assert [len(short.split("-")), len(long.split("-"))] == [2, 2]


def test_pseudonyms_stick_when_names_are_added() -> None:
    _, first = replaced(TERMS[:2], SPELLINGS)
    more = [Term(value=f"Extra{n}", kind=Kind.PROJECT) for n in range(100)]
    text = SPELLINGS + " ".join(term.value for term in more)

    _, second = replaced((*TERMS, *more), text, book=first.book)

    assert set(first.book.entries) <= set(second.book.entries)
    assert set(first.book.spellings) <= set(second.book.spellings)


def test_a_second_round_keeps_the_first() -> None:
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), nothing_taken)
    one, other = request(Kind.PROVIDER, "qx"), request(Kind.PROVIDER, "zq")
    pseudonyms.assign([one])
    first = pseudonyms.render(one)
    pseudonyms.assign([one, other])

    assert first == pseudonyms.render(one) != pseudonyms.render(other)


def test_words_of_the_base_are_never_used_and_asked_for_at_most_twice() -> None:
    asked: list[int] = []
    singles, firsts, seconds = set(SINGLE[::9]), set(FIRST[::9]), set(SECOND[::9])
    free = singles | firsts | seconds

    def taken(some: Collection[str]) -> frozenset[str]:
        asked.append(len(some))
        return frozenset(some) - free - {f"192.0.2.{n}" for n in (7, 8)}

    matches = [
        request(Kind.PROVIDER, "qx"), request(Kind.PROVIDER, "zq"),
        request(Kind.PROVIDER, "a-b"), request(Kind.ADDRESS, PRIVATE),
    ]  # fmt: skip
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), taken)
    pseudonyms.assign(matches)

    rendered = [pseudonyms.render(one) for one in matches]
    assert set(rendered[:2]) <= singles
    assert len(set(rendered[:2])) == 2
    first, second = rendered[2].split("-")
    assert (first in firsts, second in seconds) == (True, True)
    assert rendered[3] in {"192.0.2.7", "192.0.2.8"}
    assert len(asked) == 2


def test_nothing_is_asked_when_nothing_is_new() -> None:
    def taken(some: Collection[str]) -> frozenset[str]:
        raise AssertionError(some)

    _, first = replaced(TERMS, SPELLINGS)
    second = Pseudonyms(KEY, first.book, TERMS, taken)
    second.assign([Request(Kind.PROVIDER, TERMS[3], "QX", "private/term")])
    second.assign([])

    assert first.book == second.book


def test_a_pseudonym_neither_holds_a_term_nor_lies_in_one() -> None:
    inside = [Term(value=word[1:4], kind=Kind.OTHER) for word in SINGLE[:60]]
    around = [Term(value=f"x{word}x", kind=Kind.OTHER) for word in SINGLE[60:120]]
    terms = (*inside, *around)
    names = {squash(term.value) for term in terms}

    _, pseudonyms = replaced(terms, " ".join(term.value for term in terms))

    for entry in pseudonyms.book.entries:
        for word in words(entry.pseudonym):
            assert [name for name in names if name in word or word in name] == []


def test_a_kept_pseudonym_that_has_become_private_is_given_up() -> None:
    _, first = replaced([TERMS[3]], "qx")
    (entry,) = first.book.entries

    text, second = replaced([TERMS[3], Term(value=entry.pseudonym, kind=Kind.OTHER)], "qx",
                            book=first.book)  # fmt: skip

    assert text != entry.pseudonym
    assert [entry.subject] == [one.subject for one in second.book.entries]


def test_when_single_words_run_out_two_are_combined() -> None:
    names = [request(Kind.PROVIDER, f"name{n}x") for n in range(1_000)]

    rendered = set(render_all(names).values())

    assert len(rendered) == 1_000
    assert {True, False} == {name in SINGLE for name in rendered}


def test_when_all_words_run_out_it_is_an_error() -> None:
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), frozenset)

    with pytest.raises(LexiconError, match="more private names than pseudonyms"):
        pseudonyms.assign([request(Kind.PROVIDER, "qx")])


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


def test_spellings_that_would_look_the_same_are_kept_apart() -> None:
    term = Term(value="NorthRouter-Adapter", kind=Kind.PROVIDER)

    text, pseudonyms = replaced([term], "north-router-adapter northrouter-adapter ＱＸ")
    one, other, _ = text.split()

    assert one != other
    assert pseudonyms.ambiguous == ()
    assert replaced([term], "northrouter-adapter", book=pseudonyms.book)[0] == other


def test_what_a_given_pseudonym_can_not_keep_apart_is_listed() -> None:
    term = Term(value="NorthRouter", kind=Kind.PROVIDER, pseudonym="lane")

    text, pseudonyms = replaced([term], "north-router north_router NorthRouter")

    assert text == "lane lane Lane"
    assert pseudonyms.ambiguous == ("lane",)


def test_the_spellings_of_a_run_are_in_the_map() -> None:
    _, pseudonyms = replaced([TERMS[3]], "QX qx myQxKey")
    (entry,) = pseudonyms.book.entries
    name = entry.pseudonym

    assert pseudonyms.book.spellings == tuple(
        sorted(
            (
                Spelling("QX", name.upper()), Spelling("qx", name), Spelling("Qx", name.title()),
            )
        )
    )  # fmt: skip


def test_what_was_not_assigned_is_a_bug() -> None:
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), nothing_taken)

    with pytest.raises(InternalError) as caught:
        pseudonyms.render(request(Kind.PROVIDER, "qx"))

    assert "qx" not in str(caught.value)

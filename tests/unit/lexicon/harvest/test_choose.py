"""What is taken of the candidates, what is left and why."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prtool.lexicon import store
from prtool.lexicon.harvest import Candidate, Harvest, Reason, choose, publishes
from prtool.lexicon.harvest.classify import candidate
from prtool.lexicon.harvest.reasons import why_left
from prtool.lexicon.harvest.shapes import Found
from prtool.lexicon.model import MatchMode
from prtool.model.finding import Kind
from tests.unit.lexicon.harvest.samples import KEY, LAN, ME


def found(kind: Kind, value: str, source: str = "config.yaml", line: int = 1) -> Candidate:
    return candidate(Found(kind, value), source, line)


def nothing_public(values: Collection[str]) -> frozenset[str]:
    return frozenset()


def pairs(harvest: Harvest) -> list[tuple[Kind, str]]:
    return [(one.term.kind, one.term.value) for one in harvest.taken]


LEFT = [
    *[
        (Kind.USER, name, Reason.GENERIC)
        for name in ("root", "ubuntu", "Admin", "runner", "www-data")
    ],
    *[(Kind.USER, name, Reason.PLACEHOLDER) for name in ("user", "username", "test-user")],
    (Kind.USER, "1000", Reason.NUMBER),
    (Kind.PERSON, "Test User", Reason.PLACEHOLDER),
    (Kind.PERSON, "System Administrator", Reason.GENERIC),
    *[
        (Kind.HOST, name, Reason.RESERVED)
        for name in (
            *(
                "localhost",
                "LOCALHOST",
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "::1",
                "::",
                "fe80:" + ":1",
            ),
            *("192.0.2.7", "2001:db8::7", "169.254.169.254", "gw.test", "x.localhost"),
        )
    ],
    (Kind.HOST, "api.example.com", Reason.PLACEHOLDER),
    *[
        (Kind.HOST, name, Reason.PUBLIC_HOST)
        for name in (
            *("api.openai.com", "api.anthropic.com", "generativelanguage.googleapis.com"),
            *("openrouter.ai", "github.com", "raw.githubusercontent.com", "gmail.com", "8.8.8.8"),
        )
    ],
    (Kind.HOST, "kafka", Reason.COMMON_WORD),
    (Kind.HOST, f"*.{LAN}", Reason.PATTERN),
    (Kind.URL, "http://localhost:8317/v1", Reason.RESERVED),
    (Kind.URL, "http://[::1]:8317", Reason.RESERVED),
    (Kind.URL, "https://api.openai.com/v1", Reason.PUBLIC_HOST),
    (Kind.URL, "http://kafka:9092", Reason.COMMON_WORD),
    (Kind.URL, f"https://{{region}}.{LAN}/v1", Reason.REFERENCE),
    (Kind.EMAIL, "robin@example.com", Reason.PLACEHOLDER),
    (Kind.EMAIL, "robin@gw.test", Reason.RESERVED),
    (Kind.EMAIL, "12+acme@users.noreply.github.com", Reason.GENERIC),
    (Kind.EMAIL, f"no-reply@{LAN}", Reason.GENERIC),
    (Kind.EMAIL, "git@github.com", Reason.PUBLIC_HOST),
    *[
        (Kind.PATH, path, Reason.GENERIC)
        for path in (
            "/tmp",
            "/usr/bin/env",
            "/home/ubuntu",
            "/home/user",
            "/data",
            "/etc/hosts",
        )
    ],
    (Kind.PATH, "config/app.yaml", Reason.RELATIVE),
    (Kind.PATH, "%h/.config/qx", Reason.REFERENCE),
    (Kind.PATH, "/srv/${NAME}/x", Reason.REFERENCE),
    (Kind.UNIT, "multi-user.target", Reason.GENERIC),
    (Kind.UNIT, "docker.service", Reason.GENERIC),
    (Kind.UNIT, "getty@tty1.service", Reason.GENERIC),
    *[
        (Kind.PROVIDER, name, Reason.PUBLIC_PROVIDER)
        for name in ("anthropic", "OpenRouter", "open-router", "azure", "Google AI")
    ],
    (Kind.PROVIDER, "openai", Reason.PUBLIC_PROVIDER),
    *[
        (Kind.PROVIDER, name, Reason.SETTING)
        for name in ("default", "none", "auto", "true", "null")
    ],
    (Kind.PROVIDER, "gateway", Reason.COMMON_WORD),
    (Kind.PROVIDER, "Q", Reason.ONE_CHARACTER),
    (Kind.PATH, "/", Reason.ONE_CHARACTER),
    (Kind.PROVIDER, "!!", Reason.NOT_STORABLE),
    *[
        (Kind.ALIAS, name, Reason.PUBLIC_MODEL)
        for name in (
            "gpt-5.5",
            "claude-sonnet-4-5",
            "gemini-2.5-pro",
            "deepseek-v3",
            "gpt-5.5(high)",
        )
    ],
    (Kind.ALIAS, "fast", Reason.COMMON_WORD),
    (Kind.ALIAS, "qx-*", Reason.PATTERN),
    *[
        (Kind.OTHER, text, Reason.NUMBER)
        for text in ("8317", "8317:8317", "1.5", "30s", "2024-01-31")
    ],
    *[
        (Kind.SECRET, text, Reason.PLACEHOLDER)
        for text in (
            *("your-api-key-1", "changeme", "CHANGE_ME_NOW", "<token>", "xxxxxxxxxx", "**********"),
            *("sk-...", "my-secret-token", "REPLACE_ME", "secret-key-123", "[redacted]", "f3a9…"),
        )
    ],
    *[
        (Kind.SECRET, text, Reason.REFERENCE)
        for text in ("${TOKEN}", "$TOKEN", "{{ t }}", "env:TOKEN")
    ],
    (Kind.SECRET, "GITHUB_TOKEN", Reason.REFERENCE),
    (Kind.SECRET, "postgresql", Reason.COMMON_WORD),
    (Kind.SECRET, "disabled", Reason.SETTING),
    (Kind.SECRET, "f3a9-7c", Reason.SHORT_SECRET),
    (Kind.SECRET, "-----BEGIN\nabc", Reason.NOT_STORABLE),
    (Kind.SECRET, "f3a9" * 300, Reason.NOT_STORABLE),
]


@pytest.mark.parametrize(("kind", "value", "reason"), LEFT)
def test_what_is_nobodys_secret_is_left_with_its_reason(
    kind: Kind, value: str, reason: Reason
) -> None:
    one = found(kind, value)
    assert choose([one], nothing_public) == Harvest((), ((one, reason),))


def private_address(*parts: str) -> str:
    return ".".join(parts)


TAKEN = [
    (Kind.USER, "robin", MatchMode.COMPOUND),
    (Kind.PERSON, "Robin Initech", MatchMode.COMPOUND),
    (Kind.PERSON, "任 小明 dev", MatchMode.COMPOUND),
    (Kind.HOST, "falcon", MatchMode.COMPOUND),
    (Kind.HOST, f"gw.{LAN}", MatchMode.COMPOUND),
    (Kind.HOST, "acme.openai.azure.com", MatchMode.COMPOUND),
    (Kind.HOST, private_address("10", "1", "2", "3"), MatchMode.WORD),
    (Kind.HOST, "fd12:" + "3456::7", MatchMode.WORD),
    (Kind.URL, f"https://gw.{LAN}/v1", MatchMode.SUBSTRING),
    (Kind.URL, "http://" + "falcon:8317", MatchMode.SUBSTRING),
    (Kind.EMAIL, f"robin@{LAN}", MatchMode.SUBSTRING),
    (Kind.EMAIL, "robin.qx@" + "gmail.com", MatchMode.SUBSTRING),
    (Kind.PATH, f"/home/{ME}", MatchMode.SUBSTRING),
    (Kind.PATH, "/srv/qx", MatchMode.SUBSTRING),
    (Kind.PATH, "~/.qx-auth", MatchMode.SUBSTRING),
    (Kind.PATH, rf"C:\Users\{ME}\qx", MatchMode.SUBSTRING),
    (Kind.UNIT, "qx-relay.service", MatchMode.COMPOUND),
    (Kind.UNIT, "docker-qx.service", MatchMode.COMPOUND),
    (Kind.PROVIDER, "INT", MatchMode.COMPOUND),
    (Kind.PROVIDER, "Mar", MatchMode.COMPOUND),
    (Kind.ALIAS, "QX-GPT-5.5(high)", MatchMode.COMPOUND),
    (Kind.PROJECT, "qx-prod-7", MatchMode.COMPOUND),
    (Kind.TICKET, "QX-1234", MatchMode.COMPOUND),
    (Kind.SECRET, KEY, MatchMode.SUBSTRING),
    (Kind.SECRET, "token-" + "48151623421337", MatchMode.SUBSTRING),
    (Kind.SECRET, "prod-secret-" + "8f3a91c2", MatchMode.SUBSTRING),
    (Kind.SECRET, "$2a$10$" + "f3a9c1" * 3, MatchMode.SUBSTRING),
    (Kind.SECRET, "f3a9-7c1", MatchMode.SUBSTRING),
]


@pytest.mark.parametrize(("kind", "value", "match"), TAKEN)
def test_what_is_private_is_taken_with_the_match_mode_of_its_kind(
    kind: Kind, value: str, match: MatchMode
) -> None:
    harvest = choose([found(kind, value)], nothing_public)
    assert pairs(harvest) == [(kind, value)]
    assert match is harvest.taken[0].term.match


def test_the_note_says_where_it_is_from() -> None:
    harvest = choose([found(Kind.USER, "robin", "a.env", 7)], nothing_public)
    taken = harvest.taken[0]
    assert (taken.source, taken.line, taken.term.note, taken.term.line) == (
        "a.env",
        7,
        "harvested from a.env",
        0,
    )


def test_upstream_is_asked_once_for_all_that_would_be_taken() -> None:
    asked: list[list[str]] = []

    def is_public(values: Collection[str]) -> frozenset[str]:
        asked.append(list(values))
        return frozenset({"/srv/app/data", "acme"})

    candidates = [
        found(Kind.PROVIDER, "acme"),
        found(Kind.PROVIDER, "openai"),
        found(Kind.PATH, "/srv/app/data"),
        found(Kind.PROVIDER, "Acme Relay"),
        found(Kind.PROVIDER, "ACME"),
    ]
    harvest = choose(candidates, is_public)
    assert asked == [["/srv/app/data", "ACME", "Acme Relay", "acme"]]
    assert pairs(harvest) == [(Kind.PROVIDER, "Acme Relay"), (Kind.PROVIDER, "ACME")]
    assert harvest.left == (
        (candidates[0], Reason.UPSTREAM),
        (candidates[1], Reason.PUBLIC_PROVIDER),
        (candidates[2], Reason.UPSTREAM),
    )


def test_nothing_is_asked_when_nothing_would_be_taken() -> None:
    def is_public(values: Collection[str]) -> frozenset[str]:
        raise AssertionError(values)

    assert choose([found(Kind.USER, "root")], is_public).taken == ()


def test_a_short_name_is_not_given_away_by_an_equal_public_word() -> None:
    candidates = [
        found(Kind.PROVIDER, "INT"),
        found(Kind.USER, "ana"),
        found(Kind.ALIAS, "Red"),
        found(Kind.PROVIDER, "Reds"),
    ]
    harvest = choose(candidates, lambda values: frozenset({"INT", "ana", "Red", "Reds"}))
    assert [value for _, value in pairs(harvest)] == ["INT", "ana"]


@pytest.mark.parametrize(
    ("line", "value", "expected"),
    [
        ("strategy: round-robin", "robin", False),
        ("by robin.", "robin", True),
        ("'robin',", "robin", True),
        (f"robin@{LAN}", "robin", False),
        (f"/home/{ME}/x", "robin", False),
        ("robins", "robin", False),
        ("robin_x", "robin", False),
        ("Robin", "robin", False),
        (f"GET https://gw.{LAN}/v1/chat", f"https://gw.{LAN}/v1", True),
        (f"https://gw.{LAN}/v10", f"https://gw.{LAN}/v1", False),
        ("~/.cli-relay/x", "~/.cli-relay", True),
        ("a.b", ".", False),
        ("", "robin", False),
    ],
)
def test_a_public_line_publishes_what_stands_in_it_by_itself(
    line: str, value: str, expected: bool
) -> None:
    assert expected is publishes(line, value)


def test_of_two_spellings_the_more_specific_kind_is_taken_once() -> None:
    candidates = [
        found(Kind.OTHER, "north_router"),
        found(Kind.USER, "NORTHROUTER", line=2),
        found(Kind.ALIAS, "North-Router", line=3),
        found(Kind.PROVIDER, "NorthRouter", line=4),
        found(Kind.PROVIDER, "northrouter", line=5),
        found(Kind.HOST, "falcon", line=6),
        found(Kind.USER, "falcon", line=7),
    ]
    harvest = choose([*candidates, *candidates], nothing_public)
    assert pairs(harvest) == [(Kind.PROVIDER, "NorthRouter"), (Kind.HOST, "falcon")]
    assert harvest.taken[0].line == 4
    assert harvest.left == ()


def test_addresses_that_differ_only_by_dots_are_both_taken() -> None:
    addresses = [private_address("10", "1", "23", "4"), private_address("10", "12", "3", "4")]
    harvest = choose([found(Kind.HOST, address) for address in addresses], nothing_public)
    assert addresses == [value for _, value in pairs(harvest)]


def test_what_is_taken_for_one_kind_is_not_reported_as_left_for_another() -> None:
    candidates = [found(Kind.SECRET, "falcon"), found(Kind.HOST, "falcon")]
    harvest = choose(candidates, nothing_public)
    assert pairs(harvest) == [(Kind.HOST, "falcon")]
    assert harvest.left == ()


def test_what_is_left_is_reported_once_in_the_order_of_finding() -> None:
    candidates = [found(Kind.USER, "root", line=line) for line in (3, 9)]
    candidates.append(found(Kind.OTHER, "8317"))
    harvest = choose(candidates, nothing_public)
    assert harvest.left == ((candidates[0], Reason.GENERIC), (candidates[2], Reason.NUMBER))


kinds = st.sampled_from([kind for kind in Kind if kind is not Kind.ADDRESS])
values = st.text(max_size=12) | st.from_regex(
    r"[a-cA-C]{1,3}([-_. ][a-c1-9]{1,3}){0,2}", fullmatch=True
)


@given(st.lists(st.tuples(kinds, values), max_size=12))
def test_whatever_is_taken_can_be_stored(
    tmp_path_factory: pytest.TempPathFactory, given: list[tuple[Kind, str]]
) -> None:
    path = tmp_path_factory.mktemp("lexicon") / "lexicon.yaml"
    harvest = choose([found(kind, value) for kind, value in given], nothing_public)
    done = store.add(path, [one.term for one in harvest.taken])
    assert done.already == ()
    assert all(why_left(term) is None for term in done.added)

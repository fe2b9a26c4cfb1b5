"""A name is cut into its words; all its spellings squash to the same text."""

from __future__ import annotations

import pytest

from prtool.lexicon.words import squash, word_spans, words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("NorthRouter", ("north", "router")),
        ("northRouterKey", ("north", "router", "key")),
        ("north-router_key.x", ("north", "router", "key", "x")),
        ("NORTH_ROUTER", ("north", "router")),
        ("northrouter", ("northrouter",)),
        ("HTTPServer", ("http", "server")),
        ("QXRouter", ("qx", "router")),
        ("APIs", ("apis",)),
        ("gpt5", ("gpt5",)),
        ("gpt-5.5", ("gpt", "5", "5")),
        ("GPT5Turbo", ("gpt5", "turbo")),
        ("s3Bucket", ("s3", "bucket")),
        ("2ndRouter", ("2nd", "router")),
        ("A10G", ("a10g",)),
        ("QX-GPT-5.5(high)", ("qx", "gpt", "5", "5", "high")),
        ("/opt/North Router/", ("opt", "north", "router")),
        ("jane@db.example.com:80", ("jane", "db", "example", "com", "80")),
        ("C++", ("c++",)),
        ("R&D", ("r&d",)),
        ("R & D", ("r", "d")),
        ("C#", ("c#",)),
        ("北方路由", ("北方路由",)),
        ("北方Router", ("北方", "router")),
        ("北ルーター", ("北", "ルーター")),
        ("佐々木", ("佐々木",)),
        ("ＮｏｒｔｈＲｏｕｔｅｒ", ("north", "router")),
        ("North\u200bRouter", ("north", "router")),
        ("Nörth", ("north",)),
        ("ÉcoleRouter", ("ecole", "router")),
        ("", ()),
        ("--", ()),
        ("\u200b", ()),
        ("\udcff", ()),
    ],
)
def test_words(value: str, expected: tuple[str, ...]) -> None:
    assert expected == words(value)


@pytest.mark.parametrize(
    "spelling",
    [
        "NorthRouter",
        "north_router",
        "NORTH-ROUTER",
        "north router",
        "north.Router",
        "Ｎorth/router",
    ],
)
def test_all_spellings_squash_to_the_same(spelling: str) -> None:
    assert squash(spelling) == "northrouter"


def test_numbers_are_not_run_together() -> None:
    assert squash("203-0-113-4") == "203.0.113.4"
    assert squash("203.0.11.34") != squash("203.0.113.4")


def test_spans_count_code_points_of_the_original() -> None:
    text = "…Ｎorth\u0301Router-5"

    assert [text[start:end] for start, end in word_spans(text)] == ["Ｎorth\u0301", "Router", "5"]

"""What is kept of the private names says what the names themselves do, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from prtool.detectors.base import Terms
from prtool.detectors.terms import TermDetector
from prtool.lexicon.model import Ambiguous, MatchMode, Term
from prtool.model.finding import Kind
from prtool.model.text import Channel, TextUnit
from prtool.pipeline import termcache
from prtool.sieve.sieve import ENGINE

RAW = b"whatever the file holds"
TERMS = (
    Term(value="NorthRouter-Adapter", kind=Kind.PROVIDER, pseudonym="Acme-Adapter", line=3),
    Term(value="QX", kind=Kind.ALIAS, match=MatchMode.EXACT, ambiguous=Ambiguous.KEEP),
    Term(value="Zoë Brandt", kind=Kind.PERSON, note="a person"),
)
LINES = ("the north router adapter", "QX", "qx", "ZOË BRANDT", "zoe brandt", "nothing", "é")


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "names")


def _found(names: Terms, line: str) -> list[tuple[int, int, str]]:
    unit = TextUnit(channel=Channel.CONTENT, text=line)
    return [
        (*match.span, names.term(match.term).value)
        for match in names.scan(unit, line)
        if match.term is not None
    ]


@pytest.mark.parametrize(
    "terms", [TERMS, (Term(value="a.*b", kind=Kind.OTHER, match=MatchMode.REGEX),), ()]
)
def test_what_is_read_looks_for_the_same(place: str, terms: tuple[Term, ...]) -> None:
    made = TermDetector(terms)
    termcache.write(place, RAW, made, len(terms))
    known = termcache.read(place, RAW)
    assert known is not None
    names, count = known

    assert count == len(terms)
    assert names.terms == terms
    assert (names.triggers is None) == (made.triggers is None)
    for line in LINES:
        assert _found(names, line) == _found(made, line), line
        assert names.sieve.find(line.encode()) == made.sieve.find(line.encode()), line
    assert [rule.id for rule in names.rules] == [rule.id for rule in made.rules]


def test_the_detector_is_not_made_before_it_is_asked(place: str) -> None:
    termcache.write(place, RAW, TermDetector(TERMS), 3)
    known = termcache.read(place, RAW)
    assert known is not None

    assert known[0].sieve.find(b"nothing") == []
    assert not known[0].is_made


def test_another_lexicon_or_engine_is_another_thing(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    termcache.write(place, RAW, TermDetector(TERMS), 3)

    assert termcache.read(place, RAW + b"\n") is None
    assert termcache.read(f"{place}x", RAW) is None
    monkeypatch.setenv(ENGINE, "words")
    assert termcache.read(place, RAW) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:-9],
        lambda raw: raw[:-9] + b"\xff" * 9,
        lambda raw: raw[:60] + bytes(20) + raw[80:],
        lambda raw: b"x" * len(raw),
    ],
)
def test_a_damaged_file_counts_for_nothing(place: str, damage: Callable[[bytes], bytes]) -> None:
    termcache.write(place, RAW, TermDetector(TERMS), 3)
    Path(place).write_bytes(damage(Path(place).read_bytes()))

    assert termcache.read(place, RAW) is None


def test_it_is_for_its_owner_alone(place: str) -> None:
    termcache.write(place, RAW, TermDetector(TERMS), 3)
    assert Path(place).stat().st_mode & 0o777 == 0o600
    Path(place).chmod(0o620)

    assert termcache.read(place, RAW) is None


def test_nothing_is_kept_of_an_engine_that_can_not_be(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENGINE, "words")
    termcache.write(place, RAW, TermDetector(TERMS), 3)

    assert not os.path.lexists(place)

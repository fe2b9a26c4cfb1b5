"""Terms that follow from others."""

from __future__ import annotations

import pytest

from prtool.lexicon.expand import expand
from prtool.lexicon.model import Ambiguous, MatchMode, Term
from prtool.model.finding import Kind


@pytest.mark.parametrize(
    ("name", "single"),
    [
        ("Sandra Kohlen", ["Sandra", "Kohlen"]),
        ("Sandra", []),
        ("Li Wei Zhang", ["Wei", "Zhang"]),
        ("sandra kohlen", []),
        ("Test User", []),
        ("\u738b\u5c0f\u660e", []),
    ],
)
def test_a_persons_names_are_looked_for_on_their_own(name: str, single: list[str]) -> None:
    person = Term(value=name, kind=Kind.PERSON, line=4)

    more = expand([person])[1:]

    assert single == [term.value for term in more]
    assert {(MatchMode.EXACT, Ambiguous.KEEP, 4)} >= {
        (term.match, term.ambiguous, term.line) for term in more
    }


def test_what_is_there_already_is_not_added() -> None:
    terms = (
        Term(value="Sandra Kohlen", kind=Kind.PERSON),
        Term(value="kohlen", kind=Kind.USER),
    )

    assert [term.value for term in expand(terms)[2:]] == ["Sandra"]


def test_expanding_twice_adds_nothing() -> None:
    terms = expand([
        Term(value="Sandra Kohlen", kind=Kind.PERSON),
        Term(value="https://relay.globex.net/v1", kind=Kind.URL),
    ])  # fmt: skip

    assert terms == expand(terms)

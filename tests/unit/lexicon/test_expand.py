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
        Term(value="/home/" + "sandra/globex-live", kind=Kind.PATH),
    ])  # fmt: skip

    assert terms == expand(terms)


@pytest.mark.parametrize(
    ("path", "rest"),
    [
        ("/home/" + "sandra/globex-live/run.log", "globex-live/run.log"),
        ("/Users/" + "sandra/globex", "globex"),
        ("/root/globex", "globex"),
        ("~/globex", "globex"),
        ("/home/" + "sandra", None),
        ("/home/" + "sandra/src/bin", None),
        ("/srv/globex", None),
    ],
)
def test_a_path_in_a_home_folder_is_looked_for_as_a_shell_writes_it(
    path: str, rest: str | None
) -> None:
    given = Term(value=path, kind=Kind.PATH, match=MatchMode.SUBSTRING, line=3)

    more = expand([given])[1:]

    written = [f"{home}/{rest}" for home in ("~", "$HOME", "${HOME}")] if rest else []
    assert [each for each in written if each != path] == [term.value for term in more]
    assert {(MatchMode.SUBSTRING, Ambiguous.KEEP, 3)} >= {
        (term.match, term.ambiguous, term.line) for term in more
    }

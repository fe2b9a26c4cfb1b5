"""The lexicon file: strict when read, gentle when edited."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prtool.errors import LexiconError
from prtool.lexicon.model import Ambiguous, MatchMode, Term
from prtool.lexicon.rawfile import MAX_BYTES
from prtool.lexicon.schema import term_flaw
from prtool.lexicon.store import add, load, remove
from prtool.model.finding import Kind
from prtool.model.record import replace

PRIVATE = "NorthRouter"
HEAD = "version: 1\nterms:\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lexicon.yaml"


def provider(value: str, **changes: str) -> Term:
    return replace(Term(value=value, kind=Kind.PROVIDER), **changes)  # type: ignore[arg-type]


def values(path: Path) -> list[str]:
    return [term.value for term in load(path).terms]


# --- reading


def test_all_fields_are_read_with_the_line_of_each_term(path: Path) -> None:
    path.write_text(
        "# mine\nversion: 1\nterms:\n"
        "  - value: NorthRouter-Adapter\n"
        "    kind: provider\n"
        "    match: word\n"
        "    pseudonym: Acme-Adapter\n"
        "    ambiguous: replace\n"
        '    note: "not public: yet"\n'
        "\n"
        "  # a comment\n"
        "  - {value: 'qx'}\n"
    )
    lexicon = load(path)
    assert str(path) == lexicon.path
    assert lexicon.terms == (
        Term(
            value="NorthRouter-Adapter",
            kind=Kind.PROVIDER,
            match=MatchMode.WORD,
            pseudonym="Acme-Adapter",
            ambiguous=Ambiguous.REPLACE,
            note="not public: yet",
            line=4,
        ),
        Term(value="qx", kind=Kind.OTHER, line=12),
    )


@pytest.mark.parametrize("terms", ["terms: []\n", "terms:\n", "terms: null\n", "terms: ~"])
def test_a_lexicon_without_terms_is_one(path: Path, terms: str) -> None:
    path.write_text("version: 1\n" + terms)
    assert load(path).terms == ()


def test_a_byte_order_mark_and_dos_line_ends_are_read(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbfversion: 1\r\nterms:\r\n- value: qx\r\n- value: acme\r\n")
    assert [(term.value, term.line) for term in load(path).terms] == [("qx", 3), ("acme", 4)]


MISTAKES = [
    ("", 1, "empty"),
    ("# nothing\n", 1, "empty"),
    ("- a\n", 1, "not a mapping"),
    ("terms: []\n", 1, "'version: 1' is missing"),
    ("version: 1\n", 1, "'terms' is missing"),
    ("version: 2\nterms: []\n", 1, "version is not 1"),
    ("version: '1'\nterms: []\n", 1, "version is not 1"),
    ("version: 1\nterms: []\nversion: 1\n", 3, "'version' stands there twice"),
    ("version: 1\nNorthRouter: x\nterms: []\n", 2, "unknown key"),
    ("version: 1\n\nterms: NorthRouter\n", 3, "not a list"),
    ("version: 1\nterms: []\n---\nversion: 1\n", 4, "second YAML document"),
    (HEAD + "- NorthRouter\n", 3, "not a mapping"),
    (HEAD + "- value: NorthRouter\n  kine: host\n", 4, "unknown key"),
    (HEAD + "- value: NorthRouter\n  note: x\n  value: qx\n", 5, "'value' stands there twice"),
    (HEAD + "- value: qx\n- kind: host\n  note: NorthRouter\n", 4, "'value' is missing"),
    (HEAD + "- value: qx\n  kind: NorthRouter\n", 4, "unknown kind"),
    (HEAD + "- value: qx\n  kind: address\n", 4, "unknown kind"),
    (HEAD + "- value: qx\n  match: NorthRouter\n", 4, "unknown match"),
    (HEAD + "- value: qx\n  match: [word]\n", 4, "unknown match"),
    (HEAD + "- value: qx\n  ambiguous: NorthRouter\n", 4, "unknown ambiguous"),
    (HEAD + "- value: ''\n", 3, "is empty"),
    (HEAD + "- kind: host\n  value:\n", 4, "is empty"),
    (HEAD + "- value: '  '\n", 3, "is empty"),
    (HEAD + "- value: Q\n", 3, "one character"),
    (HEAD + "- value: ' Q '\n", 3, "one character"),
    (HEAD + "- value: '.'\n  match: regex\n", 3, "one character"),
    (HEAD + "- value: '8317'\n", 3, "purely numeric"),
    (HEAD + "- value: '８３１７'\n", 3, "purely numeric"),
    (HEAD + "- value: 8317\n", 3, "not read the value as text"),
    (HEAD + "- value: true\n", 3, "not read the value as text"),
    (HEAD + "- value: [NorthRouter]\n", 3, "not read the value as text"),
    (HEAD + "- value: !!binary NorthRouter\n", 3, "not read the value as text"),
    (HEAD + "- value: '--'\n", 3, "neither a letter nor a digit"),
    (HEAD + f"- value: {'NorthRouter' * 950}\n", 3, "longer than 1,000"),
    (HEAD + '- value: "North\\nRouter"\n', 3, "control character"),
    (HEAD + '- value: "North\\u2028Router"\n', 3, "control character"),
    (HEAD + "- value: North\x07Router\n", 3, "control character"),
    (HEAD + "- value: 'NorthRouter('\n  match: regex\n", 3, "not a regular expression"),
    (HEAD + "- value: 'N{99999999999}'\n  match: regex\n", 3, "not a regular expression"),
    (HEAD + "- value: '(NorthRouter)?'\n  match: regex\n", 3, "matches empty text"),
    (HEAD + "- value: NorthRouter\n  pseudonym: north_router\n", 4, "pseudonym is the value"),
    (HEAD + "- value: NorthRouter\n  pseudonym: 'x'\n", 4, "pseudonym is one character"),
    (HEAD + "- value: NorthRouter\n  pseudonym: 12\n", 4, "not read the pseudonym as text"),
    (HEAD + "- value: NorthRouter\n\n- value: north-router\n", 5, "on line 3"),
    (HEAD + "- value: 'NorthRouter'\n- value: northROUTER\n  match: exact\n", 4, "on line 3"),
    (HEAD + "- value: qx-gw.zz\n  match: word\n- value: QX-gw.zz\n", 5, "on line 3"),
    (HEAD + "- value: 'a+b'\n  match: regex\n- value: a+b\n  match: regex\n", 5, "on line 3"),
    (HEAD + "- value: &a NorthRouter\n- value: *a\n", 4, "aliases"),
    (HEAD + "- value: NorthRouter: x\n", 3, "not valid YAML"),
    (HEAD + '- value: "NorthRouter\n', 4, "not valid YAML"),
    (HEAD + "- value: qx\n  note: " + "[" * 5000 + "\n", 4, "nested deeper"),
]


@pytest.mark.parametrize(("text", "line", "reason"), MISTAKES)
def test_every_mistake_is_named_with_file_and_line_and_without_the_value(
    path: Path, text: str, line: int, reason: str
) -> None:
    path.write_text(text)
    with pytest.raises(LexiconError) as caught:
        load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: ")
    assert reason in message
    assert PRIVATE.lower() not in message.removeprefix(str(path)).lower()
    assert caught.value.hint


def test_separators_between_digits_tell_terms_apart(path: Path) -> None:
    first, second = ".".join(("10", "1", "23", "4")), ".".join(("10", "12", "3", "4"))
    path.write_text(f"{HEAD}- value: {first}\n- value: {second}\n- value: QX-5.5\n- value: QX-55\n")
    assert [first, second, "QX-5.5", "QX-55"] == values(path)


def test_words_with_other_separators_are_other_terms_unless_compound(path: Path) -> None:
    path.write_text(f"{HEAD}- value: /srv/a-b\n  match: substring\n- value: /srv/ab\n")
    assert values(path) == ["/srv/a-b", "/srv/ab"]


def test_bytes_that_are_not_utf_8_are_named_by_line(path: Path) -> None:
    path.write_bytes(HEAD.encode() + b"- value: M\xfcller\n")
    with pytest.raises(LexiconError, match=r":3: not UTF-8"):
        load(path)


def test_a_missing_or_oversize_file_is_an_error(path: Path, tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="there is no lexicon") as caught:
        load(path)
    assert "prtool init" in caught.value.hint
    with pytest.raises(LexiconError, match="can't be read"):
        load(tmp_path)
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(LexiconError, match="larger than 10,485,760 bytes"):
        load(path)


# --- adding


def test_the_first_terms_make_a_private_file(path: Path) -> None:
    done = add(path, [provider("qx"), Term(value="a b", kind=Kind.HOST, match=MatchMode.WORD)])
    assert [term.value for term in done.added] == ["qx", "a b"]
    assert path.read_text() == (
        "# Private terms. Keep this file out of every repository.\n"
        "version: 1\n"
        "terms:\n"
        "  - value: qx\n"
        "    kind: provider\n"
        '  - value: "a b"\n'
        "    kind: host\n"
        "    match: word\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


NEW = "- value: acme\n{0}kind: provider\n"
LAYOUTS = {
    "indented": (
        HEAD + "  - value: qx   # mine\n    kind: host\n",
        HEAD + "  - value: qx   # mine\n    kind: host\n  - value: acme\n    kind: provider\n",
    ),
    "not indented, no newline at the end": (
        HEAD + "- value: qx",
        HEAD + "- value: qx\n- value: acme\n  kind: provider\n",
    ),
    "wide dash": (
        HEAD + "  -   value: qx\n      kind: host\n",
        HEAD + "  -   value: qx\n      kind: host\n  -   value: acme\n      kind: provider\n",
    ),
    "dash on a line of its own": (
        HEAD + "  -\n    value: qx\n",
        HEAD + "  -\n    value: qx\n  - value: acme\n    kind: provider\n",
    ),
    "comments below": (
        HEAD + "- value: qx\n  # of qx\n# of the file\n",
        HEAD + "- value: qx\n  # of qx\n- value: acme\n  kind: provider\n# of the file\n",
    ),
    "list before the version": (
        "terms:\n- value: qx\n\n# below\nversion: 1\n",
        "terms:\n- value: qx\n- value: acme\n  kind: provider\n\n# below\nversion: 1\n",
    ),
    "block scalar last": (
        HEAD + "- value: qx\n  note: |\n    one\n    - two\n",
        HEAD + "- value: qx\n  note: |\n    one\n    - two\n- value: acme\n  kind: provider\n",
    ),
    "empty note last": (
        HEAD + "- value: qx\n  note:\n",
        HEAD + "- value: qx\n  note:\n- value: acme\n  kind: provider\n",
    ),
    "items in braces": (
        HEAD + "  - {value: qx,\n     kind: host}\n",
        HEAD + "  - {value: qx,\n     kind: host}\n  - value: acme\n    kind: provider\n",
    ),
    "empty list in brackets": (
        "version: 1\nterms: []  # none\n# end\n",
        "version: 1\nterms:  # none\n  - value: acme\n    kind: provider\n# end\n",
    ),
    "null": (
        "version: 1\nterms: ~",
        "version: 1\nterms:\n  - value: acme\n    kind: provider\n",
    ),
    "nothing": (
        "terms: # none\nversion: 1\n",
        "terms: # none\n  - value: acme\n    kind: provider\nversion: 1\n",
    ),
    "dos line ends": (
        "version: 1\r\nterms:\r\n- value: qx\r\n",
        "version: 1\r\nterms:\r\n- value: qx\r\n- value: acme\r\n  kind: provider\r\n",
    ),
    "document marks": (
        "---\n" + HEAD + "- value: qx\n...\n",
        "---\n" + HEAD + "- value: qx\n- value: acme\n  kind: provider\n...\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_term_is_appended_in_the_files_own_layout(path: Path, before: str, after: str) -> None:
    path.write_bytes(before.encode())
    add(path, [provider("acme")])
    assert after == path.read_bytes().decode()
    assert values(path)[-1] == "acme"


@pytest.mark.parametrize(
    "text", ["version: 1\nterms: [{value: qx}]\n", "{version: 1, terms: []}\n"]
)
def test_a_list_in_brackets_is_left_to_its_author(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(LexiconError) as caught:
        add(path, [provider("acme")])
    assert str(caught.value).startswith(str(path))
    assert caught.value.hint
    assert text == path.read_text()


def test_terms_that_are_there_already_are_left_out(path: Path) -> None:
    path.write_text(HEAD + "- value: north_router\n")
    done = add(path, [provider("NorthRouter"), provider("qx"), provider("QX")])
    assert (
        [term.value for term in done.added],
        [term.value for term in done.already],
    ) == (["qx"], ["NorthRouter", "QX"])
    assert values(path) == ["north_router", "qx"]


def test_nothing_new_leaves_the_file_untouched(path: Path) -> None:
    path.write_text(HEAD + "-  value:   qx\n")
    before = path.stat().st_ino
    add(path, [provider("QX")])
    assert before == path.stat().st_ino


@pytest.mark.parametrize(
    "term",
    [
        provider("Q"),
        provider("12"),
        provider("a\nb"),
        provider("a\udcff"),
        provider("qx", pseudonym="QX"),
        provider("qx", pseudonym=""),
        provider("qx", note="a\nb"),
        Term(value="qx", kind=Kind.ADDRESS),
    ],
)
def test_what_could_not_be_read_back_is_not_written(path: Path, term: Term) -> None:
    path.write_text(HEAD)
    with pytest.raises(LexiconError, match="new term 2: "):
        add(path, [provider("acme"), term])
    assert path.read_text() == HEAD


def test_a_wrong_file_is_not_edited(path: Path) -> None:
    path.write_text(HEAD + "- value: Q\n")
    with pytest.raises(LexiconError, match=r":3: "):
        add(path, [provider("acme")])
    with pytest.raises(LexiconError, match=r":3: "):
        remove(path, ["Q"])


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
terms = st.builds(
    Term,
    value=words
    | st.sampled_from(["yes", "Null", "~x", "- x", "a: b", "a #b", "0x1F", "1e3", "=x"]),
    kind=st.sampled_from([kind for kind in Kind if kind is not Kind.ADDRESS]),
    match=st.sampled_from([mode for mode in MatchMode if mode is not MatchMode.REGEX]),
    pseudonym=st.none() | words,
    ambiguous=st.sampled_from(tuple(Ambiguous)),
    note=words,
).filter(lambda term: term_flaw(term) is None)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(new=st.lists(terms, min_size=1, max_size=4), bare=st.booleans())
def test_any_term_survives_the_way_into_the_file_and_back(
    path: Path, new: list[Term], bare: bool
) -> None:
    path.write_text("version: 1\nterms: []\n" if bare else HEAD + "- value: zz-first\n")
    done = add(path, new)
    kept = [replace(term, line=0) for term in load(path).terms]
    assert done.added == tuple(kept[0 if bare else 1 :])
    assert len(new) == len(done.added) + len(done.already)
    remove(path, [term.value for term in done.added])
    assert ([] if bare else ["zz-first"]) == values(path)


# --- removing


def test_a_removed_term_takes_only_its_own_lines(path: Path) -> None:
    path.write_text(
        HEAD
        + "  # providers\n  - value: qx # short\n    # inner\n    kind: provider\n\n"
        + "  # hosts\n  - value: falcon\n    kind: host\n# end\n"
    )
    done = remove(path, ["QX", "nobody"])
    assert ([term.value for term in done.removed], done.missing) == (["qx"], ("nobody",))
    assert path.read_text() == (
        HEAD + "  # providers\n\n  # hosts\n  - value: falcon\n    kind: host\n# end\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_last_term_can_be_removed_and_others_added_again(path: Path) -> None:
    path.write_text(HEAD + "- value: north-router\n- value: /srv/x.y\n  match: substring\n# end\n")
    remove(path, ["NorthRouter", "/srv/x.y"])
    assert path.read_text() == HEAD + "# end\n"
    add(path, [provider("acme")])
    assert values(path) == ["acme"]


def test_a_pattern_is_removed_as_written(path: Path) -> None:
    path.write_text(HEAD + "- value: 'qx-\\d+'\n  match: regex\n")
    assert remove(path, [r"QX-\d+"]).missing == (r"QX-\d+",)
    assert [term.value for term in remove(path, [r"qx-\d+"]).removed] == [r"qx-\d+"]


def test_separators_do_not_make_words_equal_when_removing(path: Path) -> None:
    path.write_text(HEAD + "- value: north-router\n  match: word\n")
    assert remove(path, ["NorthRouter"]).missing == ("NorthRouter",)


def test_a_list_in_brackets_is_not_cut(path: Path) -> None:
    path.write_text("version: 1\nterms: [{value: qx}]\n")
    with pytest.raises(LexiconError, match=r":2: the list is written in brackets"):
        remove(path, ["qx"])


def test_removing_nothing_leaves_the_file_untouched(path: Path) -> None:
    path.write_text(HEAD + "-  value:   qx\n")
    before = path.stat().st_ino
    assert remove(path, ["acme"]).removed == ()
    assert before == path.stat().st_ino

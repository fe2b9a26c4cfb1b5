"""The tables of secrets: what the engine that runs them relies on."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from prtool.detectors.keywords import fold
from prtool.detectors.secret_kinds import table
from prtool.detectors.secret_kinds.model import SecretKind, found, left, named
from prtool.detectors.secret_kinds.table import KINDS
from prtool.detectors.secrets import SecretDetector
from prtool.model.finding import Confidence
from prtool.model.text import Channel, TextUnit
from prtool.rules.regexes import compile_regex

PARSER: Any = import_module("re._parser")
"""How Python itself reads an expression: a tree of (operation, arguments)."""

LOOKS = {"ASSERT", "ASSERT_NOT", "AT"}
REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
WIDEST = 16_000
"""Code points that one match on one line may have."""
PRINTABLE = "".join(map(chr, range(33, 127)))
CLASSES = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_SPACE": " \t\n",
    "CATEGORY_WORD": "abcXYZ019_",
    "CATEGORY_NOT_SPACE": PRINTABLE,
}

each_kind = pytest.mark.parametrize("kind", list(KINDS), ids=KINDS.ids)


def test_the_table_is_large_and_has_no_twins() -> None:
    assert len(KINDS) >= 150
    assert len({kind.id for kind in KINDS}) == len(KINDS)
    assert len({kind.regex.pattern for kind in KINDS}) == len(KINDS)


def test_every_theme_is_in_the_table_and_in_its_index() -> None:
    folder = Path(table.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")}

    assert modules - {"__init__", "checksums", "index", "model", "table"} == set(table.THEMES)
    every = [kind for theme in table.THEMES for kind in table.of_theme(theme)]
    assert list(KINDS) == every, "stale: run `make docs`"
    assert KINDS.ids == [kind.id for kind in every]
    assert KINDS.keywords == [kind.keywords for kind in every]


def test_a_theme_is_not_loaded_before_a_word_calls_for_it() -> None:
    code = (
        "import sys; from prtool.detectors.formats import FormatDetector;"
        "from prtool.model.text import Channel, TextUnit;"
        "text = 'see ' + 'ghp' + '_x';"
        "unit = TextUnit(channel=Channel.CONTENT, text=text);"
        "list(FormatDetector().scan(unit, text));"
        "print(*(n.split('.')[-1] for n in sys.modules if '.secret_kinds.' in n))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = set(done.stdout.split()) & set(table.THEMES)
    assert loaded == {"forges"}


@each_kind
def test_expression_takes_linear_time(kind: SecretKind) -> None:
    compile_regex(kind.regex.pattern)  # refuses a repetition within a repetition
    tree = PARSER.parse(kind.regex.pattern)
    for operation, arguments in _walk(tree):
        assert not operation.startswith("GROUPREF"), "refers back"
        if operation in REPEATS:
            assert arguments[1] is not PARSER.MAXREPEAT, "repeats without an end"
    if not kind.multiline:
        assert tree.getwidth()[1] <= WIDEST


@each_kind
def test_expression_looks_around_only_at_its_edges(kind: SecretKind) -> None:
    """Without them it is what an engine without look-around can search for."""
    assert list(_looks_within(PARSER.parse(kind.regex.pattern), first=True, last=True)) == []


@each_kind
def test_a_keyword_stands_in_the_first_line_of_every_match(kind: SecretKind) -> None:
    chance = random.Random(kind.id)
    tree = PARSER.parse(kind.regex.pattern)
    for _ in range(60):
        text = _sample(tree, chance)
        around = [f"{before}{text}{after}" for before in ("", " ", "x") for after in ("", " ", "x")]
        assert any(kind.regex.search(each) for each in around), text
        first_line = fold(text.partition("\n")[0])
        assert any(word in first_line for word in kind.keywords), text


@each_kind
def test_keywords_are_rare(kind: SecretKind) -> None:
    assert all(word == fold(word) for word in kind.keywords)
    assert not {"key", "token", "secret", "auth"} & set(kind.keywords)
    assert all(len(word) >= 3 for word in kind.keywords)


@pytest.mark.parametrize("expression", [r"(a)\1", r"a+", r"a{2,}", r"(?:a{1,9}){1,50}"])
def test_the_guard_refuses_what_is_not_linear(expression: str) -> None:
    kind = SecretKind(
        id="secret/x", title="x", source="https://example.com", keywords=("aaaa",),
        regex=re.compile(expression), found=found("", "a"), left=left("b"),
    )  # fmt: skip
    with pytest.raises((AssertionError, ValueError)):
        test_expression_takes_linear_time(kind)


def test_the_guard_sees_look_around_in_the_middle() -> None:
    tree = PARSER.parse(r"(?<!x)a(?:b(?!c))d(?=e)")
    assert list(_looks_within(tree, first=True, last=True)) == ["ASSERT_NOT"]


CHECKED = [
    ("ghp_", "k7Qw9zR3aB" * 3, "3RNCzw"),
    ("npm_", "k7Qw9zR3aB" * 3, "3RNCzw"),
    ("glpat-", "k7Qw9zR3aB" * 4 + ".01.14", "1wqb101"),
    ("glsa_", "k7Qw9zR3" * 4 + "_", "6a1803ac"),
    ("syt_", "YWNtZQ_" + "kQwzRtKqWz" * 2 + "_", "030zkN"),
]


@pytest.mark.parametrize(("prefix", "body", "digits"), CHECKED)
def test_right_check_digits_are_sure_and_wrong_ones_are_told(
    prefix: str, body: str, digits: str
) -> None:
    right = prefix + body + digits
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    assert _confidences(f"token = '{right}'") == [Confidence.HIGH]
    assert _confidences(f"token = '{wrong}'") == [Confidence.LOW]


def test_gitlab_tokens_without_check_digits_are_sure() -> None:
    assert _confidences("glpat-" + "x7_Qa" * 4) == [Confidence.HIGH]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("ACME_API_KEY=", True), ('"acme.token": "', True), ("acme_client_secret: ", True),
        ("acme(api_key='", True), ("set :acme_auth_token, '", True), ("acme token: ", True),
        ("acme@", False), ("acme/lib ", False), ("ACME_REVISION=", False), ("acme_sha256: ", False),
        ("token of another kind: ", False),
    ],
)  # fmt: skip
def test_a_format_without_a_prefix_needs_the_name_of_its_vendor(text: str, is_found: bool) -> None:
    assert is_found == bool(named("acme", "[0-9a-f]{32}").search(text + "3fa9b7c1" * 4))


def _confidences(text: str) -> list[Confidence]:
    unit = TextUnit(channel=Channel.CONTENT, text=text)
    return [match.confidence for match in SecretDetector().scan(unit, text)]


def _walk(tree: Any) -> Iterator[tuple[str, Any]]:
    """Yield every operation of a tree with its arguments."""
    for operation, arguments in tree:
        yield str(operation), arguments
        for inner in _inner(str(operation), arguments):
            yield from _walk(inner)


def _inner(operation: str, arguments: Any) -> list[Any]:
    """Return the trees that an operation holds."""
    if operation == "BRANCH":
        return list(arguments[1])
    if operation in REPEATS or operation == "SUBPATTERN":
        return [arguments[-1]]
    if operation in {"ASSERT", "ASSERT_NOT"}:
        return [arguments[1]]
    return [arguments] if operation == "ATOMIC_GROUP" else []


def _looks_within(tree: Any, *, first: bool, last: bool) -> Iterator[str]:
    """Yield what looks around in the middle of a tree that begins or ends where a match does."""
    names = [str(operation) for operation, _ in tree]
    for at, (name, (_, arguments)) in enumerate(zip(names, tree, strict=True)):
        at_start = first and all(each in LOOKS for each in names[:at])
        at_end = last and all(each in LOOKS for each in names[at + 1 :])
        if name in LOOKS:
            if not (at_start or at_end):
                yield name
            continue
        many = name in REPEATS and arguments[1] > 1
        for inner in _inner(name, arguments):
            yield from _looks_within(inner, first=at_start and not many, last=at_end and not many)


def _sample(tree: Any, chance: random.Random) -> str:
    """Return a text that an expression matches, leaving out what looks around."""
    return "".join(_piece(str(operation), arguments, chance) for operation, arguments in tree)


def _piece(operation: str, arguments: Any, chance: random.Random) -> str:
    if operation in LOOKS:
        return ""
    if operation == "LITERAL":
        return chr(arguments)
    if operation == "IN":
        return chance.choice(_members(arguments))
    if operation == "NOT_LITERAL":
        return chance.choice(PRINTABLE.replace(chr(arguments), ""))
    if operation in REPEATS:
        least, most, inner = arguments
        times = chance.randint(least, min(most, least + 2))
        return "".join(_sample(inner, chance) for _ in range(times))
    if operation == "BRANCH":
        return _sample(chance.choice(arguments[1]), chance)
    assert operation == "SUBPATTERN", operation
    return _sample(arguments[-1], chance)


def _members(items: Any) -> str:
    """Return characters of a class."""
    inside = ""
    for operation, argument in items:
        match str(operation):
            case "LITERAL":
                inside += chr(argument)
            case "RANGE":
                inside += "".join(map(chr, range(argument[0], argument[1] + 1)))
            case "CATEGORY":
                inside += CLASSES[str(argument)]
    if str(items[0][0]) == "NEGATE":
        return "".join(char for char in PRINTABLE if char not in inside)
    return inside

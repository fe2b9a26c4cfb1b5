"""Regular expressions of a lexicon: what is refused, and how lines are searched."""

from __future__ import annotations

import pytest

from prtool.errors import LexiconError
from prtool.lexicon.expressions import OVERLAP, WINDOW, Expression
from prtool.lexicon.model import MatchMode, Term
from prtool.model.finding import Kind


def expression(value: str) -> Expression:
    return Expression(Term(value=value, kind=Kind.OTHER, match=MatchMode.REGEX, line=7))


@pytest.mark.parametrize(
    "value", ["a*", "x|", "", "(?:qx)?", "(", "[a", "a{2,1}", "(?P<n>a", "[[a]]"]
)
def test_what_is_no_use_is_refused_with_its_line(value: str) -> None:
    with pytest.raises(LexiconError, match=r"^line 7: ") as caught:
        expression(value)

    assert not value or value not in str(caught.value).partition(": ")[2]


@pytest.mark.parametrize(
    "value",
    [
        "(a+)+b",
        "(a*)*b",
        "(?:a|a)*b",
        "(a?)+b",
        "(?:x(a+)y)*z",
        "(a+){20}",
        "(a{1,9}){10,}b",
        "(?:[ab]+c?)+d",
        ".*.*.*x",
        r"\w+\S+[^x]+y",
        "(?x) a # b",
    ],
)
def test_what_could_run_for_ever_is_refused(value: str) -> None:
    with pytest.raises(LexiconError, match="line 7: the expression could run for ever"):
        expression(value)


@pytest.mark.parametrize(
    "value",
    [
        r"qx-[a-z]+-\d+",
        r"(?:\d{1,3}\.){3}\d{1,3}",
        "(?i)north(?:-|_)?router",
        r"team \w+",
        r"(?:a++b)+",
        r"(?<!x)qx(?=\.)",
        r"[(*+]qx[)]+",
        r"\(a+\)+",
        "(?:foo|bar)?baz",
        "(?P<name>qx)-1",
    ],
)
def test_ordinary_expressions_are_taken(value: str) -> None:
    expression(value)


def test_each_line_is_searched_on_its_own() -> None:
    text = "qx\n.qx\nq\nx qx"

    assert list(expression(r"(?<![.])\bqx$").find(text, 0, len(text))) == [(0, 2), (9 + 2, 13)]
    assert list(expression(r"q\sx").find(text, 0, len(text))) == []


def test_a_long_line_is_searched_in_overlapping_windows() -> None:
    name = "qx" + "-" * (OVERLAP - 10)
    text = ("." * (WINDOW - 100) + name) * 5

    spans = list(expression(r"qx-+").find(text, 0, len(text)))

    step = WINDOW - 100 + len(name)
    assert [(n * step + WINDOW - 100, (n + 1) * step) for n in range(5)] == spans


def test_only_the_range_asked_for_is_searched() -> None:
    assert list(expression("qx").find("qx qx qx", 2, 6)) == [(3, 5)]


def test_an_expression_that_takes_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check lets two open repetitions pass; what they cost depends on the text."""
    monkeypatch.setattr("prtool.lexicon.expressions.LIMIT_S", 0.05)
    slow = Expression(Term(value=r"(?:a+a+)x", kind=Kind.OTHER, match=MatchMode.REGEX, line=7))

    with pytest.raises(LexiconError, match="line 7: the expression takes too long"):
        list(slow.find("a" * 4_000, 0, 4_000))

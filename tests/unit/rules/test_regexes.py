"""Regular expressions from rules files: valid ones compile, dangerous ones are refused."""

from __future__ import annotations

import pytest

from prtool.rules.regexes import MAX_LENGTH, compile_regex

NESTED = [
    r"(a+)+", r"(a*)*b", r"(?:a+b?)*", r"((a+)b)+", r"(a{2,})+", r"(a{1,50})+", r"(a+){1,200}",
    r"(?P<x>a+)*", r"(?i:a+)+", r"(?:a+|b)*", r"(?:(?:a+)?)*", r"(?:[a-z]+\.)+", r"(x)(?(1)a+|b)+",
    r"([)+]+)+", r"(a+){,}",
]  # fmt: skip

HARMLESS = [
    r"(a++b)*", r"(?>a+)+", r"[(a+]+(b)+", r"\(a+\)+", r"(a+)?", r"(a+){3}", r"a+b+", r"(a|b)*",
    r"[]+)]+(a)*", r"x{,5}", r"(?m)^a+$", r"(?P<q>['\"])a+(?P=q)", r"(?#(a+)x+",
    r"(?:\d{1,3}\.){3}", r"(?=a+)b", r"(?<=a)b+(c)+", r"(?-i:a)b*",
]  # fmt: skip


@pytest.mark.parametrize("expression", NESTED)
def test_a_repetition_within_a_repetition_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="a repetition within a repetition could run for ever"):
        compile_regex(expression)


@pytest.mark.parametrize("expression", HARMLESS)
def test_what_can_not_explode_compiles(expression: str) -> None:
    assert expression == compile_regex(expression).pattern


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("(a", "unterminated subpattern"),
        ("[[a]", "nested set"),
        ("a**", "multiple repeat"),
        ("(?P=x)", "unknown group name"),
        ("(?x) a +", "verbose"),
        ("(?x:a)", "verbose"),
        ("a" * (MAX_LENGTH + 1), "longer than"),
        ("a{99999999999999}", "repetition number is too large"),
    ],
)
def test_bad_expressions_are_refused_with_a_reason(expression: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        compile_regex(expression)

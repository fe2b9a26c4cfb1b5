"""Scalars survive; places are exact."""

from __future__ import annotations

import pytest
import yaml

from prtool.errors import InputError
from prtool.lexicon.yamltext import compose, quote


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", " a ", "a", "yes", "NO", "null", "~", "1", "0x1f", "1e3", "2024-01-31", ".inf"),
        *("a: b", "a #b", "- a", "? a", "&a", "*a", "!a", "%a", "@a", "`a", "'a'", '"a"', "a\\b"),
        *(
            "[a]",
            "{a}",
            "a, b",
            "|",
            ">",
            "QX-GPT-5.5(high)",
            "a\tb",
            "a\nb",
            "\x07",
            "\x7f",
            "\x85",
        ),
        *(
            "\xa0",
            "\u200b",
            "\u2028",
            "\u2029",
            "\ufeff",
            "\ufffe",
            "任小明",
            "\U0001f600",
            "\U000e0041",
        ),
    ],
)
def test_a_quoted_scalar_reads_back_as_it_was_on_one_line(value: str) -> None:
    quoted = quote(value)
    assert "\n" not in quoted
    assert yaml.safe_load(f"- key: {quoted} # note\n") == [{"key": value}]


def test_simple_names_stay_without_quotes() -> None:
    assert [quote(value) for value in ("NorthRouter-5.5(high)", "gw.acme.zz")] == [
        "NorthRouter-5.5(high)",
        "gw.acme.zz",
    ]


def test_marks_count_code_points() -> None:
    text = "é: 任\n# \U0001f600\nb: qx\n"
    (node,) = compose(text, name="a", error=InputError, hint="")
    marks = [value.start_mark.index for _, value in node.value]
    assert [text[mark:][:2] for mark in marks] == ["任\n", "qx"]


def test_aliases_are_allowed_where_asked_for() -> None:
    (node,) = compose("a: &x 1\nb: *x\n", name="a", error=InputError, hint="", aliases=True)
    assert node.value[0][1] is node.value[1][1]
    with pytest.raises(InputError, match=r"a:2: aliases") as caught:
        compose("a: &x 1\nb: *x\n", name="a", error=InputError, hint="none")
    assert caught.value.hint == "none"

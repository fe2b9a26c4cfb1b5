"""What is derived of an expression stands in every match of it, in one line."""

from __future__ import annotations

import re

import pytest

from prtool.sieve.derive import derive
from prtool.sieve.trigger import WHOLE


@pytest.mark.parametrize(
    ("expression", "pattern"),
    [
        (r"alpha\s+omega", "alpha"),
        (r"a\nbcd", "bcd"),
        (r"\Aabc", "abc"),
        (r"(?s)a.bc", "bc"),
        (r"(?P<secret>alpha\s+omegas){2}", "omegas"),
        (r"x(?=\n)yz", "yz"),
        (r"(?>key\s+value)", "value"),
    ],
)
def test_of_what_goes_over_lines_the_longest_part_in_one_line_is_asked_for(
    expression: str, pattern: str
) -> None:
    assert [each[:3] for each in derive(expression) or ()] == [(pattern, (), WHOLE)]


@pytest.mark.parametrize("expression", [r"\s+", r"(?:a\n|b)", r"(?:a\nbcd)?\n", r"[^a]{3,}"])
def test_what_no_line_has_to_hold_is_looked_for_everywhere(expression: str) -> None:
    assert derive(expression) is None


def test_a_part_in_any_case_stays_so() -> None:
    first, *others = derive(r"(?i:alpha\s+omegas)") or ()

    assert (first.pattern, first.any_case, first.below) == ("omegas", True, WHOLE)
    assert all(each.below == WHOLE for each in others)
    assert re.search(first.pattern, "OMEGAS", re.IGNORECASE)

"""Words are found in any case at their own offsets, whatever else the text holds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from prtool.detectors.keywords import Hit, Keywords, fold, line_around, start_of_run


def test_words_are_found_in_any_case_also_within_one_another() -> None:
    assert Keywords(("token", "Tok")).hits("a TOKEN") == [Hit(1, 2, 5), Hit(0, 2, 7)]


@given(st.lists(st.sampled_from("\u0130\udc80\ud800K\u1e9eke \U0001f600")).map("".join))
def test_offsets_are_those_of_the_text(before: str) -> None:
    hits = Keywords(("key",)).hits(before + "KEY")
    assert hits[-1] == Hit(0, len(before), len(before) + 3)


@given(st.lists(st.sampled_from("\u0130\udc80K\u1e9e\u03a3aA\u01c5\ufb01")).map("".join))
def test_folding_keeps_every_code_point_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_line_around() -> None:
    assert line_around("ab\ncd\nef", 3, 4) == (3, 5)
    assert line_around("ab\ncd\nef", 1, 4) == (0, 5)
    assert line_around("ab", 0, 2) == (0, 2)


def test_start_of_run_is_bounded() -> None:
    run = re.compile("[a-z]+")
    assert start_of_run("1abc", 4, run, 10) == 1
    assert start_of_run("abcd", 4, run, 2) == 2
    assert start_of_run("ab1", 3, run, 10) == 3

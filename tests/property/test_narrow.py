"""What is asked where a trigger matches never says no where something is found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from prtool.detectors.narrow import may_be_random
from prtool.detectors.second_opinion import candidates

LETTERS = "qX7v9Lm2Rt4Bw8Zk3Nd6aYhJ5pC1sG0fTeUiVoWxDzE+/_=-"
TEXTS = st.text(st.sampled_from(LETTERS), min_size=15, max_size=60)


@given(st.lists(st.tuples(st.sampled_from("\"' ,"), TEXTS), min_size=1, max_size=4))
def test_random_texts_in_quotes_are_never_passed_over(parts: list[tuple[str, str]]) -> None:
    line = "".join(mark + text for mark, text in parts) + '"'
    found = list(candidates(line))
    ends = [at for at, char in enumerate(line) if char in "\"'"]

    if found:
        assert any(may_be_random(line.encode(), at) for at in ends)


def test_what_can_not_be_random_is_left_out() -> None:
    for line in ('"internationalization/of_names_1"', f'"{LETTERS[:22]}"', f"x{LETTERS}'"):
        assert not may_be_random(line.encode(), len(line) - 1), line
    assert may_be_random(f"x = '{LETTERS}'".encode(), 5 + len(LETTERS))

"""What is asked where a trigger matches never says no where something is found."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from prtool.detectors.assignments import Assignments
from prtool.detectors.narrow import may_be_random, may_go_on
from prtool.detectors.second_opinion import candidates
from prtool.model.text import Channel, TextUnit

LETTERS = "qX7v9Lm2Rt4Bw8Zk3Nd6aYhJ5pC1sG0fTeUiVoWxDzE+/_=-"
HEX = "0123456789abcdefABCDEF"
TEXTS = st.text(st.sampled_from(LETTERS), min_size=15, max_size=60) | st.text(
    st.sampled_from(HEX + "g"), min_size=15, max_size=60
)
VALUE = "qX7v9Lm2" + "Rt4Bw8"
ITEMS = st.sampled_from(
    [
        *("", " ", "\t", "\f ", "\x1c", "\u00a0", "'", '"', "`", ",", "- ", "# a note", "x"),
        VALUE, f"'{VALUE}'",
    ]
)  # fmt: skip
ROWS = st.lists(st.lists(ITEMS, max_size=4).map("".join), min_size=1, max_size=4)


@given(st.lists(st.tuples(st.sampled_from("\"' ,"), TEXTS), min_size=1, max_size=4))
def test_random_texts_in_quotes_are_never_passed_over(parts: list[tuple[str, str]]) -> None:
    line = "".join(mark + text for mark, text in parts) + '"'
    found = list(candidates(line))
    ends = [at for at, char in enumerate(line) if char in "\"'"]

    if found:
        assert any(may_be_random(line.encode(), at) for at in ends)


def test_what_can_not_be_random_is_left_out() -> None:
    for line in (
        '"internationalization/of_names_1"', f'"{LETTERS[:22]}"', f"x{LETTERS}'", f'"{HEX}{HEX}"',
        f'"{LETTERS[:30]}.{LETTERS[:10]}"',
    ):  # fmt: skip
        assert not may_be_random(line.encode(), len(line) - 1), line
    assert may_be_random(f"x = '{LETTERS}'".encode(), 5 + len(LETTERS))


class Watched(bytes):
    """Bytes that know how many of them have been copied at once."""

    copied = 0

    def __getitem__(self, key: Any) -> Any:
        part = super().__getitem__(key)
        self.copied = max(self.copied, len(part) if isinstance(key, slice) else 1)
        return part


def test_no_more_is_copied_than_what_may_stand_in_quotes() -> None:
    data = Watched(b"x = 1\n" * 1000 + b"y" * 400 + b"'")

    assert not may_be_random(data, len(data) - 1)
    assert data.copied < 400


@given(st.sampled_from(["password = [", "password:", "secrets: {", "token: # those"]), ROWS)
def test_lists_with_a_secret_below_are_never_passed_over(opened: str, rows: list[str]) -> None:
    text = "\n".join((opened, *rows, ""))
    unit = TextUnit(channel=Channel.CONTENT, text=text, path="x.yaml")
    below = [place for place in Assignments().places(unit, text) if place.span.start > len(opened)]

    if below:
        data = "".join(f"\n+{row}" for row in text.split("\n")).encode()
        assert may_go_on(data, data.index(b"\n", 1))


def test_code_below_what_looks_like_a_list_is_left_out() -> None:
    for row in ("self.x = 1", "    self.x = 1", "\treturn", "  }"):
        assert not may_go_on(f"+password = [\n+{row}\n".encode(), 13), row
    for row in ("", "  ", "  'x'", "\t# x", "- x", ",", "\r", "\f 'x'", "\x1c'x'", "\u2003'x'"):
        assert may_go_on(f"+password = [\n+{row}\n".encode(), 13), row

"""One match of an engine may stand for others, and those are never missed by who asks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prtool.sieve.engine import AROUND, HyperscanEngine
from prtool.sieve.sieve import LONG_LINE, Sieve
from prtool.sieve.trigger import WHOLE, Trigger

TRIGGERS = (
    Trigger(r"[0-9a-f]{8}"),
    Trigger(r"key", ("key",)),
    Trigger(r"key[^\n]*[0-9]", ("key",)),
    Trigger(r"list:\r?\n", ("list",), below=2),
)
PIECES = ("abcdef0123456789", "key", " = 7", "list:", "\n", "\n\n", "\r\n", "no", "\u5317")
RUNS = st.lists(
    st.tuples(st.sampled_from(PIECES), st.integers(1, 3 * AROUND // 4)), min_size=1, max_size=9
).map(lambda runs: "".join(piece * count for piece, count in runs).encode())


def _engine() -> HyperscanEngine:
    engine = HyperscanEngine.compile(TRIGGERS)
    if engine is None:
        pytest.skip("hyperscan is not installed")
    return engine


def _where(data: bytes, end: int, number: int) -> tuple[int, int, int]:
    """Return what matches have in common of which one stands for the others."""
    at = end - 1
    return number, at // AROUND, data.rfind(b"\n", 0, at)


@settings(max_examples=30, deadline=None)
@given(RUNS, st.integers(0, 50))
def test_of_each_line_and_block_one_match_is_there(data: bytes, start: int) -> None:
    engine = _engine()
    stop = max(start, len(data) - start)
    every = engine.find(data, start, stop, range(len(TRIGGERS)))
    some = engine.find(data, start, stop, ())

    assert set(some) <= set(every)
    assert {_where(data, *each) for each in some} == {_where(data, *each) for each in every}
    blocks = len(data) // AROUND + 1 + data.count(b"\n")
    assert len(some) <= len(TRIGGERS) * 2 * blocks


@settings(max_examples=20, deadline=None)
@given(RUNS)
def test_the_parts_to_look_at_are_the_same(data: bytes) -> None:
    sieve = Sieve(_engine(), [(0, 0, ""), (1, 0, ""), (1, WHOLE, ""), (2, 2, "")])
    all_of_them = Sieve(_engine(), [(0, 0, "x"), (1, 0, "x"), (1, WHOLE, "x"), (2, 2, "x")])

    assert sieve.parts(data) == all_of_them.parts(data)


def test_a_line_of_many_matches_gives_few() -> None:
    data = b"abcdef0123456789" * (4 * LONG_LINE // 16)

    assert len(_engine().find(data, 0, len(data), (0,))) > 200_000
    assert len(_engine().find(data, 0, len(data), ())) == len(data) // AROUND

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from reference_impl.gateway.demo import ALIAS, CASES, Case, Outcome, as_expected, run, table


def test_the_demonstration_shows_the_defect_the_fix_and_the_control() -> None:
    text, good = asyncio.run(run())

    assert good, text
    rows = {line.split("  ")[0]: line for line in text.split("\n")}
    assert rows["GET /v1/models lists it"].split()[-4:] == ["yes"] * 4
    assert rows["chat"].count("503 auth_not_found in") == 1
    assert rows["chat"].count("200 in") == 3
    assert rows["chat, stream"].count("200, 4 chunks, [DONE]") == 3
    assert rows["calls upstream"].split()[-4:] == ["0", "2", "2", "2"]
    assert text.endswith("All as expected.")


GOOD = Outcome(True, "200", 1.0, "200, 4 chunks, [DONE]", 1.0, ("gpt-5.5 effort=high",) * 2)
BAD = Outcome(True, "503 auth_not_found", 0.4, "503 auth_not_found", 0.4, ())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_only_the_expected_outcome_is_good(case: Case) -> None:
    good, bad = (GOOD, BAD) if case.serves else (BAD, GOOD)

    assert as_expected(case, good)
    for other in (
        bad,
        replace(good, listed=False),
        replace(good, chat="500"),
        replace(good, stream="200, 2 chunks, cut off"),
        replace(good, upstream=(*good.upstream, "other effort=None")),
    ):
        assert not as_expected(case, other)


def test_the_table_is_aligned() -> None:
    text = table(CASES, (BAD, GOOD, GOOD, GOOD))

    head, rule, *_ = text.split("\n")
    assert [head.index(case.title) for case in CASES[:1]] == [rule.index("  -") + 2]
    assert ALIAS not in text

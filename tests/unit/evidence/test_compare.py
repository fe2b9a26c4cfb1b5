"""What became better, and what worse."""

from __future__ import annotations

import pytest

from prtool.evidence.compare import Change, compare
from prtool.evidence.model import Attempt, Evidence, Layer, Listed, Outcome, Param
from prtool.evidence.state import Grade, states
from prtool.model.record import replace
from tests.support import evidence as sample
from tests.support.evidence import CHAT, NOT_SERVED, failed, model, run


def _chat(before: Attempt, after: Attempt) -> Change:
    rows = compare(run(model(chat=before)), run(model(chat=after))).rows
    (row,) = [row for row in rows if row.state.layer is Layer.CHAT]
    return row.change


REFUSED_SIZE = failed(400, param=Param.MAX_TOKENS)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (CHAT, CHAT, Change.SAME),
        (CHAT, replace(CHAT, latency_ms=9000, size=1), Change.SAME),
        (NOT_SERVED, CHAT, Change.BETTER),
        (CHAT, NOT_SERVED, Change.WORSE),
        (NOT_SERVED, REFUSED_SIZE, Change.BETTER),
        (REFUSED_SIZE, NOT_SERVED, Change.WORSE),
        (REFUSED_SIZE, CHAT, Change.BETTER),
        (REFUSED_SIZE, failed(429), Change.OTHER),
        (NOT_SERVED, failed(502, code="unknown_provider"), Change.OTHER),
        (failed(500), replace(CHAT, outcome=Outcome.HTML), Change.OTHER),
    ],
)
def test_a_layer_changes(before: Attempt, after: Attempt, change: Change) -> None:
    assert change is _chat(before, after)


def test_a_model_that_leaves_the_list_is_worse() -> None:
    comparison = compare(run(), run(model(listed=Listed.NO)))

    assert [row.change for row in comparison.rows] == [Change.WORSE, Change.SAME, Change.SAME]
    assert comparison.is_worse


def test_a_model_that_is_listed_under_another_name_is_another_answer() -> None:
    comparison = compare(run(), run(model(listed=Listed.BASE)))

    assert [row.change for row in comparison.rows] == [Change.OTHER, Change.SAME, Change.SAME]
    assert not comparison.is_worse


def test_what_was_fine_and_is_not_asked_for_counts_as_lost() -> None:
    both = run(model(), model("acme-2", chat=NOT_SERVED))

    lost_fine = compare(both, run(model("acme-2", chat=NOT_SERVED)))
    bad = model("acme-2", listed=Listed.NO, chat=NOT_SERVED, stream=NOT_SERVED)
    lost_bad = compare(run(model(), bad), run(model()))

    assert lost_fine.is_worse
    assert not lost_bad.is_worse
    assert lost_bad.count(Change.GONE) == 3


def test_what_is_new_is_never_worse() -> None:
    comparison = compare(run(), run(model(), model("acme-2", chat=NOT_SERVED)))

    assert comparison.count(Change.NEW) == 3
    assert not comparison.is_worse


def test_a_difference_in_how_was_asked_is_told() -> None:
    after = replace(run(max_tokens=1, key=True), remote=True)

    notes = compare(run(), after).notes

    assert len(notes) == 3
    assert any("max_tokens: 64 before, 1 after" in note for note in notes)
    assert any("a key was sent: no before, yes after" in note for note in notes)


def _rounds(*chats: Attempt) -> Evidence:
    one, count = model(), len(chats)
    many = replace(one, listed=one.listed * count, chat=chats, stream=one.stream * count)
    return replace(run(many, repeat=count), lists=(sample.LIST,) * count)


def test_rounds_are_one_statement() -> None:
    slow = replace(CHAT, latency_ms=900)
    state = states(_rounds(CHAT, NOT_SERVED, slow, replace(NOT_SERVED, latency_ms=8)))[1]

    assert (state.rounds, state.fine, state.grade) == (4, 2, Grade.FAILED)
    assert state.attempt == NOT_SERVED
    assert state.latency_ms == 0

    fine = states(_rounds(CHAT, slow, slow))[1]
    assert (fine.fine, fine.latency_ms, fine.meaning) == (3, 900, None)


def test_more_rounds_that_fail_are_worse() -> None:
    once, twice = _rounds(CHAT, CHAT, NOT_SERVED), _rounds(CHAT, NOT_SERVED, NOT_SERVED)

    assert compare(once, twice).is_worse
    assert compare(twice, once).count(Change.BETTER) == 1

"""What an answer means, and that known non-defects are told as such."""

from __future__ import annotations

from typing import Any

import pytest

from prtool.evidence.meaning import ROUTED, Facts, Fault, meaning
from prtool.evidence.model import CODES, Attempt, Layer, Listed, Outcome, Param, Shape
from prtool.model.record import replace
from tests.support.evidence import CHAT, LIST, NOT_SERVED, failed


def _id(attempt: Attempt, layer: Layer = Layer.CHAT, **facts: Any) -> str | None:
    what = meaning(Facts(**{"attempt": attempt, "layer": layer, "listed": Listed.YES, **facts}))
    return what.id if what is not None else None


@pytest.mark.parametrize(
    ("attempt", "facts", "expected"),
    [
        (CHAT, {}, None),
        (NOT_SERVED, {}, "listed-not-served"),
        (NOT_SERVED, {"listed": Listed.BASE}, "listed-not-served"),
        (NOT_SERVED, {"listed": Listed.NO}, "not-listed-not-served"),
        (NOT_SERVED, {"listed": Listed.UNKNOWN}, "not-listed-not-served"),
        (failed(502, code="unknown_provider"), {}, "unknown-provider"),
        (failed(500, code="executor_not_found"), {}, "no-executor"),
        (failed(503, code="auth_unavailable"), {}, "blocked"),
        (failed(429, code="model_cooldown"), {}, "cooling-down"),
        (failed(429, code="rate_limit_exceeded"), {}, "rate-limit"),
        (failed(429), {}, "rate-limit"),
        (failed(429, code="insufficient_quota"), {}, "quota"),
        (failed(402), {}, "quota"),
        (failed(400, param=Param.MAX_TOKENS), {}, "max-tokens"),
        (failed(422, param=Param.MAX_TOKENS), {}, "max-tokens"),
        (failed(503, param=Param.MAX_TOKENS), {}, "server-error"),
        (failed(400, param=Param.MODEL), {}, "bad-request"),
        (failed(401), {}, "upstream-key-refused"),
        (failed(403, code="insufficient_quota"), {}, "upstream-key-refused"),
        (failed(401), {"list_fine": False}, "key-refused"),
        (failed(401, shape=Shape.TEXT), {}, "key-refused"),
        (failed(401), {"layer": Layer.MODELS}, "key-refused"),
        (failed(404, code="model_not_found"), {}, "unknown-upstream-model"),
        (failed(404, shape=Shape.NONE), {}, "wrong-path"),
        (failed(404), {"layer": Layer.MODELS}, "wrong-path"),
        (failed(405), {}, "wrong-path"),
        (failed(504), {}, "upstream-timeout"),
        (failed(500, code="empty_stream"), {}, "empty-upstream"),
        (failed(500), {}, "server-error"),
        (LIST, {"layer": Layer.MODELS, "listed": Listed.NO}, "not-listed"),
        (LIST, {"layer": Layer.MODELS, "listed": Listed.NO, "served": True}, "served-not-listed"),
        (LIST, {"layer": Layer.MODELS, "listed": Listed.BASE}, None),
    ],
)
def test_an_answer_means(attempt: Attempt, facts: dict[str, Any], expected: str | None) -> None:
    assert expected == _id(attempt, **facts)


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.OK])
@pytest.mark.parametrize("layer", list(Layer))
def test_every_outcome_means_something(outcome: Outcome, layer: Layer) -> None:
    """And what is no error status is told by its outcome."""
    what = meaning(
        Facts(attempt=replace(CHAT, outcome=outcome, failure=None), layer=layer, listed=Listed.YES)
    )

    assert what is not None
    assert what.said([1, 5])
    if outcome not in (Outcome.HTTP_ERROR, Outcome.STREAM_ERROR):
        assert what.id == outcome.value


@pytest.mark.parametrize("shape", list(Shape))
def test_every_status_and_code_means_something(shape: Shape) -> None:
    for status in range(400, 600):
        for code in (None, *sorted(CODES)):
            assert _id(failed(status, shape=shape, code=code))


def test_a_too_small_max_tokens_is_no_routing_fault() -> None:
    what = meaning(
        Facts(attempt=failed(400, param=Param.MAX_TOKENS), layer=Layer.CHAT, listed=Listed.YES)
    )

    assert what is not None
    assert what.fault is Fault.REQUEST
    assert what.routed
    assert "Not a routing fault" in what.text
    assert "--max-tokens" in what.text


def test_the_defect_is_called_so_with_its_time() -> None:
    what = meaning(Facts(attempt=NOT_SERVED, layer=Layer.CHAT, listed=Listed.YES))

    assert what is not None
    assert what.fault is Fault.ROUTING
    assert not what.routed
    assert "in 0 ms" in what.said([0])
    assert "in 0 to 3 ms" in what.said([3, 0])
    assert "This is the routing defect" in what.text


def test_what_found_its_way_is_not_what_lost_it() -> None:
    assert {Fault.ROUTING, Fault.NETWORK, Fault.ADDRESS, Fault.ENDPOINT}.isdisjoint(ROUTED)

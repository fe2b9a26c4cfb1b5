"""Fixed runs of a probe: before a fix, after it, and one with every kind of trouble."""

from __future__ import annotations

from typing import Any

from prtool.evidence.model import (
    Asked,
    Attempt,
    End,
    Evidence,
    Failure,
    Listed,
    Media,
    ModelEvidence,
    Outcome,
    Shape,
)
from prtool.model.record import replace

LIST = Attempt(
    outcome=Outcome.OK, status=200, latency_ms=3, connect_ms=0, head_ms=2, media=Media.JSON,
    size=420, entries=5,
)  # fmt: skip
CHAT = Attempt(
    outcome=Outcome.OK, status=200, latency_ms=412, connect_ms=0, head_ms=410, media=Media.JSON,
    size=310,
)  # fmt: skip
STREAM = Attempt(
    outcome=Outcome.OK, status=200, latency_ms=530, connect_ms=0, head_ms=79, size=2048,
    media=Media.EVENT_STREAM, first_chunk_ms=80, chunks=12, end=End.DONE,
)  # fmt: skip
NOT_SERVED = Attempt(
    outcome=Outcome.HTTP_ERROR, status=503, latency_ms=0, connect_ms=0, head_ms=0, media=Media.JSON,
    size=147, failure=Failure(shape=Shape.OBJECT, code="auth_not_found", type="server_error"),
)  # fmt: skip


def failed(status: int, **failure: Any) -> Attempt:
    """Return an answer with an error status."""
    return replace(
        CHAT, outcome=Outcome.HTTP_ERROR, status=status, latency_ms=40,
        failure=Failure(**{"shape": Shape.OBJECT, **failure}),
    )  # fmt: skip


def model(
    name: str = "acme-1(high)",
    *,
    listed: Listed = Listed.YES,
    chat: Attempt = CHAT,
    stream: Attempt = STREAM,
) -> ModelEvidence:
    """Return a model of one round."""
    return ModelEvidence(model=name, listed=(listed,), chat=(chat,), stream=(stream,))


def run(*models: ModelEvidence, lists: Attempt = LIST, label: str = "", **asked: Any) -> Evidence:
    """Return a run of one round."""
    how = {"timeout_ms": 30_000, "max_tokens": 64, "repeat": 1, "key": False}
    return Evidence(
        version="0.1.0", label=label, remote=False, tls=False, asked=Asked(**{**how, **asked}),
        lists=(lists,), models=models or (model(),),
    )  # fmt: skip


def before() -> Evidence:
    """Return a run that has the defect."""
    return run(
        model(chat=NOT_SERVED, stream=NOT_SERVED), model("acme-2"),
        model("acme-3", listed=Listed.NO, chat=failed(502, code="unknown_provider")),
        label="v1",
    )  # fmt: skip


def after() -> Evidence:
    """Return a run in which it is gone, and something else is worse."""
    cut = replace(STREAM, outcome=Outcome.CUT, end=End.CUT, chunks=1)
    return run(model(), model("acme-2", stream=cut), model("acme-4|x"), max_tokens=128)

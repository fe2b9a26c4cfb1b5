"""All rounds of one layer of one model, as one statement."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median_low

from prtool.evidence.meaning import Facts, Meaning, meaning
from prtool.evidence.model import Attempt, Evidence, Layer, Listed, ModelEvidence
from prtool.model.record import IntEnum, dataclass


class Grade(IntEnum):
    """How good a layer is."""

    FAILED = 0
    ROUTED = 1
    """The request found its way, and failed for another reason."""
    FINE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerState:
    """What all rounds say of one layer of one model."""

    model: str
    layer: Layer
    rounds: int
    fine: int
    """Rounds in which all was well."""
    attempt: Attempt
    """The first of the worst."""
    listed: Listed
    """In the round of ``attempt``."""
    meaning: Meaning | None
    """Of ``attempt``; None if all rounds were fine."""
    latency_ms: int
    """Median over the rounds that ended like ``attempt``."""
    first_chunk_ms: int | None
    """Likewise."""

    @property
    def grade(self) -> Grade:
        """Return how good the worst round was."""
        return _grade(self.meaning)

    @property
    def score(self) -> tuple[float, Grade]:
        """Return what two states are compared by; the greater is the better one."""
        return self.fine / self.rounds, self.grade


def states(evidence: Evidence) -> tuple[LayerState, ...]:
    """Return the layers of every model, in the order in which they were asked."""
    return tuple(
        _state(each.model, layer, tuple(_facts(evidence, each, layer)))
        for each in evidence.models
        for layer in Layer
    )


def _facts(evidence: Evidence, own: ModelEvidence, layer: Layer) -> Iterator[Facts]:
    rounds = zip(evidence.lists, own.listed, own.chat, own.stream, strict=True)
    for models, listed, chat, stream in rounds:
        attempt = {Layer.MODELS: models, Layer.CHAT: chat, Layer.STREAM: stream}[layer]
        yield Facts(
            attempt=attempt, layer=layer, listed=listed, list_fine=models.ok,
            served=chat.ok or stream.ok,
        )  # fmt: skip


def _state(model: str, layer: Layer, rounds: tuple[Facts, ...]) -> LayerState:
    meant = [(facts, meaning(facts)) for facts in rounds]
    worst, what = min(meant, key=lambda pair: _grade(pair[1]))
    alike = [facts.attempt for facts, other in meant if _same(what, other)]
    chunks = [each.first_chunk_ms for each in alike if each.first_chunk_ms is not None]
    return LayerState(
        model=model, layer=layer, rounds=len(rounds), fine=sum(each is None for _, each in meant),
        attempt=worst.attempt, listed=worst.listed, meaning=what,
        latency_ms=median_low(each.latency_ms for each in alike),
        first_chunk_ms=median_low(chunks) if chunks else None,
    )  # fmt: skip


def _same(one: Meaning | None, other: Meaning | None) -> bool:
    return (one and one.id) == (other and other.id)


def _grade(what: Meaning | None) -> Grade:
    if what is None:
        return Grade.FINE
    return Grade.ROUTED if what.routed else Grade.FAILED

"""Two runs side by side: what became better, and what worse."""

from __future__ import annotations

from collections.abc import Iterator

from prtool.evidence.model import Evidence
from prtool.evidence.state import Grade, LayerState, states
from prtool.model.record import StrEnum, dataclass


class Change(StrEnum):
    """What happened to one layer of one model."""

    SAME = "same"
    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"
    """Neither better nor worse, but another answer."""
    NEW = "new"
    """Only the later run asked for it."""
    GONE = "gone"
    """Only the earlier run asked for it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One layer of one model in both runs."""

    before: LayerState | None
    after: LayerState | None
    change: Change

    @property
    def state(self) -> LayerState:
        """Return the one that says which model and layer it is."""
        state = self.after or self.before
        assert state is not None  # noqa: S101 - one of the two is what the row was made of
        return state

    @property
    def is_worse(self) -> bool:
        """Tell whether something is lost: a layer that was fine and is not asked for counts."""
        was_fine = self.before is not None and self.before.grade is Grade.FINE
        return self.change is Change.WORSE or (self.change is Change.GONE and was_fine)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side."""

    before: Evidence
    after: Evidence
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    """Why they may not be comparable."""

    @property
    def is_worse(self) -> bool:
        """Tell whether anything became worse."""
        return any(row.is_worse for row in self.rows)

    def count(self, change: Change) -> int:
        """Return how many layers changed so."""
        return sum(row.change is change for row in self.rows)


def compare(before: Evidence, after: Evidence) -> Comparison:
    """Set two runs side by side, in the order of the earlier one; what is new comes last."""
    old, new = _by_place(before), _by_place(after)
    places = dict.fromkeys([*old, *new])
    rows = tuple(_row(old.get(place), new.get(place)) for place in places)
    return Comparison(before, after, rows, tuple(_differences(before, after)))


def _by_place(evidence: Evidence) -> dict[tuple[str, str], LayerState]:
    return {(state.model, state.layer.value): state for state in states(evidence)}


def _row(before: LayerState | None, after: LayerState | None) -> Row:
    if before is None or after is None:
        return Row(before, after, Change.NEW if before is None else Change.GONE)
    if before.score != after.score:
        better = after.score > before.score
        return Row(before, after, Change.BETTER if better else Change.WORSE)
    return Row(before, after, Change.SAME if _answer(before) == _answer(after) else Change.OTHER)


def _answer(state: LayerState) -> tuple[object, ...]:
    """Return what tells two answers apart, but for times and sizes."""
    attempt, what = state.attempt, state.meaning
    code = attempt.failure.code if attempt.failure else None
    listed = state.listed if what is not None or state.layer.value == "models" else None
    return attempt.outcome, attempt.status, code, what and what.id, listed


def _differences(before: Evidence, after: Evidence) -> Iterator[str]:
    pairs = (
        ("max_tokens", before.asked.max_tokens, after.asked.max_tokens),
        ("time-out in ms", before.asked.timeout_ms, after.asked.timeout_ms),
        ("rounds", before.asked.repeat, after.asked.repeat),
        ("a key was sent", _yes(before.asked.key), _yes(after.asked.key)),
        ("place", _place(before), _place(after)),
    )
    for name, one, other in pairs:
        if one != other:
            yield f"the runs differ in how they asked: {name}: {one} before, {other} after"


def _yes(flag: bool) -> str:  # noqa: FBT001 - the word for it
    return "yes" if flag else "no"


def _place(evidence: Evidence) -> str:
    return (
        f"{'remote' if evidence.remote else 'loopback'} over {'https' if evidence.tls else 'http'}"
    )

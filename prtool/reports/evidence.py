"""Evidence of probes as text, as Markdown and as JSON: one run, or several side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Collection, Iterator, Sequence

from prtool.evidence.compare import Change, Comparison, Row, compare
from prtool.evidence.file import encode as as_json
from prtool.evidence.meaning import Meaning
from prtool.evidence.model import OTHER, End, Evidence, Layer, Listed, Outcome
from prtool.evidence.state import Grade, LayerState, states
from prtool.reports.jsontext import array, encoded, members
from prtool.reports.markdown import as_code

MOST_NAMED = 3
"""Models that an explanation names; of more it says how many."""
WIDTH = 100
"""Columns of an explanation on a terminal."""
COMPARED_SCHEMA = "prtool/evidence-comparison/1"

__all__ = [
    "COMPARED_SCHEMA", "as_json", "compared_json", "compared_markdown", "compared_text",
    "evidence_text", "runs_markdown",
]  # fmt: skip

_GRADES = {Grade.FINE: "fine", Grade.ROUTED: "routed", Grade.FAILED: "failed"}
_LISTED = {
    Listed.YES: "listed", Listed.BASE: "listed without its suffix", Listed.NO: "not listed",
    Listed.UNKNOWN: "no list",
}  # fmt: skip
_OUTCOMES = {
    Outcome.REFUSED: "connection refused", Outcome.UNREACHABLE: "unreachable",
    Outcome.CONNECT_TIMEOUT: "no connection in time", Outcome.TLS: "no encrypted connection",
    Outcome.NOT_HTTP: "no HTTP", Outcome.CLOSED: "closed without an answer",
    Outcome.NO_ANSWER: "time-out: no answer", Outcome.CUT: "cut off",
    Outcome.STALLED: "time-out in the answer", Outcome.HTML: "HTML", Outcome.REDIRECT: "redirect",
    Outcome.ENCODED: "compressed", Outcome.NOT_JSON: "no JSON", Outcome.WRONG_SHAPE: "wrong shape",
    Outcome.ERROR_IN_BODY: "error", Outcome.TOO_LARGE: "too large",
    Outcome.NOT_A_STREAM: "no stream", Outcome.EMPTY_STREAM: "empty stream",
    Outcome.BAD_CHUNK: "bad chunk", Outcome.STREAM_ERROR: "error in the stream",
    Outcome.NO_DONE: "no [DONE]", Outcome.ODD_STATUS: "odd status",
}  # fmt: skip


def told(state: LayerState | None) -> str:
    """Return what one layer answered, in a few words and numbers."""
    if state is None:
        return "not asked"
    text = ", ".join(_parts(state))
    if state.rounds == 1:
        return text
    if state.fine == state.rounds:
        return f"{state.fine} of {state.rounds} fine: {text}"
    return f"{state.fine} of {state.rounds} fine; else {text}"


def _parts(state: LayerState) -> Iterator[str]:
    """Yield the status with what is wrong, then times."""
    attempt = state.attempt
    failure = attempt.failure
    names = (failure.code, failure.type) if failure is not None else ()
    code = next((name for name in names if name not in (None, OTHER)), None)
    words = [str(attempt.status)] if attempt.status is not None else []
    if code is not None:
        words.append(code)
    if attempt.outcome in _OUTCOMES and (code is None or attempt.outcome is Outcome.STREAM_ERROR):
        words.append(_OUTCOMES[attempt.outcome])
    if state.layer is Layer.MODELS and attempt.ok:
        yield _LISTED[state.listed]
    else:
        yield " ".join(words)
    if state.first_chunk_ms is not None:
        yield f"first chunk {_ms(state.first_chunk_ms)}"
    if attempt.chunks:
        yield f"{attempt.chunks} chunk{'s' * (attempt.chunks != 1)}"
    if attempt.end is End.DONE:
        yield "[DONE]"
    yield _ms(state.latency_ms)


def _ms(number: int) -> str:
    return f"{number:,} ms"


def evidence_text(evidence: Evidence) -> list[str]:
    """Return one run for a terminal: a table, what is wrong, and one line that sums up."""
    found = states(evidence)
    rows = [("model", "layer", "", "answer")]
    rows += [(each.model, each.layer.value, _GRADES[each.grade], told(each)) for each in found]
    return [*_aligned(rows), *_wrapped(_explained([found], str)), "", _sum(found, evidence)]


def compared_text(comparison: Comparison) -> list[str]:
    """Return two runs for a terminal."""
    rows = [("model", "layer", "before", "after", "change")]
    rows += [
        (row.state.model, row.state.layer.value, told(row.before), told(row.after), _change(row))
        for row in comparison.rows
    ]
    notes = [f"note: {note}" for note in comparison.notes]
    explained = _wrapped(_explained(_sides(comparison), str))
    return [*_aligned(rows), *explained, "", compared_line(comparison), *notes]


def compared_markdown(comparison: Comparison) -> list[str]:
    """Return two runs as Markdown."""
    return runs_markdown([comparison.before, comparison.after])


def runs_markdown(runs: Sequence[Evidence]) -> list[str]:
    """Return runs side by side as Markdown: the first and the last are compared.

    Args:
        runs: at least one, the earliest first.
    """
    if len(runs) == 1:
        return [_how(runs), "", *_run_markdown(states(runs[0]))]
    comparison = compare(runs[0], runs[-1])
    between = [{(each.model, each.layer): each for each in states(run)} for run in runs[1:-1]]
    rows = []
    for row in comparison.rows:
        place = row.state.model, row.state.layer
        middle = (told(run.get(place)) for run in between)
        rows.append(
            (as_code(place[0]), place[1].value, told(row.before), *middle, told(row.after),
             _change(row))
        )  # fmt: skip
    head = ("model", "layer", *_labels(runs), "change")
    notes = [f"{note[:1].upper()}{note[1:]}." for note in comparison.notes]
    return [
        _how(runs), "", *_table(head, rows), *_listed(_explained(_sides(comparison), as_code)), "",
        f"{compared_line(comparison)}.", *(["", *notes] if notes else []),
    ]  # fmt: skip


def _run_markdown(found: Sequence[LayerState]) -> list[str]:
    rows = [
        (as_code(each.model), each.layer.value, told(each), _GRADES[each.grade]) for each in found
    ]
    return [
        *_table(("model", "layer", "answer", "state"), rows),
        *_listed(_explained([found], as_code)),
    ]


def compared_json(comparison: Comparison) -> list[str]:
    """Return two runs as JSON, one layer on each line."""
    rows = (
        encoded({
            "model": row.state.model, "layer": row.state.layer.value, "change": row.change.value,
            "worse": row.is_worse, "before": _state_json(row.before),
            "after": _state_json(row.after),
        })
        for row in comparison.rows
    )  # fmt: skip
    document = {
        "schema": encoded(COMPARED_SCHEMA),
        "status": encoded("worse" if comparison.is_worse else "not-worse"),
        "layers": array(rows, 2),
        "notes": encoded(list(comparison.notes)),
    }
    return members(document).split("\n")


def compared_line(comparison: Comparison) -> str:
    """Return how many layers changed in which way."""
    counts = [f"{count} {change.value}" for change in Change if (count := comparison.count(change))]
    total = len(comparison.rows)
    return f"{total} layer{'s' * (total != 1)} compared: {', '.join(counts)}"


def _state_json(state: LayerState | None) -> dict[str, object] | None:
    if state is None:
        return None
    attempt = state.attempt
    return {
        "grade": _GRADES[state.grade], "rounds": state.rounds, "fine": state.fine,
        "outcome": attempt.outcome.value, "status": attempt.status,
        "code": attempt.failure.code if attempt.failure else None,
        "meaning": state.meaning.id if state.meaning else None,
        "listed": state.listed.value, "latency_ms": state.latency_ms,
        "first_chunk_ms": state.first_chunk_ms,
    }  # fmt: skip


def _change(row: Row) -> str:
    return "gone (was fine)" if row.change is Change.GONE and row.is_worse else row.change.value


def _labels(runs: Sequence[Evidence]) -> list[str]:
    """Return a heading for each run: its label, else its place among them."""
    places = ["before", *(f"run {number}" for number in range(2, len(runs))), "after"]
    return [
        as_code(run.label) if run.label else place for run, place in zip(runs, places, strict=True)
    ]


def _how(runs: Sequence[Evidence]) -> str:
    """Return how was asked, as far as it was the same in all runs."""
    places = {"another machine" if run.remote else "loopback" for run in runs}
    limits = {run.asked.max_tokens for run in runs}
    rounds = {run.asked.repeat for run in runs}
    how = f"Asked of an OpenAI-compatible endpoint on {' and '.join(sorted(places))}"
    if len(limits) == 1 and (limit := limits.pop()):
        how += f", `max_tokens` {limit}"
    if len(rounds) == 1 and (count := rounds.pop()) > 1:
        how += f", {count} rounds with medians"
    return f"{how}: the models list, a chat completion, a streamed one."


def _sides(comparison: Comparison) -> list[list[LayerState]]:
    before = [row.before for row in comparison.rows if row.before is not None]
    after = [row.after for row in comparison.rows if row.after is not None]
    return [before, after]


def _explained(sides: Sequence[Sequence[LayerState]], named: Callable[[str], str]) -> list[str]:
    """Return what every answer that is not fine means, each once for a side.

    Args:
        sides: the layers of one run, or those of the earlier and the later one.
        named: how a model's name is written.
    """
    names = ("before: ", "after: ") if len(sides) == 2 else ("",)
    lines: list[str] = []
    for name, side in zip(names, sides, strict=True):
        groups: dict[Meaning, list[LayerState]] = {}
        for state in side:
            if state.meaning is not None:
                groups.setdefault(state.meaning, []).append(state)
        models = {state.model for state in side}
        for meaning, group in groups.items():
            said = meaning.said([state.latency_ms for state in group])
            lines.append(f"{name}{_places(group, models, named)}: {said}")
    return lines


def _places(
    group: Sequence[LayerState], models: Collection[str], named: Callable[[str], str]
) -> str:
    """Return the layers that have one thing in common; whose they are, if not all models'."""
    layers = ", ".join(dict.fromkeys(state.layer.value for state in group))
    own = dict.fromkeys(state.model for state in group)
    if len(own) == len(models):
        return layers
    some = ", ".join(named(model) for model in own)
    return f"{layers} of {some if len(own) <= MOST_NAMED else f'{len(own)} models'}"


def _wrapped(lines: Sequence[str]) -> list[str]:
    """Return explanations for a terminal, an empty line before them."""
    rows = [
        row
        for line in lines
        for row in textwrap.wrap(
            line, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False,
            break_on_hyphens=False,
        )
    ]  # fmt: skip
    return ["", *rows] if rows else []


def _listed(lines: Sequence[str]) -> list[str]:
    """Return explanations as a Markdown list, an empty line before them."""
    return ["", *(f"- {line}" for line in lines)] if lines else []


def _sum(found: Sequence[LayerState], evidence: Evidence) -> str:
    counts = [
        f"{count} {name}"
        for grade, name in _GRADES.items()
        if (count := sum(each.grade is grade for each in found))
    ]
    where = "another machine" if evidence.remote else "loopback"
    models = len(evidence.models)
    asked = f"{len(found)} layers of {models} model{'s' * (models != 1)}"
    return f"{asked} on {where}: {', '.join(counts)}"


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    rule = ["---"] * len(head)
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)]

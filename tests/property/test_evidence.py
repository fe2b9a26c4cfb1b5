"""Whatever an evidence file holds: it is refused in one line, or can be shown and compared."""

from __future__ import annotations

import json
from typing import Any

import cmarkgfm
from hypothesis import given
from hypothesis import strategies as st

from prtool.errors import InputError
from prtool.evidence.compare import Change, compare
from prtool.evidence.file import decode, encode, name_flaw
from prtool.evidence.model import (
    CODES,
    TYPES,
    Asked,
    Attempt,
    End,
    Evidence,
    Failure,
    Listed,
    Media,
    ModelEvidence,
    Outcome,
    Param,
    Shape,
)
from prtool.reports import evidence as reports
from tests.support import evidence as sample

NUMBERS = st.integers(0, 10**12)
FAILURES = st.builds(
    Failure,
    shape=st.sampled_from(list(Shape)),
    code=st.none() | st.sampled_from(sorted(CODES)),
    type=st.none() | st.sampled_from(sorted(TYPES)),
    param=st.none() | st.sampled_from(list(Param)),
)
ATTEMPTS = st.builds(
    Attempt,
    outcome=st.sampled_from(list(Outcome)),
    status=st.none() | st.integers(100, 999),
    latency_ms=NUMBERS,
    connect_ms=st.none() | NUMBERS,
    head_ms=st.none() | NUMBERS,
    first_chunk_ms=st.none() | NUMBERS,
    media=st.sampled_from(list(Media)),
    size=NUMBERS,
    entries=st.none() | NUMBERS,
    chunks=st.none() | NUMBERS,
    end=st.none() | st.sampled_from(list(End)),
    failure=st.none() | FAILURES,
)
NAMES = st.text(min_size=1, max_size=12).filter(lambda name: name_flaw(name) is None)


@st.composite
def runs(draw: st.DrawFn) -> Evidence:
    """Draw a run of any answers, also of such as no endpoint gives."""
    rounds = draw(st.integers(1, 3))

    def times(each: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
        return st.tuples(*[each] * rounds)

    names = draw(st.lists(st.sampled_from(["a", "b"]) | NAMES, min_size=1, max_size=3, unique=True))
    models = tuple(
        ModelEvidence(
            model=name, listed=draw(times(st.sampled_from(list(Listed)))),
            chat=draw(times(ATTEMPTS)), stream=draw(times(ATTEMPTS)),
        )
        for name in names
    )  # fmt: skip
    asked = Asked(
        timeout_ms=draw(st.integers(1, 10**9)), max_tokens=draw(NUMBERS), repeat=rounds,
        key=draw(st.booleans()),
    )  # fmt: skip
    return Evidence(
        version="0.1.0", label=draw(NAMES | st.just("")), remote=draw(st.booleans()),
        tls=draw(st.booleans()), asked=asked, lists=draw(times(ATTEMPTS)), models=models,
    )  # fmt: skip


@given(run=runs())
def test_any_run_is_written_and_read(run: Evidence) -> None:
    assert decode(encode(run), "x") == run


@given(before=runs(), after=runs())
def test_any_two_runs_are_compared_and_shown(before: Evidence, after: Evidence) -> None:
    there, back = compare(before, after), compare(after, before)

    opposite = {Change.BETTER: Change.WORSE, Change.NEW: Change.GONE}
    for one, other in opposite.items():
        assert there.count(one) == back.count(other)
        assert there.count(other) == back.count(one)
    assert not compare(before, before).is_worse
    assert json.loads("\n".join(reports.compared_json(there)))["layers"]
    for lines in (reports.evidence_text(after), reports.compared_text(there)):
        assert all("\n" not in line for line in lines)
    page = cmarkgfm.github_flavored_markdown_to_html(
        "\n".join(reports.runs_markdown([before, after]))
    )
    assert page.count("<td>") == 5 * len(there.rows)


PATHS = [
    (), ("lists",), ("lists", 0), ("lists", 0, "status"), ("models",), ("models", 0),
    ("models", 0, "model"), ("models", 0, "chat", 0, "failure"), ("asked", "repeat"), ("label",),
    ("target", "place"), ("models", 0, "chat", 0, "failure", "code"), ("schema",), ("tool",),
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=4), inside),
    max_leaves=6,
)


@given(path=st.sampled_from(PATHS), value=JSON)
def test_a_file_is_read_as_it_is_or_refused_in_one_line(path: tuple[Any, ...], value: Any) -> None:
    document = json.loads(encode(sample.before()))
    if path:
        place = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
    else:
        document = value
    told, run = "", None
    try:
        run = decode(json.dumps(document).encode(), "x")
    except InputError as error:
        told = str(error)

    assert told.isprintable()
    assert bool(told) == (run is None)
    assert run is None or json.loads(encode(run)) == document


@given(raw=st.binary(max_size=60))
def test_any_bytes_are_refused(raw: bytes) -> None:
    try:
        decode(raw, "x")
    except InputError:
        return
    raise AssertionError

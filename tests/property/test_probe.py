"""Whatever an endpoint answers: a probe survives it, and keeps no word of it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prtool.evidence.compare import compare
from prtool.evidence.file import decode, encode
from prtool.evidence.model import Evidence
from prtool.pipeline.probe import ProbeRequest, run_probe
from prtool.reports import evidence as reports
from tests.support.endpoint import STREAM_HEAD, Endpoint, Script, chunked, http, serving

CANARY = "canary" + "7x" * 6
"""Stands for words of an answer."""
KEY = "sk-" + "k3y" * 8


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving() as endpoint:
        yield endpoint


def _probed(endpoint: Endpoint, script: Script) -> Evidence:
    """Return the evidence of an endpoint that answers every layer like this."""
    endpoint.models = endpoint.chat = endpoint.stream = lambda _: script
    request = ProbeRequest(
        base_url=endpoint.url, models=("acme-1", "acme-1(high)"), key=KEY, timeout_s=2
    )
    return run_probe(request).evidence


def _check(evidence: Evidence) -> None:
    """Look for what must not be there, in all that a probe writes or prints."""
    raw = encode(evidence)
    assert decode(raw, "x") == evidence
    comparison = compare(evidence, evidence)
    assert not comparison.is_worse
    told = [
        raw.decode(), *reports.evidence_text(evidence), *reports.runs_markdown([evidence] * 3),
        *reports.compared_text(comparison), *reports.compared_json(comparison),
    ]  # fmt: skip
    for text in told:
        assert CANARY not in text
        assert KEY not in text


WORDS = st.sampled_from(
    [CANARY, KEY, "auth_not_found", f"auth_not_found: {CANARY}", "", "max_tokens"]
)
FIELDS = (
    "error", "message", "code", "type", "param", "choices", "delta", "data", "id", "detail", CANARY,
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3)
    | st.dictionaries(
        st.sampled_from(FIELDS),
        inside, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip
ERRORS = st.fixed_dictionaries(
    {"error": st.fixed_dictionaries(dict.fromkeys(FIELDS[1:5], WORDS | VALUES))}
)
BODIES = (
    st.binary(max_size=80)
    | (ERRORS | VALUES).map(lambda value: json.dumps(value).encode())
    | WORDS.map(str.encode)
)
MEDIA = st.sampled_from(
    ["application/json", "text/event-stream", "text/html", CANARY, None, "text/event-stream; a=b"]
)
HEADERS = st.lists(
    st.sampled_from(
        [
            f"X: {CANARY}",
            f"Location: http://{CANARY}.example.com/",
            f"Retry-After: {KEY}",
            "Content-Encoding: gzip",
            "Transfer-Encoding: x",
            "Content-Length: -1",
        ]
    ),
    max_size=2,
)
STREAMS = st.lists(
    st.sampled_from([b"data: [DONE]\n\n", b": x\n\n", b"data: ", b"\n", b"\r"])
    | BODIES.map(lambda body: b"data: " + body + b"\n\n"),
    max_size=6,
)


@settings(max_examples=60)
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_survived(endpoint: Endpoint, raw: bytes) -> None:
    _check(_probed(endpoint, [raw]))


@settings(max_examples=150)
@given(status=st.integers(100, 999), body=BODIES, media=MEDIA, headers=HEADERS)
def test_no_word_of_an_answer_is_kept(
    endpoint: Endpoint, status: int, body: bytes, media: str | None, headers: list[str]
) -> None:
    _check(_probed(endpoint, [http(status, body, media, *headers)]))


@settings(max_examples=100)
@given(pieces=STREAMS, ended=st.booleans())
def test_no_word_of_a_stream_is_kept(endpoint: Endpoint, pieces: list[bytes], ended: bool) -> None:
    framed = chunked(*(piece for piece in pieces if piece), ended=ended)
    _check(_probed(endpoint, [STREAM_HEAD, *framed]))

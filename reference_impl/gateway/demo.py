"""The defect and the fix side by side: a stub and gateways on loopback, asked over HTTP."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import httpx

from reference_impl.config import from_mapping
from reference_impl.gateway.serve import running
from reference_impl.gateway.service import build
from reference_impl.gateway.stub import UpstreamStub

ALIAS = "ACME-GPT-5.5(high)"
UPSTREAM_MODEL = "gpt-5.5"
_REFUSED = "503 auth_not_found"


@dataclass(frozen=True, slots=True)
class Case:
    """A gateway of the demonstration.

    Attributes:
        variant: Its routing rules.
        affinity: With session affinity requests take the legacy path, without it the fast path.
        serves: Whether the alias is expected to be served.
    """

    variant: str
    affinity: bool
    serves: bool

    @property
    def title(self) -> str:
        """The head of its column."""
        return f"{self.variant}, {'session affinity' if self.affinity else 'default routing'}"


CASES = (
    Case("v7.1.50", affinity=True, serves=False),
    Case("pr", affinity=True, serves=True),
    Case("complete", affinity=True, serves=True),
    Case("v7.1.50", affinity=False, serves=True),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a client saw of one gateway.

    Attributes:
        listed: Whether the models list has the alias.
        chat: Status and error code of a chat.
        chat_ms: Milliseconds to its answer.
        stream: Status and error code of a stream, or how it ended.
        stream_ms: Milliseconds to its end.
        upstream: Calls that reached the upstream, with the model and effort that it was asked for.
    """

    listed: bool
    chat: str
    chat_ms: float
    stream: str
    stream_ms: float
    upstream: tuple[str, ...]


def as_expected(case: Case, outcome: Outcome) -> bool:
    """Whether a gateway did what its rules say."""
    if case.serves:
        call = f"{UPSTREAM_MODEL} effort=high"
        return outcome.listed and outcome.chat == "200" and outcome.upstream == (call, call) and (
            outcome.stream.startswith("200, ") and outcome.stream.endswith("[DONE]")
        )  # fmt: skip
    refused = (outcome.chat, outcome.stream) == (_REFUSED, _REFUSED)
    return outcome.listed and refused and not outcome.upstream


def table(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> str:
    """The outcomes side by side."""
    heads = [""] + [case.title for case in cases]
    rows = [
        heads,
        ["GET /v1/models lists it"] + ["yes" if o.listed else "no" for o in outcomes],
        ["chat"] + [f"{o.chat} in {o.chat_ms:.0f} ms" for o in outcomes],
        ["chat, stream"] + [f"{o.stream} in {o.stream_ms:.0f} ms" for o in outcomes],
        ["calls upstream"] + [str(len(o.upstream)) for o in outcomes],
        ["upstream is asked for"] + [next(iter(o.upstream), "-") for o in outcomes],
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


async def run() -> tuple[str, bool]:
    """Start everything, ask, and end everything.

    Returns:
        The text to show, and whether all outcomes are as expected.
    """
    stub = UpstreamStub()
    outcomes = []
    async with running(stub) as upstream, httpx.AsyncClient(trust_env=False, timeout=5) as client:
        for case in CASES:
            async with _gateway(case, upstream) as gateway:
                stub.asked.clear()
                outcomes.append(await _ask(client, gateway, stub))
    good = all(map(as_expected, CASES, outcomes))
    text = (
        f"An operator declares the alias {ALIAS} for the upstream model {UPSTREAM_MODEL}.\n\n"
        f"{table(CASES, outcomes)}\n\n"
        "With session affinity v7.1.50 lists the alias and refuses every request for it, before\n"
        "any call upstream. On the fast path (default routing) the same request succeeds, so a\n"
        "test there does not show the defect.\n"
        f"{'All as expected.' if good else 'NOT as expected.'}"
    )
    return text, good


@contextlib.asynccontextmanager
async def _gateway(case: Case, upstream: str) -> AsyncIterator[str]:
    config = from_mapping(
        {
            "openai-compatibility": [
                {
                    "name": "acme",
                    "base-url": f"{upstream}/v1",
                    "api-key-entries": [{"api-key": "demo"}],
                    "models": [{"name": UPSTREAM_MODEL, "alias": ALIAS}],
                }
            ],
            "routing": {"session-affinity": case.affinity},
        }
    )
    async with running(build(config, case.variant)) as address:
        yield address


async def _ask(client: httpx.AsyncClient, gateway: str, stub: UpstreamStub) -> Outcome:
    models = (await client.get(f"{gateway}/v1/models")).json()
    request = {"model": ALIAS, "messages": [{"role": "user", "content": "hello"}]}
    url = f"{gateway}/v1/chat/completions"
    # The first request of a process pays for loading; it is none of those that are timed.
    await client.get(f"{gateway}/v1/models")
    began = time.perf_counter()
    chat = await client.post(url, json=request)
    chatted = time.perf_counter()
    stream = await client.post(url, json=request | {"stream": True})
    ended = time.perf_counter()
    calls = (asked.json for asked in stub.asked)
    return Outcome(
        listed=any(entry["id"] == ALIAS for entry in models["data"]),
        chat=_status(chat),
        chat_ms=(chatted - began) * 1000,
        stream=_stream_end(stream),
        stream_ms=(ended - chatted) * 1000,
        upstream=tuple(f"{c['model']} effort={c.get('reasoning_effort')}" for c in calls),
    )


def _status(answer: httpx.Response) -> str:
    if answer.is_success:
        return str(answer.status_code)
    with contextlib.suppress(json.JSONDecodeError, KeyError, TypeError):
        # The code of the conductor stands in front of its message.
        return f"{answer.status_code} {answer.json()['error']['message'].partition(':')[0]}"
    return str(answer.status_code)


def _stream_end(answer: httpx.Response) -> str:
    if not answer.is_success:
        return _status(answer)
    events = [event for event in answer.text.split("\n\n") if event]
    done = events[-1:] == ["data: [DONE]"]
    return f"200, {len(events) - done} chunks, {'[DONE]' if done else 'cut off'}"

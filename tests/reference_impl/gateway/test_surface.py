"""Statuses, headers and bodies of a real gateway over a real upstream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from reference_impl.config import from_mapping
from reference_impl.core import Core
from reference_impl.gateway.inprocess import send
from reference_impl.gateway.serve import running
from reference_impl.gateway.service import build
from reference_impl.gateway.stub import Behaviour, Fault, UpstreamStub
from tests.support.gateways import ALIAS, CHAT, Pair, chat_body, entry, pair

Work = Callable[[Pair], Coroutine[Any, Any, None]]
REFUSED = (
    '{"error":{"message":"auth_not_found: no auth available (providers=acme, '
    f'model={ALIAS})","type":"server_error","code":"internal_server_error"}}}}'
)


def _run(work: Work, script: dict[str, Behaviour] | None = None, **settings: Any) -> None:
    async def main() -> None:
        async with pair(script, **settings) as both:
            await work(both)

    asyncio.run(main())


def test_the_models_list() -> None:
    async def work(both: Pair) -> None:
        answer = await both.client.get(f"{both.url}/v1/models")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        data = answer.json()["data"]
        assert [entry["id"] for entry in data] == [ALIAS, "m"]
        assert list(data[0]) == ["created", "id", "object", "owned_by"]
        assert answer.text.endswith(',"object":"list"}')

    _run(work)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("variant", ["v7.1.50", "pr", "complete"])
@pytest.mark.parametrize("affinity", [False, True])
def test_the_defect_and_its_control(variant: str, *, affinity: bool, stream: bool) -> None:
    served = variant != "v7.1.50" or not affinity

    async def work(both: Pair) -> None:
        answer = await both.chat(ALIAS, stream=stream)
        assert answer.status_code == (200 if served else 503)
        if served:
            assert both.stub.asked[0].json["model"] == "gpt-5.5"
            assert both.stub.asked[0].json["reasoning_effort"] == "high"
        else:
            assert answer.text == REFUSED
            assert answer.headers["content-type"] == "application/json"
            assert both.stub.asked == []

    _run(work, variant=variant, routing={"session-affinity": affinity})


@pytest.mark.parametrize("variant", ["v7.1.50", "pr", "complete"])
def test_the_scheduler_knows_all_models_from_the_start(
    variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pick that finds nothing starts the scheduler over, which would hide that it does not."""

    def fail(_: Core) -> None:
        raise AssertionError("started over")

    async def work(both: Pair) -> None:
        monkeypatch.setattr(Core, "rebuild_scheduler", fail)
        for model in ("m", ALIAS):
            assert (await both.chat(model)).status_code == 200

    _run(work, variant=variant)


def test_a_chat_is_passed_on_as_it_is() -> None:
    async def work(both: Pair) -> None:
        answer = await both.chat(temperature=0.5)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()["choices"][0]["message"]["content"] == "one two three"
        assert both.stub.asked[0].json == chat_body("up", temperature=0.5)
        assert both.stub.asked[0].headers["authorization"] == "Bearer upstream-key"

    _run(work)


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"not json", 502, "unknown provider for model"),
        (b"", 502, "unknown provider for model"),
        (b'{"messages":[]}', 502, "unknown provider for model"),
        (b'{"model":5}', 502, "unknown provider for model 5"),
        (b'{"model":"<x>\\u0000"}', 502, "unknown provider for model <x>\0"),
        (b'{"model":"\xff"}', 502, "unknown provider for model \ufffd"),
        (b'{"model":"M"}', 502, "unknown provider for model M"),
        (
            b'{"model":"team/GPT-image-2(high)"}', 503,
            "model GPT-image-2 is only supported on /v1/images/generations and /v1/images/edits",
        ),
        (
            b'{"model":"team/ gpt-image-2"}', 503,
            "model gpt-image-2 is only supported on /v1/images/generations and /v1/images/edits",
        ),
    ],
)  # fmt: skip
def test_what_nobody_serves(body: bytes, status: int, message: str) -> None:
    async def work(both: Pair) -> None:
        answer = await both.client.post(f"{both.url}{CHAT}", content=body)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/json"
        assert answer.json() == {
            "error": {"message": message, "type": "server_error", "code": "internal_server_error"}
        }

    _run(work)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", CHAT), ("POST", "/v1/models"), ("GET", "/"), ("GET", "/v1/models/"), ("PUT", CHAT)],
)
def test_there_is_nothing_else(method: str, path: str) -> None:
    async def work(both: Pair) -> None:
        answer = await both.client.request(method, both.url + path)
        assert (answer.status_code, answer.text) == (404, "404 page not found")

    _run(work)


def test_api_keys() -> None:
    async def work(both: Pair) -> None:
        missing = await both.client.get(f"{both.url}/v1/models")
        assert (missing.status_code, missing.text) == (401, '{"error":"Missing API key"}')
        wrong = await both.client.post(
            f"{both.url}{CHAT}", json=chat_body(), headers={"Authorization": "Bearer wrong"}
        )
        assert (wrong.status_code, wrong.text) == (401, '{"error":"Invalid API key"}')
        right = await both.client.post(
            f"{both.url}{CHAT}", json=chat_body(), headers={"Authorization": "Bearer alpha"}
        )
        assert right.status_code == 200
        # The client's key is for the gateway alone.
        assert both.stub.asked[0].headers["authorization"] == "Bearer upstream-key"
        assert len(both.stub.asked) == 1

    _run(work, api_keys=["alpha"])


@pytest.mark.parametrize("passthrough", [False, True])
@pytest.mark.parametrize("stream", [False, True])
def test_an_upstream_error_keeps_its_status_and_body(*, passthrough: bool, stream: bool) -> None:
    body = b'{"error":{"message":"slow down","type":"requests"}}'
    headers = {"Retry-After": "7", "Set-Cookie": "a=b", "X-Request-Id": "r1"}
    script = {"up": Behaviour(status=429, body=body, headers=headers)}

    async def work(both: Pair) -> None:
        answer = await both.chat(stream=stream)
        assert answer.status_code == 429
        assert answer.content == body
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers.get("retry-after") == ("7" if passthrough else None)
        assert answer.headers.get("x-request-id") == ("r1" if passthrough else None)
        assert "set-cookie" not in answer.headers

    _run(work, script, passthrough_headers=passthrough)


def test_a_text_of_an_upstream_becomes_an_error_body() -> None:
    async def work(both: Pair) -> None:
        answer = await both.chat()
        assert answer.status_code == 418
        assert answer.content == (
            b'{"error":{"message":"plain \\u003ctext\\u003e","type":"invalid_request_error"}}'
        )

    _run(work, {"up": Behaviour(status=418, body=b"plain <text>")})


def test_headers_of_a_good_answer_pass_when_told() -> None:
    script = {"up": Behaviour(headers={"X-Request-Id": "r1", "Set-Cookie": "a=b"})}

    async def work(both: Pair) -> None:
        for stream in (False, True):
            answer = await both.chat(stream=stream)
            assert answer.headers["x-request-id"] == "r1"
            assert "set-cookie" not in answer.headers
            kind = "text/event-stream" if stream else "application/json"
            assert answer.headers["content-type"] == kind

    _run(work, script, passthrough_headers=True)


def test_auto_is_the_first_available_model() -> None:
    async def work(both: Pair) -> None:
        for model in ("auto", "auto(low)"):
            assert (await both.chat(model)).status_code == 200
        plain, suffixed = both.stub.asked
        assert plain.json["model"] == suffixed.json["model"] == "up"
        assert "reasoning_effort" not in plain.json
        assert suffixed.json["reasoning_effort"] == "low"

    def entries(base: str) -> list[dict[str, Any]]:
        return [entry(base, models=[{"name": "up", "alias": "m"}])]

    _run(work, entries=entries)


def test_a_body_of_the_responses_interface_is_converted() -> None:
    async def work(both: Pair) -> None:
        answer = await both.client.post(f"{both.url}{CHAT}", json={"model": "m", "input": "hi"})
        assert answer.status_code == 200
        assert both.stub.asked[0].json == chat_body("up")

    _run(work)


def test_upstreams_that_fail_are_failed_over() -> None:
    def entries(base: str) -> list[dict[str, Any]]:
        broken = entry(base, name="broken", priority=5, models=[{"name": "bad", "alias": "m"}])
        return [broken, entry(base)]

    async def work(both: Pair) -> None:
        answer = await both.chat()
        assert answer.status_code == 200
        assert [asked.json["model"] for asked in both.stub.asked] == ["bad", "up"]
        both.stub.script["bad"] = Behaviour(fault=Fault.FIRST_CHUNK_ERROR)
        stream = await both.chat(stream=True)
        assert stream.text.endswith("data: [DONE]\n\n")
        assert [asked.json["model"] for asked in both.stub.asked[2:]] == ["bad", "up"]

    _run(work, {"bad": Behaviour(fault=Fault.BROKEN)}, entries=entries)


def test_prefixes_and_entries_that_are_off() -> None:
    def entries(base: str) -> list[dict[str, Any]]:
        model = [{"name": "up", "alias": ""}]
        return [
            entry(base, name="one", prefix="/team/", models=model),
            entry(base, name="two", disabled=True, models=[{"name": "off"}]),
            entry("", name="three", models=[{"name": "nowhere"}]),
            entry(base, name="four", prefix="a/b", models=[{"name": "plain"}, {"name": " "}]),
        ]

    async def work(both: Pair) -> None:
        listed = (await both.client.get(f"{both.url}/v1/models")).json()["data"]
        assert [entry["id"] for entry in listed] == ["plain", "team/up", "up"]
        assert (await both.chat("team/up")).status_code == 200
        assert both.stub.asked[0].json["model"] == "up"

    _run(work, entries=entries)


def test_forced_prefixes_and_keyless_entries() -> None:
    def entries(base: str) -> list[dict[str, Any]]:
        return [
            entry(
                base, prefix="team", models=[{"name": "up"}], headers={"X-A": "b"},
                **{"api-key-entries": []},
            )
        ]  # fmt: skip

    async def work(both: Pair) -> None:
        listed = (await both.client.get(f"{both.url}/v1/models")).json()["data"]
        assert [entry["id"] for entry in listed] == ["team/up"]
        assert (await both.chat("team/up")).status_code == 200
        assert "authorization" not in both.stub.asked[0].headers
        assert both.stub.asked[0].headers["x-a"] == "b"

    _run(work, entries=entries, force_model_prefix=True)


def test_a_body_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reference_impl.gateway.app.LARGEST_BODY", 100)

    async def work(both: Pair) -> None:
        assert (await both.chat()).status_code == 200
        answer = await both.chat(extra="x" * 100)
        assert answer.status_code == 413
        assert answer.json()["error"]["message"] == "a body of more than 100 bytes"
        assert len(both.stub.asked) == 1

    _run(work)


def test_an_error_whose_status_has_no_body_has_none() -> None:
    """It would be read as the beginning of the next answer."""

    async def main() -> None:
        async with running(UpstreamStub({"up": Behaviour(status=304, body=b"")})) as upstream:
            config = from_mapping({"openai-compatibility": [entry(f"{upstream}/v1")]})
            body = json.dumps(chat_body()).encode()
            app = build(config, "complete")
            async with running(app):  # which closes what the application keeps open
                answer = await send(app, "POST", CHAT, body=body)
        assert (answer.status, answer.body) == (304, b"")
        assert "content-length" not in answer.headers

    asyncio.run(main())


def test_large_bodies_go_through_whole() -> None:
    words = "é" * 3_000_000

    async def work(both: Pair) -> None:
        answer = await both.chat(extra=words)
        assert answer.status_code == 200
        assert json.loads(both.stub.asked[0].body)["extra"] == words

    _run(work)

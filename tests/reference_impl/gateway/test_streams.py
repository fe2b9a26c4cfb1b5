"""Streams of a real gateway: framing, errors before and behind the first payload, slow ends."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

import pytest

from reference_impl.gateway.pool import Timeouts
from reference_impl.gateway.stub import Behaviour, Fault
from tests.support.gateways import CHAT, Pair, chat_body, entry, pair
from tests.support.waiting import until

Work = Callable[[Pair], Coroutine[Any, Any, None]]


def _run(work: Work, behaviour: Behaviour | None = None, **settings: Any) -> None:
    async def main() -> None:
        async with pair({"up": behaviour or Behaviour()}, **settings) as both:
            await work(both)

    asyncio.run(main())


def _request(*, stream: bool = True) -> bytes:
    body = json.dumps(chat_body(stream=stream)).encode()
    head = f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Content-Type: application/json\r\n\r\n".encode() + body


async def _connect(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = urlsplit(url)
    assert address.hostname
    return await asyncio.open_connection(address.hostname, address.port)


def _unchunked(raw: bytes) -> list[bytes]:
    pieces = []
    while raw:
        size, _, raw = raw.partition(b"\r\n")
        length = int(size, 16)
        pieces.append(raw[:length])
        assert raw[length : length + 2] == b"\r\n"
        raw = raw[length + 2 :]
    return pieces


def test_the_bytes_of_a_stream() -> None:
    async def work(both: Pair) -> None:
        reader, writer = await _connect(both.url)
        writer.write(_request())
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readuntil(b"\r\n0\r\n\r\n")
        writer.close()
        await writer.wait_closed()

        status, *lines = head.decode().rstrip().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        headers.pop("date")
        assert status == "HTTP/1.1 200 OK"
        assert headers == {
            "content-type": "text/event-stream",
            "cache-control": "no-cache",
            "connection": "keep-alive",
            "access-control-allow-origin": "*",
            "transfer-encoding": "chunked",
        }
        *events, done, end = _unchunked(body)
        assert end == b""
        assert done == b"data: [DONE]\n\n"
        assert len(events) == 4
        for event in events:
            assert event.startswith(b"data: {")
            assert event.endswith(b"}\n\n")
            assert event.count(b"\n") == 2

    _run(work)


def test_chunks_come_as_they_are_sent() -> None:
    async def work(both: Pair) -> None:
        url = f"{both.url}{CHAT}"
        async with both.client.stream("POST", url, json=chat_body(stream=True)) as answer:
            pieces = answer.aiter_bytes()
            assert b'"first"' in await anext(pieces)
            assert both.stub.open_streams == 1
        # The rest would have come in a minute.
        await until(lambda: both.stub.left == 1)

    _run(work, Behaviour(words=("first", "second"), chunk_delay=60))


@pytest.mark.parametrize(
    ("behaviour", "status", "message"),
    [
        (Behaviour(status=503, body=b"down"), 503, "down"),
        (Behaviour(fault=Fault.FIRST_CHUNK_ERROR, body=b'{"error":{"message":"x"}}'), 502, "x"),
        (Behaviour(fault=Fault.EMPTY), 500,
         "empty_stream: upstream stream closed before first payload"),
        (Behaviour(fault=Fault.HTML), 502, "upstream answered a stream request with text/html"),
        (Behaviour(fault=Fault.BROKEN, words=()), 500, None),
        (Behaviour(delay=60), 504, "upstream timed out (read)"),
    ],
)  # fmt: skip
def test_an_error_before_the_first_payload_is_plain(
    behaviour: Behaviour, status: int, message: str | None
) -> None:
    async def work(both: Pair) -> None:
        answer = await both.chat(stream=True)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/json"
        said = answer.json()["error"]["message"]
        assert said == message or (message is None and "connection failed" in said)

    _run(work, behaviour, timeouts=Timeouts(read=0.5))


@pytest.mark.parametrize(
    ("behaviour", "chunks"),
    [
        (Behaviour(fault=Fault.BROKEN), 3),
        (Behaviour(fault=Fault.UNFINISHED), 3),
        (Behaviour(chunk_delay=60), 1),
    ],
)
def test_an_error_behind_it_is_the_last_event(behaviour: Behaviour, chunks: int) -> None:
    async def work(both: Pair) -> None:
        answer = await both.chat(stream=True)
        assert answer.status_code == 200
        *events, last = answer.text.removesuffix("\n\n").split("\n\n")
        assert len(events) == chunks
        error = json.loads(last.removeprefix("data: "))["error"]
        assert error["type"] == "server_error"
        assert "[DONE]" not in answer.text

    _run(work, behaviour, timeouts=Timeouts(read=0.5))


def test_bootstrap_retries_use_another_auth() -> None:
    def entries(base: str) -> list[dict[str, Any]]:
        bad = entry(base, name="acme", models=[{"name": "bad", "alias": "m"}])
        return [bad, entry(base, name="globex")]

    async def work(both: Pair) -> None:
        both.stub.script["bad"] = Behaviour(fault=Fault.FIRST_CHUNK_ERROR)
        answer = await both.chat(stream=True)
        assert answer.text.endswith("data: [DONE]\n\n")
        assert {asked.json["model"] for asked in both.stub.asked} <= {"bad", "up"}

    _run(work, entries=entries, streaming={"bootstrap-retries": 1})


def test_when_the_second_try_fails_its_error_is_told() -> None:
    async def work(both: Pair) -> None:
        answer = await both.chat(stream=True)
        assert answer.status_code == 503
        assert answer.json()["error"]["message"] == (
            "auth_unavailable: no auth available (providers=acme, model=m)"
        )

    fault = Behaviour(fault=Fault.FIRST_CHUNK_ERROR)
    _run(work, fault, streaming={"bootstrap-retries": 1})


def test_a_silent_stream_is_kept_alive() -> None:
    async def work(both: Pair) -> None:
        answer = await both.chat(stream=True)
        assert ": keep-alive\n\n" in answer.text
        assert answer.text.count("data: {") == 3
        assert answer.text.endswith("data: [DONE]\n\n")

    behaviour = Behaviour(words=("a", "b"), chunk_delay=2.4)
    _run(work, behaviour, streaming={"keepalive-seconds": 1})


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("keepalive", [0, 1])
def test_a_client_that_leaves_takes_its_upstream_request_along(
    *, begun: bool, stream: bool, keepalive: int
) -> None:
    behaviour = Behaviour(hold=True) if begun else Behaviour(delay=60)

    async def work(both: Pair) -> None:
        if begun and not stream:
            return
        before = len(asyncio.all_tasks())
        reader, writer = await _connect(both.url)
        writer.write(_request(stream=stream))
        await until(lambda: len(both.stub.asked) == 1)
        if begun:
            await reader.readuntil(b" three")
        # A reset, as of a client that crashed.
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        writer.close()
        await until(lambda: both.stub.left == 1 and both.stub.open_streams == 0)
        await until(lambda: len(asyncio.all_tasks()) <= before)
        # Nobody is to blame for it: the auth still serves.
        both.stub.script["up"] = Behaviour()
        assert (await both.chat()).status_code == 200

    _run(work, behaviour, streaming={"keepalive-seconds": keepalive})


def test_a_client_that_leaves_in_its_own_request() -> None:
    async def work(both: Pair) -> None:
        _, writer = await _connect(both.url)
        writer.write(_request()[:-5])
        await writer.drain()
        writer.close()
        await asyncio.sleep(0.05)
        assert both.stub.asked == []
        assert (await both.chat()).status_code == 200

    _run(work)


def test_a_client_that_leaves_while_the_gateway_waits_to_try_again() -> None:
    async def work(both: Pair) -> None:
        before = len(asyncio.all_tasks())
        _, writer = await _connect(both.url)
        writer.write(_request())
        await until(lambda: both.stub.finished == 1)
        await asyncio.sleep(0.05)
        # It waits for the minute that an upstream with a 503 is left alone.
        assert len(asyncio.all_tasks()) > before
        writer.close()
        await until(lambda: len(asyncio.all_tasks()) <= before)
        assert len(both.stub.asked) == 1

    behaviour = Behaviour(status=503, body=b"down")
    _run(work, behaviour, request_retry=3, max_retry_interval=120)


def test_behind_a_payload_nothing_is_begun_again() -> None:
    async def work(both: Pair) -> None:
        answer = await both.chat(stream=True)
        assert answer.text.count("data: {") == 4
        assert "upstream stream ended before it was done" in answer.text.split("\n\n")[-2]
        assert len(both.stub.asked) == 1

    behaviour = Behaviour(fault=Fault.UNFINISHED)
    _run(work, behaviour, streaming={"bootstrap-retries": 3})

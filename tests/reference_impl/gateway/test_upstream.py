"""The executor against a real upstream on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reference_impl.auth import Auth
from reference_impl.errors import AuthError
from reference_impl.exchange import HttpRequest, Options, Request, StreamChunk
from reference_impl.gateway.pool import BUSY, Timeouts, UpstreamPool
from reference_impl.gateway.serve import running
from reference_impl.gateway.stub import Behaviour, Fault, UpstreamStub
from reference_impl.gateway.upstream import OpenAICompatExecutor
from reference_impl.gateway.upstream_errors import UpstreamError, in_stream, parse_retry_after
from tests.support.waiting import until

Work = Callable[[OpenAICompatExecutor, Auth], Coroutine[Any, Any, None]]
PAYLOAD = b'{"model": "alias", "messages": [], "n": 1.50}'


def _with_stub(stub: UpstreamStub, work: Work, **attributes: str) -> None:
    async def main() -> None:
        pool = UpstreamPool(Timeouts(connect=1, read=0.3))
        async with running(stub) as url:
            known = {"base_url": f"{url}/v1/", "api_key": "upstream-key"}
            auth = Auth(id="a1", provider="acme", attributes=known | attributes)
            try:
                await work(OpenAICompatExecutor("acme", pool), auth)
            finally:
                await pool.close()

    asyncio.run(main())


async def _stream(
    executor: OpenAICompatExecutor, auth: Auth, model: str = "up"
) -> list[StreamChunk]:
    request = Request(model=model, payload=PAYLOAD)
    result = await executor.execute_stream(auth, request, Options(stream=True))
    return [chunk async for chunk in result.chunks]


def test_what_the_upstream_is_sent() -> None:
    stub = UpstreamStub()

    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        response = await executor.execute(auth, Request("gpt-5.5(high)", PAYLOAD), Options())
        assert b"one two three" in response.payload
        assert response.headers["Content-Type"] == ["application/json"]
        await _stream(executor, auth, "gpt-5.5")

    _with_stub(stub, work, **{"header:X-Team": "blue"})

    whole, stream = stub.asked
    assert whole.path == "/v1/chat/completions"
    assert whole.headers["authorization"] == "Bearer upstream-key"
    assert whole.headers["x-team"] == "blue"
    assert whole.body == (
        b'{"reasoning_effort":"high","model": "gpt-5.5", "messages": [], "n": 1.50}'
    )
    assert stream.json == {"model": "gpt-5.5", "messages": [], "n": 1.5, "stream": True}
    assert stream.headers["accept"] == "text/event-stream"
    assert stream.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("suffix", "effort"),
    [
        ("(HIGH)", "high"), ("(none)", "none"), ("(0)", "none"), ("(512)", "minimal"),
        ("(1024)", "low"), ("(8192)", "medium"), ("(008193)", "high"), ("(24577)", "xhigh"),
        ("(max)", "max"), ("(auto)", "body"), ("(-1)", "body"), ("(foo)", "body"), ("()", "body"),
        ("", "body"),
    ],
)  # fmt: skip
def test_the_suffix_becomes_an_effort(suffix: str, effort: str) -> None:
    stub = UpstreamStub()

    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        payload = b'{"model":"x","reasoning_effort":"body"}'
        await executor.execute(auth, Request(f"up{suffix}", payload), Options())

    _with_stub(stub, work)

    assert stub.asked[0].json == {"model": "up", "reasoning_effort": effort}


def test_an_error_keeps_status_body_and_retry_after() -> None:
    body = b'{"error":{"message":"slow down"}}'
    stub = UpstreamStub({"up": Behaviour(status=429, body=body, headers={"Retry-After": "7"})})

    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        for call in (
            executor.execute(auth, Request("up", PAYLOAD), Options()),
            _stream(executor, auth),
        ):
            with pytest.raises(UpstreamError) as caught:
                await call
            assert caught.value.status_code == 429
            assert str(caught.value) == body.decode()
            assert caught.value.retry_after == timedelta(seconds=7)
            assert caught.value.headers["Retry-After"] == ["7"]

    _with_stub(stub, work)


@pytest.mark.parametrize(
    ("behaviour", "status", "text"),
    [
        (Behaviour(fault=Fault.HTML), 502, "text/html"),
        (Behaviour(delay=5), 504, "timed out"),
        (Behaviour(fault=Fault.BROKEN), 0, "failed"),
    ],
)
def test_an_answer_that_is_none(behaviour: Behaviour, status: int, text: str) -> None:
    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        with pytest.raises(UpstreamError, match=text) as caught:
            await executor.execute(auth, Request("up", PAYLOAD), Options())
        assert caught.value.status_code == status

    _with_stub(UpstreamStub({"up": behaviour}), work)


@pytest.mark.parametrize(
    ("behaviour", "payloads", "status", "text"),
    [
        (Behaviour(), 4, None, ""),
        (Behaviour(fault=Fault.EMPTY), 0, None, ""),
        (Behaviour(fault=Fault.BROKEN), 3, 0, "failed"),
        (Behaviour(fault=Fault.UNFINISHED), 3, 502, "before it was done"),
        (Behaviour(fault=Fault.FIRST_CHUNK_ERROR), 0, 502, "scripted"),
        (Behaviour(chunk_delay=5), 1, 504, "timed out"),
    ],
)
def test_how_a_stream_ends(
    behaviour: Behaviour, payloads: int, status: int | None, text: str
) -> None:
    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        chunks = await _stream(executor, auth)
        errors = [chunk.error for chunk in chunks if chunk.error is not None]
        assert len(chunks) - len(errors) == payloads
        assert all(chunk.payload.startswith(b"{") for chunk in chunks[:payloads])
        if status is None:
            assert not errors
        else:
            assert chunks[-1].error is errors[0]
            assert getattr(errors[0], "status_code", None) == status
            assert text in str(errors[0])

    _with_stub(UpstreamStub({"up": behaviour}), work)


def test_a_stream_request_that_is_answered_with_a_page() -> None:
    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        with pytest.raises(UpstreamError, match="stream request with text/html"):
            await _stream(executor, auth)

    _with_stub(UpstreamStub({"up": Behaviour(fault=Fault.HTML)}), work)


@pytest.mark.parametrize("read", [0, 1])
def test_closing_a_stream_closes_the_request(read: int) -> None:
    stub = UpstreamStub({"up": Behaviour(hold=True)})

    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        result = await executor.execute_stream(auth, Request("up", PAYLOAD), Options(stream=True))
        for _ in range(read):
            await anext(result.chunks)
        await result.chunks.aclose()  # type: ignore[attr-defined]
        await until(lambda: stub.left == 1 and stub.open_streams == 0)

    _with_stub(stub, work)


def test_cancelling_a_call_closes_the_request() -> None:
    stub = UpstreamStub({"up": Behaviour(delay=60)})

    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        call = asyncio.create_task(executor.execute(auth, Request("up", PAYLOAD), Options()))
        await until(lambda: len(stub.asked) == 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await until(lambda: stub.left == 1)

    _with_stub(stub, work)


def test_a_redirect_is_not_followed() -> None:
    """The key stays with its upstream."""
    stub = UpstreamStub({"up": Behaviour(status=307, headers={"Location": "/elsewhere"})})

    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        with pytest.raises(UpstreamError) as caught:
            await executor.execute(auth, Request("up", PAYLOAD), Options())
        assert caught.value.status_code == 307

    _with_stub(stub, work)

    assert [asked.path for asked in stub.asked] == ["/v1/chat/completions"]


def test_nobody_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        for base in (f"http://127.0.0.1:{port}", "no url", "http://[", ""):
            auth.attributes["base_url"] = base
            with pytest.raises(UpstreamError) as caught:
                await executor.execute(auth, Request("up", PAYLOAD), Options())
            assert caught.value.status_code == (0 if base else 401)
            assert "127.0.0.1" not in str(caught.value)

    _with_stub(UpstreamStub(), work)


def test_connections_are_used_again() -> None:
    stub = UpstreamStub()
    ports: list[int] = []

    async def counting(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            ports.append(scope["client"][1])
        await stub(scope, receive, send)

    async def main() -> None:
        pool = UpstreamPool()
        async with running(counting) as url:
            auth = Auth(id="a1", attributes={"base_url": url})
            executor = OpenAICompatExecutor("acme", pool)
            for _ in range(3):
                await executor.execute(auth, Request("up", PAYLOAD), Options())
                await _stream(executor, auth)
            await pool.close()

    asyncio.run(main())

    assert len(ports) == 6
    assert len(set(ports)) == 1


Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


def _with_sockets(handler: Handler, work: Work) -> None:
    """Run the work with an upstream made of plain sockets."""

    async def main() -> None:
        handlers: list[asyncio.Task[None]] = []

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(asyncio.IncompleteReadError):
                await handler(reader, writer)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

        server = await asyncio.start_server(
            lambda r, w: handlers.append(asyncio.create_task(handle(r, w))), "127.0.0.1", 0
        )
        port = server.sockets[0].getsockname()[1]
        pool = UpstreamPool()
        auth = Auth(id="a1", attributes={"base_url": f"http://127.0.0.1:{port}"})
        try:
            await work(OpenAICompatExecutor("acme", pool), auth)
            assert pool.busy == 0
        finally:
            await pool.close()
            server.close()
            await server.wait_closed()
            await asyncio.gather(*handlers)

    asyncio.run(main())


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return await reader.readexactly(length)


def test_a_kept_connection_that_was_closed_is_no_failure() -> None:
    asked: list[bytes] = []

    async def drops_the_second(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await _read_request(reader))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        asked.append(await _read_request(reader))

    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        for _ in range(3):
            response = await executor.execute(auth, Request("up", PAYLOAD), Options())
            assert response.payload == b"{}"

    _with_sockets(drops_the_second, work)

    # The second and the third request were dropped once each.
    assert len(asked) == 5


def test_a_fresh_connection_that_is_closed_is_a_failure() -> None:
    asked: list[bytes] = []

    async def closes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await _read_request(reader))

    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        with pytest.raises(UpstreamError, match="failed"):
            await executor.execute(auth, Request("up", PAYLOAD), Options())

    _with_sockets(closes, work)

    assert len(asked) == 1


def test_many_at_once_are_spread_over_clients_and_leave_nothing_busy() -> None:
    stub = UpstreamStub({"up": Behaviour(words=("a",), delay=0.05)})

    async def main() -> None:
        pool = UpstreamPool()
        async with running(stub) as url:
            auth = Auth(id="a1", attributes={"base_url": url})
            executor = OpenAICompatExecutor("acme", pool)
            streams = await asyncio.gather(*(_stream(executor, auth) for _ in range(BUSY * 3)))
            assert all(len(chunks) == 2 for chunks in streams)
            assert pool.busy == 0
            await pool.close()

    asyncio.run(main())

    assert stub.finished == BUSY * 3


def test_helpers_of_the_interface() -> None:
    stub = UpstreamStub()

    async def work(executor: OpenAICompatExecutor, auth: Auth) -> None:
        url = auth.attributes["base_url"] + "elsewhere"
        answer = await executor.http_request(auth, HttpRequest("GET", url))
        assert answer.status == 404
        assert answer.headers["Content-Type"] == ["application/json"]
        assert await executor.refresh(auth) is auth
        with pytest.raises(AuthError, match="not_supported"):
            await executor.count_tokens(auth, Request(), Options())

    _with_stub(stub, work)

    assert stub.asked[0].headers["authorization"] == "Bearer upstream-key"


def test_retry_after_is_seconds_or_a_date() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)

    assert parse_retry_after(" 90 ", now) == timedelta(seconds=90)
    assert parse_retry_after("Thu, 01 Jan 2026 00:01:00 GMT", now) == timedelta(minutes=1)
    assert parse_retry_after("Wed, 31 Dec 2025 00:00:00 GMT", now) == timedelta(0)
    for text in ("", "soon", "-5", "1.5", "١٢"):
        assert parse_retry_after(text, now) is None


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b'{"error":{"message":"x"}}', 502),
        (b'{"error":{"code":429}}', 429),
        (b'{"error":{"code":"429","status":503}}', 503),
        (b'{"error":"text"}', 502),
        (b'{"error":null}', None),
        (b'{"choices":[],"error":{"code":500}}', None),
        (b'{"choices":[{"delta":{"content":"\\"error\\""}}]}', None),
        (b'{"error":', None),
        (b"[]", None),
    ],
)
def test_errors_within_a_stream(data: bytes, status: int | None) -> None:
    error = in_stream(data)

    assert (error.status_code if error else None) == status

"""The executor for OpenAI-compatible upstreams over HTTP (`OpenAICompatExecutor`)."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import Any

import httpx

from reference_impl.auth import Auth
from reference_impl.errors import AuthError
from reference_impl.exchange import (
    Headers,
    HttpRequest,
    HttpResponse,
    Options,
    Request,
    Response,
    StreamChunk,
    StreamResult,
)
from reference_impl.gateway import sse, thinking
from reference_impl.gateway.json_members import read
from reference_impl.gateway.pool import Exchange, UpstreamPool
from reference_impl.gateway.upstream_errors import UpstreamError, answered, in_stream

HEADER_PREFIX = "header:"
"""Attributes of an auth with this prefix are headers for its upstream."""
_DRAIN = 0.05
"""Seconds to wait behind `[DONE]` for the end, so that the connection can be used again."""
_FINISHED = re.compile(rb'"finish_reason"\s*:\s*"')


class OpenAICompatExecutor:
    """Makes the calls of one OpenAI-compatible provider.

    The key, the base URL, the proxy and further headers are attributes of the auth: `api_key`,
    `base_url`, `proxy_url`, `header:NAME`.
    """

    def __init__(self, provider: str, pool: UpstreamPool) -> None:
        self._provider = provider
        self._pool = pool

    def identifier(self) -> str:
        """The provider's name."""
        return self._provider

    async def execute(
        self,
        auth: Auth,
        request: Request,
        options: Options,
    ) -> Response:
        """One whole answer.

        Raises:
            UpstreamError: No answer, an error status, or an answer that is no JSON.
        """
        with _faults():
            exchange = await self._send(auth, request, stream=False)
            response = exchange.response
            try:
                body = await response.aread()
            finally:
                await exchange.aclose()
        headers = _headers(response)
        if not response.is_success:
            raise answered(response.status_code, body, headers)
        if body.lstrip()[:1] not in (b"{", b"["):
            raise UpstreamError(502, _no_json(response), headers=headers)
        return Response(payload=body, headers=headers)

    async def execute_stream(
        self,
        auth: Auth,
        request: Request,
        options: Options,
    ) -> StreamResult:
        """An answer in pieces; every chunk is the bare JSON of an event, `[DONE]` is left out.

        Raises:
            UpstreamError: No answer, an error status, or an answer that is no stream of events.
        """
        with _faults():
            exchange = await self._send(auth, request, stream=True)
            try:
                await _check_stream(exchange.response)
            except BaseException:
                await exchange.aclose()
                raise
        return StreamResult(headers=_headers(exchange.response), chunks=_Chunks(exchange))

    async def count_tokens(
        self,
        auth: Auth,
        request: Request,
        options: Options,
    ) -> Response:
        """Not offered: chat completions have no such call.

        Raises:
            AuthError: Always.
        """
        raise AuthError("not_supported", "upstream does not count tokens", http_status=501)

    async def refresh(self, auth: Auth) -> Auth:
        """The auth as it is: keys don't age."""
        return auth

    def prepare_request(self, request: HttpRequest, auth: Auth) -> None:
        """Put the auth's key and headers into a request."""
        for name, value in _credentials(auth).items():
            request.headers[name] = [value]

    async def http_request(self, auth: Auth, request: HttpRequest) -> HttpResponse:
        """Send a request of the provider's own API, with the auth's key.

        Raises:
            UpstreamError: No answer.
        """
        self.prepare_request(request, auth)
        headers = [(name, value) for name, values in request.headers.items() for value in values]
        with _faults():
            exchange = await self._pool.send(
                request.method,
                request.url,
                headers=headers,
                content=request.body,
                proxy=auth.attributes.get("proxy_url", ""),
            )
            try:
                body = await exchange.response.aread()
            finally:
                await exchange.aclose()
        response = exchange.response
        return HttpResponse(status=response.status_code, headers=_headers(response), body=body)

    async def _send(self, auth: Auth, request: Request, *, stream: bool) -> Exchange:
        base = auth.attributes.get("base_url", "").strip().rstrip("/")
        if not base:
            raise UpstreamError(401, "missing provider base URL")
        headers = {"Content-Type": "application/json", "User-Agent": "reference-gateway"}
        if stream:
            # A compressed stream would be held back until a block is full.
            headers |= {
                "Accept": "text/event-stream",
                "Cache-Control": "no-cache",
                "Accept-Encoding": "identity",
            }
        return await self._pool.send(
            "POST",
            f"{base}/chat/completions",
            headers=headers | _credentials(auth),
            content=_body(request, stream=stream),
            proxy=auth.attributes.get("proxy_url", ""),
        )


async def _check_stream(response: httpx.Response) -> None:
    headers = _headers(response)
    if not response.is_success:
        raise answered(response.status_code, await response.aread(), headers)
    kind = response.headers.get("content-type", "text/event-stream")
    if not kind.lower().lstrip().startswith("text/event-stream"):
        raise UpstreamError(502, f"upstream answered a stream request with {kind}", headers=headers)


def _body(request: Request, *, stream: bool) -> bytes:
    body = read(request.payload)
    if body is None:
        raise UpstreamError(400, "the request body is no JSON object")
    changes: dict[str, Any] = {"model": thinking.upstream_model(request.model)}
    if effort := thinking.effort(request.model):
        changes["reasoning_effort"] = effort
    if stream != body.is_true("stream") and (stream or "stream" in body.members):
        changes["stream"] = stream
    return body.with_members(changes)


def _credentials(auth: Auth) -> dict[str, str]:
    headers = {
        name.removeprefix(HEADER_PREFIX): value
        for name, value in auth.attributes.items()
        if name.startswith(HEADER_PREFIX)
    }
    if key := auth.attributes.get("api_key", "").strip():
        headers = {"Authorization": f"Bearer {key}"} | headers
    return headers


def _headers(response: httpx.Response) -> Headers:
    headers: Headers = {}
    for name, value in response.headers.multi_items():
        canonical = "-".join(part.capitalize() for part in name.split("-"))
        headers.setdefault(canonical, []).append(value)
    return headers


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """Faults of the connection as errors without an answer; time-outs as 504."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, sse.LineTooLongError) as error:
        raise _fault(error) from error


def _fault(error: Exception) -> UpstreamError:
    if isinstance(error, httpx.TimeoutException):
        phase = type(error).__name__.removesuffix("Timeout").lower()
        return UpstreamError(504, f"upstream timed out ({phase})")
    if isinstance(error, httpx.ConnectError):
        return UpstreamError(0, "upstream can't be reached")
    reason = str(error) or type(error).__name__
    return UpstreamError(0, f"upstream connection failed: {reason}")


class _Chunks:
    """The events of an answer; whatever ends it early is the last chunk, as an error."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._chunks = _chunks(exchange)

    def __aiter__(self) -> AsyncIterator[StreamChunk]:
        return self

    async def __anext__(self) -> StreamChunk:
        return await anext(self._chunks)

    async def aclose(self) -> None:
        """End the request, also when nothing of its answer was read."""
        await self._chunks.aclose()
        await self._exchange.aclose()


async def _chunks(exchange: Exchange) -> AsyncGenerator[StreamChunk, None]:
    """The chunks of an answer.

    An answer that stops without `[DONE]` and without a finish reason is taken for cut off: passing
    it on as complete would lose the rest without a word.
    """
    begun = finished = False
    events = sse.data_lines(exchange.response.aiter_bytes())
    try:
        with _faults():
            async for data in events:
                if data == sse.DONE:
                    finished = True
                    break
                if not data:
                    continue
                if (failure := in_stream(data)) is not None:
                    yield StreamChunk(error=failure)
                    return
                begun = True
                finished = finished or bool(_FINISHED.search(data))
                yield StreamChunk(payload=data)
            if finished:
                await _drain(events)
        if begun and not finished:
            yield StreamChunk(error=UpstreamError(502, "upstream stream ended before it was done"))
    except UpstreamError as error:
        yield StreamChunk(error=error)
    finally:
        await events.aclose()
        await exchange.aclose()


async def _drain(events: AsyncIterator[bytes]) -> None:
    with contextlib.suppress(TimeoutError, httpx.HTTPError):
        async with asyncio.timeout(_DRAIN):
            async for _ in events:
                pass


def _no_json(response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "no content type")
    return f"upstream answered with {kind}, not with JSON"

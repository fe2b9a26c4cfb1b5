"""The HTTP surface of the conductor as an ASGI application (section 13 of its behaviour).

`GET /v1/models` and `POST /v1/chat/completions`, stream and not. The listings for other clients
(`?client_version`, user agents of Claude's command line) are not served: they are no matter of the
conductor.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from reference_impl import go_json
from reference_impl.exchange import Options, Request
from reference_impl.gateway import sse
from reference_impl.gateway.api_keys import refusal
from reference_impl.gateway.headers import HeaderList, merged
from reference_impl.gateway.inprocess import Message, Receive, Scope, Send
from reference_impl.gateway.json_members import read
from reference_impl.gateway.lifespan import live
from reference_impl.gateway.presence import while_present
from reference_impl.gateway.refusals import (
    RefusedError,
    body_for,
    explained,
    headers_of,
    named,
    status_for,
)
from reference_impl.gateway.relay import Relay, with_pauses
from reference_impl.gateway.resolve import Route, resolve
from reference_impl.gateway.responses_body import as_chat_body, is_responses_body
from reference_impl.manager import Manager
from reference_impl.registry import ModelRegistry

LARGEST_BODY = 256 * 1024 * 1024
"""Bytes of a request body that are taken into memory."""

_JSON: HeaderList = [(b"content-type", b"application/json")]
_JSON_UTF8: HeaderList = [(b"content-type", b"application/json; charset=utf-8")]
_TEXT: HeaderList = [(b"content-type", b"text/plain")]
_EVENTS: HeaderList = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-cache"),
    (b"connection", b"keep-alive"),
    (b"access-control-allow-origin", b"*"),
]
_WITHOUT_BODY = frozenset({204, 205, 304})
_MODEL_FIELDS = ("created", "id", "object", "owned_by")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the surface itself takes from the configuration.

    Attributes:
        api_keys: Keys of clients; without any, everybody may.
        passthrough_headers: Send headers of upstream answers and of errors on to the client.
        bootstrap_retries: How often a stream that failed before its first payload is begun again.
        keepalive_seconds: A comment is sent on a stream that was silent for so long; 0 is never.
    """

    api_keys: Sequence[str] = ()
    passthrough_headers: bool = False
    bootstrap_retries: int = 0
    keepalive_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Exchange:
    """One request and the way to answer it."""

    scope: Scope
    receive: Receive
    send: Send
    headers: Mapping[str, str] = field(default_factory=dict)

    async def start(self, status: int, headers: HeaderList) -> None:
        await self.send({"type": "http.response.start", "status": status, "headers": headers})

    async def more(self, piece: bytes) -> None:
        await self.send({"type": "http.response.body", "body": piece, "more_body": True})

    async def end(self) -> None:
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    async def whole(self, status: int, headers: HeaderList, body: bytes) -> None:
        if status in _WITHOUT_BODY:
            body = b""
        length = (b"content-length", str(len(body)).encode())
        await self.start(status, headers if status in _WITHOUT_BODY else [*headers, length])
        await self.send({"type": "http.response.body", "body": body, "more_body": False})


class Gateway:
    """The application.

    Args:
        manager: Runs the requests, by its routing rules.
        registry: The models that are listed; the manager's own.
        settings: What the surface takes from the configuration.
        closers: Called when the server ends: connections to upstreams, background tasks.
    """

    def __init__(
        self,
        manager: Manager,
        registry: ModelRegistry,
        settings: Settings | None = None,
        *,
        closers: Sequence[Callable[[], Awaitable[None]]] = (),
    ) -> None:
        self._manager = manager
        self._registry = registry
        self._settings = settings or Settings()
        self._closers = closers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what one connection asks."""
        if scope["type"] == "lifespan":
            await live(receive, send, *self._closers)
        elif scope["type"] == "http":
            names: dict[str, str] = {}
            for raw_name, raw_value in scope["headers"]:
                names.setdefault(raw_name.decode("latin-1").lower(), raw_value.decode("latin-1"))
            await self._dispatch(_Exchange(scope, receive, send, names))

    async def _dispatch(self, exchange: _Exchange) -> None:
        path, method = exchange.scope["path"], exchange.scope["method"]
        routes = {
            ("GET", "/v1/models"): self._models,
            ("POST", "/v1/chat/completions"): self._chat,
        }
        handler = routes.get((method, path))
        if handler is None:
            await exchange.whole(404, _TEXT, b"404 page not found")
            return
        query = exchange.scope.get("query_string", b"")
        if reason := refusal(self._settings.api_keys, exchange.headers, query):
            await exchange.whole(401, _JSON_UTF8, go_json.encode({"error": reason}).encode())
            return
        await handler(exchange)

    def models(self) -> list[dict[str, object]]:
        """The entries of the models list."""
        return [
            {name: entry[name] for name in _MODEL_FIELDS if name in entry}
            for entry in self._registry.get_available_models("openai")
        ]

    async def _models(self, exchange: _Exchange) -> None:
        body = go_json.encode({"data": self.models(), "object": "list"})
        await exchange.whole(200, _JSON_UTF8, body.encode())

    async def _chat(self, exchange: _Exchange) -> None:
        began = time.perf_counter()
        raw = await _body(exchange.receive)
        if raw is None:
            return
        outcome = "left by the client"

        async def answer() -> None:
            nonlocal outcome
            try:
                outcome = await self._answer_chat(exchange, raw)
            except Exception as error:  # noqa: BLE001 - an executor may raise whatever it likes
                outcome = await self._fail(exchange, error)

        await while_present(exchange.receive, answer())
        _LOG.info("chat: %s in %.1f ms", outcome, (time.perf_counter() - began) * 1000)

    async def _answer_chat(self, exchange: _Exchange, raw: bytes) -> str:
        """Answer, and say in a word how it went."""
        if len(raw) > LARGEST_BODY:
            raise RefusedError(413, f"a body of more than {LARGEST_BODY} bytes")
        body = read(raw)
        model = body.text_of("model") if body else ""
        stream = body.is_true("stream") if body else False
        route = resolve(self._registry, self._manager.rules, model)
        if body is not None and is_responses_body(body):
            raw = as_chat_body(body)
        request = Request(model=route.model, payload=raw, format="openai", metadata={})
        options = _options(exchange, raw, route, stream=stream)
        if stream:
            return await self._stream(exchange, route, request, options)
        try:
            response = await self._manager.execute(route.providers, request, options)
        except Exception as error:
            raise explained(error, route.providers, route.model) from error
        headers = merged(_JSON, response.headers) if self._settings.passthrough_headers else _JSON
        await exchange.whole(200, headers, response.payload)
        return "200"

    async def _stream(
        self, exchange: _Exchange, route: Route, request: Request, options: Options
    ) -> str:
        """Hold the headers back until the first payload: an error before it keeps its status."""
        settings = self._settings
        relay = Relay(self._manager, route, bootstrap_retries=settings.bootstrap_retries)
        async with aclosing(relay.payloads(request, options)) as payloads:
            first = await anext(payloads, None)
            passed = relay.headers if settings.passthrough_headers else None
            await exchange.start(200, merged(_EVENTS, passed))
            if first is not None:
                await exchange.more(sse.event(first))
            try:
                async with aclosing(with_pauses(payloads, settings.keepalive_seconds)) as rest:
                    async for payload in rest:
                        piece = sse.KEEP_ALIVE if payload is None else sse.event(payload)
                        await exchange.more(piece)
            except Exception as error:  # noqa: BLE001 - whatever it was, the client is told
                outcome = f"200, then {named(error)}"
                await exchange.more(sse.event(body_for(error)))
            else:
                outcome = "200"
                await exchange.more(sse.event(sse.DONE))
            await exchange.end()
        return outcome

    async def _fail(self, exchange: _Exchange, error: Exception) -> str:
        status = status_for(error)
        passed = headers_of(error) if self._settings.passthrough_headers else None
        await exchange.whole(status, merged(_JSON, passed), body_for(error))
        return f"{status} {named(error)}"


def _options(exchange: _Exchange, raw: bytes, route: Route, *, stream: bool) -> Options:
    query = parse_qs(exchange.scope.get("query_string", b"").decode("latin-1"))
    alt = (query.get("alt") or query.get("$alt") or [""])[0]
    headers: dict[str, list[str]] = {}
    for raw_name, raw_value in exchange.scope["headers"]:
        name = "-".join(p.capitalize() for p in raw_name.decode("latin-1").split("-"))
        headers.setdefault(name, []).append(raw_value.decode("latin-1"))
    return Options(
        stream=stream,
        alt="" if alt == "sse" else alt,
        headers=headers,
        query=query,
        original_request=raw,
        source_format="openai",
        metadata={"requested_model": route.model, "request_path": exchange.scope["path"]},
    )


async def _body(receive: Receive) -> bytes | None:
    """The body, or the beginning of one that is too large; None when the client left first."""
    pieces: list[bytes] = []
    size = 0
    while size <= LARGEST_BODY:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if not message.get("more_body", False):
            break
    return b"".join(pieces)

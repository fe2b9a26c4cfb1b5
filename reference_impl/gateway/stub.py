"""An upstream for demonstrations and tests: OpenAI-compatible, scripted per model.

It answers over real HTTP (`serve.running(UpstreamStub(...))`), keeps what it was asked, and knows
how many of its streams are open and how many were left by the client.
"""

from __future__ import annotations

import asyncio
import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reference_impl.gateway.inprocess import Receive, Scope, Send
from reference_impl.gateway.lifespan import live
from reference_impl.gateway.presence import while_present


class Fault(enum.Enum):
    """What goes wrong with an answer of status 200."""

    NONE = "none"
    FIRST_CHUNK_ERROR = "first chunk error"
    """The first event of a stream is an error object."""
    BROKEN = "broken"
    """The connection is closed in the middle of the body."""
    UNFINISHED = "unfinished"
    """The stream ends properly, but without a finish reason and without `[DONE]`."""
    EMPTY = "empty"
    """A stream without an event."""
    HTML = "html"
    """A page instead of JSON or a stream."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the stub answers for a model.

    Attributes:
        status: HTTP status; other than 200 the body is `body`.
        body: Body of an error answer.
        headers: Further headers.
        delay: Seconds before the answer begins.
        chunk_delay: Seconds before each further chunk of a stream.
        words: What a stream says, a chunk each.
        fault: What goes wrong.
        hold: Keep a stream open behind its last chunk until the client leaves.
    """

    status: int = 200
    body: bytes = b'{"error":{"message":"scripted","type":"server_error"}}'
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    chunk_delay: float = 0.0
    words: Sequence[str] = ("one", " two", " three")
    fault: Fault = Fault.NONE
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that reached the stub."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The decoded body."""
        return json.loads(self.body)


class ConnectionBrokenError(Exception):
    """Raised out of the application, so that the server drops the connection without an end."""


class UpstreamStub:
    """The ASGI application.

    Attributes:
        script: Behaviour by upstream model; `*` is for all others.
        asked: Requests in order of arrival.
        open_streams: Streams under way.
        left: Answers that were under way when the client left.
        finished: Answers that came to their end.
    """

    def __init__(self, script: Mapping[str, Behaviour] | None = None) -> None:
        self.script = dict(script or {})
        self.asked: list[Asked] = []
        self.open_streams = 0
        self.left = 0
        self.finished = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; everything but a POST of chat completions is not found."""
        if scope["type"] == "lifespan":
            await live(receive, send)
            return
        body = await _body(receive)
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        self.asked.append(Asked(path=scope["path"], headers=headers, body=body))
        if scope["method"] != "POST" or not scope["path"].endswith("/chat/completions"):
            await _answer(send, 404, b'{"error":{"message":"no such path"}}', {})
            return
        request = json.loads(body)
        behaviour = self.script.get(request.get("model", ""), self.script.get("*", Behaviour()))
        if await while_present(receive, self._reply(request, behaviour, send)):
            self.finished += 1
        else:
            self.left += 1

    async def _reply(self, request: Any, behaviour: Behaviour, send: Send) -> None:
        await asyncio.sleep(behaviour.delay)
        if behaviour.status != 200:
            await _answer(send, behaviour.status, behaviour.body, behaviour.headers)
        elif behaviour.fault is Fault.HTML:
            page = {"content-type": "text/html"} | dict(behaviour.headers)
            await _answer(send, 200, b"<html><body>welcome</body></html>", page)
        elif request.get("stream") is True:
            self.open_streams += 1
            try:
                await self._stream(request, behaviour, send)
            finally:
                self.open_streams -= 1
        else:
            await self._whole(request, behaviour, send)

    async def _whole(self, request: Any, behaviour: Behaviour, send: Send) -> None:
        message = {"role": "assistant", "content": "".join(behaviour.words)}
        completion = _frame("chat.completion", request["model"], {"message": message}, "stop")
        completion["usage"] = {"prompt_tokens": 1, "completion_tokens": 3, "total_tokens": 4}
        body = json.dumps(completion).encode()
        if behaviour.fault is Fault.BROKEN:
            await _start(send, 200, {"content-type": "application/json", "content-length": "9999"})
            await send({"type": "http.response.body", "body": body[:10], "more_body": True})
            raise ConnectionBrokenError
        await _answer(send, 200, body, behaviour.headers)

    async def _stream(self, request: Any, behaviour: Behaviour, send: Send) -> None:
        await _start(send, 200, {"content-type": "text/event-stream"} | dict(behaviour.headers))
        fault = behaviour.fault
        if fault is Fault.FIRST_CHUNK_ERROR:
            await _event(send, behaviour.body)
        elif fault is not Fault.EMPTY:
            for number, word in enumerate(behaviour.words):
                await asyncio.sleep(behaviour.chunk_delay if number else 0)
                chunk = _frame(
                    "chat.completion.chunk", request["model"], {"delta": {"content": word}}, None
                )
                await _event(send, json.dumps(chunk).encode())
        if fault is Fault.BROKEN:
            raise ConnectionBrokenError
        if behaviour.hold:
            await asyncio.Event().wait()
        if fault is Fault.NONE:
            last = _frame("chat.completion.chunk", request["model"], {"delta": {}}, "stop")
            await _event(send, json.dumps(last).encode())
            await _event(send, b"[DONE]")
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _frame(kind: str, model: str, choice: dict[str, Any], reason: str | None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-stub",
        "object": kind,
        "created": 1700000000,
        "model": model,
        "choices": [{"index": 0, **choice, "finish_reason": reason}],
    }


async def _body(receive: Receive) -> bytes:
    pieces = []
    more = True
    while more:
        message = await receive()
        pieces.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(pieces)


async def _start(send: Send, status: int, headers: Mapping[str, str]) -> None:
    listed = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": listed})


async def _answer(send: Send, status: int, body: bytes, headers: Mapping[str, str]) -> None:
    known = {"content-type": "application/json", "content-length": str(len(body))}
    await _start(send, status, known | {name.lower(): value for name, value in headers.items()})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _event(send: Send, data: bytes) -> None:
    await send(
        {"type": "http.response.body", "body": b"data: " + data + b"\n\n", "more_body": True}
    )

"""Requests to an ASGI application within the process, without a socket.

answer = await send(app, "POST", "/v1/chat/completions", {"content-type": "application/json"}, body)
answer.status    # int
answer.headers   # dict[str, str], names in lower case; repeated ones are joined by ", "
answer.body      # bytes, the whole body of a stream too
answer.pieces    # list[bytes], as they were sent, without empty ones
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(slots=True)
class Answer:
    """What an application answered.

    Attributes:
        status: HTTP status; 0 when the application sent no answer.
        headers: Names in lower case; repeated ones joined by ", ".
        pieces: The body as it was sent, piece by piece.
    """

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    pieces: list[bytes] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        """The whole body."""
        return b"".join(self.pieces)


async def send(
    app: Application,
    method: str,
    path: str,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> Answer:
    """Send one request and wait for the whole answer.

    Args:
        app: The application.
        method: HTTP method.
        path: Path, with a query if there is one.
        headers: Request headers, in any case.
        body: Request body.

    Returns:
        The answer. The client stays until the application has answered.
    """
    address = urlsplit(path)
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(address.path),
        "raw_path": address.path.encode(),
        "query_string": address.query.encode(),
        "root_path": "",
        "headers": [(k.lower().encode(), v.encode()) for k, v in (headers or {}).items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    requests: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
    answered = asyncio.Event()
    answer = Answer()

    async def receive() -> Message:
        if requests:
            return requests.pop()
        await answered.wait()
        return {"type": "http.disconnect"}

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            for raw_name, raw_value in message["headers"]:
                name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
                known = answer.headers.get(name)
                answer.headers[name] = value if known is None else f"{known}, {value}"
        elif message["type"] == "http.response.body":
            if piece := message.get("body", b""):
                answer.pieces.append(piece)
            if not message.get("more_body", False):
                answered.set()

    await app(scope, receive, take)
    return answer

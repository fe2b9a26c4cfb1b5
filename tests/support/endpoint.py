"""An OpenAI-compatible endpoint on loopback that answers exactly the bytes it is told to."""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from prtool.evidence.model import Layer

RESET = object()
"""Hang up with a reset."""
Script = Iterable[bytes | float | object]
"""What is sent; a number is a pause in seconds."""


@dataclass
class Request:
    """What was asked."""

    line: str
    headers: dict[str, str]
    body: Any

    @property
    def layer(self) -> Layer:
        if self.line.startswith("GET"):
            return Layer.MODELS
        return Layer.STREAM if self.body["stream"] else Layer.CHAT


Reply = Callable[[Request], Script]


@dataclass
class Endpoint:
    """Answers each layer in its own way; remembers what it was asked."""

    models: Reply
    chat: Reply
    stream: Reply
    port: int = 0
    asked: list[Request] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def reply(self, request: Request) -> Script:
        self.asked.append(request)
        answers = {Layer.MODELS: self.models, Layer.CHAT: self.chat, Layer.STREAM: self.stream}
        return answers[request.layer](request)


@contextmanager
def serving(
    models: Reply | None = None,
    chat: Reply | None = None,
    stream: Reply | None = None,
    *,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Endpoint]:
    """Serve until the block ends; a layer that is not named works."""
    endpoint = Endpoint(models or listing("acme-1"), chat or answering(), stream or streaming())

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            request = _read(self.rfile)
            if request is not None:
                _send(self.connection, endpoint.reply(request))

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

        def get_request(self) -> tuple[socket.socket, Any]:
            connection, address = super().get_request()
            connection.settimeout(5)
            return (tls.wrap_socket(connection, server_side=True) if tls else connection), address

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up is no fault."""

    with Server(("127.0.0.1", 0), Handler) as server:
        endpoint.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield endpoint
        finally:
            server.shutdown()
            thread.join()


def _read(stream: Any) -> Request | None:
    line = stream.readline().decode("latin-1").strip()
    if not line:
        return None
    headers = {}
    while (row := stream.readline().decode("latin-1").strip()) != "":
        name, _, value = row.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", "0")))
    return Request(line, headers, json.loads(body) if body else None)


def _send(connection: socket.socket, script: Script) -> None:
    for step in script:
        if isinstance(step, bytes):
            connection.sendall(step)
        elif isinstance(step, int | float):
            time.sleep(step)
        else:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()


def http(status: int, body: bytes, media: str | None = "application/json", *headers: str) -> bytes:
    """Return a whole answer."""
    rows = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers]
    rows += [f"Content-Type: {media}"] if media is not None else []
    return "\r\n".join(rows).encode() + b"\r\n\r\n" + body


def always(*script: bytes | float | object) -> Reply:
    """Return a layer that always answers the same."""
    return lambda _: script


def listing(*names: str) -> Reply:
    """Return a models list that works."""
    entries = [{"id": name, "object": "model", "owned_by": "acme"} for name in names]
    return always(http(200, json.dumps({"object": "list", "data": entries}).encode()))


def answering(text: str = "ok") -> Reply:
    """Return a chat that works."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return always(
        http(200, json.dumps({"object": "chat.completion", "choices": [choice]}).encode())
    )


def failing(status: int, message: str, code: object = None, kind: str = "server_error") -> Reply:
    """Return a layer that refuses as the API does."""
    error: dict[str, object] = {"message": message, "type": kind}
    if code is not None:
        error["code"] = code
    return always(http(status, json.dumps({"error": error}).encode()))


NOT_FOUND = failing(
    503, "auth_not_found: no auth available (providers=acme, model=acme-1)", "internal_server_error"
)
"""What a router says that has no credential for a model."""

STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
)


def delta(text: str) -> bytes:
    """Return one event of a stream."""
    chunk = {
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": {"content": text}}],
    }
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


def chunked(*pieces: bytes, ended: bool = True) -> list[bytes]:
    """Return pieces in chunked encoding."""
    framed = [f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces]
    return [*framed, b"0\r\n\r\n"] if ended else framed


def streaming(texts: Sequence[str] = ("o", "k"), *, end: Sequence[bytes] = (DONE,)) -> Reply:
    """Return a stream that works, or ends otherwise."""
    return always(STREAM_HEAD, *chunked(*(delta(text) for text in texts), *end))

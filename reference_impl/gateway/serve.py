"""An ASGI application over HTTP with uvicorn, in the running event loop or as the process."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator

import uvicorn

from reference_impl.gateway.inprocess import Application

GRACE = 10
"""Seconds that answers under way are given when the server is told to end."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    Args:
        host: Address or name to bind to.
        port: 0 takes a free one.

    Raises:
        OSError: The address can't be bound.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    listener.settimeout(0)
    return listener


def address_of(listener: socket.socket) -> str:
    """The base URL under which a listening socket is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _config(app: Application, *, grace: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=grace,
    )


class _GuestServer(uvicorn.Server):
    """A server that leaves the signals of the process alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@contextlib.asynccontextmanager
async def running(app: Application, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve an application in the running loop as long as the context is open.

    Yields:
        The base URL. What is under way when the context ends is cancelled after a second.
    """
    listener = listen(host, port)
    address = address_of(listener)
    server = _GuestServer(_config(app, grace=1))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started and not serving.done():
            await asyncio.sleep(0.001)
        if serving.done():
            serving.result()
        yield address
    finally:
        server.should_exit = True
        await serving
        listener.close()


def serve_until_told(
    app: Application, listener: socket.socket, *, announce: Callable[[str], object]
) -> None:
    """Serve an application as the work of the process, until SIGINT or SIGTERM.

    Answers under way are given `GRACE` seconds.

    Args:
        app: The application.
        listener: A listening socket.
        announce: Called with the base URL once requests are answered.
    """

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            announce(address_of(listener))

    # uvicorn raises what it caught again once it has ended; being told to end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: None)
    with contextlib.suppress(KeyboardInterrupt), listener:
        Announcing(_config(app, grace=GRACE)).run(sockets=[listener])

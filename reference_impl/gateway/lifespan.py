"""The lifespan protocol: https://asgi.readthedocs.io/en/latest/specs/lifespan.html."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from reference_impl.gateway.inprocess import Receive, Send


async def live(receive: Receive, send: Send, *closers: Callable[[], Awaitable[None]]) -> None:
    """Say that the start is done, wait for the end, close what is to be closed, say so."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            for close in closers:
                await close()
            await send({"type": "lifespan.shutdown.complete"})
            return

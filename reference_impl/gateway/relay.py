"""A stream of the manager as the payloads that a client gets."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping

from reference_impl.errors import status_of
from reference_impl.exchange import Options, Request, StreamResult
from reference_impl.gateway.refusals import explained
from reference_impl.gateway.resolve import Route
from reference_impl.manager import Manager

_WORTH_ANOTHER_TRY = frozenset({0, 401, 402, 403, 408, 429})


class Relay:
    """One stream, begun again while nothing was sent, if the configuration allows it.

    Attributes:
        headers: Headers of the upstream's answer that is relayed.
    """

    def __init__(self, manager: Manager, route: Route, *, bootstrap_retries: int) -> None:
        self._manager = manager
        self._route = route
        self._retries = bootstrap_retries
        self.headers: Mapping[str, Iterable[str]] = {}

    async def payloads(self, request: Request, options: Options) -> AsyncGenerator[bytes, None]:
        """The payloads that are not empty, in order.

        Raises:
            Exception: What the manager raises, selection errors explained; or the error of the
                stream, before or behind payloads.
        """
        sent = False
        while True:
            failure: Exception | None = None
            async with contextlib.aclosing(await self._begin(request, options)) as stream:
                async for chunk in stream.chunks:
                    if chunk.error is not None:
                        failure = chunk.error
                        break
                    if chunk.payload:
                        sent = True
                        yield chunk.payload
            if failure is None:
                return
            if sent or self._retries <= 0 or not _worth_another_try(failure):
                raise failure
            self._retries -= 1

    async def _begin(self, request: Request, options: Options) -> StreamResult:
        try:
            result = await self._manager.execute_stream(self._route.providers, request, options)
        except Exception as error:
            raise explained(error, self._route.providers, self._route.model) from error
        self.headers = result.headers or {}
        return result


def _worth_another_try(error: Exception) -> bool:
    status = status_of(error)
    return status in _WORTH_ANOTHER_TRY or status >= 500


async def with_pauses(
    payloads: AsyncIterator[bytes], seconds: float
) -> AsyncGenerator[bytes | None, None]:
    """The payloads, and None whenever none came for so many seconds; 0 is never."""
    if seconds <= 0:
        async for payload in payloads:
            yield payload
        return
    coming: asyncio.Future[bytes] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(_next(payloads))
            done, _ = await asyncio.wait({coming}, timeout=seconds)
            if not done:
                yield None
                continue
            finished, coming = coming, None
            try:
                yield finished.result()
            except StopAsyncIteration:
                return
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)


async def _next(payloads: AsyncIterator[bytes]) -> bytes:
    return await anext(payloads)

"""Streams: another auth may step in until the first payload is there, and not after it."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial

from reference_impl.aliases import UpstreamModels
from reference_impl.classification import is_invalid_request_error
from reference_impl.core import Core
from reference_impl.errors import AuthError, StreamBootstrapError
from reference_impl.exchange import Headers, Options, Request, StreamChunk, StreamResult
from reference_impl.marks import EMPTY_STREAM, Marks
from reference_impl.picking import Pick


class StreamRoom:
    """Opens streams and watches over them."""

    def __init__(self, core: Core, marks: Marks) -> None:
        self._core = core
        self._marks = marks

    async def open(
        self, pick: Pick, request: Request, options: Options, models: UpstreamModels
    ) -> StreamResult:
        """Try each model until one of them brings a payload.

        Raises:
            StreamBootstrapError: If the last one ended before its first payload.
            Exception: What an executor raised, if the request is at fault or no model is left.
        """
        last: Exception = AuthError("auth_not_found", "no upstream model available")
        for number, model in enumerate(models.names, 1):
            state = self._core.models.state_model(
                pick.auth, request.model, model, pooled=models.pooled
            )
            call = replace(request, model=model)
            try:
                stream = await pick.executor.execute_stream(pick.auth, call, options)
            except Exception as error:
                self._marks.mark_call(pick, state, error)
                if is_invalid_request_error(error):
                    raise
                last = error
                continue
            source = _Source(stream)
            try:
                first = await source.bootstrap()
            except BaseException:
                await source.close()
                raise
            failure = first[-1].error if first else _empty()
            if failure is None:
                mark = partial(self._marks.mark_call, pick, state)
                return StreamResult(stream.headers, _Watched(first, source, mark))
            self._marks.mark_call(pick, state, failure)
            await source.close()
            if is_invalid_request_error(failure):
                raise failure
            if number == len(models.names):
                raise StreamBootstrapError(failure, stream.headers) from failure
            last = failure
        raise last


class _Watched:
    """Passes everything on; the first error, or a clean end, becomes the result.

    A reader that leaves early leaves no result.
    """

    def __init__(
        self, first: list[StreamChunk], source: _Source, mark: Callable[[Exception | None], None]
    ) -> None:
        self._first = deque(first)
        self._source = source
        self._mark = mark
        self._marked = False

    def __aiter__(self) -> AsyncIterator[StreamChunk]:
        return self

    async def __anext__(self) -> StreamChunk:
        chunk = self._first.popleft() if self._first else await self._source.next()
        if chunk is None:
            self._settle(None)
            await self._source.close()
            raise StopAsyncIteration
        if chunk.error is not None:
            self._settle(chunk.error)
        return chunk

    def _settle(self, error: Exception | None) -> None:
        if not self._marked:
            self._marked = True
            self._mark(error)

    async def aclose(self) -> None:
        """Leave; the upstream is told."""
        self._marked = True
        self._first.clear()
        await self._source.close()


class _Source:
    """The chunks of an upstream; an exception counts as an error chunk, and as the end."""

    def __init__(self, stream: StreamResult) -> None:
        self._stream = stream
        self._ended = False

    async def next(self) -> StreamChunk | None:
        if self._ended:
            return None
        try:
            return await anext(self._stream.chunks)
        except StopAsyncIteration:
            self._ended = True
            return None
        except Exception as error:  # noqa: BLE001 - whatever an executor raises is passed on
            self._ended = True
            return StreamChunk(error=error)

    async def bootstrap(self) -> list[StreamChunk]:
        """All up to the first payload or error; what comes before is empty."""
        chunks: list[StreamChunk] = []
        while (chunk := await self.next()) is not None:
            chunks.append(chunk)
            if chunk.error is not None or chunk.payload:
                break
        return chunks

    async def close(self) -> None:
        self._ended = True
        await self._stream.aclose()


def _empty() -> AuthError:
    message = "upstream stream closed before first payload"
    return AuthError(EMPTY_STREAM, message, retryable=True)


def error_stream(error: StreamBootstrapError) -> StreamResult:
    """A stream of one error."""

    async def chunks() -> AsyncIterator[StreamChunk]:
        yield StreamChunk(error=error.cause)

    headers: Headers = dict(error.headers)
    return StreamResult(headers, chunks())

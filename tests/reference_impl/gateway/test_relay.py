"""That a relayed stream is closed by whoever leaves it, not by chance when memory is tidied up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

import pytest

from reference_impl.exchange import Options, Request, StreamChunk, StreamResult
from reference_impl.gateway.relay import Relay
from reference_impl.gateway.resolve import Route
from reference_impl.gateway.upstream_errors import UpstreamError
from reference_impl.manager import Manager


class _Chunks:
    """Chunks that say whether they were closed."""

    def __init__(self, chunks: Sequence[StreamChunk]) -> None:
        self._rest = list(chunks)
        self.closed = False

    def __aiter__(self) -> _Chunks:
        return self

    async def __anext__(self) -> StreamChunk:
        if not self._rest:
            raise StopAsyncIteration
        return self._rest.pop(0)

    async def aclose(self) -> None:
        self.closed = True


class _Streams:
    """Stands for a manager whose streams stay known here, so that nothing else closes them."""

    def __init__(self, *scripts: Sequence[StreamChunk]) -> None:
        self._scripts = list(scripts)
        self.begun: list[_Chunks] = []

    async def execute_stream(
        self, providers: Sequence[str], request: Request, options: Options
    ) -> StreamResult:
        assert all(chunks.closed for chunks in self.begun), "the one before is still open"
        self.begun.append(_Chunks(self._scripts.pop(0)))
        return StreamResult({}, self.begun[-1])


WORD = StreamChunk(payload=b"word")
FAILED = StreamChunk(error=UpstreamError(503, "down"))


def _relay(streams: _Streams, retries: int = 0) -> Relay:
    return Relay(cast(Manager, streams), Route(["acme"], "m"), bootstrap_retries=retries)


def test_a_stream_that_is_left_is_closed() -> None:
    streams = _Streams([WORD, WORD])

    async def main() -> None:
        payloads = _relay(streams).payloads(Request(), Options())
        assert await anext(payloads) == b"word"
        assert not streams.begun[0].closed
        await payloads.aclose()

    asyncio.run(main())
    assert streams.begun[0].closed


@pytest.mark.parametrize("script", [[WORD], [FAILED], [WORD, FAILED]])
def test_a_stream_that_has_ended_is_closed(script: list[StreamChunk]) -> None:
    streams = _Streams(script)

    async def main() -> list[bytes]:
        return [payload async for payload in _relay(streams).payloads(Request(), Options())]

    if FAILED in script:
        with pytest.raises(UpstreamError, match="down"):
            asyncio.run(main())
    else:
        assert asyncio.run(main()) == [b"word"]
    assert streams.begun[0].closed


def test_a_stream_is_closed_before_the_next_one_begins() -> None:
    streams = _Streams([FAILED], [FAILED], [WORD])

    async def main() -> list[bytes]:
        relay = _relay(streams, retries=2)
        return [payload async for payload in relay.payloads(Request(), Options())]

    assert asyncio.run(main()) == [b"word"]
    assert [chunks.closed for chunks in streams.begun] == [True] * 3


@pytest.mark.parametrize(
    ("status", "again"),
    [
        *((status, True) for status in (0, 401, 402, 403, 408, 429, 500, 502, 503, 504, 599)),
        *((status, False) for status in (200, 400, 404, 409, 422, 499)),
    ],
)
def test_which_errors_are_worth_another_try(status: int, again: bool) -> None:
    streams = _Streams([StreamChunk(error=UpstreamError(status, "down"))], [WORD])

    async def main() -> list[bytes]:
        relay = _relay(streams, retries=1)
        return [payload async for payload in relay.payloads(Request(), Options())]

    if again:
        assert asyncio.run(main()) == [b"word"]
    else:
        with pytest.raises(UpstreamError, match="down"):
            asyncio.run(main())

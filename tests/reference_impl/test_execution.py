"""Calls: failover, waits, streams and whoever leaves early."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from reference_impl.auth import Auth
from reference_impl.clock import ManualClock
from reference_impl.config import from_mapping
from reference_impl.errors import AuthError
from reference_impl.exchange import (
    SELECTED_AUTH_CALLBACK,
    Options,
    Request,
    Response,
    StreamChunk,
    StreamResult,
)
from reference_impl.manager import Manager
from reference_impl.registry import ModelRegistry
from reference_impl.variants import VARIANTS, variant
from reference_impl.vectors.stub import StubExecutor, UpstreamError


class World:
    def __init__(
        self,
        script: dict[str, Any] | None = None,
        executor: StubExecutor | None = None,
        **config: object,
    ) -> None:
        self.clock = ManualClock()
        self.waits: list[float] = []
        self.registry = ModelRegistry(self.clock)
        settings = {key.replace("_", "-"): value for key, value in config.items()}
        self.manager = Manager(
            self.registry,
            variant("pr"),
            clock=self.clock,
            sleep=self.sleep,
            config=from_mapping(settings),
        )
        self.executor = executor or StubExecutor("acme", script)
        self.manager.register_executor(self.executor)
        for auth_id in ("a1", "a2"):
            self.registry.register_client(auth_id, "acme", ["m"])
            self.manager.register(Auth(id=auth_id, provider="acme"))

    async def sleep(self, duration: timedelta) -> None:
        self.waits.append(duration.total_seconds())
        await self.clock.sleep(duration)

    def execute(self, options: Options | None = None) -> bytes:
        request = Request(model="m")
        return asyncio.run(self.manager.execute(["acme"], request, options)).payload

    def failed(self) -> dict[str, int]:
        return {auth.id: auth.failed for auth in self.manager.list()}

    def succeeded(self) -> dict[str, int]:
        return {auth.id: auth.success for auth in self.manager.list()}


def test_the_next_auth_steps_in() -> None:
    world = World({"a1|*": {"status": 500, "message": "boom"}})

    assert world.execute() == b"a2|m"
    assert world.failed() == {"a1": 1, "a2": 0}


def test_nobody_steps_in_for_a_bad_request() -> None:
    world = World({"*": {"status": 422, "message": "no"}})

    with pytest.raises(UpstreamError, match="no"):
        world.execute()
    assert world.executor.calls == ["acme:a1|m"]


def test_the_last_error_of_an_upstream_outweighs_that_of_the_pick() -> None:
    world = World(
        {"a1|*": {"status": 500, "message": "first"}, "*": {"status": 502, "message": "last"}}
    )

    with pytest.raises(UpstreamError, match="last"):
        world.execute()


def test_another_attempt_after_the_shortest_cooldown() -> None:
    script = {"*": {"status": 429, "message": "q", "retry_after_s": 7, "times": 2}}
    world = World(script, request_retry=1, max_retry_interval=10)

    assert world.execute().endswith(b"|m")
    assert world.waits == [7]
    assert len(world.executor.calls) == 3


def test_no_attempt_beyond_the_longest_wait() -> None:
    script = {"*": {"status": 429, "message": "q", "retry_after_s": 11}}
    world = World(script, request_retry=5, max_retry_interval=10)

    with pytest.raises(UpstreamError):
        world.execute()
    assert world.waits == []


def test_attempts_end() -> None:
    script = {"*": {"status": 429, "message": "q", "retry_after_s": 2}}
    world = World(script, request_retry=3, max_retry_interval=10)

    with pytest.raises(UpstreamError):
        world.execute()
    assert world.waits == [2, 2, 2]


def test_the_caller_hears_who_was_chosen() -> None:
    chosen: list[str] = []
    options = Options(metadata={SELECTED_AUTH_CALLBACK: chosen.append})
    World({"a1|*": {"status": 500, "message": "x"}}).execute(options)

    assert chosen == ["a1", "a2"]


class Stuck(StubExecutor):
    async def execute(self, auth: Auth, request: Request, options: Options) -> Response:
        await asyncio.Event().wait()
        return Response()


def test_whoever_cancels_leaves_no_mark() -> None:
    world = World(executor=Stuck("acme"))

    async def run() -> None:
        task = asyncio.create_task(world.manager.execute(["acme"], Request(model="m")))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert world.failed() == {"a1": 0, "a2": 0}


class Streaming(StubExecutor):
    """Streams the given chunks; an exception is raised where it stands."""

    def __init__(self, *chunks: StreamChunk | Exception) -> None:
        super().__init__("acme")
        self._scripted = chunks
        self.closed_streams = 0

    async def execute_stream(self, auth: Auth, request: Request, options: Options) -> StreamResult:
        self.calls.append(auth.id)
        return StreamResult({"X-Auth": [auth.id]}, self._stream())

    async def _stream(self) -> AsyncIterator[StreamChunk]:
        try:
            for chunk in self._scripted:
                if isinstance(chunk, Exception):
                    raise chunk
                yield chunk
        finally:
            self.closed_streams += 1


def read(world: World, count: int | None = None) -> list[StreamChunk]:
    """All chunks, or so many before leaving."""

    async def run() -> list[StreamChunk]:
        stream = await world.manager.execute_stream(["acme"], Request(model="m"))
        chunks = []
        async for chunk in stream.chunks:
            chunks.append(chunk)
            if len(chunks) == count:
                break
        await stream.chunks.aclose()  # type: ignore[attr-defined]
        return chunks

    return asyncio.run(run())


def test_empty_payloads_before_the_first_one_are_passed_on() -> None:
    executor = Streaming(StreamChunk(b""), StreamChunk(b"1"), StreamChunk(b"2"))
    world = World(executor=executor)

    assert [chunk.payload for chunk in read(world)] == [b"", b"1", b"2"]
    assert world.succeeded() == {"a1": 1, "a2": 0}
    assert executor.closed_streams == 1


def test_only_empty_payloads_are_a_success() -> None:
    world = World(executor=Streaming(StreamChunk(b"")))

    assert [chunk.payload for chunk in read(world)] == [b""]
    assert world.succeeded() == {"a1": 1, "a2": 0}


def test_nothing_at_all_is_an_error_after_every_auth() -> None:
    world = World(executor=Streaming())

    (chunk,) = read(world)

    assert isinstance(chunk.error, AuthError)
    assert chunk.error.code == "empty_stream"
    assert chunk.error.retryable
    assert world.failed() == {"a1": 1, "a2": 1}


@pytest.mark.parametrize("error", [UpstreamError(502, "cut"), ConnectionError("cut")])
@pytest.mark.parametrize("raised", [True, False])
def test_an_error_behind_the_first_payload_is_the_reader_s(
    error: Exception, *, raised: bool
) -> None:
    executor = Streaming(StreamChunk(b"1"), error if raised else StreamChunk(error=error))
    world = World(executor=executor)

    chunks = read(world)

    assert [chunk.payload for chunk in chunks] == [b"1", b""]
    assert chunks[1].error is error
    assert executor.calls == ["a1"]
    assert world.failed() == {"a1": 1, "a2": 0}
    assert executor.closed_streams == 1


def test_only_the_first_of_several_errors_counts() -> None:
    error = UpstreamError(500, "x")
    world = World(executor=Streaming(StreamChunk(b"1"), *[StreamChunk(error=error)] * 3))

    assert len(read(world)) == 4
    assert world.failed() == {"a1": 1, "a2": 0}


@pytest.mark.parametrize("count", [1, 2])
def test_a_reader_who_leaves_closes_the_upstream_and_leaves_no_mark(count: int) -> None:
    executor = Streaming(StreamChunk(b"1"), StreamChunk(b"2"), StreamChunk(b"3"))
    world = World(executor=executor)

    read(world, count)

    assert executor.closed_streams == 1
    assert world.succeeded() == {"a1": 0, "a2": 0}
    assert world.failed() == {"a1": 0, "a2": 0}


def test_a_reader_who_never_begins_closes_the_upstream_too() -> None:
    executor = Streaming(StreamChunk(b"1"))
    world = World(executor=executor)

    async def run() -> None:
        stream = await world.manager.execute_stream(["acme"], Request(model="m"))
        await stream.chunks.aclose()  # type: ignore[attr-defined]

    asyncio.run(run())
    assert executor.closed_streams == 1


def test_an_upstream_that_failed_early_is_closed() -> None:
    executor = Streaming(StreamChunk(error=UpstreamError(502, "x")), StreamChunk(b"late"))
    world = World(executor=executor)

    (chunk,) = read(world)

    assert str(chunk.error) == "x"
    assert executor.closed_streams == 2


class Preparing(StubExecutor):
    def should_prepare_request_auth(self, auth: Auth) -> bool:
        return True

    async def prepare_request_auth(self, auth: Auth) -> Auth:
        if auth.id == "a1":
            raise UpstreamError(400, "invalid_request_error: no token")
        auth.attributes["token"] = "fresh"
        return auth

    async def execute(self, auth: Auth, request: Request, options: Options) -> Response:
        return Response(auth.attributes["token"].encode())


def test_an_auth_that_cannot_be_readied_makes_room() -> None:
    world = World(executor=Preparing("acme"))

    assert world.execute() == b"fresh"
    assert world.failed() == {"a1": 1, "a2": 0}


@pytest.mark.parametrize("name", VARIANTS)
def test_many_at_once(name: str) -> None:
    clock = ManualClock()
    registry = ModelRegistry(clock)
    manager = Manager(registry, variant(name), clock=clock)
    manager.register_executor(StubExecutor("acme"))
    for number in range(10):
        registry.register_client(f"a{number}", "acme", ["m"])
        manager.register(Auth(id=f"a{number}", provider="acme"))

    async def run() -> list[Response]:
        calls = (manager.execute(["acme"], Request(model="m")) for _ in range(1000))
        return await asyncio.gather(*calls)

    assert len(asyncio.run(run())) == 1000
    assert {auth.success for auth in manager.list()} == {100}

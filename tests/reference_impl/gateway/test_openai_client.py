"""The client that the gateway is made for, as its users call it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import openai
import pytest

from reference_impl.gateway.stub import Behaviour, Fault
from tests.support.gateways import ALIAS, Pair, pair

Work = Callable[[openai.AsyncOpenAI, Pair], Coroutine[Any, Any, None]]
HELLO: Any = [{"role": "user", "content": "hello"}]


def _run(work: Work, behaviour: Behaviour | None = None, **settings: Any) -> None:
    async def main() -> None:
        script = {"*": behaviour or Behaviour()}
        async with (
            pair(script, api_keys=["alpha"], **settings) as both,
            openai.AsyncOpenAI(
                base_url=f"{both.url}/v1", api_key="alpha", max_retries=0, timeout=10
            ) as client,
        ):
            await work(client, both)

    asyncio.run(main())


def test_models_chat_and_stream() -> None:
    async def work(client: openai.AsyncOpenAI, both: Pair) -> None:
        assert [model.id async for model in client.models.list()] == [ALIAS, "m"]
        chat = await client.chat.completions.create(model=ALIAS, messages=HELLO)
        assert chat.choices[0].message.content == "one two three"
        assert chat.usage is not None
        assert chat.usage.total_tokens == 4
        stream = await client.chat.completions.create(model=ALIAS, messages=HELLO, stream=True)
        chunks = [chunk async for chunk in stream]
        said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
        assert said == "one two three"
        assert chunks[-1].choices[0].finish_reason == "stop"

    _run(work, routing={"session-affinity": True})


def test_the_defect_as_the_client_sees_it() -> None:
    async def work(client: openai.AsyncOpenAI, both: Pair) -> None:
        assert ALIAS in [model.id async for model in client.models.list()]
        for stream in (False, True):
            with pytest.raises(openai.InternalServerError, match="auth_not_found") as caught:
                await client.chat.completions.create(model=ALIAS, messages=HELLO, stream=stream)
            assert caught.value.status_code == 503
        assert both.stub.asked == []

    _run(work, variant="v7.1.50", routing={"session-affinity": True})


def test_a_wrong_key() -> None:
    async def work(client: openai.AsyncOpenAI, both: Pair) -> None:
        with pytest.raises(openai.AuthenticationError):
            await client.with_options(api_key="beta").models.list()

    _run(work)


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (Behaviour(status=429, body=b"slow down"), openai.RateLimitError),
        (Behaviour(status=400, body=b"max_tokens is too small"), openai.BadRequestError),
        (Behaviour(status=403, body=b"no"), openai.PermissionDeniedError),
    ],
)
def test_errors_have_the_classes_that_users_catch(
    behaviour: Behaviour, error: type[openai.APIStatusError]
) -> None:
    async def work(client: openai.AsyncOpenAI, both: Pair) -> None:
        with pytest.raises(error) as caught:
            await client.chat.completions.create(model="m", messages=HELLO)
        assert behaviour.body.decode() in str(caught.value)

    _run(work, behaviour)


def test_a_stream_that_breaks_raises_behind_its_chunks() -> None:
    async def work(client: openai.AsyncOpenAI, both: Pair) -> None:
        stream = await client.chat.completions.create(model="m", messages=HELLO, stream=True)
        said: list[str | None] = []

        async def listen() -> None:
            async for chunk in stream:
                said.append(chunk.choices[0].delta.content)

        with pytest.raises(openai.APIError):
            await listen()
        assert said == ["one", " two", " three"]

    _run(work, Behaviour(fault=Fault.BROKEN))

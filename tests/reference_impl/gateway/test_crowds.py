"""Many at once, on loopback: every stream is whole and only its own."""

from __future__ import annotations

import asyncio
import json
import random
import time
from typing import Any
from urllib.parse import urlsplit

import pytest

from reference_impl.gateway.stub import Behaviour
from tests.support.gateways import CHAT, chat_body, pair
from tests.support.waiting import until

CROWD = 1000


async def _raw_stream(url: str, number: int) -> bytes:
    """The body of one stream, as it came over a connection of its own."""
    address = urlsplit(url)
    body = json.dumps(chat_body(stream=True, user=str(number))).encode()
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    head = f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(body)}"
    writer.write(head.encode() + b"\r\n\r\n" + body)
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 OK\r\n")
    raw = await reader.read()
    writer.close()
    await writer.wait_closed()
    pieces = []
    while raw:
        size, _, rest = raw.partition(b"\r\n")
        pieces.append(rest[: int(size, 16)])
        raw = rest[int(size, 16) + 2 :]
    assert pieces.pop() == b""
    return b"".join(pieces)


@pytest.mark.slow
def test_a_thousand_concurrent_streams_lose_nothing() -> None:
    words = tuple(f"<{number}>" for number in range(5))
    behaviour = Behaviour(words=words, delay=1.0, chunk_delay=0.2)

    async def main() -> float:
        async with pair({"up": behaviour}) as both:
            most = 0

            async def watch() -> None:
                nonlocal most
                while True:
                    most = max(most, both.stub.open_streams)
                    await asyncio.sleep(0.05)

            async def one(number: int) -> None:
                raw = await _raw_stream(both.url, number)
                *events, done, rest = raw.split(b"\n\n")
                assert (done, rest) == (b"data: [DONE]", b"")
                chunks = [json.loads(event.removeprefix(b"data: ")) for event in events]
                said = "".join(c["choices"][0]["delta"].get("content", "") for c in chunks)
                assert said == "".join(words)

            watching = asyncio.create_task(watch())
            began = time.perf_counter()
            await asyncio.gather(*map(one, range(CROWD)))
            spent = time.perf_counter() - began
            watching.cancel()
            await until(lambda: both.stub.finished == CROWD)
            assert both.stub.left == both.stub.open_streams == 0
            assert most > CROWD / 4
            users = sorted(int(asked.json["user"]) for asked in both.stub.asked)
            assert users == list(range(CROWD))
            return spent

    assert asyncio.run(main()) < 120


def test_a_crowd_of_every_kind() -> None:
    async def main() -> None:
        script = {"up": Behaviour(words=("a", "b"), chunk_delay=0.01)}
        async with pair(script) as both:
            chance = random.Random(5)

            async def one(_: int) -> None:
                kind = chance.randrange(4)
                if kind == 0:
                    listed = await both.client.get(f"{both.url}/v1/models")
                    assert len(listed.json()["data"]) == 2
                elif kind == 1:
                    answer: Any = (await both.chat()).json()
                    assert answer["choices"][0]["message"]["content"] == "ab"
                elif kind == 2:
                    text = (await both.chat(stream=True)).text
                    assert text.count("data: {") == 3
                    assert text.endswith("data: [DONE]\n\n")
                else:
                    assert (await both.chat("none")).status_code == 502

            await asyncio.gather(*map(one, range(120)))

    asyncio.run(main())


def test_clients_that_leave_do_not_disturb_those_that_stay() -> None:
    async def main() -> None:
        script = {"up": Behaviour(words=("a", "b", "c"), chunk_delay=0.1)}
        async with pair(script) as both:

            async def leaving() -> None:
                url, body = f"{both.url}{CHAT}", chat_body(stream=True)
                async with both.client.stream("POST", url, json=body) as answer:
                    await anext(answer.aiter_bytes())

            async def staying() -> None:
                text = (await both.chat(stream=True)).text
                assert text.endswith("data: [DONE]\n\n")

            await asyncio.gather(*(leaving() if n % 2 else staying() for n in range(60)))
            await until(lambda: both.stub.open_streams == 0)
            assert both.stub.finished >= 30
            assert both.stub.finished + both.stub.left == 60

    asyncio.run(main())

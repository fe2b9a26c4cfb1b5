"""Whatever is sent is answered, within the process and over sockets."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_impl.config import from_mapping
from reference_impl.gateway.inprocess import send
from reference_impl.gateway.service import build
from reference_impl.variants import VARIANTS
from tests.support.gateways import ALIAS, CHAT, entry, pair

NOWHERE = "http://127.0.0.1:9"
"""The port of `discard`: nobody listens."""
MODELS = st.sampled_from([ALIAS, "m", "auto", "m(high)", "(m)", "m()", " m ", "x/m"]) | st.text()
BODIES = st.binary() | st.fixed_dictionaries(
    {"model": MODELS | st.integers() | st.none()},
    optional={
        "stream": st.booleans() | st.text(),
        "messages": st.lists(st.text() | st.dictionaries(st.text(), st.text())) | st.integers(),
        "input": st.text() | st.lists(st.integers() | st.dictionaries(st.text(), st.integers())),
        "instructions": st.text() | st.none(),
        "tools": st.integers() | st.lists(st.text()),
        "reasoning": st.text(),
        "metadata": st.text() | st.dictionaries(st.text(), st.integers() | st.text()),
    },
).map(lambda body: json.dumps(body).encode())


@pytest.mark.parametrize("variant", VARIANTS)
@settings(max_examples=60, deadline=None)
@given(body=BODIES, session=st.text(st.characters(codec="ascii", min_codepoint=32)))
def test_any_body_gets_an_error_body(variant: str, body: bytes, session: str) -> None:
    config = {"openai-compatibility": [entry(NOWHERE)], "routing": {"session-affinity": True}}

    async def main() -> None:
        app = build(from_mapping(config), variant)
        answer = await send(app, "POST", CHAT, {"x-session-id": session}, body)
        assert answer.status in (500, 502, 503)
        assert answer.headers["content-type"] == "application/json"
        assert set(json.loads(answer.body)) == {"error"}

    asyncio.run(main())


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"\0\1\2\3\r\n\r\n", b"400"),
        (f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n".encode(), b"400"),
        (b"GET /%00%ff?%zz HTTP/1.1\r\nHost: x\r\n\r\n", b"404"),
        (b"GET /v1/models HTTP/1.0\r\n\r\n", b"200"),
        # The server may close, with bytes unread, before its answer is.
        (b"GET " + b"/a" * 100_000 + b" HTTP/1.1\r\n\r\n", None),
    ],
)
def test_bytes_that_are_no_good_request(raw: bytes, status: bytes | None) -> None:
    async def main() -> None:
        async with pair() as both:
            address = urlsplit(both.url)
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
            writer.write(raw)
            try:
                line = await asyncio.wait_for(reader.readline(), 10)
            except ConnectionResetError:
                assert status is None
            else:
                assert line.split()[1] == (status or b"400")
            writer.close()
            assert (await both.chat()).status_code == 200

    asyncio.run(main())


def test_a_chunked_body_that_breaks_off_never_reaches_the_upstream() -> None:
    async def main() -> None:
        async with pair() as both:
            address = urlsplit(both.url)
            _, writer = await asyncio.open_connection(address.hostname, address.port)
            head = f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            writer.write(head.encode() + b"zz\r\n")
            await writer.drain()
            writer.close()
            assert (await both.chat()).status_code == 200
            assert len(both.stub.asked) == 1

    asyncio.run(main())


def test_deep_nesting_is_an_answer_too() -> None:
    body = b'{"model":"m","messages":' + b"[" * 200_000

    async def main() -> None:
        async with pair() as both:
            answer = await both.client.post(f"{both.url}{CHAT}", content=body)
            assert answer.status_code == 502
            assert answer.json()["error"]["message"] == "unknown provider for model"

    asyncio.run(main())

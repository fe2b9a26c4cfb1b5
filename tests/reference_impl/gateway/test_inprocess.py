from __future__ import annotations

import asyncio

from reference_impl.gateway.inprocess import Receive, Scope, Send, send


async def _echo(scope: Scope, receive: Receive, answer: Send) -> None:
    message = await receive()
    headers = [(b"x-a", b"1"), (b"X-A", b"2"), *scope["headers"]]
    await answer({"type": "http.response.start", "status": 207, "headers": headers})
    words = (scope["method"], scope["path"], scope["query_string"].decode())
    for piece in (" ".join(words).encode(), b"", message["body"]):
        await answer({"type": "http.response.body", "body": piece, "more_body": True})
    await answer({"type": "http.response.body"})
    assert (await receive())["type"] == "http.disconnect"


def test_a_request_within_the_process() -> None:
    got = asyncio.run(send(_echo, "POST", "/a%20b?c=%20d", {"X-B": "3"}, b"body"))

    assert got.status == 207
    assert got.headers == {"x-a": "1, 2", "x-b": "3"}
    assert got.pieces == [b"POST /a b c=%20d", b"body"]
    assert got.body == b"POST /a b c=%20dbody"


def test_the_client_stays_until_the_answer_is_there() -> None:
    async def waits(scope: Scope, receive: Receive, answer: Send) -> None:
        await receive()
        leaving = asyncio.ensure_future(receive())
        await asyncio.sleep(0.01)
        assert not leaving.done()
        await answer({"type": "http.response.start", "status": 200, "headers": []})
        await answer({"type": "http.response.body", "body": b"x"})
        await leaving

    assert asyncio.run(send(waits, "GET", "/")).body == b"x"

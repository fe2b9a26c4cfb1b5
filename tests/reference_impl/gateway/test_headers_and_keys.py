from __future__ import annotations

import pytest

from reference_impl.gateway.api_keys import INVALID, MISSING, refusal
from reference_impl.gateway.headers import merged, passed_through


def test_what_an_upstream_says_of_its_connection_stays_behind() -> None:
    headers = {
        "Connection": ["keep-alive, X-Hop"],
        "X-Hop": ["1"],
        "Keep-Alive": ["timeout=5"],
        "Transfer-Encoding": ["chunked"],
        "Content-Length": ["5"],
        "Content-Encoding": ["gzip"],
        "Set-Cookie": ["a=b"],
        "X-Litellm-Version": ["1"],
        "CF-AIG-Step": ["1"],
        "X-Request-Id": ["r1", "r2"],
        "Retry-After": ["7"],
    }

    assert list(passed_through(headers)) == [
        ("x-request-id", "r1"),
        ("x-request-id", "r2"),
        ("retry-after", "7"),
    ]


def test_own_headers_win_and_values_stay_on_one_line() -> None:
    own = [(b"content-type", b"application/json")]
    upstream = {"Content-Type": ["text/html"], "X-A": ["b\r\nSet-Cookie: c"]}

    assert merged(own, upstream) == [*own, (b"x-a", b"bSet-Cookie: c")]
    assert merged(own, None) == own


@pytest.mark.parametrize(
    ("headers", "query", "outcome"),
    [
        ({}, b"", MISSING),
        ({"authorization": "Bearer alpha"}, b"", None),
        ({"authorization": "bearer  alpha "}, b"", None),
        ({"authorization": "alpha"}, b"", None),
        ({"authorization": "Bearer beta"}, b"", INVALID),
        ({"authorization": "Bearer "}, b"", INVALID),
        ({"authorization": "Bearer alph"}, b"", INVALID),
        ({"x-api-key": "alpha"}, b"", None),
        ({"x-goog-api-key": "alpha"}, b"", None),
        ({"authorization": "Bearer beta", "x-api-key": "alpha"}, b"", None),
        ({}, b"key=alpha", None),
        ({}, b"auth_token=alpha", None),
        ({}, b"key=%ff", INVALID),
        ({"x-api-key": "\u00e9"}, b"", INVALID),
    ],
)
def test_keys(headers: dict[str, str], query: bytes, outcome: str | None) -> None:
    assert refusal(["other", "alpha"], headers, query) == outcome
    assert refusal([], headers, query) is None

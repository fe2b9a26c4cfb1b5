"""Which endpoints may be asked."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from typing import Any

import pytest

from prtool.errors import InputError, UsageError
from prtool.probe.target import Address, LookUp, Target, find_target, parse_base_url

LAN = ".".join(("10", "1", "2", "3"))


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "tls"),
    [
        ("http://127.0.0.1:8317/v1", "127.0.0.1", 8317, "/v1", False),
        ("http://127.0.0.1:8317", "127.0.0.1", 8317, "/v1", False),
        ("http://localhost/", "localhost", 80, "/v1", False),
        ("https://LocalHost/api/v1/", "localhost", 443, "/api/v1", True),
        ("http://[::1]:1234/v1", "::1", 1234, "/v1", False),
        ("http://localhost/ü%20", "localhost", 80, "/%C3%BC%20", False),
        ("http://bücher.example.com/v1", "xn--bcher-kva.example.com", 80, "/v1", False),
    ],
)
def test_a_base_url_is_taken_apart(url: str, host: str, port: int, path: str, tls: bool) -> None:
    assert Address(host=host, port=port, path=path, tls=tls) == parse_base_url(url)


@pytest.mark.parametrize(
    "url",
    ["", "localhost:8317", "ftp://localhost/v1", "http://", "http:///v1", "http://[::1/v1",
     "http://localhost:99999/v1", "http://localhost:0/v1", "http://localhost:x/v1",
     "http://localhost/v1?a=b", "http://localhost/v1#a", "http://local host/v1",
     "http://localhost/v1\n", "http://" + "a" * 70 + ".example.com\u0308/", "file:///etc"],
)  # fmt: skip
def test_what_is_no_base_url_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="--base-url"):
        parse_base_url(url)


def test_a_password_in_a_url_is_refused_and_not_shown() -> None:
    with pytest.raises(UsageError) as error:
        parse_base_url("http://sam:hunter2@localhost/v1")

    assert "hunter2" not in str(error.value) + error.value.hint


def _answers(*places: str) -> LookUp:
    def look_up(_host: str, port: int) -> Sequence[tuple[Any, ...]]:
        return [
            (socket.AF_INET6 if ":" in place else socket.AF_INET, 1, 6, "", (place, port))
            for place in places
        ]

    return look_up


def _found(*places: str, allow_remote: bool = False) -> Target:
    address = parse_base_url("http://gateway.example.com:8317/v1")
    return find_target(
        address, allow_remote=allow_remote, timeout_s=1, look_up=_answers(*places)
    )  # fmt: skip


@pytest.mark.parametrize("place", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_a_name_that_is_loopback_is_asked_under_the_address_found(place: str) -> None:
    target = _found(place)

    assert [found[0] for _, found in target.places] == [place]
    assert not target.remote


@pytest.mark.parametrize(
    "places", [[LAN], ["::ffff:" + LAN], ["0.0.0.0"], ["127.0.0.1", LAN], ["fe80::1%lo"], ["x"]]
)
def test_another_machine_is_refused_unless_it_is_allowed(places: list[str]) -> None:
    with pytest.raises(UsageError, match="loopback") as error:
        _found(*places)
    assert "--allow-remote" in error.value.hint
    assert "gateway" not in str(error.value)

    assert _found(*places, allow_remote=True).remote


def test_no_error_names_the_host() -> None:
    def unknown(_host: str, _port: int) -> Sequence[tuple[Any, ...]]:
        raise socket.gaierror(8, "gateway.example.com is unknown")

    with pytest.raises(InputError, match="not known") as error:
        find_target(
            parse_base_url("http://gateway.example.com/v1"), allow_remote=True, timeout_s=1,
            look_up=unknown,
        )  # fmt: skip
    assert "gateway" not in str(error.value)


def test_a_look_up_has_a_time_out() -> None:
    def slow(_host: str, _port: int) -> Sequence[tuple[Any, ...]]:
        time.sleep(6)
        return []

    begun = time.monotonic()
    with pytest.raises(InputError, match="in time"):
        find_target(
            parse_base_url("http://gateway.example.com/v1"), allow_remote=True, timeout_s=0.05,
            look_up=slow,
        )  # fmt: skip
    assert time.monotonic() - begun < 4

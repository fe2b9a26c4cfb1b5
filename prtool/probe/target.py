"""Which endpoint is asked, and whether it may be.

A name is looked up once and its addresses are kept: what was seen to be loopback is what is asked.
No error names the host, which may be private.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from prtool.errors import InputError, UsageError
from prtool.model.record import dataclass

LookUp = Callable[[str, int], Sequence[tuple[Any, ...]]]
"""Takes a host and a port; returns what ``socket.getaddrinfo`` does, or raises ``OSError``."""

_DEFAULT_PATH = "/v1"
_UNRESERVED = "/%:@!$&'()*+,;=~-._"
"""What may stand in a path as it is. Source: RFC 3986, ``pchar``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A base URL in parts."""

    host: str
    port: int
    path: str
    """Without a slash at the end; ``/v1`` if the URL has none."""
    tls: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An endpoint that may be asked."""

    address: Address
    places: tuple[tuple[int, tuple[Any, ...]], ...]
    """Address family and socket address of each, in the order in which they are tried."""
    remote: bool


def parse_base_url(text: str) -> Address:
    """Take a base URL apart, as OpenAI clients are given it.

    Raises:
        UsageError: it is no such URL, or holds a name and password.
    """
    if not text.isprintable() or " " in text:
        raise _bad("has a character that no URL has")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
        named = host is not None and host.encode("idna" if not host.isascii() else "ascii")
    except ValueError:
        raise _bad("is no URL") from None
    if parts.scheme not in ("http", "https") or not host or not named or port == 0:
        raise _bad("is no URL of http or https")
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            "--base-url holds a name or a password",
            hint="put the key in an environment variable and name that with --key-env",
        )
    if parts.query or parts.fragment:
        raise _bad("has a query or a fragment")
    tls = parts.scheme == "https"
    path = quote(parts.path.rstrip("/"), safe=_UNRESERVED) or _DEFAULT_PATH
    return Address(host=named.decode(), port=port or (443 if tls else 80), path=path, tls=tls)


def _bad(why: str) -> UsageError:
    return UsageError(f"--base-url {why}", hint="such as http://127.0.0.1:8317/v1")


def find_target(
    address: Address,
    *,
    allow_remote: bool,
    timeout_s: float,
    look_up: LookUp | None = None,
) -> Target:
    """Look an endpoint up, and refuse it if it is not here and need not be.

    Args:
        address: see :func:`parse_base_url`.
        allow_remote: take other machines as well.
        timeout_s: for looking the name up.
        look_up: in place of the system's.

    Raises:
        UsageError: another machine, and none was allowed.
        InputError: the name can't be looked up.
    """
    found = _looked_up(address, timeout_s, look_up or _system_look_up)
    places = tuple(dict.fromkeys((int(each[0]), tuple(each[4])) for each in found))
    remote = not all(_is_loopback(place[0]) for _, place in places)
    if remote and not allow_remote:
        raise UsageError(
            "--base-url is not on this machine's loopback",
            hint="a probe sends requests that somebody may have to pay for; --allow-remote if that "
            "is what you want",
        )
    return Target(address=address, places=places, remote=remote)


def _system_look_up(host: str, port: int) -> Sequence[tuple[Any, ...]]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _looked_up(address: Address, timeout_s: float, look_up: LookUp) -> Sequence[tuple[Any, ...]]:
    """Look up in a thread, for the system's way knows no time-out."""
    answers: list[Sequence[tuple[Any, ...]]] = []

    def ask() -> None:
        try:
            answers.append(look_up(address.host, address.port))
        except (OSError, UnicodeError):
            answers.append(())

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(timeout_s)
    found = answers[0] if answers else ()
    if not found:
        why = "is not known" if answers else "could not be looked up in time"
        raise InputError(
            f"the host of --base-url {why}", hint="check its spelling and your network"
        )
    return found


def _is_loopback(place: str) -> bool:
    try:
        ip = ipaddress.ip_address(place.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_loopback

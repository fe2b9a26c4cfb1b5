"""One HTTP request over one connection, with a time limit for each of its phases.

The standard library's client reads the protocol; here are the sockets below it. Redirects are not
followed, proxies of the environment are not used, and nothing is kept for the next request.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, cast

from prtool import __version__
from prtool.evidence.model import Media, Outcome
from prtool.model.record import dataclass
from prtool.probe.target import Target

PIECE = 65_536
"""Bytes that are read at once, at most."""
WHOLE = 4
"""A whole answer may take this many times the limit of a phase."""

Clock = Callable[[], float]
"""Seconds since any fixed moment."""


class Broken(Exception):
    """A request that has no whole answer."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked."""

    path: str
    """Below the base URL."""
    body: bytes | None = None
    """JSON; a request without one is a GET."""
    accept: str = "application/json"


class Stopwatch:
    """Milliseconds since it was made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._begun = clock()

    def ms(self) -> int:
        """Return whole milliseconds."""
        return max(0, int((self._clock() - self._begun) * 1000))


class Answer:
    """Status and headers of an answer, whose body is still to be read."""

    def __init__(self, response: http.client.HTTPResponse, watch: Stopwatch) -> None:
        self._response = response
        self._expected = None if response.chunked else response.length
        self._read = 0
        self.status = response.status
        self.watch = watch
        self.head_ms = watch.ms()
        self.media = media_of(response.headers.get("content-type"))
        encoding = str(response.headers.get("content-encoding") or "identity")
        self.encoded = encoding.strip().lower() != "identity"

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it arrives.

        Raises:
            Broken: it ends too early, or nothing comes for too long.
        """
        while piece := self._piece():
            self._read += len(piece)
            yield piece
        if self._expected is not None and self._read < self._expected:
            raise Broken(Outcome.CUT)

    def _piece(self) -> bytes:
        try:
            return self._response.read1(PIECE)
        except TimeoutError:
            raise Broken(Outcome.STALLED) from None
        except (http.client.HTTPException, OSError, ValueError):
            raise Broken(Outcome.CUT) from None


class Wire:
    """Sends requests to one endpoint."""

    def __init__(
        self, target: Target, *, key: str | None, timeout_s: float, clock: Clock = time.monotonic
    ) -> None:
        """Take the endpoint.

        Args:
            target: where it is.
            key: sent as a bearer token; None for none.
            timeout_s: for each phase: connecting, waiting for the head, waiting for more.
            clock: what times are taken by.
        """
        self._target = target
        self._headers = {
            "User-Agent": f"prtool/{__version__}", "Accept-Encoding": "identity",
            "Connection": "close",
        }  # fmt: skip
        if key is not None:
            self._headers["Authorization"] = f"Bearer {key}"
        self._timeout_s = timeout_s
        self._clock = clock
        self.connect_ms: int | None = None
        """What the last connection took; None if there was none."""
        self.watch = Stopwatch(clock)
        """Begins with a request; before that, with its connection."""

    @contextmanager
    def ask(self, request: Request) -> Iterator[Answer]:
        """Send a request and hand over its answer; the connection ends with the block.

        Raises:
            Broken: there is none.
        """
        sock = self._connected()
        try:
            yield self._answer(sock, request)
        finally:
            with suppress(OSError):
                sock.close()

    def _answer(self, sock: socket.socket, request: Request) -> Answer:
        address = self._target.address
        connection = http.client.HTTPConnection(address.host, address.port)
        connection.default_port = 443 if address.tls else 80
        limited = _LimitedSocket(sock, self._timeout_s, self._clock)
        # What the connection uses of a socket is what the limited one has.
        connection.sock = cast(socket.socket, limited)
        headers = {**self._headers, "Accept": request.accept}
        method = "GET"
        if request.body is not None:
            method, headers["Content-Type"] = "POST", "application/json"
        self.watch = Stopwatch(self._clock)
        try:
            connection.request(method, address.path + request.path, request.body, headers)
            return Answer(connection.getresponse(), self.watch)
        except TimeoutError:
            raise Broken(Outcome.NO_ANSWER) from None
        except OSError:  # among them that the other side has hung up
            raise Broken(Outcome.CLOSED) from None
        except (http.client.HTTPException, ValueError):
            raise Broken(Outcome.NOT_HTTP) from None

    def _connected(self) -> socket.socket:
        self.connect_ms = None
        self.watch = Stopwatch(self._clock)
        outcome = Outcome.UNREACHABLE
        for family, place in self._target.places:
            try:
                sock = self._connected_to(family, place)
            except TimeoutError:
                outcome = Outcome.CONNECT_TIMEOUT
            except ConnectionRefusedError:
                outcome = Outcome.REFUSED
            except ssl.SSLError:
                outcome = Outcome.TLS
            except OSError:
                continue
            else:
                self.connect_ms = self.watch.ms()
                return sock
        raise Broken(outcome)

    def _connected_to(self, family: int, place: tuple[object, ...]) -> socket.socket:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(self._timeout_s)
            sock.connect(place)
            # Head and body go in two pieces; the second must not wait for the first one's receipt.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._target.address.tls:
                return _encrypted(sock, self._target.address.host)
        except BaseException:
            sock.close()
            raise
        return sock


def _encrypted(sock: socket.socket, host: str) -> socket.socket:
    try:
        return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except (OSError, ValueError):  # also when nobody answers, as a server of plain HTTP may do
        raise ssl.SSLError("no handshake") from None


class _LimitedSocket:
    """What ``http.client`` needs of a socket, with a limit for each wait and one for all."""

    def __init__(self, sock: socket.socket, limit_s: float, clock: Clock) -> None:
        self._sock = sock
        self._limit_s = limit_s
        self._clock = clock
        self._last = clock() + WHOLE * limit_s

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._limit_s)
        self._sock.sendall(data)

    def makefile(self, _mode: str) -> BinaryIO:
        return io.BufferedReader(cast(io.RawIOBase, _Incoming(self)), PIECE)

    def close(self) -> None:
        """Leave it to whoever opened the socket."""

    def receive(self, into: memoryview) -> int:
        left = min(self._limit_s, self._last - self._clock())
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(into)


class _Incoming(io.RawIOBase):
    """What arrives at a limited socket."""

    def __init__(self, sock: _LimitedSocket) -> None:
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        return self._sock.receive(into)


def media_of(header: object) -> Media:
    """Return the kind of a ``Content-Type`` header, of which nothing is kept."""
    name = str(header or "").partition(";")[0].strip().lower()
    if not name:
        return Media.NONE
    if name == "application/json" or name.endswith("+json"):
        return Media.JSON
    known = {
        "text/event-stream": Media.EVENT_STREAM, "text/html": Media.HTML,
        "application/xhtml+xml": Media.HTML,
    }  # fmt: skip
    return known.get(name, Media.TEXT if name.startswith("text/") else Media.OTHER)

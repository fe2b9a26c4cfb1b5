"""The connections to upstreams, kept and used again."""

from __future__ import annotations

import functools
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

BUSY = 32
"""Requests under way per client: a client looks at all of its connections for each request, which
would take longer and longer where thousands are open."""
_TRIES = 3
_NO_ANSWER = "Server disconnected without sending a response"


@functools.cache
def _trusted() -> ssl.SSLContext:
    """The certificate authorities, read once: that takes a while."""
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds.

    Attributes:
        connect: For a connection.
        write: For a piece of the request.
        read: Between two pieces of the answer, and before the first.
    """

    connect: float = 10.0
    write: float = 60.0
    read: float = 600.0


@dataclass(slots=True)
class _Shard:
    client: httpx.AsyncClient
    busy: int = 0


@dataclass(slots=True)
class Exchange:
    """An answer that is being read; whoever has it closes it."""

    response: httpx.Response
    _shard: _Shard
    _open: bool = True

    async def aclose(self) -> None:
        """Give the connection back, or end it where the answer was not read to its end."""
        if self._open:
            self._open = False
            self._shard.busy -= 1
            await self.response.aclose()


@dataclass(slots=True)
class _Trace:
    """Whether a request opened a connection of its own."""

    fresh: bool = False

    async def __call__(self, event: str, _: Mapping[str, Any]) -> None:
        self.fresh = self.fresh or event == "connection.connect_tcp.started"


@dataclass(slots=True)
class UpstreamPool:
    """Clients by proxy, more of them where many requests are under way.

    Attributes:
        timeouts: Of every request.
    """

    timeouts: Timeouts = field(default_factory=Timeouts)
    _shards: dict[str, list[_Shard]] = field(default_factory=dict)
    _trust: ssl.SSLContext = field(default_factory=_trusted)

    @property
    def busy(self) -> int:
        """Requests under way, answers that are being read included."""
        return sum(shard.busy for shards in self._shards.values() for shard in shards)

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | list[tuple[str, str]],
        content: bytes,
        proxy: str = "",
    ) -> Exchange:
        """Send a request and wait for the head of its answer.

        A kept connection that the upstream has closed in the meantime is no failure: where no byte
        of an answer came, the request is sent once more.

        Raises:
            httpx.HTTPError: There is no answer.
            httpx.InvalidURL: The URL is none.
        """
        shard = self._shard(proxy)
        shard.busy += 1
        try:
            response = await self._sent(shard.client, method, url, headers, content)
        except BaseException:
            shard.busy -= 1
            raise
        return Exchange(response, shard)

    async def _sent(
        self,
        client: httpx.AsyncClient,
        method: str,
        url: str,
        headers: Mapping[str, str] | list[tuple[str, str]],
        content: bytes,
    ) -> httpx.Response:
        tries = _TRIES
        while True:
            trace = _Trace()
            request = client.build_request(
                method, url, headers=headers, content=content, extensions={"trace": trace}
            )
            try:
                return await client.send(request, stream=True)
            except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as error:
                tries -= 1
                if trace.fresh or not tries or not _was_closed(error):
                    raise

    def _shard(self, proxy: str) -> _Shard:
        shards = self._shards.setdefault(proxy, [])
        for shard in shards:
            if shard.busy < BUSY:
                return shard
        shards.append(_Shard(self._client(proxy)))
        return shards[-1]

    def _client(self, proxy: str) -> httpx.AsyncClient:
        timeouts = self.timeouts
        return httpx.AsyncClient(
            verify=self._trust,
            timeout=httpx.Timeout(
                connect=timeouts.connect, write=timeouts.write, read=timeouts.read, pool=None
            ),
            limits=httpx.Limits(
                max_connections=None, max_keepalive_connections=BUSY, keepalive_expiry=30
            ),
            proxy=proxy or None,
            trust_env=False,
            follow_redirects=False,
        )

    async def close(self) -> None:
        """Close all connections."""
        shards = [shard for shards in self._shards.values() for shard in shards]
        self._shards.clear()
        for shard in shards:
            await shard.client.aclose()


def _was_closed(error: httpx.HTTPError) -> bool:
    return not isinstance(error, httpx.RemoteProtocolError) or _NO_ANSWER in str(error)

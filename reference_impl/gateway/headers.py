"""Which headers of an upstream's answer may reach the client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

HeaderList = list[tuple[bytes, bytes]]
"""As ASGI has them: lower-case names, in order, repeated where there are several values."""

# RFC 9110 section 7.6.1, RFC 2616 section 13.5.1; and what no longer fits once the body was read.
_HOP_BY_HOP = frozenset(
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
        "te", "trailer", "trailers", "transfer-encoding", "upgrade",
        "content-length", "content-encoding", "set-cookie",
    }
)  # fmt: skip

# Headers by which gateways in front of the upstream can be told apart.
_GATEWAYS = ("x-litellm-", "helicone-", "x-portkey-", "cf-aig-", "x-kong-", "x-bt-")


def passed_through(headers: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """The headers of an upstream that a client may see; names in lower case, in the order given.

    Hop-by-hop headers (also those that `Connection` names), `Set-Cookie`, the length and encoding
    of the body and the headers of known gateways are left out.
    """
    lowered = [(name.strip().lower(), values) for name, values in headers.items()]
    named = {
        token.strip().lower()
        for name, values in lowered
        if name == "connection"
        for value in values
        for token in value.split(",")
    }
    for name, values in lowered:
        if name in _HOP_BY_HOP or name in named or name.startswith(_GATEWAYS) or not name:
            continue
        yield from ((name, value) for value in values)


def merged(own: HeaderList, upstream: Mapping[str, Iterable[str]] | None) -> HeaderList:
    """Own headers, and those of the upstream that may pass and that are not set already."""
    known = {name for name, _ in own}
    more = [
        (name.encode("latin-1", "replace"), _line(value))
        for name, value in passed_through(upstream or {})
    ]
    return own + [(name, value) for name, value in more if name not in known]


def _line(value: str) -> bytes:
    """A header value on one line, whoever made it."""
    return "".join(c for c in value if c not in "\r\n\0").encode("latin-1", "replace").strip()

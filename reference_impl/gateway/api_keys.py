"""Who may use the gateway: the `api-keys` of the configuration."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qs

MISSING = "Missing API key"
INVALID = "Invalid API key"


def refusal(keys: Sequence[str], headers: Mapping[str, str], query: bytes) -> str | None:
    """Why a request is refused.

    Args:
        keys: The keys that are known; without any, everybody may.
        headers: Request headers, names in lower case.
        query: The query string as sent.

    Returns:
        `MISSING`, `INVALID`, or None when the request may pass.
    """
    if not keys:
        return None
    shown = list(_shown(headers, query))
    if not shown:
        return MISSING
    return None if any(_known(keys, key) for key in shown) else INVALID


def _known(keys: Sequence[str], shown: str) -> bool:
    """Compared in full, so that time tells nothing of a key."""
    raw = shown.encode("utf-8", "surrogateescape")
    return sum(hmac.compare_digest(raw, key.encode()) for key in keys) > 0


def _shown(headers: Mapping[str, str], query: bytes) -> Iterator[str]:
    scheme, _, token = headers.get("authorization", "").strip().partition(" ")
    if scheme:
        yield token.strip() if scheme.lower() == "bearer" else headers["authorization"].strip()
    for name in ("x-goog-api-key", "x-api-key"):
        if key := headers.get(name, "").strip():
            yield key
    fields = parse_qs(query.decode("latin-1"))
    for name in ("key", "auth_token"):
        yield from fields.get(name, ())

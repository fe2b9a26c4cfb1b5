"""Real gateways over real stubs on loopback, for tests."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from reference_impl.config import from_mapping
from reference_impl.gateway.pool import Timeouts
from reference_impl.gateway.serve import running
from reference_impl.gateway.service import build
from reference_impl.gateway.stub import Behaviour, UpstreamStub

ALIAS = "ACME-GPT-5.5(high)"
CHAT = "/v1/chat/completions"


@dataclass(frozen=True, slots=True)
class Pair:
    """A gateway and its upstream.

    Attributes:
        url: Base URL of the gateway.
        stub: The upstream.
        client: A client without a base URL.
    """

    url: str
    stub: UpstreamStub
    client: httpx.AsyncClient

    async def chat(self, model: str = "m", **more: Any) -> httpx.Response:
        """Ask for a chat completion."""
        return await self.client.post(f"{self.url}{CHAT}", json=chat_body(model, **more))


def chat_body(model: str = "m", **more: Any) -> dict[str, Any]:
    """A body of a chat completion."""
    return {"model": model, "messages": [{"role": "user", "content": "hi"}], **more}


def entry(base_url: str, **more: Any) -> dict[str, Any]:
    """An entry of `openai-compatibility` with the alias of the defect and one plain alias."""
    models = [{"name": "gpt-5.5", "alias": ALIAS}, {"name": "up", "alias": "m"}]
    keys = [{"api-key": "upstream-key"}]
    known = {"name": "acme", "base-url": base_url, "api-key-entries": keys, "models": models}
    return known | more


@contextlib.asynccontextmanager
async def pair(
    script: Mapping[str, Behaviour] | None = None,
    *,
    variant: str = "complete",
    timeouts: Timeouts | None = None,
    entries: Callable[[str], list[dict[str, Any]]] = lambda base: [entry(base)],
    **config: Any,
) -> AsyncIterator[Pair]:
    """Start a stub and a gateway over it.

    Args:
        script: Behaviour of the stub by upstream model.
        variant: Routing rules of the gateway.
        timeouts: Of its calls upstream.
        entries: Makes the `openai-compatibility` entries from the stub's base URL.
        config: Further settings, `_` for `-`.
    """
    stub = UpstreamStub(script)
    async with running(stub) as upstream, httpx.AsyncClient(trust_env=False, timeout=30) as client:
        settings = {key.replace("_", "-"): value for key, value in config.items()}
        settings["openai-compatibility"] = entries(f"{upstream}/v1")
        app = build(from_mapping(settings), variant, timeouts=timeouts)
        async with running(app) as url:
            yield Pair(url=url, stub=stub, client=client)

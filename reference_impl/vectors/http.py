"""Section `http`: requests to the gateway, within the process."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from reference_impl.variants import RoutingRules
from reference_impl.vectors.build import Case, World
from reference_impl.vectors.stub import HttpStub

_HEADERS = ("access-control-allow-origin", "cache-control", "content-type", "retry-after")


def http(rules: RoutingRules, case: Case, wanted: list[Case]) -> list[dict[str, Any]]:
    """The answers to all requests of a vector.

    Args:
        rules: The variant.
        case: The vector.
        wanted: The expected answers; beside the usual headers, theirs are looked at.
    """
    return asyncio.run(_answers(rules, case, wanted))


async def _answers(rules: RoutingRules, case: Case, wanted: list[Case]) -> list[dict[str, Any]]:
    from reference_impl.gateway.app import Gateway, Settings
    from reference_impl.gateway.inprocess import send

    world = World(rules, case)
    calls: list[str] = []
    script = case.get("script") or {}
    world.register_models(case["registry"])
    world.register_executors(
        HttpStub(name, {"*": script[name]} if name in script else None, calls)
        for name in case["executors"]
    )
    world.register_auths(case["auths"])
    settings = Settings(
        api_keys=case.get("api_keys") or (),
        passthrough_headers=case.get("passthrough_headers", False),
        bootstrap_retries=case.get("bootstrap_retries", 0),
    )
    app = Gateway(world.manager, world.registry, settings)
    answers = []
    for request, expected in zip(case["requests"], wanted, strict=True):
        calls.clear()
        answer = await send(
            app, request["method"], request["path"], request.get("headers"), _body(request)
        )
        names = {*_HEADERS, *expected["headers"]}
        answers.append(
            {
                "status": answer.status,
                "headers": {name: answer.headers[name] for name in names if name in answer.headers},
                "body": answer.body.decode(),
                "upstream_calls": list(calls),
            }
        )
    return answers


def _body(request: Case) -> bytes:
    if "raw_body" in request:
        return str(request["raw_body"]).encode()
    return json.dumps(request["body"]).encode() if "body" in request else b""

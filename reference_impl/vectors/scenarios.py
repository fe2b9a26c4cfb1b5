"""Sections `routing` and `execution`: one call, several times, on one manager."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from reference_impl.errors import NilManagerError
from reference_impl.exchange import Options, Request
from reference_impl.manager import Manager
from reference_impl.nil_manager import NilManager
from reference_impl.variants import RoutingRules
from reference_impl.vectors.build import (
    Case,
    World,
    any_manager,
    listed,
    show_auth,
    show_error,
)
from reference_impl.vectors.stub import StubExecutor


class Scenario:
    """What a vector sets up, and its calls."""

    def __init__(self, rules: RoutingRules, case: Case) -> None:
        self.case = case
        nobody = case.get("selector") == "nil_manager"
        self.world = World(rules, {**case, "selector": ""} if nobody else case)
        self.calls: list[str] = []
        script = case.get("script") or {}
        if not case.get("registry_after_auths"):
            self.world.register_models(case["registry"])
        self.world.register_executors(
            StubExecutor(name, script.get(name), self.calls) for name in case["executors"]
        )
        self.world.register_auths(case["auths"])
        if case.get("registry_after_auths"):
            self.world.register_models(case["registry"])
        self._manager: Manager | NilManager = any_manager(rules, self.world, case)

    async def run(self) -> list[dict[str, Any]]:
        """All calls, one outcome each."""
        return [await self._once() for _ in range(self.case.get("repeat", 1))]

    async def _once(self) -> dict[str, Any]:
        self.calls.clear()
        executes = self.case["op"].startswith("execute")
        try:
            outcome = await self._execute() if executes else self._pick()
        except NilManagerError:
            return {"outcome": "panic"}
        except Exception as error:  # noqa: BLE001 - every error is an outcome
            outcome = show_error(error)
        if executes:
            outcome["upstream_calls"] = list(self.calls)
        return outcome

    def _options(self) -> Options:
        headers = {name: [value] for name, value in (self.case.get("headers") or {}).items()}
        body = self.case.get("original_request", self.case.get("body", ""))
        payload = body if isinstance(body, str) else json.dumps(body)
        metadata = dict(self.case.get("metadata") or {})
        return Options(headers=headers, original_request=payload.encode(), metadata=metadata)

    def _pick(self) -> dict[str, Any]:
        op, providers, model = self.case["op"], self.case["providers"], self.case["model"]
        options, tried = self._options(), frozenset(self.case.get("tried") or ())
        mixed = {
            "pick_next_mixed": self._manager.pick_next_mixed,
            "pick_next_mixed_legacy": self._manager.pick_next_mixed_legacy,
        }
        single = {
            "pick_next": self._manager.pick_next,
            "pick_next_legacy": self._manager.pick_next_legacy,
        }
        if op in mixed:
            pick = mixed[op](providers, model, options, tried)
        else:
            pick = single[op](providers[0], model, options, tried)
        return {
            "outcome": "selected",
            "auth": pick.auth.id,
            "executor": pick.executor.identifier(),
            "provider": pick.provider,
        }

    async def _execute(self) -> dict[str, Any]:
        request, options = Request(model=self.case["model"]), self._options()
        providers = self.case["providers"]
        if self.case["op"] == "execute_stream":
            return await self._stream(request, options)
        manager = self._manager
        call = manager.execute if self.case["op"] == "execute" else manager.execute_count
        response = await call(providers, request, options)
        return {"outcome": "ok", "payload": response.payload.decode()}

    async def _stream(self, request: Request, options: Options) -> dict[str, Any]:
        stream = await self._manager.execute_stream(self.case["providers"], request, options)
        chunks = [
            {"payload": chunk.payload.decode()}
            if chunk.error is None
            else {"error": show_error(chunk.error)}
            async for chunk in stream.chunks
        ]
        model = (stream.headers.get("X-Model") or [""])[0]
        return {"outcome": "ok", "chunks": chunks, "header_x_model": model}


def scenario(rules: RoutingRules, case: Case, wanted: dict[str, Any]) -> dict[str, Any]:
    """The outcomes, and what the vector wants to know of the time after.

    Args:
        rules: The variant.
        case: The vector.
        wanted: What is expected; only these members are looked up.
    """
    made = Scenario(rules, case)
    shown: dict[str, Any] = {"outcomes": asyncio.run(made.run())}
    if "states" in wanted:
        shown["states"] = {name: show_auth(made.world, name) for name in wanted["states"]}
    if "listed_models" in wanted:
        shown["listed_models"] = listed(made.world)
    return shown

"""Sections about what a manager and a registry hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from reference_impl.availability import blocked_for_model
from reference_impl.exchange import Result
from reference_impl.picking import normalise_providers
from reference_impl.retry import should_retry
from reference_impl.variants import RoutingRules
from reference_impl.vectors.build import (
    Case,
    World,
    auth_of,
    listed,
    raised_error,
    round_half_up,
    show_auth,
    stored_error,
)
from reference_impl.vectors.stub import StubExecutor


def model_resolution(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """Aliases of one auth; the calls follow each other."""
    world = World(rules, case)
    world.register_auths([case["auth"]])
    auth = world.manager.core.auths[case["auth"]["id"]]
    models = world.manager.core.models
    rows = []
    for row in case["rows"]:
        route = row["route_model"]
        chosen = models.selection_model(auth, route)
        candidates = models.execution_candidates(auth, route)
        pooled = len(candidates) > 1
        rows.append(
            {
                "route_model": route,
                "selection_model": chosen,
                "selection_key": models.selection_key(auth, route),
                "route_aware": models.is_route_aware(auth, route),
                "compat_pool": models.compat_pool(auth, chosen) or None,
                "api_key_alias": models.api_key_alias(auth, route),
                "execution_candidates": candidates,
                "state_models": [
                    models.state_model(auth, route, model, pooled=pooled) for model in candidates
                ],
            }
        )
    return {"rows": rows}


def registry(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """The three look-ups and the listing."""
    world = World(rules, {})
    world.register_models(case["register"])
    known = world.registry
    for client_id in case["unregister"]:
        known.unregister_client(client_id)
    return {
        "client_supports": [
            {**row, "supported": known.client_supports_model(row["client_id"], row["model"])}
            for row in case["client_supports"]
        ],
        "model_providers": {
            model: known.get_model_providers(model) or None for model in case["model_providers"]
        },
        "models_for_client": {
            client: known.get_models_for_client(client) for client in case["models_for_client"]
        },
        "listed_models_sorted": listed(world),
    }


def executor_registry(rules: RoutingRules, steps: list[Case]) -> dict[str, Any]:
    """Executors that are registered, found and forgotten.

    Args:
        rules: The variant.
        steps: The steps of the expectation; their results are not looked at, but a tag that was
            there before means the same executor again.
    """
    manager = World(rules, {}).manager
    stubs: list[StubExecutor] = []
    shown = []
    for step in steps:
        done = {"key": step["key"], "op": step["op"]}
        if step["op"] == "register":
            tag = step.get("tag") or len(stubs) + 1
            if tag > len(stubs):
                tag = len(stubs) + 1
                stubs.append(StubExecutor(step["key"]))
            manager.register_executor(stubs[tag - 1])
            done["tag"] = tag
        elif step["op"] == "unregister":
            manager.unregister_executor(step["key"])
        else:
            find = manager.executor if step["op"] == "get" else manager.executor_for
            found = find(step["key"])
            tags = [tag for tag, stub in enumerate(stubs, 1) if stub is found]
            done |= {"found": found is not None, "tag": tags[0] if tags else None}
        shown.append(done)
    return {
        "steps": shown,
        "map_keys": sorted(manager.core.executors),
        "closed_sessions_by_tag": {str(tag): stub.closed for tag, stub in enumerate(stubs, 1)},
    }


def blocked_for(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """`isAuthBlockedForModel`."""
    world = World(rules, {})
    auth = auth_of(case["auth"], world.start)
    block = blocked_for_model(auth, case["model"], world.start)
    return {
        "blocked": block.blocked,
        "next_in_s": world.seconds(block.until),
        "reason": str(block.reason),
    }


def mark_result(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """Results in a row."""
    world = World(rules, case)
    provider = case["auths"][0]["provider"]
    client = {"client_id": "a1", "provider": provider, "models": case["registered_models"]}
    world.register_models([client])
    world.register_auths(case["auths"])
    for result in case["results"]:
        wait = result.get("retry_after_s")
        error = None if result["success"] or "status" not in result else stored_error(result)
        world.manager.mark_result(
            Result(
                result["auth_id"],
                provider,
                result["model"],
                result["success"],
                None if wait is None else timedelta(seconds=wait),
                error,
            )
        )
    return {"auth": show_auth(world, "a1"), "listed_models": listed(world)}


def retry_decision(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """`shouldRetryAfterError`."""
    world = World(rules, case)
    world.register_auths(case["auths"])
    wait = should_retry(
        world.manager.core,
        raised_error(case["error"]),
        case["attempt"],
        normalise_providers(case["providers"]),
        case["model"],
    )
    seconds = 0 if wait is None else round_half_up(wait / timedelta(seconds=1))
    return {"retry": wait is not None, "wait_s": seconds}

"""Sections `refresh` and `http_request_helpers`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from reference_impl.auth import Auth
from reference_impl.errors import AuthError
from reference_impl.exchange import HttpRequest, HttpResponse
from reference_impl.manager import Manager
from reference_impl.nil_manager import NilManager
from reference_impl.refresh_times import RefreshLeads
from reference_impl.variants import RoutingRules
from reference_impl.vectors.build import (
    Case,
    World,
    auth_of,
    raised_error,
    show_stored,
)
from reference_impl.vectors.stub import PreparingStub, StubExecutor

_INTERVAL = timedelta(hours=1)
_LEAD = timedelta(minutes=10)


def refresh(rules: RoutingRules, case: Case, leads: RefreshLeads) -> dict[str, Any]:
    """The loop's look at a due auth, then the refresh itself.

    Args:
        rules: The variant.
        case: The vector.
        leads: The leads so far: they belong to the process in the original, so that a vector
            without one finds those of the vectors before it.
    """
    world = World(rules, {})
    leads.register(case.get("lead_for", ""), _LEAD)
    names: list[str] = []
    for name in case["executors"]:
        stub = StubExecutor(name)
        stub.refreshed = names
        if case.get("refresh_error") is not None:
            stub.refresh_error = raised_error(case["refresh_error"])
        world.register_executors([stub])
    world.register_auths([case["auth"]])
    auth_id = case["auth"]["id"]
    due = world.manager.auto_refresh(_INTERVAL, leads).handle_due(auth_id)
    pending = _auth(world, auth_id).next_refresh_after
    asyncio.run(world.manager.refresh_auth(auth_id))
    after = _auth(world, auth_id)
    return {
        "queued": due.queued,
        "rescheduled_in_s": world.seconds(due.rescheduled),
        "pending_next_refresh_after_in_s": world.seconds(pending),
        "refreshed_by": names,
        "after": {
            "last_error": show_stored(after.last_error),
            "next_refresh_after_in_s": world.seconds(after.next_refresh_after),
            "refreshed": after.last_refreshed_at is not None,
            "status": str(after.status),
            "status_message": after.status_message,
            "unavailable": after.unavailable,
        },
    }


def _auth(world: World, auth_id: str) -> Auth:
    auth = world.manager.get(auth_id)
    if auth is None:
        raise LookupError(f"auth {auth_id!r} is gone")
    return auth


def http_request_helpers(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """The four helpers, one after the other."""
    world = World(rules, {})
    kind = PreparingStub if case.get("preparer") else StubExecutor
    world.register_executors(kind(name) for name in case["executors"])
    auth = None if case["auth"] is None else auth_of(case["auth"], world.start)
    if auth is not None:
        world.manager.register(auth)
    manager: Manager | NilManager = world.manager
    if case.get("nil_manager") or case.get("selector") == "nil_manager":
        manager = NilManager(rules)
    shown: dict[str, Any] = {"inject_error": None}
    absent = case.get("nil_request", False)
    injected, prepared = _request(absent), _request(absent)
    if injected is not None:
        manager.inject_credentials(injected, auth.id if auth else "")
        shown["injected_by"] = _header(injected, "X-Prepared-By")
    shown["prepare_error"] = _error_of(lambda: manager.prepare_http_request(auth, prepared))
    if prepared is not None:
        shown["prepared_by"] = _header(prepared, "X-Prepared-By")
    made: list[HttpRequest] = []
    shown["new_error"] = _error_of(
        lambda: made.append(manager.new_http_request(auth, "", _URL, b"", {"X-A": ["1"]}))
    )
    if made:
        shown |= {"new_method": made[0].method, "new_header_x_a": _header(made[0], "X-A")}
    answers: list[HttpResponse] = []
    shown["http_request_error"] = _error_of(
        lambda: answers.append(asyncio.run(_sent(manager.http_request(auth, _request(absent)))))
    )
    if answers:
        shown["http_request_by"] = answers[0].headers["X-Executor"][0]
    return shown


_URL = "http://example.com/v1"


def _request(absent: bool) -> HttpRequest | None:  # noqa: FBT001
    return None if absent else HttpRequest("GET", _URL)


async def _sent(answer: Awaitable[HttpResponse]) -> HttpResponse:
    return await answer


def _header(request: HttpRequest, name: str) -> str:
    return (request.headers.get(name) or [""])[0]


def _error_of(call: Callable[[], object]) -> dict[str, Any] | None:
    try:
        call()
    except AuthError as error:
        return {
            "code": error.code,
            "http_status": error.http_status,
            "message": error.message,
            "text": str(error),
            "type": "auth_error",
        }
    return None

"""The loop that renews tokens, running for real."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from reference_impl.auth import Auth
from reference_impl.clock import ManualClock, SystemClock
from reference_impl.manager import Manager
from reference_impl.refresh_times import RefreshLeads, next_check
from reference_impl.registry import ModelRegistry
from reference_impl.variants import variant
from reference_impl.vectors.stub import StubExecutor, UpstreamError

MINUTE = timedelta(minutes=1)


def leads() -> RefreshLeads:
    made = RefreshLeads()
    made.register(" ACME ", 10 * MINUTE)
    return made


def oauth(auth_id: str, **metadata: object) -> Auth:
    return Auth(id=auth_id, provider="acme", metadata={"email": "u@example.com", **metadata})


def test_the_loop_renews_what_is_there_and_what_comes_later() -> None:
    clock = SystemClock()
    manager = Manager(ModelRegistry(clock), variant("complete"), clock=clock)
    executor = StubExecutor("acme")
    manager.register_executor(executor)
    manager.register(oauth("r1"))
    manager.register(Auth(id="k1", provider="acme", attributes={"api_key": "k"}))

    async def run() -> None:
        task = asyncio.create_task(manager.auto_refresh(leads=leads()).run())
        await asyncio.sleep(0.05)
        assert len(executor.refreshed) == 1
        manager.register(oauth("r2"))
        await asyncio.sleep(0.05)
        assert len(executor.refreshed) == 2
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    refreshed = {auth.id for auth in manager.list() if auth.last_refreshed_at}
    assert refreshed == {"r1", "r2"}


def test_a_refused_credential_is_not_tried_again() -> None:
    clock = ManualClock()
    manager = Manager(ModelRegistry(clock), variant("pr"), clock=clock)
    executor = StubExecutor("acme")
    executor.refresh_error = UpstreamError(0, "got status 401")
    manager.register_executor(executor)
    manager.register(oauth("r1"))
    loop = manager.auto_refresh(leads=leads())
    assert loop.handle_due("r1").queued
    asyncio.run(manager.refresh_auth("r1"))

    due = loop.handle_due("r1")

    assert not due.queued
    assert due.rescheduled is None


def test_without_executor_it_is_looked_at_again() -> None:
    clock = ManualClock()
    manager = Manager(ModelRegistry(clock), variant("pr"), clock=clock)
    manager.register(oauth("r1"))

    due = manager.auto_refresh(MINUTE, leads()).handle_due("r1")

    assert due.rescheduled == clock.now() + MINUTE


@pytest.mark.parametrize(
    ("metadata", "minutes"),
    [
        ({}, 0),
        ({"expired": "2026-01-01T01:00:00Z"}, 50),
        ({"expires_at": 1767229200}, 50),
        ({"expires_at": 1767229200000}, 50),
        ({"token": {"expiry": "2026-01-01T01:00:00+00:00"}}, 50),
        ({"expired": "2025-12-31T00:00:00Z"}, 0),
        ({"expired": "soon"}, 0),
        ({"refresh_interval": "5m", "last_refresh": "2026-01-01T00:00:00Z"}, 5),
        ({"refresh_interval_seconds": 120, "last_refresh": "2026-01-01T00:00:00Z"}, 2),
        ({"refresh_interval": "5m"}, 0),
    ],
)
def test_when_an_auth_is_due(metadata: dict[str, object], minutes: int) -> None:
    now = ManualClock().now()

    assert next_check(oauth("r1", **metadata), leads(), now, MINUTE) == now + minutes * MINUTE


def test_who_is_never_due() -> None:
    now = ManualClock().now()
    key = Auth(id="k1", provider="acme", attributes={"api_key": "k"})
    stranger = Auth(id="s1", provider="globex", metadata={"email": "u@example.com"})

    assert next_check(key, leads(), now, MINUTE) is None
    assert next_check(stranger, leads(), now, MINUTE) is None

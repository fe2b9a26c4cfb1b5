"""The reported defect and its neighbours: each fails in v7.1.50 and is gone in the two fixes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from reference_impl.affinity import SessionAffinitySelector
from reference_impl.auth import Auth
from reference_impl.clock import ManualClock
from reference_impl.config import from_mapping
from reference_impl.errors import AuthError
from reference_impl.exchange import Options, Request
from reference_impl.manager import Manager
from reference_impl.refresh_times import RefreshLeads
from reference_impl.registry import ModelRegistry
from reference_impl.selectors import RoundRobinSelector, Selector
from reference_impl.variants import variant
from reference_impl.vectors.build import FirstSelector
from reference_impl.vectors.stub import StubExecutor

ALIAS = "ACME-GPT-5.5(high)"
FIXES = ["pr", "complete"]
CONFIG = from_mapping(
    {
        "openai-compatibility": [
            {"name": "acme", "models": [{"name": "gpt-5.5", "alias": ALIAS}]},
        ]
    }
)


def manager(
    name: str, executor: str = "acme", selector: Selector | None = None, *, config: bool = True
) -> Manager:
    clock = ManualClock()
    registry = ModelRegistry(clock)
    registry.register_client("a1", "acme", [ALIAS])
    made = Manager(
        registry, variant(name), selector, clock=clock, config=CONFIG if config else None
    )
    made.register_executor(StubExecutor(executor))
    attributes = {"api_key": "k", "compat_name": "acme", "provider_key": "acme"}
    made.register(Auth(id="a1", provider="acme", attributes=attributes))
    return made


def legacy_selectors() -> list[Selector]:
    clock = ManualClock()
    return [SessionAffinitySelector(clock, RoundRobinSelector(clock)), FirstSelector()]


def not_found(made: Manager) -> None:
    with pytest.raises(AuthError, match="no auth available") as caught:
        made.pick_next_mixed(["acme"], ALIAS)
    assert caught.value.code == "auth_not_found"


@pytest.mark.parametrize("fix", FIXES)
def test_manager_executor_returns_registered_executor(fix: str) -> None:
    before, after = manager("v7.1.50", "ACME"), manager(fix, "ACME")

    assert before.executor("acme") is None
    assert before.executor_for("acme") is None
    before.unregister_executor("ACME")
    assert before.executor("ACME") is not None

    for spelling in ("acme", "ACME", " Acme "):
        found = after.executor(spelling)
        assert found is not None
        assert found is after.executor_for(spelling)
        assert found.identifier() == "ACME"
    after.unregister_executor("Acme")
    assert after.executor("ACME") is None


@pytest.mark.parametrize("fix", FIXES)
def test_manager_mixed_legacy_finds_executor_with_canonical_provider_key(fix: str) -> None:
    with pytest.raises(AuthError, match="no auth available"):
        manager("v7.1.50", "ACME").pick_next_mixed_legacy(["acme"], ALIAS)

    pick = manager(fix, "ACME").pick_next_mixed_legacy(["acme"], ALIAS)

    assert (pick.auth.id, pick.provider, pick.executor.identifier()) == ("a1", "acme", "ACME")


@pytest.mark.parametrize("fix", FIXES)
@pytest.mark.parametrize("number", [0, 1], ids=["session affinity", "custom selector"])
def test_an_alias_with_a_suffix_is_served_on_the_legacy_path(fix: str, number: int) -> None:
    not_found(manager("v7.1.50", selector=legacy_selectors()[number]))

    pick = manager(fix, selector=legacy_selectors()[number]).pick_next_mixed(["acme"], ALIAS)

    assert pick.auth.id == "a1"


@pytest.mark.parametrize("fix", FIXES)
def test_the_alias_is_served_through_execute(fix: str) -> None:
    """The upstream gets its own model name, with the suffix."""
    request = Request(model=ALIAS)
    options = Options(headers={"X-Session-Id": ["s1"]})
    with pytest.raises(AuthError, match="auth_not_found: no auth available"):
        asyncio.run(
            manager("v7.1.50", selector=legacy_selectors()[0]).execute(["acme"], request, options)
        )

    after = manager(fix, selector=legacy_selectors()[0])

    assert asyncio.run(after.execute(["acme"], request, options)).payload == b"a1|gpt-5.5(high)"


def test_control_the_fast_path_of_the_released_program_serves_it() -> None:
    """Whoever shows the defect with a default manager sees nothing of it."""
    made = manager("v7.1.50")

    assert made.pick_next_mixed(["acme"], ALIAS).auth.id == "a1"
    assert made.pick_next("acme", ALIAS).auth.id == "a1"
    response = asyncio.run(made.execute(["acme"], Request(model=ALIAS)))
    assert response.payload == b"a1|gpt-5.5(high)"


def test_control_a_base_name_always_worked_on_the_legacy_path() -> None:
    made = manager("v7.1.50", selector=FirstSelector())
    made.registry.register_client("a1", "acme", ["ACME-GPT-5.5"])

    assert made.pick_next_mixed(["acme"], ALIAS).auth.id == "a1"


@pytest.mark.parametrize("fix", FIXES)
@pytest.mark.parametrize("provider", ["ACME", " acme ", "AcMe"])
def test_auto_refresh_finds_the_executor_of_another_spelling(fix: str, provider: str) -> None:
    """At v7.1.50 such an auth is looked at for ever and never refreshed."""

    def refreshed(name: str) -> tuple[bool, list[str]]:
        clock = ManualClock()
        made = Manager(ModelRegistry(clock), variant(name), clock=clock)
        executor = StubExecutor("acme")
        made.register_executor(executor)
        made.register(Auth(id="r1", provider=provider, metadata={"email": "u@example.com"}))
        leads = RefreshLeads()
        leads.register("acme", timedelta(minutes=10))
        queued = made.auto_refresh(leads=leads).handle_due("r1").queued
        asyncio.run(made.refresh_auth("r1"))
        return queued, executor.refreshed

    assert refreshed("v7.1.50") == (False, [])
    assert refreshed(fix) == (True, ["acme"])


def test_the_regression_of_the_fix_is_not_in_the_complete_one() -> None:
    """The loop and the job ask for the executor under different keys."""

    def refreshed(name: str) -> tuple[bool, list[str]]:
        clock = ManualClock()
        made = Manager(ModelRegistry(clock), variant(name), clock=clock)
        executor = StubExecutor("globex")
        made.register_executor(executor)
        attributes = {"compat_name": "Acme", "provider_key": "acme"}
        email = {"email": "u@example.com"}
        made.register(Auth(id="r1", provider="globex", attributes=attributes, metadata=email))
        leads = RefreshLeads()
        leads.register("globex", timedelta(minutes=10))
        queued = made.auto_refresh(leads=leads).handle_due("r1").queued
        asyncio.run(made.refresh_auth("r1"))
        return queued, executor.refreshed

    assert refreshed("v7.1.50") == (True, ["globex"])
    assert refreshed("pr") == (True, [])
    assert refreshed("complete") == (True, ["globex"])

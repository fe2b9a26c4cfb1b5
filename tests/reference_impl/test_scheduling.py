"""Selectors and scheduler: whose turn it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reference_impl.auth import Auth
from reference_impl.clock import ManualClock
from reference_impl.errors import AuthError, ModelCooldownError
from reference_impl.exchange import DISALLOW_FREE_AUTH, PINNED_AUTH_ID, Options, Result
from reference_impl.manager import Manager
from reference_impl.registry import ModelRegistry
from reference_impl.selectors import FillFirstSelector, RoundRobinSelector
from reference_impl.variants import VARIANTS, variant
from reference_impl.vectors.stub import StubExecutor

OPTIONS = Options()


def auths(*ids: str, **attributes: str) -> list[Auth]:
    return [Auth(id=auth_id, provider="acme", attributes=dict(attributes)) for auth_id in ids]


class World:
    def __init__(self, name: str = "pr", *, fill_first: bool = False) -> None:
        self.clock = ManualClock()
        self.registry = ModelRegistry(self.clock)
        selector = FillFirstSelector(self.clock) if fill_first else None
        self.manager = Manager(self.registry, variant(name), selector, clock=self.clock)
        for provider in ("acme", "globex"):
            self.manager.register_executor(StubExecutor(provider))

    def add(self, auth_id: str, *models: str, provider: str = "acme", priority: str = "") -> None:
        self.registry.register_client(auth_id, provider, models)
        self.manager.register(
            Auth(id=auth_id, provider=provider, attributes={"priority": priority})
        )

    def picks(self, count: int, model: str = "m", **metadata: object) -> list[str]:
        options = Options(metadata=dict(metadata))
        both = ["acme", "globex"]
        return [self.manager.pick_next_mixed(both, model, options).auth.id for _ in range(count)]

    def fail(self, auth_id: str, model: str = "m", status: int = 429) -> None:
        error = AuthError("", "x", http_status=status)
        self.manager.mark_result(Result(auth_id, "acme", model, error=error))


def test_round_robin_by_provider_and_base_name() -> None:
    selector = RoundRobinSelector(ManualClock())
    three = auths("c", "a", "b")

    def pick(provider: str, model: str) -> str:
        return selector.pick(provider, model, OPTIONS, three).id

    assert [pick("acme", "m"), pick("acme", "m(high)"), pick("acme", "m")] == ["a", "b", "c"]
    assert [pick("acme", "n"), pick("globex", "m")] == ["a", "a"]


def test_cursors_start_again_beyond_4096_keys() -> None:
    selector = RoundRobinSelector(ManualClock())
    two = auths("a", "b")
    for number in range(4096):
        assert selector.pick("acme", f"m{number}", OPTIONS, two).id == "a"
    assert selector.pick("acme", "m0", OPTIONS, two).id == "b"

    assert selector.pick("acme", "one more", OPTIONS, two).id == "a"

    assert selector.pick("acme", "m0", OPTIONS, two).id == "a"
    assert selector.pick("acme", "one more", OPTIONS, two).id == "b"


def test_children_of_virtual_parents_take_turns_by_parent() -> None:
    selector = RoundRobinSelector(ManualClock(), start=lambda size: size - 1)
    children = auths("a1", "a2", gemini_virtual_parent="a") + auths("b1", gemini_virtual_parent="b")

    picked = [selector.pick("gemini", "m", OPTIONS, children).id for _ in range(5)]

    assert picked == ["b1", "a1", "b1", "a2", "b1"]


def test_one_orphan_makes_all_of_them_equal() -> None:
    selector = RoundRobinSelector(ManualClock(), start=lambda size: size - 1)
    mixed = auths("a1", gemini_virtual_parent="a") + auths("b1")

    assert [selector.pick("gemini", "m", OPTIONS, mixed).id for _ in range(3)] == ["a1", "b1", "a1"]


def test_no_auth_at_all() -> None:
    with pytest.raises(AuthError, match="auth_not_found: no auth candidates"):
        RoundRobinSelector(ManualClock()).pick("acme", "m", OPTIONS, [])


@pytest.mark.parametrize("name", VARIANTS)
def test_providers_take_turns_by_the_number_of_their_auths(name: str) -> None:
    world = World(name)
    world.add("a1", "m")
    world.add("a2", "m")
    world.add("b1", "m", provider="globex")

    assert world.picks(7) == ["a1", "a2", "b1", "a1", "a2", "b1", "a1"]


@pytest.mark.parametrize("name", VARIANTS)
def test_fill_first_goes_by_the_order_of_providers(name: str) -> None:
    world = World(name, fill_first=True)
    world.add("b1", "m", provider="globex")
    world.add("z1", "m")

    assert world.picks(2) == ["z1", "z1"]


@pytest.mark.parametrize("name", VARIANTS)
def test_the_turn_goes_on_when_an_auth_drops_out_and_comes_back(name: str) -> None:
    world = World(name)
    for auth_id in ("a1", "a2", "a3"):
        world.add(auth_id, "m")
    assert world.picks(1) == ["a1"]

    world.fail("a2")
    assert world.picks(3) == ["a3", "a1", "a3"]

    world.clock.advance(timedelta(seconds=1))
    assert world.picks(3) == ["a3", "a1", "a2"]


@pytest.mark.parametrize("name", VARIANTS)
def test_a_lower_priority_steps_in_until_the_higher_is_back(name: str) -> None:
    world = World(name)
    world.add("a1", "m", priority="5")
    world.add("b1", "m", provider="globex")
    assert world.picks(2) == ["a1", "a1"]

    world.fail("a1")
    assert world.picks(2) == ["b1", "b1"]

    world.clock.advance(timedelta(seconds=1))
    assert world.picks(2) == ["a1", "a1"]


@pytest.mark.parametrize("name", VARIANTS)
def test_cooldowns_are_told_with_the_earliest_end(name: str) -> None:
    world = World(name)
    world.add("a1", "m")
    world.add("b1", "m", provider="globex")
    world.fail("a1")
    world.fail("a1")
    world.fail("b1")

    with pytest.raises(ModelCooldownError) as caught:
        world.picks(1)

    assert caught.value.provider == ""
    assert caught.value.reset_in == timedelta(seconds=1)


@pytest.mark.parametrize("name", VARIANTS)
def test_not_all_of_them_cooling(name: str) -> None:
    world = World(name)
    world.add("a1", "m")
    world.add("a2", "m")
    world.fail("a1")
    world.fail("a2", status=500)

    with pytest.raises(AuthError, match="auth_unavailable: no auth available"):
        world.picks(1)


@pytest.mark.parametrize("name", VARIANTS)
def test_pinned(name: str) -> None:
    world = World(name)
    for auth_id in ("a1", "a2", "a3"):
        world.add(auth_id, "m")

    assert world.picks(2, **{PINNED_AUTH_ID: " a2 "}) == ["a2", "a2"]
    with pytest.raises(AuthError, match="auth_not_found"):
        world.picks(1, **{PINNED_AUTH_ID: "nobody"})


@pytest.mark.parametrize("name", VARIANTS)
def test_free_auths_can_be_excluded(name: str) -> None:
    world = World(name)
    world.manager.register_executor(StubExecutor("codex"))
    for auth_id, plan in (("c1", "free"), ("c2", "plus")):
        world.registry.register_client(auth_id, "codex", ["m"])
        world.manager.register(Auth(id=auth_id, provider="codex", attributes={"plan_type": plan}))
    options = Options(metadata={DISALLOW_FREE_AUTH: True})

    picked = [world.manager.pick_next_mixed(["codex"], "m", options).auth.id for _ in range(2)]

    assert picked == ["c2", "c2"]


def test_a_model_that_is_registered_late_is_found_by_a_rebuild() -> None:
    """In the original, cursors start again with it."""
    world = World("pr")
    world.add("a1", "m")
    world.add("a2", "n")
    assert world.picks(1) == ["a1"]
    world.registry.register_client("a2", "acme", ["n", "late"])

    assert world.picks(1, "late") == ["a2"]


def test_a_late_model_beside_a_known_one_is_not_noticed_but_in_complete() -> None:
    for name, expected in (("pr", {"a1"}), ("complete", {"a1", "a2"})):
        world = World(name)
        world.add("a1", "m")
        world.add("a2", "n")
        world.picks(1)
        world.registry.register_client("a2", "acme", ["n", "m"])

        assert set(world.picks(4)) == expected


def test_what_a_pick_gives_back_is_a_copy() -> None:
    world = World()
    world.add("a1", "m")
    picked = world.manager.pick_next_mixed(["acme"], "m").auth
    picked.disabled = True
    picked.attributes["priority"] = "9"

    assert world.picks(1) == ["a1"]
    known = world.manager.get("a1")
    assert known is not None
    assert known.attributes == {"priority": ""}


def test_removing_an_auth_closes_the_sessions_of_its_provider() -> None:
    world = World()
    executor = StubExecutor("acme")
    world.manager.register_executor(executor)
    world.add("a1", "m")

    world.manager.remove("a1")

    assert executor.closed == ["__all_execution_sessions__"]
    with pytest.raises(AuthError, match="auth_not_found"):
        world.picks(1)


def test_names_from_clients_do_not_fill_the_memory() -> None:
    world = World("complete")
    world.add("a1", "m")
    for number in range(5000):
        world.picks(1, f"m({number})")

    assert world.picks(1, "m(0)") == ["a1"]
    provider = world.manager.core.scheduler._providers["acme"]
    assert len(provider._shards) <= 4096
    known = provider._auths.metas["a1"].shards
    assert known == set(provider._shards)

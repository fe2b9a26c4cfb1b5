"""What results leave behind: in auths, in the registry, with store and hook."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reference_impl.auth import Auth, QuotaState, Status
from reference_impl.clock import ManualClock
from reference_impl.config import from_mapping
from reference_impl.core import Hook
from reference_impl.errors import AuthError
from reference_impl.exchange import Result
from reference_impl.manager import Manager
from reference_impl.registry import ModelRegistry
from reference_impl.variants import variant
from reference_impl.vectors.stub import StubExecutor


class Kept(Hook):
    """Hook and store in one."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def save(self, auth: Auth) -> None:
        self.said.append(f"save {auth.id} {auth.failed}")

    def on_auth_registered(self, auth: Auth) -> None:
        self.said.append(f"registered {auth.id}")

    def on_auth_updated(self, auth: Auth) -> None:
        self.said.append(f"updated {auth.id}")

    def on_result(self, result: Result) -> None:
        self.said.append(f"result {result.auth_id}")


class World:
    def __init__(
        self, auth: Auth | None = None, kept: Kept | None = None, **config: object
    ) -> None:
        self.clock = ManualClock()
        self.registry = ModelRegistry(self.clock)
        settings = {key.replace("_", "-"): value for key, value in config.items()}
        self.manager = Manager(
            self.registry,
            variant("pr"),
            clock=self.clock,
            config=from_mapping(settings),
            store=kept,
            hook=kept,
        )
        self.registry.register_client("a1", "acme", ["m"])
        self.manager.register(auth or Auth(id="a1", provider="acme"))

    def fail(self, status: int, text: str = "x", model: str = "m", wait: int | None = None) -> Auth:
        after = None if wait is None else timedelta(seconds=wait)
        error = AuthError("", text, http_status=status)
        self.manager.mark_result(Result("a1", "acme", model, False, after, error))
        return self.auth()

    def succeed(self, model: str = "m") -> Auth:
        self.manager.mark_result(Result("a1", "acme", model, success=True))
        return self.auth()

    def auth(self) -> Auth:
        auth = self.manager.get("a1")
        assert auth is not None
        return auth

    def listed(self) -> list[str]:
        return [entry["id"] for entry in self.registry.get_available_models()]


COOLING_OFF = [
    World(disable_cooling=True),
    World(Auth(id="a1", provider="acme", metadata={"disable_cooling": True})),
    World(Auth(id="a1", provider="acme", metadata={"disable-cooling": " true "})),
]


@pytest.mark.parametrize("status", [401, 402, 403, 404, 408, 429, 500, 503])
@pytest.mark.parametrize("number", range(len(COOLING_OFF)))
def test_without_cooling_nobody_is_blocked_and_everything_stays_listed(
    status: int, number: int
) -> None:
    world = COOLING_OFF[number]
    auth = world.fail(status, wait=60)

    state = auth.model_states["m"]
    assert state.next_retry_after is None
    assert state.status is Status.ERROR
    assert not auth.unavailable
    assert world.listed() == ["m"]
    if status == 429:
        assert state.quota == QuotaState(exceeded=True, reason="quota")
    world.succeed()


def test_without_cooling_an_unsupported_model_still_waits() -> None:
    world = World(disable_cooling=True)

    auth = world.fail(400, "model not supported")

    assert auth.model_states["m"].next_retry_after == world.clock.now() + timedelta(hours=12)
    assert world.listed() == []


def test_without_cooling_a_challenge_keeps_its_level() -> None:
    auth = World(disable_cooling=True).fail(403, "cf-mitigated")

    quota = auth.model_states["m"].quota
    assert quota == QuotaState(exceeded=True, reason="cloudflare challenge")


@pytest.mark.parametrize("value", [False, "false", 0, "yes", None])
def test_an_auth_cannot_switch_cooling_on_or_off_by_accident(value: object) -> None:
    off = World(Auth(id="a1", provider="acme", metadata={"disable_cooling": value}))
    assert off.fail(429).unavailable
    still = {"disable_cooling": value}
    on = World(Auth(id="a1", provider="acme", metadata=still), disable_cooling=True)
    assert not on.fail(429).unavailable


def test_a_success_clears_marks() -> None:
    world = World()
    world.fail(404)
    assert world.listed() == []

    auth = world.succeed()

    assert world.listed() == ["m"]
    assert auth.last_error is None
    assert (auth.success, auth.failed, auth.status) == (1, 1, Status.ACTIVE)


def test_an_error_of_another_model_stays() -> None:
    world = World()
    world.fail(500, model="n")

    auth = world.succeed()

    assert auth.status is Status.ERROR
    assert auth.last_error is not None


def test_the_first_reason_of_a_suspension_stays() -> None:
    """So a refused key behind a used-up quota keeps its model in the list."""
    world = World()
    world.fail(429)
    world.fail(401)

    assert world.listed() == ["m"]


def test_a_quota_mark_fades() -> None:
    """With the suspension for quota alone the model is listed all the same."""
    world = World()
    world.registry.register_client("a2", "acme", ["m"])
    world.registry.set_model_quota_exceeded("a1", "m")
    world.registry.suspend_client_model("a2", "m", "unauthorized")
    assert world.listed() == []

    world.clock.advance(timedelta(minutes=5))

    assert world.listed() == ["m"]


def test_store_and_hook_hear_of_everything() -> None:
    kept = Kept()
    world = World(Auth(id="a1", provider="acme", metadata={}), kept)
    world.fail(500)
    world.manager.update(world.auth())
    world.manager.mark_result(Result("nobody"))

    assert kept.said == [
        "save a1 0", "registered a1", "save a1 1", "result a1", "save a1 1", "updated a1",
        "result nobody",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "auth",
    [
        Auth(id="a1", provider="acme"),
        Auth(id="a1", provider="acme", metadata={}, attributes={"runtime_only": " TRUE "}),
    ],
)
def test_what_is_not_stored(auth: Auth) -> None:
    kept = Kept()
    World(auth, kept).fail(500)

    assert not any(said.startswith("save") for said in kept.said)


def test_update_keeps_what_it_must() -> None:
    world = World()
    index = world.fail(429).index
    assert index

    replaced = world.manager.update(Auth(id="a1", provider="acme", prefix="team"))

    assert replaced is not None
    assert (replaced.failed, replaced.index, replaced.prefix) == (1, index, "team")
    assert list(replaced.model_states) == ["m"]
    assert world.manager.update(Auth(id="unknown")) is None


def test_update_of_a_disabled_auth_starts_clean() -> None:
    world = World()
    world.fail(429)

    replaced = world.manager.update(Auth(id="a1", provider="acme", disabled=True))

    assert replaced is not None
    assert replaced.model_states == {}


def test_states_are_reconciled_with_what_is_registered() -> None:
    world = World()
    world.fail(429)
    world.fail(429, model="m(high)")
    world.fail(429, model="gone")

    world.manager.reconcile_registry_model_states("a1")

    auth = world.auth()
    assert sorted(auth.model_states) == ["m", "m(high)"]
    assert not any(state.unavailable for state in auth.model_states.values())
    assert (auth.status, auth.unavailable, auth.last_error) == (Status.ACTIVE, False, None)
    assert auth.quota == QuotaState()


def test_sessions_are_closed_where_they_can_be() -> None:
    world = World()
    executors = [StubExecutor("acme"), StubExecutor("globex")]
    for executor in executors:
        world.manager.register_executor(executor)

    world.manager.close_execution_session("  ")
    world.manager.close_execution_session(" s1 ")
    world.manager.unregister_executor("acme")

    assert [executor.closed for executor in executors] == [["s1"], ["s1"]]


def test_the_same_executor_again_closes_nothing() -> None:
    world = World()
    executor = StubExecutor("acme")
    world.manager.register_executor(executor)
    world.manager.register_executor(executor)

    assert executor.closed == []


def test_a_new_configuration_is_taken_over() -> None:
    attributes = {"api_key": "k", "base_url": "http://example.com/A"}
    world = World(Auth(id="a1", provider="claude", attributes=attributes))
    models = world.manager.core.models
    auth = world.manager.core.auths["a1"]
    assert models.upstream_models(auth, "x") == ["x"]

    def key(url: str, name: str) -> dict[str, object]:
        aliases = [{"name": name, "alias": "x"}]
        return {"api-key": "k", "base-url": url, "models": aliases}

    entries = [key("http://example.com/b", "other"), key("http://example.com/a", "up")]
    world.manager.set_config(from_mapping({"claude-api-key": entries}))

    assert world.manager.core.models.upstream_models(auth, "x(high)") == ["up(high)"]


def test_an_auth_without_id_gets_one() -> None:
    world = World()

    made = world.manager.register(Auth(provider="acme"))

    assert made.id
    assert world.manager.get(made.id) is not None

"""In `complete` the scheduler and the legacy path choose among the same auths, always."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reference_impl.auth import Auth, Status
from reference_impl.clock import ManualClock
from reference_impl.config import from_mapping
from reference_impl.errors import AuthError, ModelCooldownError
from reference_impl.exchange import PINNED_AUTH_ID, Options, Result
from reference_impl.manager import Manager
from reference_impl.picking import Pick
from reference_impl.registry import ModelRegistry
from reference_impl.variants import variant
from reference_impl.vectors.stub import StubExecutor

IDS = ["a1", "a2", "b1", "o1", "k1"]
MODELS = [
    "x", "x(high)", "X(High)", "x(low)", "x(a)(b)", "x(a)", "x()", " x ", "x (high)", "y",
    "team/x", "team/x(high)", "up", "up(low)", "pub", "pub(high)", "(high)", "",
]  # fmt: skip
ALIASES = ["x", "x(high)", "x(low)", "pub", "pub(high)", "y"]
UPSTREAMS = ["up", "up(low)", "up-b", "x"]
PROVIDERS = ["acme", "globex", "initech", " ACME", ""]

pairs = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(UPSTREAMS), "alias": st.sampled_from(ALIASES)}),
    max_size=4,
)
configs = st.fixed_dictionaries(
    {
        "openai-compatibility": st.tuples(pairs, pairs).map(
            lambda both: [
                {"name": name, "models": models}
                for name, models in zip(("acme", "globex"), both, strict=True)
            ]
        ),
        "oauth-model-alias": pairs.map(lambda models: {"initech": models}),
    }
)


@st.composite
def auth_objects(draw: st.DrawFn) -> Auth:
    auth_id = draw(st.sampled_from(IDS))
    known = ["acme"] * 4 + ["globex", "globex", "ACME", "openai-compatibility", "initech"]
    provider = draw(st.sampled_from(known))
    attributes = {"priority": draw(st.sampled_from(["", "1", "-1"]))}
    metadata = None
    if provider == "initech":
        metadata = {"email": "u@example.com"}
    else:
        attributes["api_key"] = "k"
        name = "acme" if provider == "openai-compatibility" else provider
        compat = {"compat_name": name, "provider_key": name}
        elsewhere = {"compat_name": "Acme", "provider_key": "acme"}
        attributes |= draw(st.sampled_from([{}, compat, compat, elsewhere]))
    return Auth(
        id=auth_id,
        provider=provider,
        prefix=draw(st.sampled_from(["", "team"])),
        status=draw(st.sampled_from([Status.ACTIVE] * 5 + [Status.DISABLED])),
        disabled=draw(st.sampled_from([False] * 5 + [True])),
        attributes=attributes,
        metadata=metadata,
    )


models = st.sampled_from(MODELS + ["x", "x(high)", "team/x(high)", "x(low)", "pub"] * 4)
results = st.tuples(
    st.just("result"),
    st.sampled_from(IDS),
    st.one_of(st.none(), st.none(), models, st.sampled_from(UPSTREAMS)),
    st.sampled_from([0, 200, 429, 429, 500]),
)
"""Without a model, that of the request is meant."""
steps = st.one_of(
    st.tuples(st.just("auth"), auth_objects()),
    st.tuples(st.just("models"), st.sampled_from(IDS), st.lists(models, max_size=4)),
    st.tuples(st.just("remove"), st.sampled_from(IDS)),
    results,
    results,
    st.tuples(st.just("wait"), st.sampled_from([1, 30, 60, 600])),
    st.tuples(st.just("executor"), st.sampled_from(["acme", "GLOBEX"])),
    st.tuples(st.just("no executor"), st.sampled_from(["acme", "globex"])),
)


class World:
    def __init__(self, config: dict[str, Any], model: str) -> None:
        self.model = model
        self.clock = ManualClock()
        self.registry = ModelRegistry(self.clock)
        self.manager = Manager(
            self.registry, variant("complete"), clock=self.clock, config=from_mapping(config)
        )
        for name in ("acme", "globex", "Initech"):
            self.manager.register_executor(StubExecutor(name))

    def step(self, kind: str, *values: Any) -> None:
        match kind, *values:
            case "auth", auth:
                if self.manager.update(auth) is None:
                    self.manager.register(auth)
            case "models", auth_id, names:
                auth = self.manager.get(auth_id)
                provider = auth.provider if auth else "acme"
                self.registry.register_client(auth_id, provider, names)
            case "remove", auth_id:
                self.manager.remove(auth_id)
            case "result", auth_id, named, status:
                model = self.model if named is None else named
                error = AuthError("", "x", http_status=status)
                good = status == 200
                self.manager.mark_result(
                    Result(auth_id, "", model, good, None, None if good else error)
                )
            case "wait", seconds:
                self.clock.advance(timedelta(seconds=seconds))
            case "executor", name:
                self.manager.register_executor(StubExecutor(name))
            case "no executor", name:
                self.manager.unregister_executor(name)


def _ended(pick: Callable[[], Pick]) -> tuple[str, str, object]:
    """Who was picked, or why nobody."""
    try:
        picked = pick()
    except ModelCooldownError as error:
        return "cooling", error.model, error.reset_in
    except AuthError as error:
        return "error", error.code, error.message
    return "picked", picked.auth.id, (picked.provider, picked.executor.identifier())


def candidates(
    pick: Callable[[frozenset[str]], Pick], tried: Sequence[str]
) -> list[frozenset[tuple[str, str, object]]]:
    """Who takes turns first, who comes when those are used up, and so on to the error."""
    seen = frozenset(tried)
    turns = []
    while True:
        turn = frozenset(_ended(partial(pick, seen)) for _ in range(3 * len(IDS)))
        turns.append(turn)
        picked = {entry[1] for entry in turn if entry[0] == "picked"}
        if not picked:
            return turns
        seen |= picked


def agree(world: World, model: str, providers: list[str], tried: list[str], pinned: str) -> None:
    manager = world.manager
    options = Options(metadata={PINNED_AUTH_ID: pinned} if pinned else {})

    def mixed(pick: Callable[..., Pick]) -> list[frozenset[tuple[str, str, object]]]:
        return candidates(lambda seen: pick(providers, model, options, seen), tried)

    assert mixed(manager.pick_next_mixed) == mixed(manager.pick_next_mixed_legacy)

    def single(
        pick: Callable[..., Pick], provider: str
    ) -> list[frozenset[tuple[str, str, object]]]:
        return candidates(lambda seen: pick(provider, model, options, seen), tried)

    for provider in providers[:1]:
        fast = single(manager.pick_next, provider)
        assert fast == single(manager.pick_next_legacy, provider)


@settings(max_examples=200, deadline=None)
@given(
    config=configs,
    history=st.lists(steps, max_size=8),
    auths=st.lists(auth_objects(), min_size=1, max_size=5, unique_by=lambda auth: auth.id),
    registered=st.lists(
        st.lists(st.one_of(st.none(), models), max_size=4), min_size=5, max_size=5
    ),
    model=models,
    providers=st.one_of(
        st.just(["acme"]), st.just(["acme", "globex", "initech"]),
        st.lists(st.sampled_from(PROVIDERS), max_size=3),
    ),
    tried=st.lists(st.sampled_from(IDS), max_size=1),
    pinned=st.sampled_from([""] * 8 + IDS),
)  # fmt: skip
def test_both_paths_choose_among_the_same_auths(
    config: dict[str, Any],
    history: list[tuple[Any, ...]],
    auths: list[Auth],
    registered: list[list[str | None]],
    model: str,
    providers: list[str],
    tried: list[str],
    pinned: str,
) -> None:
    """At the start, and after everything that happens to auths, models and executors."""
    world = World(config, model)
    for auth_id, names in zip(IDS, registered, strict=True):
        own = [name for name in names if name is not None]
        world.registry.register_client(auth_id, "acme", [*own, *[model] * (None in names)])
    for auth in auths:
        world.manager.register(auth)
    agree(world, model, providers, tried, pinned)
    for step in history:
        world.step(*step)
        agree(world, model, providers, tried, pinned)


def test_in_the_fix_they_do_not() -> None:
    """The property is about something."""
    clock = ManualClock()
    registry = ModelRegistry(clock)
    registry.register_client("a1", "acme", ["x(high)"])
    manager = Manager(registry, variant("pr"), clock=clock)
    manager.register_executor(StubExecutor("acme"))
    manager.register(Auth(id="a1", provider="acme"))

    assert _ended(lambda: manager.pick_next_mixed(["acme"], "x(low)"))[0] == "picked"
    assert _ended(lambda: manager.pick_next_mixed_legacy(["acme"], "x(low)"))[0] == "error"

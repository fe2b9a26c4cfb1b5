"""What all rooms of the manager share: auths, executors, aliases, and the questions about them."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence, Set
from datetime import datetime
from typing import Protocol

from reference_impl.aliases import ModelResolver
from reference_impl.auth import Auth, ModelState, Status, disables_cooling
from reference_impl.availability import Block, blocked_for_model, worst_of
from reference_impl.clock import Clock, Sleep
from reference_impl.config import Config
from reference_impl.exchange import (
    ALL_SESSIONS,
    DISALLOW_FREE_AUTH,
    PINNED_AUTH_ID,
    Options,
    ProviderExecutor,
    Result,
    SessionCloser,
)
from reference_impl.health import aggregate, settle
from reference_impl.registry import ModelRegistry
from reference_impl.route_index import RouteIndex
from reference_impl.scheduler import Scheduler
from reference_impl.selectors import RoundRobinSelector, Selector, is_built_in
from reference_impl.sharding import BaseNameSharding, RouteSharding
from reference_impl.shards import Filter
from reference_impl.suffix import canonical_model_key
from reference_impl.text import normalise, parse_bool, trim
from reference_impl.variants import RoutingRules


class Hook:
    """Is told what happens; override what is of interest."""

    def on_auth_registered(self, auth: Auth) -> None:
        """An auth is new; it is a copy."""

    def on_auth_updated(self, auth: Auth) -> None:
        """An auth was replaced; it is a copy."""

    def on_result(self, result: Result) -> None:
        """A call has ended."""


class Store(Protocol):
    """Where auths outlive the program."""

    def save(self, auth: Auth) -> None:
        """Keep an auth."""
        ...


class Core:
    """The state of a manager."""

    def __init__(
        self,
        registry: ModelRegistry,
        rules: RoutingRules,
        selector: Selector | None,
        *,
        clock: Clock,
        sleep: Sleep,
        config: Config,
        store: Store | None,
        hook: Hook,
    ) -> None:
        self.registry = registry
        self.rules = rules
        self.clock = clock
        self.sleep = sleep
        self.hook = hook
        self._store = store
        self._listeners: list[Callable[[str], None]] = []
        self.selector = RoundRobinSelector(clock) if selector is None else selector
        self.executors: dict[str, ProviderExecutor] = {}
        self.auths: dict[str, Auth] = {}
        self._padded: dict[str, None] = {}
        """Ids that the registry, which trims them, knows as others."""
        self.config = config
        self.models = ModelResolver(config, exact_first=rules.exact_alias_first)
        self.routes = RouteIndex(self)
        both = rules.one_rule_for_both_paths
        sharding = RouteSharding(self) if both else BaseNameSharding(registry)
        in_turn = type(self.selector) is RoundRobinSelector
        self.scheduler = Scheduler(sharding, clock, in_turn=in_turn)
        if both:
            registry.on_change(self.refresh_scheduler_entry)

    @property
    def may_schedule(self) -> bool:
        """Whether the scheduler stands in for the selector."""
        return is_built_in(self.selector)

    def set_config(self, config: Config) -> None:
        """Take over aliases and settings."""
        self.config = config
        self.models = ModelResolver(config, exact_first=self.rules.exact_alias_first)
        for auth in self.auths.values():
            self.models.compile(auth)
        self.rebuild_scheduler()

    # Executors

    def register_executor(self, executor: ProviderExecutor) -> None:
        """See `Manager.register_executor`."""
        key = self.rules.registered_key(executor.identifier())
        if not key:
            return
        replaced = self.executors.get(key)
        self.executors[key] = executor
        if replaced is not None and replaced is not executor:
            close_sessions(replaced, ALL_SESSIONS)
        self._executors_changed()

    def unregister_executor(self, provider: str) -> None:
        """See `Manager.unregister_executor`."""
        self.executors.pop(normalise(provider), None)
        self._executors_changed()

    def _executors_changed(self) -> None:
        if self.rules.one_rule_for_both_paths:
            self.rebuild_scheduler()

    def executor_for(self, provider: str) -> ProviderExecutor | None:
        """See `Manager.executor_for`."""
        return self.rules.executor_for(self.executors, provider)

    def close_execution_session(self, session_id: str) -> None:
        """See `Manager.close_execution_session`."""
        if session_id := trim(session_id):
            for executor in list(self.executors.values()):
                close_sessions(executor, session_id)

    # Auths

    def on_auth_change(self, listener: Callable[[str], None]) -> None:
        """Have a function called with the id of an auth that is new, has changed or is gone."""
        self._listeners.append(listener)

    def auth_changed(self, auth_id: str) -> None:
        """Tell the listeners."""
        for listener in self._listeners:
            listener(auth_id)

    def register(self, auth: Auth) -> Auth:
        """See `Manager.register`."""
        own = auth.clone()
        own.id = own.id or str(uuid.uuid4())
        own.index = own.index or stable_index(own.id)
        self._keep(own)
        self.hook.on_auth_registered(own.clone())
        return own.clone()

    def update(self, auth: Auth) -> Auth | None:
        """See `Manager.update`."""
        known = self.auths.get(auth.id)
        if known is None:
            return None
        own = auth.clone()
        own.success, own.failed, own.index = known.success, known.failed, known.index
        off = any(each.disabled or each.status is Status.DISABLED for each in (known, own))
        if not own.model_states and not off:
            own.model_states = {model: state.clone() for model, state in known.model_states.items()}
        self._keep(own)
        self.hook.on_auth_updated(own.clone())
        return own.clone()

    def _keep(self, auth: Auth) -> None:
        self.auths[auth.id] = auth
        if trim(auth.id) != auth.id:
            self._padded[auth.id] = None
        self.models.compile(auth)
        self.routes.put(auth)
        self.scheduler.upsert(auth, self.provider_key(auth))
        self.auth_changed(auth.id)
        self.persist(auth)

    def remove(self, auth_id: str) -> None:
        """See `Manager.remove`."""
        auth = self.auths.pop(auth_id, None)
        if auth is None:
            return
        self._padded.pop(auth_id, None)
        self.models.forget(auth_id)
        self.routes.remove(auth_id)
        self.scheduler.remove(auth_id)
        forget = getattr(self.selector, "forget_auth", None)
        if callable(forget):
            forget(auth_id)
        self.auth_changed(auth_id)
        executor = self.executor_for(self.provider_key(auth))
        if executor is not None:
            close_sessions(executor, ALL_SESSIONS)

    def persist(self, auth: Auth) -> None:
        """Hand an auth to the store, unless it lives only here."""
        lasting = parse_bool(auth.attributes.get("runtime_only", "")) is not True
        if self._store is not None and lasting and auth.metadata is not None:
            self._store.save(auth.clone())

    def refresh_scheduler_entry(self, auth_id: str) -> None:
        """See `Manager.refresh_scheduler_entry`."""
        if auth := self.auths.get(auth_id):
            self.scheduler.upsert(auth, self.provider_key(auth))

    def rebuild_scheduler(self) -> None:
        """Have the scheduler start over."""
        self.scheduler.rebuild((auth, self.provider_key(auth)) for auth in self.auths.values())

    def reconcile_registry_model_states(self, auth_id: str) -> None:
        """See `Manager.reconcile_registry_model_states`."""
        auth = self.auths.get(auth_id)
        if auth is None:
            return
        registered = set(map(canonical_model_key, self.registry.get_models_for_client(auth_id)))
        now = self.clock.now()
        auth.model_states = {
            model: ModelState(updated_at=now)
            for model in auth.model_states
            if canonical_model_key(model) in registered
        }
        aggregate(auth, now)
        settle(auth, now)
        self.scheduler.touch(auth, self.provider_key(auth))
        self.persist(auth)

    # Questions about an auth

    def provider_key(self, auth: Auth) -> str:
        """The provider under which picks find an auth."""
        return self.rules.provider_key(auth, self.executors)

    def might_serve(self, route: str) -> list[Auth]:
        """All auths that serve a model, and perhaps some that do not, without asking each one."""
        if not canonical_model_key(route):
            return list(self.auths.values())
        names = [name for kind in self.rules.route_names(route, route) for name in kind]
        ids = dict.fromkeys(each for name in names for each in self.registry.clients_with(name))
        ids |= dict.fromkeys(self.routes.rewritten(route))
        ids |= self._padded
        return [self.auths[auth_id] for auth_id in ids if auth_id in self.auths]

    def serves(self, auth: Auth, route: str) -> int | None:
        """Whether an auth serves a model (`authSupportsRouteModel`), and how well it fits.

        0 is by its exact id, 1 by its base. Without a model, every auth does.
        """
        if not canonical_model_key(route):
            return 0
        exact, base = self.rules.route_names(route, self.models.selection_model(auth, route))
        supports = self.registry.client_supports_model
        if any(supports(auth.id, name) for name in exact):
            return 0
        return 1 if any(supports(auth.id, name) for name in base) else None

    def block(self, auth: Auth, route: str, now: datetime) -> Block:
        """What stands in the way of an auth for a route model.

        Where both paths follow one rule, it is what execution would find: an auth is free as long
        as one of its upstream models is.
        """
        if not self.rules.one_rule_for_both_paths:
            return blocked_for_model(auth, self.models.selection_model(auth, route), now)
        own = blocked_for_model(auth, "", now) if not trim(route) else None
        if own is not None or auth.disabled or auth.status is Status.DISABLED:
            return own or blocked_for_model(auth, route, now)
        if not auth.model_states:
            return blocked_for_model(auth, route, now)
        upstreams = self.models.upstream_models(auth, route)
        return worst_of(self.block_upstream(auth, route, up, upstreams, now) for up in upstreams)

    def block_upstream(
        self, auth: Auth, route: str, upstream: str, upstreams: Sequence[str], now: datetime
    ) -> Block:
        """What stands in the way of one upstream model of an auth."""
        model = self.models.state_model(auth, route, upstream, pooled=len(upstreams) > 1)
        return blocked_for_model(auth, model, now, share_base=self._shares_base(auth, model))

    def _shares_base(self, auth: Auth, model: str) -> bool:
        """Whether a suffixed model is the same upstream model as its base."""
        base = canonical_model_key(model)
        if not self.rules.exact_alias_first or base == model or model in auth.model_states:
            return True
        if base not in auth.model_states:
            return True
        known = (self.models.upstream_models(auth, name) for name in (model, base))
        ours, theirs = ({canonical_model_key(up) for up in upstreams} for upstreams in known)
        return bool(ours & theirs)

    def filter_of(self, options: Options, tried: Set[str]) -> Filter:
        """What a request demands of an auth."""
        pinned = options.metadata.get(PINNED_AUTH_ID, "")
        free = options.metadata.get(DISALLOW_FREE_AUTH)
        disallow = parse_bool(free) if isinstance(free, str) else free
        return Filter(tried, trim(pinned) if isinstance(pinned, str) else "", disallow is True)

    def cooling_off(self, auth: Auth) -> bool:
        """Whether failures of an auth leave no cooldown behind."""
        return disables_cooling(auth) or self.config.disable_cooling


def close_sessions(executor: ProviderExecutor, session_id: str) -> None:
    """Have an executor let go of a session, if it can."""
    if isinstance(executor, SessionCloser):
        executor.close_execution_session(session_id)


def stable_index(auth_id: str) -> str:
    """A short name of an auth that stays the same from run to run."""
    return hashlib.sha256(f"id:{auth_id}".encode()).hexdigest()[:16]

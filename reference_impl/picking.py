"""The four picks: of one provider or of several, by the scheduler or by asking every auth."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import NamedTuple, TypeVar

from reference_impl.auth import Auth
from reference_impl.availability import MIXED, no_auth, unavailable
from reference_impl.core import Core
from reference_impl.errors import AuthError, ModelCooldownError
from reference_impl.exchange import Options, ProviderExecutor
from reference_impl.selectors import Chooser, best_tier
from reference_impl.text import normalise, trim
from reference_impl.variants import no_provider

Tried = Set[str]
"""Ids of auths that the request has used already."""

T = TypeVar("T")
_STALE = ("auth_not_found", "auth_unavailable")


class Pick(NamedTuple):
    """A copy of an auth, the executor to call it with, and the provider key for several."""

    auth: Auth
    executor: ProviderExecutor
    provider: str = ""


def normalise_providers(providers: Sequence[str]) -> list[str]:
    """In the one spelling, each once, without blank ones."""
    return list(dict.fromkeys(filter(None, map(normalise, providers))))


def no_executor() -> AuthError:
    """The provider has none."""
    return AuthError("executor_not_found", "executor not registered")


class Picking:
    """The room that chooses auths."""

    def __init__(self, core: Core) -> None:
        self._core = core

    # Several providers

    def pick_next_mixed(
        self, providers: Sequence[str], model: str, options: Options, tried: Tried
    ) -> Pick:
        """See `Manager.pick_next_mixed`."""
        core = self._core
        if not core.may_schedule:
            return self.pick_next_mixed_legacy(providers, model, options, tried)
        named = normalise_providers(providers)
        if not named and core.rules.one_rule_for_both_paths:
            raise no_provider()
        eligible = [name for name in named if core.executor_for(name) is not None]
        if not eligible:
            raise no_auth()
        if self._leaves_scheduler(model, eligible, tried, raw=False):
            return self.pick_next_mixed_legacy(providers, model, options, tried)
        wanted = core.filter_of(options, tried)
        auth, provider = self._scheduled(
            model, lambda: core.scheduler.pick_mixed(eligible, model, wanted)
        )
        return self._pick(auth, provider)

    def pick_next_mixed_legacy(
        self, providers: Sequence[str], model: str, options: Options, tried: Tried
    ) -> Pick:
        """See `Manager.pick_next_mixed_legacy`."""
        core = self._core
        named = set(normalise_providers(providers))
        if not named:
            raise no_provider()
        served = {name for name in named if core.executor_for(name) is not None}
        candidates = self._candidates(
            lambda auth: core.provider_key(auth) in served, model, options, tried
        )
        auth = self._select(MIXED, model, options, candidates)
        return self._pick(auth, core.provider_key(auth))

    def _pick(self, auth: Auth, provider: str) -> Pick:
        executor = self._core.executor_for(provider)
        if executor is None:
            raise no_executor()
        return Pick(auth.clone(), executor, provider)

    # One provider

    def pick_next(self, provider: str, model: str, options: Options, tried: Tried) -> Pick:
        """See `Manager.pick_next`."""
        core = self._core
        if not core.may_schedule or self._leaves_scheduler(model, [provider], tried, raw=True):
            return self.pick_next_legacy(provider, model, options, tried)
        provider = core.rules.single_fast_provider(provider)
        executor = core.rules.find_executor(core.executors, provider)
        if executor is None:
            raise no_executor()
        wanted = core.filter_of(options, tried)
        auth = self._scheduled(model, lambda: core.scheduler.pick_single(provider, model, wanted))
        return Pick(auth.clone(), executor)

    def pick_next_legacy(self, provider: str, model: str, options: Options, tried: Tried) -> Pick:
        """See `Manager.pick_next_legacy`."""
        core = self._core
        provider = core.rules.single_provider(provider)
        executor = core.executor_for(provider)
        if executor is None:
            raise no_executor()
        candidates = self._candidates(
            lambda auth: core.rules.belongs(auth, provider, core.executors), model, options, tried
        )
        return Pick(self._select(provider, model, options, candidates).clone(), executor)

    # The scheduler

    def _leaves_scheduler(
        self, model: str, providers: Sequence[str], tried: Tried, *, raw: bool
    ) -> bool:
        """Whether some auth knows the model under another name, which the scheduler cannot see."""
        core = self._core
        if core.rules.one_rule_for_both_paths or not trim(model):
            return False
        return core.routes.any_aware(model, providers, tried, raw=raw)

    def _scheduled(self, model: str, pick: Callable[[], T]) -> T:
        """Pick; where the scheduler may not have noticed a change, once more after a rebuild."""
        try:
            return pick()
        except (AuthError, ModelCooldownError) as error:
            stale = isinstance(error, ModelCooldownError) or error.code in _STALE
            if self._core.rules.one_rule_for_both_paths or not stale or not trim(model):
                raise
        self._core.rebuild_scheduler()
        return pick()

    # The legacy path

    def _candidates(
        self, belongs: Callable[[Auth], bool], model: str, options: Options, tried: Tried
    ) -> list[tuple[int, Auth]]:
        """Auths that the request may use and that serve the model, each with how well it fits."""
        core = self._core
        wanted = core.filter_of(options, tried)
        return [
            (rank, auth)
            for auth in core.might_serve(model)
            if not auth.disabled
            and wanted.allows(auth)
            and belongs(auth)
            and (rank := core.serves(auth, model)) is not None
        ]

    def _select(
        self, provider: str, model: str, options: Options, ranked: Sequence[tuple[int, Auth]]
    ) -> Auth:
        core = self._core
        if not ranked:
            raise no_auth()
        now = core.clock.now()
        blocks = [core.block(auth, model, now) for _, auth in ranked]
        free = [pair for pair, block in zip(ranked, blocks, strict=True) if not block.blocked]
        if not free:
            raise unavailable(blocks, model, provider, now)
        best = min(rank for rank, _ in free) if core.rules.one_rule_for_both_paths else None
        available = best_tier([auth for rank, auth in free if best in (None, rank)])
        return self._ask_selector(provider, model, options, available)

    def _ask_selector(
        self, provider: str, model: str, options: Options, available: Sequence[Auth]
    ) -> Auth:
        """Built-in selectors are not told the model; what they check is then the auth itself."""
        core = self._core
        selector = core.selector
        if core.rules.one_rule_for_both_paths and isinstance(selector, Chooser):
            selected = selector.choose(provider, model, options, available)
        else:
            named = "" if core.may_schedule else model
            selected = selector.pick(provider, named, options, available)
        if selected is None:
            raise AuthError("auth_not_found", "selector returned no auth")
        return core.auths.get(selected.id, selected)

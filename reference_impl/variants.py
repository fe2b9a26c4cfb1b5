"""The three variants of the conductor: everything in which they differ, in one object.

`v7.1.50` is the released program, `pr` the same with the proposed fix, `complete` the fix with the
gaps of the first one closed. A later class only overrides what it changes. README.md argues every
difference of `complete`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from reference_impl.auth import Auth, executor_key_from_auth, executor_provider_key
from reference_impl.errors import AuthError, NilManagerError
from reference_impl.registry import ModelRegistry
from reference_impl.suffix import canonical_model_key, parse_suffix
from reference_impl.text import lower, normalise, trim

E = TypeVar("E")
"""An executor."""


class RoutingRules:
    """The rules of v7.1.50.

    Attributes:
        name: How the variant is called on the command line.
        one_rule_for_both_paths: Whether the scheduler and the legacy path ask the same questions
            about an auth. Here the scheduler reduces every name to its base.
        exact_alias_first: Whether an alias that is written exactly like the request wins over one
            that only shares its base.
    """

    name = "v7.1.50"
    one_rule_for_both_paths = False
    exact_alias_first = False

    # Executors

    def registered_key(self, identifier: str) -> str:
        """Under which key an executor is kept; empty for one that is not."""
        return trim(identifier)

    def find_executor(self, executors: Mapping[str, E], provider: str) -> E | None:
        """What `Manager.executor` answers."""
        key = trim(provider)
        found = executors.get(key)
        return executors.get(lower(key)) if found is None else found

    def executor_for(self, executors: Mapping[str, E], provider: str) -> E | None:
        """What the manager finds for its own use."""
        return executors.get(provider)

    def helper_key(self, auth: Auth, executors: Mapping[str, E]) -> str:
        """The executor of the HTTP-request helpers."""
        return executor_key_from_auth(auth)

    def due_executor(self, executors: Mapping[str, E], auth: Auth) -> E | None:
        """Who would refresh an auth, as the loop asks before it queues a job."""
        return executors.get(auth.provider)

    def refresh_executor(self, executors: Mapping[str, E], auth: Auth) -> E | None:
        """Who refreshes an auth, as the job asks."""
        return executors.get(auth.provider)

    # Which auths belong to a provider

    def provider_key(self, auth: Auth, executors: Mapping[str, E]) -> str:
        """The provider under which mixed picks and the scheduler find an auth."""
        return normalise(auth.provider)

    def single_provider(self, provider: str) -> str:
        """The provider that a legacy pick of one provider looks for."""
        return provider

    def single_fast_provider(self, provider: str) -> str:
        """The same for the scheduler."""
        return provider

    def belongs(self, auth: Auth, provider: str, executors: Mapping[str, E]) -> bool:
        """Whether a legacy pick of one provider takes an auth into account."""
        return auth.provider == provider

    def no_eligible_provider(self) -> AuthError:
        """What the fast path answers when no provider has an executor."""
        return AuthError("auth_not_found", "no auth available")

    # Which models an auth serves

    def route_names(self, route: str, selection: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names under which the registry is asked for a route model.

        Args:
            route: The model of the request.
            selection: The same after prefix and OAuth alias of the auth.

        Returns:
            Exact names, then base names; whoever has none of them does not serve the model.
        """
        return (), _distinct(canonical_model_key(route), canonical_model_key(selection))

    def providers_of(self, registry: ModelRegistry, model: str) -> list[str]:
        """The providers that the HTTP layer asks for a model: those of its base come first."""
        base = trim(parse_suffix(model).base)
        found = registry.get_model_providers(base)
        return found if found or base == model else registry.get_model_providers(model)

    # No manager at all

    def nil_manager(self) -> Exception:
        """What a legacy pick on a nil manager ends with."""
        return NilManagerError("pick on a nil manager")


class ProposedRules(RoutingRules):
    """The proposed fix: one spelling of executor keys, and the raw route model is asked first."""

    name = "pr"

    def registered_key(self, identifier: str) -> str:
        """In the one spelling."""
        return executor_provider_key(identifier)

    def find_executor(self, executors: Mapping[str, E], provider: str) -> E | None:
        """In the one spelling."""
        return executors.get(executor_provider_key(provider))

    def executor_for(self, executors: Mapping[str, E], provider: str) -> E | None:
        """In the one spelling."""
        return executors.get(executor_provider_key(provider))

    def due_executor(self, executors: Mapping[str, E], auth: Auth) -> E | None:
        """By the provider alone."""
        return executors.get(executor_provider_key(auth.provider))

    def refresh_executor(self, executors: Mapping[str, E], auth: Auth) -> E | None:
        """By the compat key: not what `due_executor` asks (the regression of the fix)."""
        return executors.get(executor_key_from_auth(auth))

    def single_provider(self, provider: str) -> str:
        """In the one spelling.

        Raises:
            AuthError: For a blank one.
        """
        key = executor_provider_key(provider)
        if not key:
            raise no_provider()
        return key

    def belongs(self, auth: Auth, provider: str, executors: Mapping[str, E]) -> bool:
        """In the one spelling."""
        return executor_provider_key(auth.provider) == provider

    def route_names(self, route: str, selection: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The raw route model before the base names."""
        _, base = super().route_names(route, selection)
        return _distinct(trim(route)), base

    def nil_manager(self) -> Exception:
        """An error instead of a crash."""
        return AuthError("manager_nil", "manager is nil")


class CompleteRules(ProposedRules):
    """The fix done right: one key, one rule for both paths, the exact id before the base name."""

    name = "complete"
    one_rule_for_both_paths = True
    exact_alias_first = True

    def provider_key(self, auth: Auth, executors: Mapping[str, E]) -> str:
        """The one key of an auth: its provider, or its compat key where only that has an executor.

        Picks and refresh use it, so an auth that is listed under its compat key is served, and
        whatever v7.1.50 refreshed is refreshed by the same executor.
        """
        own = executor_provider_key(auth.provider)
        if own in executors:
            return own
        compat = executor_key_from_auth(auth)
        return compat if compat in executors else own

    def helper_key(self, auth: Auth, executors: Mapping[str, E]) -> str:
        """As before, or the one key where that leads nowhere."""
        compat = executor_key_from_auth(auth)
        return compat if compat in executors else self.provider_key(auth, executors) or compat

    def due_executor(self, executors: Mapping[str, E], auth: Auth) -> E | None:
        """By the one key."""
        return executors.get(self.provider_key(auth, executors))

    def refresh_executor(self, executors: Mapping[str, E], auth: Auth) -> E | None:
        """By the one key, as the loop does."""
        return self.due_executor(executors, auth)

    def belongs(self, auth: Auth, provider: str, executors: Mapping[str, E]) -> bool:
        """By the one key."""
        return self.provider_key(auth, executors) == provider

    def single_fast_provider(self, provider: str) -> str:
        """As on the legacy path."""
        return self.single_provider(provider)

    def route_names(self, route: str, selection: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The raw selection model counts as an exact name as well."""
        _, base = super().route_names(route, selection)
        return _distinct(trim(route), trim(selection)), base

    def providers_of(self, registry: ModelRegistry, model: str) -> list[str]:
        """Whoever registered exactly this id; only without one, those of the base."""
        for name in _distinct(model, trim(model), canonical_model_key(model)):
            if found := registry.get_model_providers(name):
                return found
        return []


_RULES = (RoutingRules, ProposedRules, CompleteRules)
VARIANTS = tuple(rules.name for rules in _RULES)


def variant(name: str) -> RoutingRules:
    """The rules of a variant.

    Raises:
        ValueError: If there is none of that name; the text lists those that are.
    """
    for rules in _RULES:
        if rules.name == name:
            return rules()
    raise ValueError(f"no variant {name!r}; there are {', '.join(VARIANTS)}")


def no_provider() -> AuthError:
    """No provider was named."""
    return AuthError("provider_not_found", "no provider supplied")


def _distinct(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))

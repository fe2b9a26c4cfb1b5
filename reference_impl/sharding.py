"""The two ways in which the scheduler tells models apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from reference_impl.auth import Auth
from reference_impl.availability import Block, blocked_for_model
from reference_impl.registry import ModelRegistry
from reference_impl.shards import Meta, ProviderAuths
from reference_impl.suffix import canonical_model_key
from reference_impl.text import trim

if TYPE_CHECKING:
    from reference_impl.core import Core


class BaseNameSharding:
    """As in the original: all names are reduced to their base, case counts.

    The request's name loses up to three suffixes on its way to the set of registered keys, a
    registered name only one; the two meet for names with a single suffix.
    """

    live = False

    def __init__(self, registry: ModelRegistry) -> None:
        self._registry = registry

    def models(self, auth: Auth) -> frozenset[str]:
        """The keys of what the auth registers now; later changes go unnoticed."""
        return frozenset(map(canonical_model_key, self._registry.get_models_for_client(auth.id)))

    def key(self, model: str) -> str:
        """Reduced twice: once by the pick, once by the look-up of the shard."""
        return canonical_model_key(canonical_model_key(model))

    def members(self, auths: ProviderAuths, key: str) -> Iterable[Meta]:
        """By the keys that were remembered."""
        wanted = canonical_model_key(key)
        return (auths.by_model.get(wanted, {}) if wanted else auths.metas).values()

    def rank(self, meta: Meta, key: str) -> int | None:
        """Reduced once more."""
        wanted = canonical_model_key(key)
        return 0 if not wanted or wanted in meta.models else None

    def block(self, auth: Auth, key: str, now: datetime) -> Block:
        """The state of the reduced name, whatever was asked for."""
        return blocked_for_model(auth, key, now)


class RouteSharding:
    """As the legacy path sees it: a shard for each name that is asked for, as it is written."""

    live = True

    def __init__(self, core: Core) -> None:
        self._core = core

    def models(self, auth: Auth) -> frozenset[str]:
        """Nothing: the registry is asked."""
        return frozenset()

    def key(self, model: str) -> str:
        """Only trimmed."""
        return trim(model)

    def members(self, auths: ProviderAuths, key: str) -> Iterable[Meta]:
        """Those that the legacy path would ask."""
        known = (auths.metas.get(auth.id) for auth in self._core.might_serve(key))
        return (meta for meta in known if meta is not None)

    def rank(self, meta: Meta, key: str) -> int | None:
        """What the legacy path asks of an auth."""
        return self._core.serves(meta.auth, key)

    def block(self, auth: Auth, key: str, now: datetime) -> Block:
        """What the legacy path finds in its way."""
        return self._core.block(auth, key, now)

"""Which auths may know a model under another name, without asking all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING

from reference_impl.aliases import oauth_channel
from reference_impl.auth import Auth
from reference_impl.text import trim

if TYPE_CHECKING:
    from reference_impl.core import Core


class RouteIndex:
    """Auths by what can rewrite a model for them: their prefix, or the OAuth aliases' channel."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._by_prefix: dict[str, dict[str, None]] = {}
        self._by_channel: dict[str, dict[str, None]] = {}
        self._keys: dict[str, tuple[str, str]] = {}

    def put(self, auth: Auth) -> None:
        """Take in an auth that is new or has changed."""
        self.remove(auth.id)
        prefix, channel = trim(auth.prefix), oauth_channel(auth)
        self._keys[auth.id] = prefix, channel
        if prefix:
            self._by_prefix.setdefault(prefix, {})[auth.id] = None
        if channel:
            self._by_channel.setdefault(channel, {})[auth.id] = None

    def remove(self, auth_id: str) -> None:
        """Drop an auth."""
        prefix, channel = self._keys.pop(auth_id, ("", ""))
        for key, index in ((prefix, self._by_prefix), (channel, self._by_channel)):
            ids = index.get(key, {})
            ids.pop(auth_id, None)
            if not ids:
                index.pop(key, None)

    def any_aware(self, model: str, belongs: Iterable[str], tried: Set[str], *, raw: bool) -> bool:
        """Whether an auth of some providers resolves a model to another key.

        Args:
            model: As it was asked for.
            belongs: The providers.
            tried: Auths that do not count any more.
            raw: Whether the providers are compared as they are written.
        """
        providers = set(belongs)
        core = self._core
        for auth_id in self.rewritten(model):
            auth = core.auths[auth_id]
            provider = auth.provider if raw else core.provider_key(auth)
            if auth.disabled or auth_id in tried or provider not in providers:
                continue
            if core.models.is_route_aware(auth, model):
                return True
        return False

    def rewritten(self, model: str) -> Iterator[str]:
        """Ids of auths with a prefix of the model, then of channels whose aliases know it.

        For no other auth is the selection model another one than the model itself.
        """
        at = model.find("/")
        while at >= 0:
            yield from self._by_prefix.get(model[:at], ())
            at = model.find("/", at + 1)
        for channel, ids in self._by_channel.items():
            if self._core.models.channel_rewrites(channel, model):
                yield from ids

"""The fast path: instead of asking about every auth, it keeps who is ready for which model."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime

from reference_impl.auth import Auth
from reference_impl.availability import MIXED, no_auth, unavailable
from reference_impl.clock import Clock
from reference_impl.errors import AuthError, ModelCooldownError
from reference_impl.shards import Filter, ProviderAuths, Shard, Sharding
from reference_impl.text import normalise

_SHARDS = 4096
_ENTRIES = 1_000_000
"""Model names come from clients: the shards longest not asked for make room beyond this."""


class _Provider:
    """The auths of one provider, and a shard for each model that was asked for."""

    def __init__(self, sharding: Sharding) -> None:
        self._sharding = sharding
        self._auths = ProviderAuths()
        self._shards: OrderedDict[str, Shard] = OrderedDict()

    def upsert(self, auth: Auth, now: datetime) -> None:
        meta = self._auths.put(auth, self._sharding.models(auth))
        for shard in self._shards.values():
            shard.upsert(meta, now)

    def touch(self, auth: Auth, now: datetime) -> None:
        meta = self._auths.metas[auth.id]
        meta.auth = auth
        for key in meta.shards:
            self._shards[key].touch(meta, now)

    def remove(self, auth_id: str) -> None:
        if meta := self._auths.pop(auth_id):
            for key in list(meta.shards):
                self._shards[key].remove(meta)

    def shard(self, model: str, now: datetime) -> Shard:
        key = self._sharding.key(model)
        shard = self._shards.get(key)
        if shard is None:
            shard = self._shards[key] = Shard(key, self._sharding)
            for meta in self._sharding.members(self._auths, key):
                shard.upsert(meta, now)
            self._make_room()
        else:
            self._shards.move_to_end(key)
            shard.promote(now)
        return shard

    def _make_room(self) -> None:
        entries = sum(map(len, self._shards.values()))
        while len(self._shards) > 1 and (len(self._shards) > _SHARDS or entries > _ENTRIES):
            key, shard = self._shards.popitem(last=False)
            entries -= len(shard)
            for auth_id in shard.ids():
                self._auths.metas[auth_id].shards.discard(key)


class Scheduler:
    """Auths by provider (`authScheduler` of the original)."""

    def __init__(self, sharding: Sharding, clock: Clock, *, in_turn: bool) -> None:
        """A scheduler without auths.

        Args:
            sharding: The variant's way of telling models apart.
            clock: Where the time comes from.
            in_turn: Round robin; fill first otherwise.
        """
        self._sharding = sharding
        self._clock = clock
        self._in_turn = in_turn
        self._providers: dict[str, _Provider] = {}
        self._homes: dict[str, str] = {}
        self._cursors: dict[str, int] = {}

    def upsert(self, auth: Auth, provider: str) -> None:
        """Take in an auth under a provider, or read it and its models anew."""
        if auth.disabled or not provider:
            self.remove(auth.id)
            return
        if self._homes.get(auth.id, provider) != provider:
            self.remove(auth.id)
        self._homes[auth.id] = provider
        home = self._providers.setdefault(provider, _Provider(self._sharding))
        home.upsert(auth, self._clock.now())

    def touch(self, auth: Auth, provider: str) -> None:
        """Read the health of an auth; its models as well, if those are not followed anyway."""
        known = self._homes.get(auth.id) == provider and not auth.disabled
        if known and self._sharding.live:
            self._providers[provider].touch(auth, self._clock.now())
        else:
            self.upsert(auth, provider)

    def remove(self, auth_id: str) -> None:
        """Drop an auth."""
        if home := self._homes.pop(auth_id, ""):
            self._providers[home].remove(auth_id)

    def rebuild(self, auths: Iterable[tuple[Auth, str]]) -> None:
        """Start over with these auths and their providers; cursors begin again."""
        self._providers.clear()
        self._homes.clear()
        self._cursors.clear()
        for auth, provider in auths:
            self.upsert(auth, provider)

    def pick_single(self, provider: str, model: str, wanted: Filter) -> Auth:
        """An auth of one provider.

        Raises:
            AuthError: If there is none.
            ModelCooldownError: If all of them wait for their quota; names the provider.
        """
        home = self._providers.get(normalise(provider))
        if home is None:
            raise no_auth()
        return self._pick(home.shard(model, self._clock.now()), model, provider, wanted)

    def _pick(self, shard: Shard, model: str, provider: str, wanted: Filter) -> Auth:
        tier = shard.best_tier(wanted)
        picked = tier and shard.pick(tier, wanted, in_turn=self._in_turn)
        if picked is None:
            raise self._none([shard], model, provider, wanted)
        return picked

    def pick_mixed(self, providers: Sequence[str], model: str, wanted: Filter) -> tuple[Auth, str]:
        """An auth of several providers, and its provider.

        Args:
            providers: Normalised, each once.
            model: As it was asked for.
            wanted: What the request demands.

        Raises:
            AuthError: If there is none.
            ModelCooldownError: If all of them wait for their quota.
        """
        if len(providers) == 1:
            return self.pick_single(providers[0], model, wanted), providers[0]
        now = self._clock.now()
        if wanted.pinned:
            home = self._homes.get(wanted.pinned, "")
            if home not in providers:
                raise no_auth()
            return self._pick(self._providers[home].shard(model, now), model, MIXED, wanted), home
        known = [name for name in providers if name in self._providers]
        shards = {name: self._providers[name].shard(model, now) for name in known}
        tiers = [tier for shard in shards.values() if (tier := shard.best_tier(wanted))]
        if not tiers:
            raise self._none(shards.values(), model, MIXED, wanted)
        best = min(tiers)
        counts = {name: shard.count(best, wanted) for name, shard in shards.items()}
        name = self._turn(providers, model, counts) if self._in_turn else ""
        name = name or next(name for name, count in counts.items() if count)
        picked = shards[name].pick(best, wanted, in_turn=self._in_turn)
        if picked is None:
            raise self._none(shards.values(), model, MIXED, wanted)
        return picked, name

    def _turn(self, providers: Sequence[str], model: str, counts: dict[str, int]) -> str:
        """Whose turn it is: a provider has as many in a row as it has ready auths."""
        key = f"{','.join(providers)}:{self._sharding.key(model)}"
        slot = self._cursors.get(key, 0) % sum(counts.values())
        self._cursors[key] = slot + 1
        end = 0
        for name, count in counts.items():
            end += count
            if slot < end:
                return name
        return ""

    def _none(
        self, shards: Iterable[Shard], model: str, provider: str, wanted: Filter
    ) -> AuthError | ModelCooldownError:
        blocks = [block for shard in shards for block in shard.blocks(wanted)]
        return unavailable(blocks, model, provider, self._clock.now()) if blocks else no_auth()

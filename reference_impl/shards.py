"""One model of one provider in the scheduler: who is ready, who is blocked and until when."""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from reference_impl.auth import Auth, is_free_codex, priority
from reference_impl.availability import Block


class Tier(NamedTuple):
    """Which entries go before others; the smallest goes first."""

    rank: int
    """0 unless the variant tells exact ids from base names."""
    below: int
    """The priority, negated."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What one request demands of an auth, apart from its health."""

    tried: Set[str] = frozenset()
    pinned: str = ""
    disallow_free: bool = False

    def allows(self, auth: Auth) -> bool:
        """Whether the request may use it."""
        return (
            auth.id not in self.tried
            and (not self.pinned or auth.id == self.pinned)
            and not (self.disallow_free and is_free_codex(auth))
        )


@dataclass(slots=True)
class Meta:
    """An auth in the scheduler.

    Attributes:
        auth: The auth itself.
        models: What it offered when it was last read, if the sharding looks at that.
        shards: The keys of the shards that it is in.
    """

    auth: Auth
    models: frozenset[str] = frozenset()
    shards: set[str] = field(default_factory=set)


@dataclass(slots=True)
class ProviderAuths:
    """The auths of one provider, and by what is remembered of their models."""

    metas: dict[str, Meta] = field(default_factory=dict)
    by_model: dict[str, dict[str, Meta]] = field(default_factory=dict)

    def put(self, auth: Auth, models: frozenset[str]) -> Meta:
        """Take in an auth, or read it anew."""
        meta = self.metas.setdefault(auth.id, Meta(auth))
        self._forget_models(meta)
        meta.auth, meta.models = auth, models
        for model in models:
            self.by_model.setdefault(model, {})[auth.id] = meta
        return meta

    def pop(self, auth_id: str) -> Meta | None:
        """Drop an auth."""
        meta = self.metas.pop(auth_id, None)
        if meta is not None:
            self._forget_models(meta)
        return meta

    def _forget_models(self, meta: Meta) -> None:
        for model in meta.models:
            offering = self.by_model[model]
            offering.pop(meta.auth.id, None)
            if not offering:
                del self.by_model[model]


class Sharding(Protocol):
    """How models are told apart: the part of the scheduler that depends on the variant."""

    live: bool
    """Whether the registry is asked whenever it has changed, not only when an auth is read."""

    def models(self, auth: Auth) -> frozenset[str]:
        """What is remembered of an auth's models."""
        ...

    def key(self, model: str) -> str:
        """The shard of a requested model."""
        ...

    def members(self, auths: ProviderAuths, key: str) -> Iterable[Meta]:
        """All auths of a provider that are in a shard, and perhaps some that are not."""
        ...

    def rank(self, meta: Meta, key: str) -> int | None:
        """Whether an auth is in a shard, and if so, how well it fits: 0 is best."""
        ...

    def block(self, auth: Auth, key: str, now: datetime) -> Block:
        """What stands in the way of an auth in a shard."""
        ...


@dataclass(slots=True)
class _Entry:
    auth: Auth
    tier: Tier
    block: Block


class _Ready:
    """The ready entries of one tier, by id, and where the next turn begins."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.cursor = 0

    def add(self, auth_id: str) -> None:
        insort(self.ids, auth_id)

    def discard(self, auth_id: str) -> None:
        at = bisect_left(self.ids, auth_id)
        if at < len(self.ids) and self.ids[at] == auth_id:
            del self.ids[at]


class Shard:
    """The entries of one model. Only what changes is moved; a pick looks at ready ones."""

    def __init__(self, key: str, sharding: Sharding) -> None:
        self.key = key
        self._sharding = sharding
        self._entries: dict[str, _Entry] = {}
        self._ready: dict[Tier, _Ready] = {}
        self._waiting: list[tuple[datetime, str]] = []
        """A heap; an entry that has changed since leaves its old place behind."""

    def __len__(self) -> int:
        return len(self._entries)

    def ids(self) -> list[str]:
        """The auths that are in here."""
        return list(self._entries)

    def upsert(self, meta: Meta, now: datetime) -> None:
        """Read an auth anew, or drop it if it is not of this model any more."""
        rank = self._sharding.rank(meta, self.key)
        if rank is None:
            self.remove(meta)
            return
        self._set(meta.auth, Tier(rank, -priority(meta.auth)), now)
        meta.shards.add(self.key)

    def touch(self, meta: Meta, now: datetime) -> None:
        """Read the health of an auth that is in here."""
        entry = self._entries[meta.auth.id]
        self._set(meta.auth, Tier(entry.tier.rank, -priority(meta.auth)), now)

    def remove(self, meta: Meta) -> None:
        """Drop an auth."""
        meta.shards.discard(self.key)
        if entry := self._entries.pop(meta.auth.id, None):
            self._leave(entry)

    def _set(self, auth: Auth, tier: Tier, now: datetime) -> None:
        entry = _Entry(auth, tier, self._sharding.block(auth, self.key, now))
        before = self._entries.get(auth.id)
        self._entries[auth.id] = entry
        stays = before and not before.block.blocked and not entry.block.blocked
        if stays and before and before.tier == tier:
            return
        # A tier that runs empty forgets its cursor, unless the entry comes right back.
        if before:
            self._leave(before)
        if not entry.block.blocked:
            self._ready.setdefault(tier, _Ready()).add(auth.id)
        elif entry.block.until is not None:
            heapq.heappush(self._waiting, (entry.block.until, auth.id))

    def _leave(self, entry: _Entry) -> None:
        if entry.block.blocked:
            return
        view = self._ready[entry.tier]
        view.discard(entry.auth.id)
        if not view.ids:
            del self._ready[entry.tier]

    def promote(self, now: datetime) -> None:
        """Let those be ready whose time has come."""
        while self._waiting and self._waiting[0][0] <= now:
            until, auth_id = heapq.heappop(self._waiting)
            entry = self._entries.get(auth_id)
            if entry and entry.block.blocked and entry.block.until == until:
                self._set(entry.auth, entry.tier, now)

    def best_tier(self, wanted: Filter) -> Tier | None:
        """The first tier with a ready entry that the request may use."""
        tiers = sorted(self._ready) if len(self._ready) > 1 else self._ready
        return next((tier for tier in tiers if self.count(tier, wanted)), None)

    def count(self, tier: Tier, wanted: Filter) -> int:
        """How many of a tier are ready for the request."""
        view = self._ready.get(tier)
        if view is None:
            return 0
        if wanted.pinned:
            pinned = self._entries.get(wanted.pinned)
            ready = pinned and pinned.tier == tier and not pinned.block.blocked
            return int(bool(pinned and ready and wanted.allows(pinned.auth)))
        if wanted.disallow_free:
            return sum(map(wanted.allows, self._auths(view)))
        tried = (self._entries.get(auth_id) for auth_id in wanted.tried)
        return len(view.ids) - sum(
            entry is not None and entry.tier == tier and not entry.block.blocked for entry in tried
        )

    def _auths(self, view: _Ready) -> Iterator[Auth]:
        return (self._entries[auth_id].auth for auth_id in view.ids)

    def pick(self, tier: Tier, wanted: Filter, *, in_turn: bool) -> Auth | None:
        """One of a tier: the next in turn, or the first by id."""
        view = self._ready.get(tier)
        size = len(view.ids) if view else 0
        if view is None or not size:
            return None
        start = view.cursor % size if in_turn else 0
        if wanted.pinned:
            start = bisect_left(view.ids, wanted.pinned) % size
        for step in range(size):
            at = (start + step) % size
            auth = self._entries[view.ids[at]].auth
            if wanted.allows(auth):
                if in_turn:
                    view.cursor = at + 1
                return auth
        return None

    def blocks(self, wanted: Filter) -> Iterator[Block]:
        """What stands in the way of each entry that the request might use."""
        return (entry.block for entry in self._entries.values() if wanted.allows(entry.auth))

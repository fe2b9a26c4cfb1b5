"""Which of several auths goes next, on the legacy path: the two built-in selectors."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from reference_impl.auth import Auth, priority
from reference_impl.availability import Block, blocked_for_model, unavailable
from reference_impl.clock import Clock
from reference_impl.errors import AuthError
from reference_impl.exchange import Options
from reference_impl.suffix import canonical_model_key
from reference_impl.text import trim

_CURSORS = 4096
"""More keys than this, and all cursors start again."""
_CURSOR_LIMIT = 2**31 - 8


class Selector(Protocol):
    """Chooses one of the auths that serve a model."""

    def pick(
        self, provider: str, model: str, options: Options, auths: Sequence[Auth]
    ) -> Auth | None:
        """The auth to use.

        Args:
            provider: Its name, or `mixed`.
            model: As it was asked for; empty for a built-in selector.
            options: Those of the request.
            auths: Of one priority, by id.

        Raises:
            AuthError: If none of them can be used.
            ModelCooldownError: If all of them wait for their quota.
        """
        ...


@runtime_checkable
class Chooser(Protocol):
    """A selector that can leave the question of availability to its caller."""

    def choose(
        self, provider: str, model: str, options: Options, available: Sequence[Auth]
    ) -> Auth | None:
        """The auth to use; all of them can be."""
        ...


def best_tier(auths: Sequence[Auth]) -> list[Auth]:
    """Those of the highest priority, by id."""
    best = max(map(priority, auths))
    return sorted((auth for auth in auths if priority(auth) == best), key=lambda auth: auth.id)


def available_auths(auths: Sequence[Auth], provider: str, model: str, clock: Clock) -> list[Auth]:
    """The best tier of those that can be used for a model.

    Raises:
        AuthError: If there are none, or all are blocked.
        ModelCooldownError: If all wait for their quota.
    """
    if not auths:
        raise AuthError("auth_not_found", "no auth candidates")
    now = clock.now()
    blocks = [blocked_for_model(auth, model, now) for auth in auths]
    return unblocked(auths, blocks) or _raise(unavailable(blocks, model, provider, now))


def unblocked(auths: Sequence[Auth], blocks: Sequence[Block]) -> list[Auth]:
    """The best tier of those without a block; empty if all have one."""
    free = [auth for auth, block in zip(auths, blocks, strict=True) if not block.blocked]
    return best_tier(free) if free else []


def _raise(error: Exception) -> list[Auth]:
    raise error


class RoundRobinSelector:
    """One after the other, by provider and model.

    Auths that are children of several virtual parents take turns by parent first.
    """

    def __init__(self, clock: Clock, start: Callable[[int], int] = secrets.randbelow) -> None:
        """No cursor has moved yet.

        Args:
            clock: Where the time comes from.
            start: Which of so many parents is the first.
        """
        self._clock = clock
        self._start = start
        self._cursors: dict[str, int] = {}

    def pick(self, provider: str, model: str, options: Options, auths: Sequence[Auth]) -> Auth:
        """The next one of those that can be used."""
        available = available_auths(auths, provider, model, self._clock)
        return self.choose(provider, model, options, available)

    def choose(
        self, provider: str, model: str, options: Options, available: Sequence[Auth]
    ) -> Auth:
        """The next one."""
        key = f"{provider}:{canonical_model_key(model)}"
        families: dict[str, list[Auth]] = {}
        for auth in available:
            families.setdefault(trim(auth.attributes.get("gemini_virtual_parent", "")), []).append(
                auth
            )
        if "" in families or len(families) < 2:
            return available[self._next(key) % len(available)]
        parents = sorted(families)
        first = self._next(f"{key}::group", self._start, len(parents))
        family = families[parents[first % len(parents)]]
        return family[self._next(f"{key}::{parents[first % len(parents)]}") % len(family)]

    def _next(self, key: str, start: Callable[[int], int] = lambda _: 0, size: int = 1) -> int:
        cursor = self._cursors.get(key)
        if cursor is None:
            if len(self._cursors) >= _CURSORS:
                self._cursors.clear()
            cursor = start(size)
        elif cursor >= _CURSOR_LIMIT:
            cursor = 0
        self._cursors[key] = cursor + 1
        return cursor


class FillFirstSelector:
    """Always the first by id, until it cannot be used any more."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def pick(self, provider: str, model: str, options: Options, auths: Sequence[Auth]) -> Auth:
        """The first one of those that can be used."""
        available = available_auths(auths, provider, model, self._clock)
        return self.choose(provider, model, options, available)

    def choose(
        self, provider: str, model: str, options: Options, available: Sequence[Auth]
    ) -> Auth:
        """The first one."""
        return available[0]


def is_built_in(selector: Selector) -> bool:
    """Whether the scheduler may stand in for a selector: exactly one of the two, no subclass."""
    return type(selector) in (RoundRobinSelector, FillFirstSelector)

"""Whether an auth may be used for a model now, and if not, why and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from reference_impl.auth import Auth, ModelState, QuotaState, Status
from reference_impl.errors import AuthError, ModelCooldownError
from reference_impl.suffix import canonical_model_key

MIXED = "mixed"
"""What selectors are told instead of a provider when there may be several."""


class Reason(StrEnum):
    """Why an auth is not used."""

    NONE = "none"
    COOLDOWN = "cooldown"
    DISABLED = "disabled"
    OTHER = "other"


class Block(NamedTuple):
    """What stands in the way of an auth; `until` is None where no time is known."""

    reason: Reason
    until: datetime | None = None

    @property
    def blocked(self) -> bool:
        """Whether anything does."""
        return self.reason is not Reason.NONE


FREE = Block(Reason.NONE)
_DISABLED = Block(Reason.DISABLED)


def find_state(auth: Auth, model: str) -> ModelState | None:
    """A model's own state, or that of its base."""
    state = auth.model_states.get(model)
    return auth.model_states.get(canonical_model_key(model)) if state is None else state


def blocked_for_model(auth: Auth, model: str, now: datetime, *, share_base: bool = True) -> Block:
    """The state of a model of an auth, or of the auth as a whole if no model is named.

    Args:
        auth: Flags of the auth itself count only if it is disabled or no model is named.
        model: A state of its own shadows that of its base; the base never looks at suffixed ones.
        now: The present moment.
        share_base: Whether the state of the base stands for a suffixed model at all.
    """
    if auth.disabled or auth.status is Status.DISABLED:
        return _DISABLED
    if not model:
        return _block(now, auth.next_retry_after, auth.quota) if auth.unavailable else FREE
    state = find_state(auth, model) if share_base else auth.model_states.get(model)
    if state is None:
        return FREE
    if state.status is Status.DISABLED:
        return _DISABLED
    return _block(now, state.next_retry_after, state.quota) if state.unavailable else FREE


def _block(now: datetime, retry: datetime | None, quota: QuotaState) -> Block:
    if retry is None or retry <= now:
        return FREE
    recover = quota.next_recover_at
    until = recover if recover is not None and recover > now else retry
    return Block(Reason.COOLDOWN if quota.exceeded else Reason.OTHER, until)


def worst_of(blocks: Iterable[Block]) -> Block:
    """One block for several ways to the same end: free if any of them is."""
    blocks = list(blocks)
    if not blocks or not all(block.blocked for block in blocks):
        return FREE
    reasons = {block.reason for block in blocks}
    times = [block.until for block in blocks if block.until is not None]
    reason = reasons.pop() if len(reasons) == 1 else Reason.OTHER
    return Block(reason, min(times, default=None))


def unavailable(
    blocks: Iterable[Block], model: str, provider: str, now: datetime
) -> AuthError | ModelCooldownError:
    """Why none of the candidates can be used.

    Args:
        blocks: What stands in the way of each; at least one.
        model: As the error names it.
        provider: As the error names it; empty or `MIXED` where there may be several.
        now: The present moment.
    """
    blocks = list(blocks)
    times = [block.until for block in blocks if block.until is not None]
    if times and all(block.reason is Reason.COOLDOWN for block in blocks):
        return ModelCooldownError(model, min(times) - now, "" if provider == MIXED else provider)
    return AuthError("auth_unavailable", "no auth available")


def no_auth() -> AuthError:
    """Nobody serves the model."""
    return AuthError("auth_not_found", "no auth available")

"""Whether a failed request is made again, and after how long (`shouldRetryAfterError`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

from reference_impl.auth import Auth, request_retry
from reference_impl.availability import Reason
from reference_impl.classification import is_invalid_request_error
from reference_impl.core import Core
from reference_impl.errors import retry_after_of, status_of

_NONE = timedelta(0)


def should_retry(
    core: Core, error: Exception, attempt: int, providers: Collection[str], model: str
) -> timedelta | None:
    """How long to wait before the next attempt, None if there is no point in one.

    Args:
        core: The manager's state.
        error: How this attempt ended.
        attempt: Its number, from 0.
        providers: Normalised.
        model: As it was asked for.
    """
    longest = core.config.max_retry_interval
    if longest <= _NONE or status_of(error) == 200 or is_invalid_request_error(error):
        return None
    waits = _waits(core, attempt, providers, model)
    shortest = min(waits, default=None)
    if shortest is not None:
        return shortest if shortest <= longest else None
    asked = retry_after_of(error)
    if status_of(error) != 429 or asked is None or not _NONE < asked <= longest:
        return None
    return asked if any(True for _ in _with_attempts(core, attempt, providers)) else None


def _with_attempts(core: Core, attempt: int, providers: Collection[str]) -> Iterator[Auth]:
    """Auths of the providers that would stand another attempt."""
    for auth in core.auths.values():
        if auth.disabled or core.provider_key(auth) not in providers:
            continue
        own = request_retry(auth)
        if (core.config.request_retry if own is None else own) > attempt:
            yield auth


def _waits(core: Core, attempt: int, providers: Collection[str], model: str) -> Iterator[timedelta]:
    """How long each of them is still blocked, if a time is known."""
    now = core.clock.now()
    for auth in _with_attempts(core, attempt, providers):
        block = core.block(auth, model, now)
        if block.until is not None and block.reason is not Reason.DISABLED:
            yield max(block.until - now, _NONE)

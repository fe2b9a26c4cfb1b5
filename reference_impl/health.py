"""How a result changes the health of an auth; nothing here looks beyond that auth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from reference_impl.auth import Auth, ModelState, QuotaState, Status
from reference_impl.classification import is_cloudflare, is_model_support
from reference_impl.errors import AuthError

_HALF_AN_HOUR = timedelta(minutes=30)
_HALF_A_DAY = timedelta(hours=12)
_LONGEST_BACKOFF = timedelta(minutes=30)
_CHALLENGE = "cloudflare challenge"
_CHALLENGE_BACKOFF = timedelta(seconds=10)
_BY_STATUS: dict[int, tuple[timedelta | None, str, str]] = {
    401: (_HALF_AN_HOUR, "unauthorized", "unauthorized"),
    402: (_HALF_AN_HOUR, "payment_required", "payment_required"),
    403: (_HALF_AN_HOUR, "payment_required", "payment_required"),
    404: (_HALF_A_DAY, "not_found", "not_found"),
    **{
        status: (timedelta(minutes=1), "", "transient upstream error")
        for status in (408, 500, 502, 503, 504)
    },
}
"""How long to wait, why the model is suspended, and what an auth without a model is told."""


@dataclass(frozen=True, slots=True)
class RegistryMarks:
    """What a result says to the registry about the model.

    Attributes:
        quota: Mark the quota as used up; None leaves the mark alone, False takes it away.
        suspend: Suspend the client's model, for this reason.
    """

    quota: bool | None = None
    suspend: str = ""


def next_backoff(level: int) -> tuple[timedelta, int]:
    """How long to wait after another failure, and the level after it."""
    level = max(level, 0)
    if level >= 11:
        return _LONGEST_BACKOFF, level
    return timedelta(seconds=2**level), level + 1


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What follows from one failure."""

    wait: timedelta | None = None
    quota: QuotaState | None = None
    suspend: str = ""
    message: str = ""
    of_auth: str = ""
    """The message where no model is named."""


def _judge(
    error: AuthError | None,
    level: int,
    retry_after: timedelta | None,
    *,
    cooling_off: bool,
    now: datetime,
) -> _Verdict:
    status = error.status_code if error else 0
    text = error.message if error else ""
    if is_cloudflare(text):
        wait, after = next_backoff(level)
        wait = max(_CHALLENGE_BACKOFF, wait)
        if cooling_off:
            return _Verdict(None, _quota(_CHALLENGE, None, level), "", _CHALLENGE, _CHALLENGE)
        return _Verdict(wait, _quota(_CHALLENGE, now + wait, after), "", _CHALLENGE, _CHALLENGE)
    if status == 429:
        if cooling_off:
            return _Verdict(None, _quota("quota", None, level), of_auth="quota exhausted")
        wait, after = next_backoff(level) if retry_after is None else (retry_after, level)
        return _Verdict(wait, _quota("quota", now + wait, after), "quota", "", "quota exhausted")
    wait_or_none, suspend, of_auth = _BY_STATUS.get(status, (None, "", ""))
    if cooling_off:
        wait_or_none, suspend = None, ""
    return _Verdict(wait_or_none, None, suspend, "", of_auth)


def _quota(reason: str, until: datetime | None, level: int) -> QuotaState:
    return QuotaState(exceeded=True, reason=reason, next_recover_at=until, backoff_level=level)


def fail_model(
    auth: Auth,
    model: str,
    error: AuthError | None,
    retry_after: timedelta | None,
    *,
    cooling_off: bool,
    now: datetime,
) -> RegistryMarks:
    """A call for a model went wrong."""
    state = auth.model_states.setdefault(model, ModelState())
    if error is not None and is_model_support(error.status_code, error.message):
        verdict = _Verdict(_HALF_A_DAY, suspend="model_not_supported")
    else:
        level = state.quota.backoff_level
        verdict = _judge(error, level, retry_after, cooling_off=cooling_off, now=now)
    state.unavailable = True
    state.status = Status.ERROR
    state.updated_at = auth.updated_at = now
    auth.status = Status.ERROR
    if error is not None:
        state.last_error = auth.last_error = error
        state.status_message = auth.status_message = verdict.message or error.message
    state.next_retry_after = None if verdict.wait is None else now + verdict.wait
    if verdict.quota is not None:
        state.quota = verdict.quota
    aggregate(auth, now)
    return RegistryMarks(True if verdict.suspend == "quota" else None, verdict.suspend)


def succeed_model(auth: Auth, model: str, now: datetime) -> RegistryMarks:
    """A call for a model went well: its state is clean, and so is the auth if no other is ill."""
    auth.model_states[model] = ModelState(updated_at=now)
    aggregate(auth, now)
    settle(auth, now)
    return RegistryMarks(quota=False)


def fail_auth(
    auth: Auth,
    error: AuthError | None,
    retry_after: timedelta | None,
    *,
    cooling_off: bool,
    now: datetime,
) -> None:
    """A call without a model went wrong."""
    verdict = _judge(error, auth.quota.backoff_level, retry_after, cooling_off=cooling_off, now=now)
    auth.unavailable = True
    auth.status = Status.ERROR
    auth.updated_at = now
    if error is not None:
        auth.last_error = error
        auth.status_message = error.message or auth.status_message
    auth.status_message = verdict.of_auth or auth.status_message or "request failed"
    auth.next_retry_after = None if verdict.wait is None else now + verdict.wait
    if verdict.quota is not None:
        auth.quota = verdict.quota


def succeed_auth(auth: Auth, now: datetime) -> None:
    """A call without a model went well."""
    auth.unavailable = False
    auth.status = Status.ACTIVE
    auth.status_message = ""
    auth.last_error = None
    auth.next_retry_after = None
    auth.quota = QuotaState()
    auth.updated_at = now


def settle(auth: Auth, now: datetime) -> None:
    """Let go of the auth's own error when none of its models has one left."""
    if not any(_is_ill(state, now) for state in auth.model_states.values()):
        auth.last_error = None
        auth.status_message = ""
        auth.status = Status.ACTIVE
    auth.updated_at = now


def _is_ill(state: ModelState, now: datetime) -> bool:
    if state.last_error is not None:
        return True
    until = state.next_retry_after
    waits = until is None or until > now
    return state.status is Status.ERROR and state.unavailable and waits


def aggregate(auth: Auth, now: datetime) -> None:
    """The auth's own availability and quota from those of its models; ended waits are cleared."""
    states = list(auth.model_states.values())
    waits = []
    stuck = bool(states)
    for state in states:
        until = state.next_retry_after
        if state.status is Status.DISABLED:
            continue
        if state.unavailable and until is not None and until > now:
            waits.append(until)
            continue
        if state.unavailable and until is not None:
            state.unavailable, state.next_retry_after = False, None
        stuck = False
    auth.unavailable = stuck
    auth.next_retry_after = min(waits, default=None) if stuck else None
    exceeded = [state.quota for state in states if state.quota.exceeded]
    recovery = [quota.next_recover_at for quota in exceeded if quota.next_recover_at is not None]
    auth.quota = QuotaState()
    if exceeded:
        level = max(quota.backoff_level for quota in exceeded)
        auth.quota = QuotaState(True, "quota", min(recovery, default=None), max(level, 0))  # noqa: FBT003

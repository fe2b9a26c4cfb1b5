"""When an auth is due for a refresh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from reference_impl.auth import Auth, is_api_key
from reference_impl.durations import parse_duration
from reference_impl.text import fold_equal, normalise, parse_integer, trim

_EXPIRY = ("expired", "expire", "expires_at", "expiresAt", "expiry", "expires")
_LAST_REFRESH = ("last_refresh", "lastRefresh", "last_refreshed_at", "lastRefreshedAt")
_SECONDS = ("refresh_interval_seconds", "refreshIntervalSeconds")
_INTERVAL = ("refresh_interval", "refreshInterval")
_MILLISECONDS = 10**12
"""A Unix time beyond this is in milliseconds."""


class RefreshLeads:
    """How long before its end a provider's token is renewed; providers without are left alone."""

    def __init__(self) -> None:
        self._leads: dict[str, timedelta] = {}

    def register(self, provider: str, lead: timedelta) -> None:
        """Set a provider's lead; blank names are ignored."""
        if key := normalise(provider):
            self._leads[key] = lead

    def of(self, provider: str) -> timedelta | None:
        """A provider's lead."""
        return self._leads.get(normalise(provider))


@runtime_checkable
class RefreshEvaluator(Protocol):
    """A runtime that knows by itself."""

    def should_refresh(self, now: datetime, auth: Auth) -> bool:
        """Whether the auth is due."""
        ...


def was_refused(auth: Auth) -> bool:
    """Whether its last error says that the credential is not accepted."""
    error = auth.last_error
    return error is not None and (
        error.status_code == 401 or fold_equal(error.code, "unauthorized")
    )


def next_check(
    auth: Auth, leads: RefreshLeads, now: datetime, interval: timedelta
) -> datetime | None:
    """When to look at an auth again, None for never."""
    if is_api_key(auth) or was_refused(auth):
        return None
    if auth.next_refresh_after is not None and auth.next_refresh_after > now:
        return auth.next_refresh_after
    if isinstance(auth.runtime, RefreshEvaluator):
        return now + interval
    expiry, last = expires_at(auth), last_refresh(auth)
    own = preferred_interval(auth)
    if own is not None:
        times = [moment for moment in (expiry and expiry - own, last and last + own) if moment]
        return max(now, min(times)) if last else now
    lead = leads.of(auth.provider)
    if lead is None:
        return None
    if expiry is not None:
        return max(now, expiry - lead)
    return now if last is None else max(now, last + lead)


def is_due(auth: Auth, leads: RefreshLeads, now: datetime) -> bool:
    """Whether an auth is to be refreshed now."""
    if was_refused(auth):
        return False
    if auth.next_refresh_after is not None and auth.next_refresh_after > now:
        return False
    if isinstance(auth.runtime, RefreshEvaluator):
        return auth.runtime.should_refresh(now, auth)
    expiry, last = expires_at(auth), last_refresh(auth)
    own = preferred_interval(auth)
    if own is not None:
        return (expiry is not None and expiry - now <= own) or last is None or now - last >= own
    lead = leads.of(auth.provider)
    if lead is None:
        return False
    if lead <= timedelta(0):
        return expiry is not None and now > expiry
    if expiry is not None:
        return expiry - now <= lead
    return last is None or now - last >= lead


def expires_at(auth: Auth) -> datetime | None:
    """When the token ends, as the metadata or the `token` within it say."""
    return _first_moment(auth, _EXPIRY)


def last_refresh(auth: Auth) -> datetime | None:
    """When it was renewed, as the auth or its metadata say."""
    return auth.last_refreshed_at or _first_moment(auth, _LAST_REFRESH)


def preferred_interval(auth: Auth) -> timedelta | None:
    """How often the auth itself wants to be renewed."""
    for source in (auth.metadata or {}, auth.attributes):
        for key in (*_SECONDS, *_INTERVAL):
            duration = _duration(source.get(key))
            if duration is not None and duration > timedelta(0):
                return duration
    return None


def _duration(value: Any) -> timedelta | None:
    if isinstance(value, str):
        seconds = parse_integer(trim(value))
        return parse_duration(trim(value)) if seconds is None else timedelta(seconds=seconds)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return timedelta(seconds=value) if number else None


def _first_moment(auth: Auth, keys: tuple[str, ...]) -> datetime | None:
    for source in _sources(auth):
        for key in keys:
            if (moment := _moment(source.get(key))) is not None:
                return moment
    return None


def _sources(auth: Auth) -> Iterator[Mapping[str, Any]]:
    metadata = auth.metadata or {}
    yield metadata
    for name in ("token", "Token"):
        if isinstance(metadata.get(name), Mapping):
            yield metadata[name]


def _moment(value: Any) -> datetime | None:
    if isinstance(value, str):
        seconds = parse_integer(trim(value))
        if seconds is None:
            return _parse_moment(trim(value))
        value = seconds
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    try:
        return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS else value, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _parse_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

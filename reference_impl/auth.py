"""A credential, what is known of its health, and what its fields mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from reference_impl.errors import AuthError
from reference_impl.text import fold_equal, lower, normalise, parse_bool, parse_integer, trim

COMPAT_PROVIDER = "openai-compatibility"


class Status(StrEnum):
    """How an auth or one of its models is; only `DISABLED` matters for a pick."""

    UNKNOWN = "unknown"
    ACTIVE = "active"
    PENDING = "pending"
    REFRESHING = "refreshing"
    ERROR = "error"
    DISABLED = "disabled"


class AccountKind(StrEnum):
    """How an auth proves itself."""

    OAUTH = "oauth"
    API_KEY = "api_key"
    NONE = ""


@dataclass(slots=True)
class QuotaState:
    """Whether a quota is used up, and until when."""

    exceeded: bool = False
    reason: str = ""
    next_recover_at: datetime | None = None
    backoff_level: int = 0


@dataclass(slots=True)
class ModelState:
    """The health of one model of one auth."""

    status: Status = Status.ACTIVE
    status_message: str = ""
    unavailable: bool = False
    next_retry_after: datetime | None = None
    last_error: AuthError | None = None
    quota: QuotaState = field(default_factory=QuotaState)
    updated_at: datetime | None = None

    def clone(self) -> ModelState:
        """A copy that shares nothing that changes."""
        return replace(self, quota=replace(self.quota))


@dataclass(slots=True)
class Auth:
    """A credential of a provider.

    Attributes:
        id: Its key; the manager makes one up when it is empty.
        provider: The provider's name, as it was given.
        prefix: `prefix/model` names a model of this auth alone.
        attributes: Fixed texts: `api_key`, `base_url`, `compat_name`, `provider_key`, …
        metadata: Anything that came with the credential: `email`, `request_retry`, …
        model_states: The health of each model that was called.
        runtime: What its executor keeps with it.
    """

    id: str = ""
    provider: str = ""
    prefix: str = ""
    status: Status = Status.ACTIVE
    status_message: str = ""
    disabled: bool = False
    unavailable: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, Any] | None = None
    quota: QuotaState = field(default_factory=QuotaState)
    last_error: AuthError | None = None
    last_refreshed_at: datetime | None = None
    next_refresh_after: datetime | None = None
    next_retry_after: datetime | None = None
    model_states: dict[str, ModelState] = field(default_factory=dict)
    runtime: object = None
    success: int = 0
    failed: int = 0
    index: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None

    def clone(self) -> Auth:
        """A copy with its own maps and model states; values of the metadata are shared."""
        return replace(
            self,
            attributes=dict(self.attributes),
            metadata=None if self.metadata is None else dict(self.metadata),
            quota=replace(self.quota),
            model_states={model: state.clone() for model, state in self.model_states.items()},
        )

    def meta(self, *keys: str) -> Any:
        """The first of these keys that the metadata has, else None."""
        metadata: Mapping[str, Any] = self.metadata or {}
        return next((metadata[key] for key in keys if key in metadata), None)


def account_kind(auth: Auth) -> AccountKind:
    """An e-mail address wins over an API key."""
    email = auth.meta("email")
    if isinstance(email, str) and trim(email):
        return AccountKind.OAUTH
    return AccountKind.API_KEY if auth.attributes.get("api_key") else AccountKind.NONE


def is_api_key(auth: Auth) -> bool:
    """Whether it proves itself by an API key."""
    return account_kind(auth) is AccountKind.API_KEY


def is_compat_api_key(auth: Auth) -> bool:
    """Whether it is an API key of an OpenAI-compatible upstream (`isOpenAICompatAPIKeyAuth`)."""
    return is_api_key(auth) and (
        fold_equal(trim(auth.provider), COMPAT_PROVIDER)
        or bool(trim(auth.attributes.get("compat_name", "")))
    )


def compat_provider_key(auth: Auth) -> str:
    """The key under which its models are pooled."""
    attributes = auth.attributes
    return (
        normalise(attributes.get("provider_key", ""))
        or normalise(attributes.get("compat_name", ""))
        or normalise(auth.provider)
    )


def executor_provider_key(provider: str) -> str:
    """The one spelling of a provider's name (`executorProviderKey`, new in the fix)."""
    return normalise(provider)


def executor_key_from_auth(auth: Auth) -> str:
    """The executor that the HTTP helpers use (`executorKeyFromAuth`).

    `provider_key` counts only beside a `compat_name`.
    """
    if compat_name := trim(auth.attributes.get("compat_name", "")):
        return lower(trim(auth.attributes.get("provider_key", "")) or compat_name)
    return executor_provider_key(auth.provider)


def priority(auth: Auth) -> int:
    """Higher goes first; 0 where nothing, or no integer, is given."""
    return parse_integer(trim(auth.attributes.get("priority", ""))) or 0


def disables_cooling(auth: Auth) -> bool:
    """Whether the auth itself switches cooling off; it cannot switch it on."""
    value = auth.meta("disable_cooling", "disable-cooling")
    if isinstance(value, str):
        return parse_bool(value) is True
    return isinstance(value, bool | int | float) and bool(value)


def request_retry(auth: Auth) -> int | None:
    """How often a request of this auth is tried again, if it says so; never negative."""
    value = auth.meta("request_retry", "request-retry")
    if isinstance(value, str):
        value = parse_integer(trim(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return max(0, int(value))


def is_free_codex(auth: Auth) -> bool:
    """An auth of the free plan, which a caller may exclude."""
    return fold_equal(trim(auth.provider), "codex") and fold_equal(
        trim(auth.attributes.get("plan_type", "")), "free"
    )

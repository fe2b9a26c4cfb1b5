"""What kind of failure an error is, by its status and text."""

from __future__ import annotations

from reference_impl.errors import status_of
from reference_impl.text import lower

_MODEL_SUPPORT = (
    "model_not_supported",
    "requested model is not supported",
    "requested model is unsupported",
    "requested model is unavailable",
    "model is not supported",
    "model not supported",
    "unsupported model",
    "model unavailable",
    "not available for your plan",
    "not available for your account",
)
_CLOUDFLARE = ("challenge-platform", "cf-mitigated", "cloudflare challenge")
_INVALID = ("invalid_request_error", "INVALID_ARGUMENT", "FAILED_PRECONDITION")
_UNKNOWN = ('"status":"UNKNOWN"', '"status": "UNKNOWN"')
_NOT_PERSISTED = (
    "item with id",
    "not found",
    "items are not persisted when `store` is set to false",
)
_UNAUTHORIZED = ("status 401", "401 unauthorized")


def is_model_support(status: int, text: str) -> bool:
    """The upstream does not serve this model to this auth."""
    return status in (400, 422) and _has_any(lower(text), _MODEL_SUPPORT)


def is_cloudflare(text: str) -> bool:
    """A challenge page answered instead of the upstream."""
    lowered = lower(text)
    return _has_any(lowered, _CLOUDFLARE) or ("cloudflare" in lowered and "<html" in lowered)


def is_request_scoped_not_found(status: int, text: str) -> bool:
    """An item that the request names was never stored; says nothing about model or auth."""
    lowered = lower(text)
    return status == 404 and all(part in lowered for part in _NOT_PERSISTED)


def is_request_invalid(status: int, text: str) -> bool:
    """The request itself is at fault, so that no other auth would do better."""
    if is_cloudflare(text) or is_model_support(status, text):
        return False
    match status:
        case 400:
            return _has_any(text, _INVALID)
        case 404:
            return is_request_scoped_not_found(status, text)
        case 422:
            return True
        case 500:
            return _has_any(text, _UNKNOWN)
    return False


def is_invalid_request_error(error: BaseException) -> bool:
    """The same of an error."""
    return is_request_invalid(status_of(error), str(error))


def is_unauthorized(error: BaseException) -> bool:
    """Status 401, or a text that says so."""
    return status_of(error) == 401 or _has_any(lower(str(error)), _UNAUTHORIZED)


def _has_any(text: str, parts: tuple[str, ...]) -> bool:
    return any(part in text for part in parts)

"""Errors as a client sees them: status, body, headers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reference_impl import text
from reference_impl.error_body import error_body
from reference_impl.errors import AuthError, code_of, status_of

_SELECTION = ("auth_not_found", "auth_unavailable")
_CLAUDE = "claude"
_CLAUDE_HINT = "; check Claude auth/key session and cooldown state via /v0/management/auth-files"


class RefusedError(Exception):
    """The gateway itself refuses a request.

    Attributes:
        status_code: HTTP status.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status_code = status


def explained(error: Exception, providers: Sequence[str], model: str) -> Exception:
    """A selection error with what was asked for, and with a status; others as they are."""
    if not isinstance(error, AuthError) or error.code not in _SELECTION:
        return error
    hint = _CLAUDE_HINT if _CLAUDE in map(text.lower, providers) else ""
    asked = f"(providers={','.join(providers)}, model={text.trim(model)})"
    return AuthError(
        error.code,
        f"{error.message} {asked}{hint}",
        retryable=error.retryable,
        http_status=error.http_status if error.http_status > 0 else 503,
    )


def status_for(error: BaseException) -> int:
    """The HTTP status: the error's own, 500 where it has none that an answer may have."""
    status = status_of(error)
    return status if 200 <= status <= 999 else 500


def body_for(error: BaseException) -> bytes:
    """The error body of section 13.4 of the behaviour; without a text the status phrase."""
    status = status_for(error)
    return error_body(status, text.trim(str(error)))


def headers_of(error: BaseException) -> Mapping[str, Iterable[str]]:
    """The headers that an error carries for the client."""
    headers = getattr(error, "headers", None)
    return headers if isinstance(headers, Mapping) else {}


def named(error: Exception) -> str:
    """A word for logs: the error's code, else its kind. Texts of upstreams stay out of logs."""
    return code_of(error) or type(error).__name__

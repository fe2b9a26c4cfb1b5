"""The errors that a caller of the conductor can see, and how any other error is read.

An executor may raise whatever it likes. Three optional attributes of an exception are looked at:
`status_code` (an HTTP status, 0 for unknown), `retry_after` (a `timedelta`) and `headers`
(a mapping of header names to lists of values).
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from datetime import timedelta

from reference_impl import go_json
from reference_impl.durations import format_seconds


class AuthError(Exception):
    """An error with a code (`Error` of the original).

    Attributes:
        code: A word for programs, may be empty.
        message: The text for people.
        retryable: Whether the same request may succeed later.
        http_status: The HTTP status, 0 for unknown.
    """

    def __init__(
        self, code: str, message: str, *, retryable: bool = False, http_status: int = 0
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.retryable = retryable
        self.http_status = http_status

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" if self.code else self.message

    @property
    def status_code(self) -> int:
        """The HTTP status, 0 for unknown."""
        return self.http_status


class ModelCooldownError(Exception):
    """Every credential that could serve the model waits for its quota to recover.

    Attributes:
        model: The model as it was asked for, empty if none was named.
        reset_in: When the first of them recovers.
        provider: The only provider that was asked, or empty.
    """

    code = "model_cooldown"
    status_code = 429

    def __init__(self, model: str, reset_in: timedelta, provider: str = "") -> None:
        super().__init__(model, reset_in, provider)
        self.model = model
        self.reset_in = max(reset_in, timedelta(0))
        self.provider = provider

    @property
    def reset_seconds(self) -> int:
        """Whole seconds until then, rounded up."""
        return math.ceil(self.reset_in / timedelta(seconds=1))

    @property
    def headers(self) -> Mapping[str, list[str]]:
        """What a client is told beside the body."""
        return {"Content-Type": ["application/json"], "Retry-After": [str(self.reset_seconds)]}

    def __str__(self) -> str:
        message = (
            f"All credentials for model {self.model or 'requested model'} are cooling down"
            + (f" via provider {self.provider}" if self.provider else "")
        )
        body: dict[str, object] = {"code": self.code, "message": message, "model": self.model}
        if self.provider:
            body["provider"] = self.provider
        body["reset_seconds"] = self.reset_seconds
        body["reset_time"] = format_seconds(self._shown())
        return go_json.encode({"error": body})

    def _shown(self) -> int:
        """Seconds, half of one rounded up; never none while there is something to wait for."""
        if timedelta(0) < self.reset_in < timedelta(seconds=1):
            return 1
        return (self.reset_in + timedelta(milliseconds=500)) // timedelta(seconds=1)


class StreamBootstrapError(Exception):
    """The error that ended a stream before its first payload, with the upstream's headers.

    It has the text and the status of its cause but hides how long to wait.
    """

    def __init__(self, cause: Exception, headers: Mapping[str, list[str]]) -> None:
        super().__init__(cause)
        self.cause = cause
        self.headers = headers

    def __str__(self) -> str:
        return str(self.cause)

    @property
    def status_code(self) -> int:
        """The HTTP status of the cause."""
        return status_of(self.cause)


class NilManagerError(RuntimeError):
    """The original dereferences a nil manager here and panics."""


def status_of(error: BaseException) -> int:
    """The HTTP status that an error carries, 0 for none."""
    status = getattr(error, "status_code", 0)
    return status if isinstance(status, int) and not isinstance(status, bool) else 0


def retry_after_of(error: BaseException) -> timedelta | None:
    """How long the upstream asked to wait, as the outermost error says."""
    wait = getattr(error, "retry_after", None)
    return wait if isinstance(wait, timedelta) else None


def code_of(error: BaseException) -> str:
    """The word for programs of an `AuthError` or `ModelCooldownError`, else empty."""
    if isinstance(error, StreamBootstrapError):
        return code_of(error.cause)
    return error.code if isinstance(error, AuthError | ModelCooldownError) else ""


def is_cancelled(error: BaseException) -> bool:
    """Whether the caller gave up, rather than the upstream."""
    return isinstance(error, asyncio.CancelledError)

"""What goes between the conductor and the executors of the providers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol, runtime_checkable

from reference_impl.auth import Auth
from reference_impl.errors import AuthError

Headers = dict[str, list[str]]
"""Values by canonical name, such as `Retry-After`."""

REQUESTED_MODEL = "requested_model"
PINNED_AUTH_ID = "pinned_auth_id"
SELECTED_AUTH_ID = "selected_auth_id"
SELECTED_AUTH_CALLBACK = "selected_auth_callback"
EXECUTION_SESSION_ID = "execution_session_id"
DISALLOW_FREE_AUTH = "disallow_free_auth"
REQUEST_PATH = "request_path"
REASONING_EFFORT = "reasoning_effort"
SERVICE_TIER = "service_tier"
ALL_SESSIONS = "__all_execution_sessions__"
"""The argument of `close_execution_session` that means every session."""


@dataclass(slots=True)
class Request:
    """A call for a model; an executor gets it with `model` replaced by the upstream's name."""

    model: str = ""
    payload: bytes = b""
    format: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Options:
    """How a call is made. The keys of `metadata` are the constants of this module."""

    stream: bool = False
    alt: str = ""
    headers: Headers = field(default_factory=dict)
    query: dict[str, list[str]] = field(default_factory=dict)
    original_request: bytes = b""
    source_format: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Response:
    """The whole answer of an upstream."""

    payload: bytes = b""
    metadata: dict[str, Any] = field(default_factory=dict)
    headers: Headers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StreamChunk:
    """A piece of an answer, or the error that ended it."""

    payload: bytes = b""
    error: Exception | None = None


@dataclass(slots=True)
class StreamResult:
    """An answer in pieces. Whoever does not read to the end calls `aclose`."""

    headers: Headers
    chunks: AsyncIterator[StreamChunk]

    async def aclose(self) -> None:
        """End the stream, and the upstream's request with it; chunks that can't be closed stay."""
        close = getattr(self.chunks, "aclose", None)
        if close is not None:
            await close()


@dataclass(slots=True)
class HttpRequest:
    """A request of a provider's own API, to be signed or sent by its executor."""

    method: str
    url: str
    headers: Headers = field(default_factory=dict)
    body: bytes = b""


@dataclass(slots=True)
class HttpResponse:
    """The answer to an `HttpRequest`."""

    status: int
    headers: Headers = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Result:
    """How one call ended, as `Manager.mark_result` takes it.

    Attributes:
        auth_id: Whose call it was.
        provider: The provider key under which it was made.
        model: The model whose state it concerns; empty for the auth as a whole.
        success: Whether it went well.
        retry_after: How long the upstream asked to wait.
        error: What went wrong.
    """

    auth_id: str
    provider: str = ""
    model: str = ""
    success: bool = False
    retry_after: timedelta | None = None
    error: AuthError | None = None


class ProviderExecutor(Protocol):
    """Makes the calls of one provider. Any exception is a failure of the call."""

    def identifier(self) -> str:
        """The provider's name."""
        ...

    async def execute(self, auth: Auth, request: Request, options: Options) -> Response:
        """One whole answer."""
        ...

    async def execute_stream(self, auth: Auth, request: Request, options: Options) -> StreamResult:
        """An answer in pieces; an upstream that refuses may raise here or in the first chunk."""
        ...

    async def count_tokens(self, auth: Auth, request: Request, options: Options) -> Response:
        """How many tokens the request has."""
        ...

    async def refresh(self, auth: Auth) -> Auth:
        """The auth with fresh tokens."""
        ...

    async def http_request(self, auth: Auth, request: HttpRequest) -> HttpResponse:
        """Send a request of the provider's own API."""
        ...


@runtime_checkable
class SessionCloser(Protocol):
    """An executor that keeps something open for a session."""

    def close_execution_session(self, session_id: str) -> None:
        """Let go of it, or of all for `ALL_SESSIONS`."""
        ...


@runtime_checkable
class RequestPreparer(Protocol):
    """An executor that can put an auth's credentials into a request."""

    def prepare_request(self, request: HttpRequest, auth: Auth) -> None:
        """Change the request in place."""
        ...


@runtime_checkable
class AuthPreparer(Protocol):
    """An executor that readies an auth before a call, for example by a token exchange."""

    def should_prepare_request_auth(self, auth: Auth) -> bool:
        """Whether this auth needs it."""
        ...

    async def prepare_request_auth(self, auth: Auth) -> Auth:
        """The readied auth."""
        ...

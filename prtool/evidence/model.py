"""The values of a probe.

None of them can hold a word of an answer: what comes from an endpoint is a number, or one of the
names below. Free text comes from whoever runs the probe alone: models and a label.
"""

from __future__ import annotations

from prtool.model.record import StrEnum, dataclass

MOST_NAME = 256
"""Characters of a model's name or a label."""


class Layer(StrEnum):
    """What is asked of an endpoint; each can work while another does not."""

    MODELS = "models"
    CHAT = "chat"
    STREAM = "stream"


class Outcome(StrEnum):
    """What became of one request."""

    OK = "ok"
    HTTP_ERROR = "http-error"
    REDIRECT = "redirect"
    ODD_STATUS = "odd-status"
    HTML = "html"
    ENCODED = "encoded"
    NOT_JSON = "not-json"
    WRONG_SHAPE = "wrong-shape"
    ERROR_IN_BODY = "error-in-body"
    TOO_LARGE = "too-large"
    NOT_A_STREAM = "not-a-stream"
    EMPTY_STREAM = "empty-stream"
    BAD_CHUNK = "bad-chunk"
    STREAM_ERROR = "stream-error"
    NO_DONE = "no-done"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    CONNECT_TIMEOUT = "connect-timeout"
    TLS = "tls"
    NOT_HTTP = "not-http"
    CLOSED = "closed"
    NO_ANSWER = "no-answer"
    CUT = "cut"
    STALLED = "stalled"


NOT_REACHED = frozenset(
    {Outcome.REFUSED, Outcome.UNREACHABLE, Outcome.CONNECT_TIMEOUT, Outcome.TLS}
)
"""No request could be sent."""


class Media(StrEnum):
    """The content type of an answer, as far as it matters."""

    JSON = "json"
    EVENT_STREAM = "event-stream"
    HTML = "html"
    TEXT = "text"
    OTHER = "other"
    NONE = "none"


class End(StrEnum):
    """How a stream ended."""

    DONE = "done"
    """With ``data: [DONE]``."""
    CLOSED = "closed"
    """In an orderly way, but without it."""
    ERROR = "error"
    """With an error object."""
    CUT = "cut"
    STALLED = "stalled"
    LIMIT = "limit"
    """It was given up: too long, or a chunk too large."""


class Shape(StrEnum):
    """How an endpoint words an error."""

    OBJECT = "object"
    """``{"error": {…}}``, as the OpenAI API does."""
    TEXT = "text"
    """``{"error": "…"}``, or ``detail`` or ``message`` in its place."""
    NONE = "none"
    """No JSON that is known."""


class Param(StrEnum):
    """What of the request an endpoint complains about."""

    MAX_TOKENS = "max-tokens"
    MODEL = "model"
    OTHER = "other"


class Listed(StrEnum):
    """Whether a model is in the models list."""

    YES = "yes"
    BASE = "base"
    """Its name without the suffix in brackets is."""
    NO = "no"
    UNKNOWN = "unknown"
    """There was no list to look at."""


OTHER = "other"
"""Stands for every code and type that is not named here."""

ROUTER_CODES = frozenset({
    "auth_not_found", "auth_unavailable", "empty_stream", "executor_not_found", "invalid_request",
    "manager_nil", "model_cooldown", "not_supported", "provider_not_found", "unknown_provider",
})  # fmt: skip
"""Codes that a router says of itself, at the beginning of a message or as the code.

Source: the error catalogue of the router that ``reference_impl`` ports. ``unknown_provider`` is the
name given here to its message without a code.
"""
CODES = ROUTER_CODES | {
    "bad_request", "billing_hard_limit_reached", "content_filter", "content_policy_violation",
    "context_length_exceeded", "deployment_not_found", "insufficient_quota",
    "integer_above_max_value", "integer_below_min_value", "internal_error",
    "internal_server_error", "invalid_api_key", "invalid_request_error", "invalid_type",
    "invalid_value", "missing_required_parameter", "model_not_available", "model_not_found",
    "not_found", "permission_denied", "rate_limit_exceeded", "rate_limit_reached", "server_error",
    "timeout", "unknown_parameter", "unsupported_parameter", "unsupported_value", OTHER,
}  # fmt: skip
"""Error codes that are kept; any other one is ``other``: it could be part of an answer, or a key.

Source: the OpenAI API reference ("Error codes") and what compatible servers are seen to send.
"""
TYPES = frozenset({
    "api_error", "authentication_error", "insufficient_quota", "invalid_request_error",
    "not_found_error", "overloaded_error", "permission_error", "rate_limit_error", "requests",
    "server_error", "timeout_error", "tokens", OTHER,
})  # fmt: skip
"""Error types that are kept. Source: as that of the codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What an answer says of an error, its words left out."""

    shape: Shape = Shape.NONE
    code: str | None = None
    """One of :data:`CODES`; None if the answer has none."""
    type: str | None = None
    """One of :data:`TYPES`; None if the answer has none."""
    param: Param | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One request and its answer; all times in milliseconds since the request was sent."""

    outcome: Outcome
    status: int | None = None
    """HTTP status; None if there was no answer."""
    latency_ms: int = 0
    """Until the answer was whole, or it was clear that it would not be."""
    connect_ms: int | None = None
    """What the connection took, before the request; None if there was none."""
    head_ms: int | None = None
    """Until status and headers were there."""
    first_chunk_ms: int | None = None
    """Until the first chunk of a stream was whole."""
    media: Media = Media.NONE
    size: int = 0
    """Bytes of the body that were read."""
    entries: int | None = None
    """Models in a list; None for other layers, or if there is no list."""
    chunks: int | None = None
    """Chunks of a stream, ``[DONE]`` not counted; None for other layers, or without a stream."""
    end: End | None = None
    failure: Failure | None = None

    @property
    def ok(self) -> bool:
        """Tell whether the answer was what a client needs."""
        return self.outcome is Outcome.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEvidence:
    """What was measured of one model; each tuple has one item for each round."""

    model: str
    listed: tuple[Listed, ...]
    chat: tuple[Attempt, ...]
    stream: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the requests were like."""

    timeout_ms: int
    """For each phase of a request."""
    max_tokens: int
    """As sent to the endpoint; 0 if it was left out."""
    repeat: int
    """Rounds."""
    key: bool
    """Whether a key was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was measured at one endpoint."""

    version: str
    """Of prtool."""
    label: str
    """The user's word for this run; may be empty."""
    remote: bool
    """Whether the endpoint is on another machine."""
    tls: bool
    asked: Asked
    lists: tuple[Attempt, ...]
    """The models list of each round."""
    models: tuple[ModelEvidence, ...]

    def attempts(self) -> tuple[Attempt, ...]:
        """Return every request of the run."""
        own = (attempt for each in self.models for attempt in (*each.chat, *each.stream))
        return (*self.lists, *own)

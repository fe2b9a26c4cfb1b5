"""What an answer that is not fine means: whose fault it is, and above all whose it is not.

A table: the first entry that fits says it. It looks at names and numbers alone, so that it says the
same of a file as of the run that wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from prtool.evidence.model import (
    Attempt,
    Layer,
    Listed,
    Outcome,
    Param,
    Shape,
)
from prtool.model.record import StrEnum, dataclass


class Fault(StrEnum):
    """Where to look."""

    ROUTING = "routing"
    """The router does not lead a name to a credential and an executor."""
    CREDENTIALS = "credentials"
    """A credential or a key is refused or can't be used now."""
    LIMIT = "limit"
    """Somebody allows no more requests for a while."""
    REQUEST = "request"
    """The probe asked for what this upstream does not take."""
    UPSTREAM = "upstream"
    """The router did its part, and what lies behind it did not."""
    ADDRESS = "address"
    """It is not the endpoint that was meant."""
    NETWORK = "network"
    ENDPOINT = "endpoint"
    """It answers in a way that clients do not understand."""


ROUTED = frozenset({Fault.CREDENTIALS, Fault.LIMIT, Fault.REQUEST, Fault.UPSTREAM})
"""With these the request found its way: not fine, and better than not being routed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One attempt and what it is seen beside."""

    attempt: Attempt
    layer: Layer
    listed: Listed
    """Whether the model was in the list of the same round."""
    list_fine: bool = True
    """Whether the list of the same round could be read."""
    served: bool = False
    """Whether another layer of the same round answered for the model."""

    @property
    def status(self) -> int:
        """Return the HTTP status, 0 if there was none."""
        return self.attempt.status or 0

    @property
    def code(self) -> str | None:
        """Return the error code, if there is one."""
        return self.attempt.failure.code if self.attempt.failure else None

    @property
    def shape(self) -> Shape:
        """Return how the error is worded."""
        return self.attempt.failure.shape if self.attempt.failure else Shape.NONE

    @property
    def is_in_list(self) -> bool:
        """Tell whether the model is in the list, perhaps without its suffix."""
        return self.listed in (Listed.YES, Listed.BASE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer means."""

    id: str
    fault: Fault
    text: str
    """A sentence or two, with ``{time}`` where it speaks of what was measured."""

    @property
    def routed(self) -> bool:
        """Tell whether the request found its way and failed for another reason."""
        return self.fault in ROUTED

    def said(self, times_ms: Sequence[int]) -> str:
        """Return the text for attempts that took so long."""
        least, most = min(times_ms), max(times_ms)
        return self.text.format(time=f"{least} ms" if least == most else f"{least} to {most} ms")


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    fault: Fault
    fits: Callable[[Facts], bool]
    text: str


def meaning(facts: Facts) -> Meaning | None:
    """Return what an attempt means, None if all is well."""
    if facts.attempt.ok and (facts.layer is not Layer.MODELS or facts.is_in_list):
        return None
    entry = next(each for each in _TABLE if each.fits(facts))
    return Meaning(entry.id, entry.fault, entry.text)


def _outcome(*outcomes: Outcome) -> Callable[[Facts], bool]:
    return lambda facts: facts.attempt.outcome in outcomes


def _of(outcome: Outcome, fault: Fault, text: str) -> _Entry:
    """Return the entry of an outcome that says it all, and whose name it has."""
    return _Entry(outcome.value, fault, _outcome(outcome), text)


def _code(*codes: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.code in codes


def _status(*statuses: int) -> Callable[[Facts], bool]:
    return lambda facts: facts.status in statuses


def _about_max_tokens(facts: Facts) -> bool:
    failure = facts.attempt.failure
    return facts.status in (400, 422) and failure is not None and failure.param is Param.MAX_TOKENS


def _is_own_refusal(facts: Facts) -> bool:
    """Tell whether the endpoint itself refuses the key, before it asks anybody."""
    asked_itself = facts.layer is Layer.MODELS or not facts.list_fine or facts.shape is Shape.TEXT
    return facts.status in (401, 403) and asked_itself


def _is_path_unknown(facts: Facts) -> bool:
    """Tell whether there is nothing at this path, rather than no such model."""
    if facts.status == 405:
        return True
    return facts.status == 404 and (facts.layer is Layer.MODELS or facts.shape is not Shape.OBJECT)


_TABLE = (
    _of(Outcome.REFUSED, Fault.NETWORK,
           "Connection refused: nothing listens there. Is it running, and on this port?"),
    _of(Outcome.UNREACHABLE, Fault.NETWORK,
           "No way to the address."),
    _of(Outcome.CONNECT_TIMEOUT, Fault.NETWORK,
           "No connection in time: a firewall, or the wrong address."),
    _of(Outcome.TLS, Fault.NETWORK,
           "No encrypted connection: its certificate is not trusted, or it speaks plain HTTP."),
    _of(Outcome.NOT_HTTP, Fault.ADDRESS,
           "What answers is no HTTP server that can be understood: wrong port, or https is meant."),
    _of(Outcome.CLOSED, Fault.NETWORK,
           "The connection was closed without an answer."),
    _of(Outcome.NO_ANSWER, Fault.NETWORK,
           "Time-out: connected, but no answer after {time}. A slow upstream looks like this; "
           "--timeout waits longer."),
    _of(Outcome.STALLED, Fault.NETWORK,
           "Time-out: the answer began, but did not go on, or was not whole after {time}."),
    _of(Outcome.CUT, Fault.NETWORK,
           "The connection broke in the middle of the answer."),
    _of(Outcome.HTML, Fault.ADDRESS,
           "A page in HTML: the wrong port, or a proxy or login page in front of the endpoint."),
    _of(Outcome.REDIRECT, Fault.ADDRESS,
           "A redirect, which is not followed: name the address that it leads to with --base-url "
           "(https in place of http, no slash at the end)."),
    _Entry("listed-not-served", Fault.ROUTING,
           lambda facts: facts.code == "auth_not_found" and facts.is_in_list,
           "Listed, but not served: the router offers this name and finds no credential under it. "
           "It said so in {time}, before any upstream was asked. This is the routing defect."),
    _Entry("not-listed-not-served", Fault.ROUTING, _code("auth_not_found"),
           "The router has no credential for this name and does not list it: a name that it does "
           "not know, or a credential that is missing or turned off."),
    _Entry("unknown-provider", Fault.ROUTING, _code("unknown_provider"),
           "The router knows no provider for this name; the upstream was not asked."),
    _Entry("no-executor", Fault.ROUTING,
           _code("executor_not_found", "provider_not_found", "manager_nil", "not_supported"),
           "The router found a provider, but nothing that could ask it."),
    _Entry("blocked", Fault.CREDENTIALS, _code("auth_unavailable"),
           "The router knows the name; all its credentials are blocked now, after errors of the "
           "upstream. Not a routing fault."),
    _Entry("cooling-down", Fault.LIMIT, _code("model_cooldown"),
           "The router knows the name and waits, since the upstream wanted fewer requests. Not a "
           "routing fault: try again later."),
    _Entry("empty-upstream", Fault.UPSTREAM, _code("empty_stream"),
           "The upstream was asked and ended its stream without a word. Not a routing fault."),
    _Entry("max-tokens", Fault.REQUEST, _about_max_tokens,
           "The upstream was reached and does not take this max_tokens. Not a routing fault: "
           "choose a larger --max-tokens, or 0 to send none."),
    _Entry("error-in-body", Fault.UPSTREAM, _outcome(Outcome.ERROR_IN_BODY, Outcome.STREAM_ERROR),
           "An error after a good status: the upstream failed when the answer had begun. Not a "
           "routing fault."),
    _Entry("key-refused", Fault.CREDENTIALS, _is_own_refusal,
           "The endpoint itself wants another key: --key-env names the variable that has it. "
           "The routing was not reached."),
    _Entry("upstream-key-refused", Fault.CREDENTIALS, _status(401, 403),
           "The list can be read, so this is the upstream refusing the router's credential. Not a "
           "routing fault."),
    _Entry("quota", Fault.LIMIT, lambda facts: facts.status == 402
           or (facts.code == "insufficient_quota" and facts.status == 429),
           "The account at the upstream has no quota left. Not a routing fault."),
    _Entry("rate-limit", Fault.LIMIT, _status(429),
           "Too many requests, says the upstream, or a limit in front of it. Not a routing fault: "
           "try again later."),
    _Entry("wrong-path", Fault.ADDRESS, _is_path_unknown,
           "Nothing at this path: --base-url must be what clients are given, mostly with /v1."),
    _Entry("unknown-upstream-model", Fault.UPSTREAM, _status(404),
           "There is an endpoint, and whoever answered does not know the model. When it is listed, "
           "that is the upstream, asked under a name that it does not have."),
    _Entry("upstream-timeout", Fault.UPSTREAM, _status(408, 504),
           "The upstream did not answer the router in time. Not a routing fault."),
    _Entry("bad-request", Fault.REQUEST,
           lambda facts: 400 <= facts.status < 500,
           "The request was refused, by the upstream or in front of it. Most often not a routing "
           "fault: a parameter that this model does not take."),
    _Entry("server-error", Fault.ENDPOINT, _outcome(Outcome.HTTP_ERROR),
           "An error of the server; whether it is the router's or the upstream's is not told. "
           "After few milliseconds it is mostly the router's."),
    _of(Outcome.ODD_STATUS, Fault.ENDPOINT,
           "A status that is neither success nor error."),
    _of(Outcome.ENCODED, Fault.ENDPOINT,
           "The answer is compressed, which was not asked for."),
    _of(Outcome.TOO_LARGE, Fault.ENDPOINT,
           "The answer is larger than any that makes sense."),
    _of(Outcome.NO_DONE, Fault.ENDPOINT,
           "The stream ended without [DONE]: something between closed it early, and clients can't "
           "tell whether the answer is whole."),
    _of(Outcome.EMPTY_STREAM, Fault.ENDPOINT,
           "A stream with nothing in it."),
    _of(Outcome.BAD_CHUNK, Fault.ENDPOINT,
           "A chunk of the stream is no JSON that clients understand."),
    _of(Outcome.NOT_A_STREAM, Fault.ENDPOINT,
           "An answer, but no stream: the endpoint ignores 'stream', or something collects it."),
    _of(Outcome.NOT_JSON, Fault.ADDRESS,
           "The answer is no JSON: something else than an OpenAI-compatible endpoint."),
    _of(Outcome.WRONG_SHAPE, Fault.ENDPOINT,
           "JSON, but not of the shape that clients expect."),
    _Entry("served-not-listed", Fault.ROUTING, lambda facts: facts.served,
           "Served, but not listed: clients that choose from the list do not find it."),
    _Entry("not-listed", Fault.ROUTING, lambda _: True,
           "Not in the models list: check the spelling of the name, and that it is configured."),
)  # fmt: skip

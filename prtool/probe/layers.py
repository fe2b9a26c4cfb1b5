"""The three layers: the models list, a chat, a streamed chat. Each request becomes one attempt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from prtool.evidence.model import Attempt, End, Failure, Media, Outcome
from prtool.model.record import dataclass, replace
from prtool.probe.bodies import (
    answer_outcome,
    chunk_outcome,
    failure_of,
    is_html,
    names_of,
    parsed,
)
from prtool.probe.sse import EventReader, EventTooLarge
from prtool.probe.wire import Answer, Broken, Request, Stopwatch, Wire

MOST_BODY = 16 << 20
"""Bytes of an answer that are read at most; of a stream four times as many."""
_MOST_STREAM = 4 * MOST_BODY
_QUESTION = "Reply with the single word: ok"
_DONE = b"[DONE]"


def ask_models(wire: Wire) -> tuple[Attempt, frozenset[str] | None]:
    """Ask for the models list; return the names in it too, None if there is no list."""
    names: frozenset[str] | None = None

    def judge(document: Any) -> Outcome:
        nonlocal names
        names = names_of(document)
        if names is not None:
            return Outcome.OK
        return Outcome.NOT_JSON if document is None else Outcome.WRONG_SHAPE

    attempt = _attempt(wire, Request(path="/models"), _whole(judge))
    attempt = replace(attempt, entries=len(names) if names is not None else None)
    return attempt, names


def ask_chat(wire: Wire, model: str, max_tokens: int) -> Attempt:
    """Ask a model for a word."""
    body = _question(model, max_tokens)
    return _attempt(wire, Request(path="/chat/completions", body=body), _whole(answer_outcome))


def ask_stream(wire: Wire, model: str, max_tokens: int) -> Attempt:
    """Ask a model for a word, in chunks."""
    body = _question(model, max_tokens, stream=True)
    request = Request(path="/chat/completions", body=body, accept="text/event-stream")
    return _attempt(wire, request, _read_stream)


def _question(model: str, max_tokens: int, *, stream: bool = False) -> bytes:
    asked: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "user", "content": _QUESTION}],
        "stream": stream,
    }
    if max_tokens:
        asked["max_tokens"] = max_tokens
    return json.dumps(asked).encode()


_Reader = Callable[[Answer, "_Seen"], Outcome]


@dataclass(slots=True)
class _Seen:
    """What was seen of an answer so far, whatever becomes of it."""

    size: int = 0
    chunks: int | None = None
    first_chunk_ms: int | None = None
    end: End | None = None
    failure: Failure | None = None


def _attempt(wire: Wire, request: Request, read: _Reader) -> Attempt:
    """Send a request and say what became of it."""
    seen, answer = _Seen(), None
    try:
        with wire.ask(request) as answer:
            outcome = _outcome(answer, seen, read)
    except Broken as broken:
        outcome = broken.outcome
        if seen.chunks is not None:
            seen.end = {Outcome.CUT: End.CUT, Outcome.STALLED: End.STALLED}.get(outcome, End.LIMIT)
    return Attempt(
        outcome=outcome, latency_ms=wire.watch.ms(), connect_ms=wire.connect_ms, size=seen.size,
        status=answer.status if answer else None, head_ms=answer.head_ms if answer else None,
        media=answer.media if answer else Media.NONE, first_chunk_ms=seen.first_chunk_ms,
        chunks=seen.chunks, end=seen.end, failure=seen.failure,
    )  # fmt: skip


def _outcome(answer: Answer, seen: _Seen, read: _Reader) -> Outcome:
    status = answer.status
    if 300 <= status < 400:
        return Outcome.REDIRECT
    if answer.encoded:
        return Outcome.ENCODED
    if status == 200:
        return read(answer, seen)
    if status < 400:
        return Outcome.ODD_STATUS
    raw = _body(answer, seen)
    document = parsed(raw)
    if document is None and (answer.media is Media.HTML or is_html(raw)):
        return Outcome.HTML
    seen.failure = failure_of(document)
    return Outcome.HTTP_ERROR


def _body(answer: Answer, seen: _Seen) -> bytes:
    pieces = []
    for piece in answer.pieces():
        seen.size += len(piece)
        if seen.size > MOST_BODY:
            raise Broken(Outcome.TOO_LARGE)
        pieces.append(piece)
    return b"".join(pieces)


def _whole(judge: Callable[[Any], Outcome]) -> _Reader:
    """Return a reader of an answer that is one JSON document."""

    def read(answer: Answer, seen: _Seen) -> Outcome:
        raw = _body(answer, seen)
        document = parsed(raw)
        if document is None and (answer.media is Media.HTML or is_html(raw)):
            return Outcome.HTML
        outcome = judge(document)
        if outcome is not Outcome.OK and isinstance(document, dict) and document.get("error"):
            seen.failure = failure_of(document)
            return Outcome.ERROR_IN_BODY
        return outcome

    return read


def _read_stream(answer: Answer, seen: _Seen) -> Outcome:
    """Read chunk after chunk, up to ``[DONE]`` or what goes wrong before."""
    if answer.media is not Media.EVENT_STREAM:
        whole = _whole(answer_outcome)(answer, seen)
        return Outcome.NOT_A_STREAM if whole is Outcome.OK else whole
    seen.chunks = 0
    try:
        for event in _events(answer, seen):
            outcome = _event(event, seen, answer.watch)
            if outcome is not None:
                return outcome
    except EventTooLarge:
        raise Broken(Outcome.TOO_LARGE) from None
    seen.end = End.CLOSED
    return Outcome.NO_DONE if seen.chunks else Outcome.EMPTY_STREAM


def _events(answer: Answer, seen: _Seen) -> Iterator[bytes]:
    reader = EventReader()
    for piece in answer.pieces():
        seen.size += len(piece)
        if seen.size > _MOST_STREAM:
            raise Broken(Outcome.TOO_LARGE)
        yield from reader.feed(piece)
    yield from reader.finish()


def _event(event: bytes, seen: _Seen, watch: Stopwatch) -> Outcome | None:
    """Take one event; return how the stream ended, if it did."""
    if event.strip() == _DONE:
        seen.end = End.DONE
        return Outcome.OK if seen.chunks else Outcome.EMPTY_STREAM
    document = parsed(event)
    outcome = chunk_outcome(document)
    if outcome is Outcome.ERROR_IN_BODY:
        seen.failure, seen.end = failure_of(document), End.ERROR
        return Outcome.STREAM_ERROR
    if seen.first_chunk_ms is None:
        seen.first_chunk_ms = watch.ms()
    seen.chunks = (seen.chunks or 0) + 1
    if outcome is not Outcome.OK:
        seen.end = End.LIMIT
        return Outcome.BAD_CHUNK
    return None

"""Reduces an answer to facts: its shape, and the name of an error. No word of it goes further."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from prtool.evidence.model import (
    CODES,
    OTHER,
    ROUTER_CODES,
    TYPES,
    Failure,
    Listed,
    Outcome,
    Param,
    Shape,
)

_TOKEN_PARAMS = ("max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens")
"""Names of the same thing in the APIs behind a router."""
_WITHOUT_CODE = (("unknown provider for model", "unknown_provider"),)
"""How messages begin whose code is not told, and the name given to it here."""


def parsed(raw: bytes) -> Any:
    """Return the JSON value of a body, None if it is none."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):  # among the first: bytes that are no text
        return None


def is_html(raw: bytes) -> bool:
    """Tell whether a body begins as a page does."""
    begin = raw[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return begin.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def failure_of(document: Any) -> Failure:
    """Return what a parsed body says of an error."""
    if not isinstance(document, dict):
        return Failure()
    error = document.get("error")
    if isinstance(error, dict):
        words = error.get("message")
        code = _router_code(words) or _known(error.get("code"), CODES)
        return Failure(
            shape=Shape.OBJECT, code=code, type=_known(error.get("type"), TYPES),
            param=_param(error.get("param"), error),
        )  # fmt: skip
    words = next((document[name] for name in ("error", "detail", "message") if document.get(name)),
                 None)  # fmt: skip
    if words is None:
        return Failure()
    return Failure(shape=Shape.TEXT, code=_router_code(words), param=_param(None, words))


def _router_code(words: Any) -> str | None:
    """Return the code that a router's message begins with."""
    if not isinstance(words, str):
        return None
    for begin, code in _WITHOUT_CODE:
        if words.startswith(begin):
            return code
    code = words.partition(":")[0]
    return code if code in ROUTER_CODES else None


def _known(value: Any, names: frozenset[str]) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) and value in names else OTHER


def _param(named: Any, error: Any) -> Param | None:
    """Return what is complained about; where it is not named, the words may tell."""
    if isinstance(named, str) and named in _TOKEN_PARAMS:
        return Param.MAX_TOKENS
    if named == "model":
        return Param.MODEL
    # A router hands on what the upstream said as text, sometimes as JSON in a text.
    words = _as_text(error)
    if any(name in words for name in _TOKEN_PARAMS):
        return Param.MAX_TOKENS
    return Param.OTHER if named else None


def _as_text(value: Any) -> str:
    try:
        return json.dumps(value)
    except RecursionError:
        return ""


def names_of(document: Any) -> frozenset[str] | None:
    """Return the models of a list, None if it is no such list."""
    data = document.get("data") if isinstance(document, dict) else None
    if not isinstance(data, list):
        return None
    names = [entry.get("id") if isinstance(entry, dict) else None for entry in data]
    if not all(isinstance(name, str) for name in names):
        return None
    return frozenset(name for name in names if isinstance(name, str))


def listed(model: str, names: frozenset[str] | None) -> Listed:
    """Tell whether a model is in a list."""
    if names is None:
        return Listed.UNKNOWN
    if model in names:
        return Listed.YES
    return Listed.BASE if base_name(model) in names else Listed.NO


def base_name(model: str) -> str:
    """Return a model's name without the suffix in brackets that clients add, ``name(high)``."""
    name, bracket, _ = model.rpartition("(")
    return name if bracket and name and model.endswith(")") else model


def answer_outcome(document: Any) -> Outcome:
    """Judge the whole answer of a chat."""
    return _judged(document, lambda choice: isinstance(choice.get("message"), dict))


def chunk_outcome(document: Any) -> Outcome:
    """Judge one chunk of a stream; the last one may have no choices, only what it cost."""
    if isinstance(document, dict) and document.get("choices") == []:
        return Outcome.ERROR_IN_BODY if document.get("error") else Outcome.OK
    return _judged(document, lambda choice: isinstance(choice.get("delta"), dict))


def _judged(document: Any, is_whole: Callable[[dict[str, Any]], bool]) -> Outcome:
    if document is None:
        return Outcome.NOT_JSON
    if not isinstance(document, dict):
        return Outcome.WRONG_SHAPE
    if document.get("error"):
        return Outcome.ERROR_IN_BODY
    choices = document.get("choices")
    if not isinstance(choices, list) or not choices:
        return Outcome.WRONG_SHAPE
    whole = all(isinstance(choice, dict) and is_whole(choice) for choice in choices)
    return Outcome.OK if whole else Outcome.WRONG_SHAPE

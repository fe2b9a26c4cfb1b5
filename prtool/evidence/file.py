"""The evidence file: ``prtool/evidence/1``, written in one order and read strictly.

Documented in docs/reference/evidence.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from prtool.errors import InputError
from prtool.evidence.model import (
    CODES,
    MOST_NAME,
    TYPES,
    Asked,
    Attempt,
    End,
    Evidence,
    Failure,
    Listed,
    Media,
    ModelEvidence,
    Outcome,
    Param,
    Shape,
)
from prtool.model.record import StrEnum

SCHEMA = "prtool/evidence/1"
MOST_BYTES = 8 << 20
"""Size of a file that is still read."""
_MOST_NUMBER = 10**12

_T = TypeVar("_T")
_Reader = Callable[[Any, str], _T]
"""Takes a JSON value and where it stands."""


def name_flaw(text: str) -> str | None:
    """Return what is wrong with a model's name or a label, None if nothing is."""
    if len(text) > MOST_NAME:
        return f"longer than {MOST_NAME} characters"
    # Surrogates, which stand for bytes that are not UTF-8, are not printable either.
    return None if text.isprintable() else "it has a character that can't be printed"


def encode(evidence: Evidence) -> bytes:
    """Return the file: ASCII, fields in a fixed order, a line end at the end."""
    asked = evidence.asked
    document = {
        "schema": SCHEMA,
        "tool": {"version": evidence.version},
        "label": evidence.label,
        "target": {
            "place": "remote" if evidence.remote else "loopback",
            "scheme": "https" if evidence.tls else "http",
        },
        "asked": {
            "timeout_ms": asked.timeout_ms, "max_tokens": asked.max_tokens,
            "repeat": asked.repeat, "key": asked.key,
        },
        "lists": [_attempt(each) for each in evidence.lists],
        "models": [
            {
                "model": each.model,
                "listed": [listed.value for listed in each.listed],
                "chat": [_attempt(attempt) for attempt in each.chat],
                "stream": [_attempt(attempt) for attempt in each.stream],
            }
            for each in evidence.models
        ],
    }  # fmt: skip
    return (json.dumps(document, indent=2) + "\n").encode("ascii")


def _attempt(attempt: Attempt) -> dict[str, Any]:
    failure = attempt.failure
    return {name: getattr(attempt, name) for name in _ATTEMPT} | {
        "failure": failure and {name: getattr(failure, name) for name in _FAILURE}
    }


class _Wrong(Exception):
    """What is wrong, and where in the document."""


def decode(raw: bytes, name: str) -> Evidence:
    """Read a file.

    Args:
        raw: its bytes.
        name: its name, for errors.

    Raises:
        InputError: it is not evidence of this schema, in all its parts.
    """
    try:
        return _evidence(_parsed(raw))
    except _Wrong as wrong:
        raise InputError(
            f"{name} is not evidence of a probe: {wrong}",
            hint="write it with 'prtool probe --out FILE', and leave it as it is",
        ) from None


def _parsed(raw: bytes) -> Any:
    if len(raw) > MOST_BYTES:
        raise _Wrong(f"more than {MOST_BYTES >> 20} MiB")
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_without_twins)
    except (ValueError, RecursionError):
        raise _Wrong("no JSON that can be read") from None


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Wrong("a field stands there twice")
    return found


def _evidence(document: Any) -> Evidence:
    # Another schema is told as such, not as fields that are missing.
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise _Wrong(f"schema: {SCHEMA} expected")
    top = _fields(document, "", _EVIDENCE)
    asked = Asked(**top["asked"])
    evidence = Evidence(
        version=top["tool"]["version"], label=top["label"],
        remote=top["target"]["place"] == "remote", tls=top["target"]["scheme"] == "https",
        asked=asked, lists=top["lists"],
        models=tuple(ModelEvidence(**each) for each in top["models"]),
    )  # fmt: skip
    _check_rounds(evidence)
    return evidence


def _check_rounds(evidence: Evidence) -> None:
    rounds = evidence.asked.repeat
    if len(evidence.lists) != rounds:
        raise _Wrong("lists: one for each round expected")
    if not evidence.models:
        raise _Wrong("models: at least one expected")
    for number, each in enumerate(evidence.models):
        if {len(each.listed), len(each.chat), len(each.stream)} != {rounds}:
            raise _Wrong(f"models[{number}]: one item for each round expected")
    if len({each.model for each in evidence.models}) != len(evidence.models):
        raise _Wrong("models: a name stands there twice")


def _fields(value: Any, where: str, readers: Mapping[str, _Reader[Any]]) -> dict[str, Any]:
    """Read an object that has exactly these fields."""
    if not isinstance(value, dict):
        raise _Wrong(f"{where or 'document'}: an object expected")
    if missing := [name for name in readers if name not in value]:
        raise _Wrong(f"{_inside(where, missing[0])}: missing")
    if len(value) != len(readers):  # an unknown name is not quoted: it could be anything
        raise _Wrong(f"{where or 'document'}: a field that is not known")
    return {name: read(value[name], _inside(where, name)) for name, read in readers.items()}


def _inside(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _object(readers: Mapping[str, _Reader[Any]]) -> _Reader[dict[str, Any]]:
    return lambda value, where: _fields(value, where, readers)


def _each(read: _Reader[_T]) -> _Reader[tuple[_T, ...]]:
    def reader(value: Any, where: str) -> tuple[_T, ...]:
        if not isinstance(value, list):
            raise _Wrong(f"{where}: an array expected")
        return tuple(read(item, f"{where}[{number}]") for number, item in enumerate(value))

    return reader


def _or_null(read: _Reader[_T]) -> _Reader[_T | None]:
    return lambda value, where: None if value is None else read(value, where)


def _number(least: int = 0, most: int = _MOST_NUMBER) -> _Reader[int]:
    def reader(value: Any, where: str) -> int:
        if type(value) is not int or not least <= value <= most:
            raise _Wrong(f"{where}: a whole number from {least} to {most} expected")
        return value

    return reader


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(f"{where}: true or false expected")
    return value


def _word_of(words: Sequence[str]) -> _Reader[str]:
    def reader(value: Any, where: str) -> str:
        if not isinstance(value, str) or value not in words:
            raise _Wrong(f"{where}: not one of the words that may stand here")
        return value

    return reader


_E = TypeVar("_E", bound=StrEnum)


def _one_of(kind: type[_E]) -> _Reader[_E]:
    word = _word_of([each.value for each in kind])
    return lambda value, where: kind(word(value, where))


def _name(least: int) -> _Reader[str]:
    def reader(value: Any, where: str) -> str:
        if not isinstance(value, str) or len(value) < least:
            raise _Wrong(f"{where}: a text expected")
        if flaw := name_flaw(value):
            raise _Wrong(f"{where}: {flaw}")
        return value

    return reader


_FAILURE: Mapping[str, _Reader[Any]] = {
    "shape": _one_of(Shape),
    "code": _or_null(_word_of(sorted(CODES))),
    "type": _or_null(_word_of(sorted(TYPES))),
    "param": _or_null(_one_of(Param)),
}
_ATTEMPT: Mapping[str, _Reader[Any]] = {
    "outcome": _one_of(Outcome),
    "status": _or_null(_number(100, 999)),
    "latency_ms": _number(),
    "connect_ms": _or_null(_number()),
    "head_ms": _or_null(_number()),
    "first_chunk_ms": _or_null(_number()),
    "media": _one_of(Media),
    "size": _number(),
    "entries": _or_null(_number()),
    "chunks": _or_null(_number()),
    "end": _or_null(_one_of(End)),
    "failure": _or_null(lambda value, where: Failure(**_fields(value, where, _FAILURE))),
}
_attempts = _each(lambda value, where: Attempt(**_fields(value, where, _ATTEMPT)))
_EVIDENCE: Mapping[str, _Reader[Any]] = {
    "schema": _word_of([SCHEMA]),
    "tool": _object({"version": _name(1)}),
    "label": _name(0),
    "target": _object(
        {"place": _word_of(["loopback", "remote"]), "scheme": _word_of(["http", "https"])}
    ),
    "asked": _object(
        {
            "timeout_ms": _number(1),
            "max_tokens": _number(),
            "repeat": _number(1, 10_000),
            "key": _flag,
        }
    ),
    "lists": _attempts,
    "models": _each(
        _object(
            {
                "model": _name(1),
                "listed": _each(_one_of(Listed)),
                "chat": _attempts,
                "stream": _attempts,
            }
        )
    ),
}

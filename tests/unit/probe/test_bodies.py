"""Answers are reduced to facts."""

from __future__ import annotations

from typing import Any

import pytest

from prtool.evidence.model import Failure, Listed, Outcome, Param, Shape
from prtool.probe.bodies import (
    answer_outcome,
    base_name,
    chunk_outcome,
    failure_of,
    is_html,
    listed,
    names_of,
    parsed,
)


@pytest.mark.parametrize(
    ("document", "failure"),
    [
        ({"error": {"message": "auth_not_found: no auth available", "type": "server_error",
                    "code": "internal_server_error"}},
         Failure(shape=Shape.OBJECT, code="auth_not_found", type="server_error")),
        ({"error": {"message": "unknown provider for model acme-1", "type": "server_error"}},
         Failure(shape=Shape.OBJECT, code="unknown_provider", type="server_error")),
        ({"error": {"code": "model_cooldown", "message": "All credentials", "model": "acme-1"}},
         Failure(shape=Shape.OBJECT, code="model_cooldown")),
        ({"error": {"message": "x", "code": "words of an answer", "type": "and_more"}},
         Failure(shape=Shape.OBJECT, code="other", type="other")),
        ({"error": {"message": "x", "code": 400, "type": None}},
         Failure(shape=Shape.OBJECT, code="other")),
        ({"error": "Missing API key"}, Failure(shape=Shape.TEXT)),
        ({"detail": [{"loc": ["body", "max_tokens"]}]},
         Failure(shape=Shape.TEXT, param=Param.MAX_TOKENS)),
        ({"error": {"param": "max_output_tokens", "code": "integer_below_min_value"}},
         Failure(shape=Shape.OBJECT, code="integer_below_min_value", param=Param.MAX_TOKENS)),
        ({"error": {"message": "Provider returned error", "metadata": {"raw": '{"max_tokens"}'}}},
         Failure(shape=Shape.OBJECT, param=Param.MAX_TOKENS)),
        ({"error": {"message": "x", "param": "model"}},
         Failure(shape=Shape.OBJECT, param=Param.MODEL)),
        ({"error": {"message": "x", "param": "messages"}},
         Failure(shape=Shape.OBJECT, param=Param.OTHER)),
        ({"error": {}}, Failure(shape=Shape.OBJECT)),
        ({"error": None}, Failure()), ({}, Failure()), ([], Failure()), (None, Failure()),
    ],
)  # fmt: skip
def test_an_error_has_a_name(document: Any, failure: Failure) -> None:
    assert failure == failure_of(document)


@pytest.mark.parametrize(
    ("model", "names", "expected"),
    [
        ("acme-1", {"acme-1"}, Listed.YES),
        ("acme-1(high)", {"acme-1"}, Listed.BASE),
        ("acme-1(high)", {"acme-1(high)"}, Listed.YES),
        ("acme-1", {"ACME-1"}, Listed.NO),
        ("(high)", {""}, Listed.NO),
        ("acme-1", None, Listed.UNKNOWN),
    ],
)
def test_a_model_is_listed(model: str, names: set[str] | None, expected: Listed) -> None:
    assert expected is listed(model, None if names is None else frozenset(names))


def test_a_suffix_is_the_last_one_in_brackets() -> None:
    names = {"a(b)(c)": "a(b)", "a(b": "a(b", "a)": "a)", "a": "a", "a()": "a"}
    assert names == {name: base_name(name) for name in names}


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ({"data": [{"id": "a"}, {"id": "b", "object": "model"}]}, {"a", "b"}),
        ({"data": []}, set()),
        ({"data": [{"id": 1}]}, None), ({"data": ["a"]}, None), ({"data": None}, None),
        ({"models": []}, None), ([], None), (None, None),
    ],
)  # fmt: skip
def test_a_list_has_names(document: Any, names: set[str] | None) -> None:
    assert names_of(document) == names


@pytest.mark.parametrize(
    ("document", "answer", "chunk"),
    [
        ({"choices": [{"message": {}}]}, Outcome.OK, Outcome.WRONG_SHAPE),
        ({"choices": [{"delta": {}}]}, Outcome.WRONG_SHAPE, Outcome.OK),
        ({"choices": [], "usage": {}}, Outcome.WRONG_SHAPE, Outcome.OK),
        ({"choices": [], "error": {"message": "x"}}, Outcome.ERROR_IN_BODY, Outcome.ERROR_IN_BODY),
        ({"error": "x"}, Outcome.ERROR_IN_BODY, Outcome.ERROR_IN_BODY),
        ({"choices": [1]}, Outcome.WRONG_SHAPE, Outcome.WRONG_SHAPE),
        ({"choices": [{"message": {}, "delta": {}}, {}]}, Outcome.WRONG_SHAPE, Outcome.WRONG_SHAPE),
        ([], Outcome.WRONG_SHAPE, Outcome.WRONG_SHAPE),
        (None, Outcome.NOT_JSON, Outcome.NOT_JSON),
    ],
)
def test_an_answer_has_a_shape(document: Any, answer: Outcome, chunk: Outcome) -> None:
    assert (answer, chunk) == (answer_outcome(document), chunk_outcome(document))


def test_a_page_is_known_by_its_beginning() -> None:
    assert is_html(b"\xef\xbb\xbf\n <!DOCTYPE HTML><p>")
    assert is_html(b"<html>")
    assert not is_html(b'{"a": "<html>"}')
    assert not is_html(b"")


@pytest.mark.parametrize("raw", [b"", b"\xff", b"{", b"[" * 100_000, b"9" * 10_000])
def test_what_is_no_json_is_nothing(raw: bytes) -> None:
    assert parsed(raw) is None


def test_an_error_nested_without_end_is_survived() -> None:
    deep = parsed(b'{"error":{"message":' + b"[" * 900 + b"]" * 900 + b"}}")

    assert failure_of(deep) == Failure(shape=Shape.OBJECT)

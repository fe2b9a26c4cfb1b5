"""Errors, their JSON, and the configuration."""

from __future__ import annotations

import contextlib
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference_impl import go_json
from reference_impl.config import ConfigError, from_mapping
from reference_impl.error_body import error_body
from reference_impl.errors import (
    ModelCooldownError,
    StreamBootstrapError,
    retry_after_of,
    status_of,
)
from reference_impl.vectors.stub import UpstreamError

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(anything)
def test_what_is_written_is_valid_and_the_same(value: Any) -> None:
    written = go_json.encode(value)

    assert json.loads(written) == value
    assert go_json.is_valid(written)
    assert not set("<>&\u2028\u2029") & set(written)


@given(anything, st.data())
def test_validity_is_that_of_a_strict_reader(value: Any, data: st.DataObject) -> None:
    """Of any text near to JSON."""
    written = json.dumps(value)
    at = data.draw(st.integers(0, len(written)))
    char = data.draw(st.sampled_from(list('{}[]:,"\\0-1.eE+ntf \n\x00')))
    text = written[:at] + char + written[at + data.draw(st.integers(0, 1)) :]

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        json.loads(text, parse_int=str, parse_constant=refuse)
        valid = True
    except ValueError:
        valid = False
    assert go_json.is_valid(text) is valid


@pytest.mark.parametrize(
    "text", ["NaN", "[1,]", "01", "{'a':1}", "", " ", '"\t"', "1 2", "\u00a01"]
)
def test_no_json(text: str) -> None:
    assert not go_json.is_valid(text)


def test_deep_and_long_json() -> None:
    assert go_json.is_valid("[" * 10_000 + "]" * 10_000)
    assert not go_json.is_valid("[" * 10_001 + "]" * 10_001)
    assert go_json.is_valid("9" * 100_000)


def test_escapes() -> None:
    text = '\x00\x08\x0c\n\r\t\x1f\x7f"\\/<>&\u2028é漢\ud800'

    assert go_json.encode(text) == (
        '"\\u0000\\b\\f\\n\\r\\t\\u001f\x7f\\"\\\\/\\u003c\\u003e\\u0026\\u2028é漢\\ufffd"'
    )


@pytest.mark.parametrize(
    ("seconds", "whole", "shown"),
    [(-5, 0, "0s"), (0, 0, "0s"), (0.2, 1, "1s"), (1.4, 2, "1s"), (1.5, 2, "2s"),
     (59.6, 60, "1m0s"), (3600, 3600, "1h0m0s")],
)  # fmt: skip
def test_cooldowns(seconds: float, whole: int, shown: str) -> None:
    error = ModelCooldownError("", timedelta(seconds=seconds))

    body = json.loads(str(error))["error"]
    assert body["reset_seconds"] == whole
    assert body["reset_time"] == shown
    assert body["model"] == ""
    assert body["message"] == "All credentials for model requested model are cooling down"
    assert error.headers["Retry-After"] == [str(whole)]


def test_markup_in_a_model_is_escaped() -> None:
    assert "m\\u003cb\\u003e" in str(ModelCooldownError("m<b>", timedelta(seconds=1)))


@pytest.mark.parametrize(
    ("status", "text", "message"),
    [(418, "", "I'm a teapot"), (413, " ", "Request Entity Too Large"), (599, "", ""),
     (422, "\u00a0", "Unprocessable Entity")],
)  # fmt: skip
def test_phrases_of_the_original(status: int, text: str, message: str) -> None:
    assert json.loads(error_body(status, text))["error"]["message"] == message


@pytest.mark.parametrize("text", ["null", "5", '"x"', " \u3000{}\n"])
def test_any_json_is_a_body(text: str) -> None:
    assert error_body(500, text) == text.strip().encode()


def test_a_wrapped_error_hides_its_wait() -> None:
    cause = UpstreamError(429, "q", timedelta(seconds=5))
    wrapped = StreamBootstrapError(cause, {})

    assert (str(wrapped), status_of(wrapped)) == ("q", 429)
    assert retry_after_of(cause) == timedelta(seconds=5)
    assert retry_after_of(wrapped) is None


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ([], "the configuration"),
        ({"openai-compatibility": {}}, "openai-compatibility"),
        ({"openai-compatibility": [5]}, "openai-compatibility[0]"),
        (
            {"openai-compatibility": [{"models": [{"name": []}]}]},
            "openai-compatibility[0].models[0].name",
        ),
        ({"request-retry": "3"}, "request-retry"),
        ({"request-retry": True}, "request-retry"),
        ({"routing": {"session-affinity": "yes"}}, "routing.session-affinity"),
        ({"routing": {"session-affinity-ttl": "1d"}}, "routing.session-affinity-ttl"),
        ({"api-keys": [[]]}, "api-keys"),
        ({"oauth-model-alias": {"acme": 5}}, "oauth-model-alias.acme"),
    ],
)
def test_a_setting_that_cannot_be_understood_is_named(values: object, named: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_mapping(values)
    assert str(caught.value).startswith(f"{named}:")


def test_settings() -> None:
    config = from_mapping(
        {
            "routing": {"strategy": " FF ", "session-affinity-ttl": "90m"},
            "max-retry-interval": 30,
            "unknown": [1],
            "openai-compatibility": [{"name": "acme", "headers": {"X-A": 1}, "models": None}],
        }
    )

    assert config.routing.strategy == "fill-first"
    assert config.routing.session_affinity_ttl == timedelta(minutes=90)
    assert config.max_retry_interval == timedelta(seconds=30)
    assert config.openai_compatibility[0].headers == {"X-A": "1"}
    assert from_mapping(None).request_retry == 0


@given(anything)
def test_any_configuration_is_read_or_refused(value: Any) -> None:
    with contextlib.suppress(ConfigError):
        from_mapping({"openai-compatibility": value, "routing": value, "api-keys": value})

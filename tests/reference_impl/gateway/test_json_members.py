from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference_impl.gateway.json_members import read

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_all_but_the_replaced_member_stays_byte_by_byte() -> None:
    raw = b' {"n": 1.10,\n "model" : "a\\u0062" , "big": 1e400, "x":"\\u00e9 \xff", "n": 2}\r\n'
    body = read(raw)

    assert body is not None
    assert body.text_of("model") == "ab"
    assert body.with_members({"model": "z(é)"}) == raw.replace(b'"a\\u0062"', '"z(é)"'.encode())


def test_missing_members_are_added_in_front() -> None:
    body, empty = read(b'{ "model":"a"}'), read(b" { } ")

    assert body is not None
    assert empty is not None
    assert body.with_members({"stream": True, "model": "b"}) == b'{"stream":true, "model":"b"}'
    assert empty.with_members({"model": "b"}) == b' {"model":"b" } '


def test_the_first_of_repeated_keys_counts_and_both_lengths_change() -> None:
    body = read(b'{"model":"a","stream":true,"model":"b","stream":false}')

    assert body is not None
    assert body.text_of("model") == "a"
    assert body.is_true("stream")
    assert body.with_members({"stream": False, "model": "longer"}) == (
        b'{"model":"longer","stream":false,"model":"b","stream":false}'
    )


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b'{"model":5}', "5"),
        (b'{"model":"5"}', "5"),
        (b'{"model":1.50}', "1.50"),
        (b'{"model":null}', ""),
        (b'{"model":true}', "true"),
        (b'{"model":{"a": 1}}', '{"a": 1}'),
        (b"{}", ""),
    ],
)
def test_a_member_as_text(raw: bytes, text: str) -> None:
    body = read(raw)

    assert body is not None
    assert body.text_of("model") == text


@pytest.mark.parametrize("value", ["1", '"true"', "null", "false", "[true]"])
def test_only_the_literal_true_is_true(value: str) -> None:
    body = read(f'{{"stream":{value}}}'.encode())

    assert body is not None
    assert not body.is_true("stream")


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"not json", b"[]", b'"x"', b"5", b"{", b'{"a"}', b'{"a":}', b'{"a":1,}', b'{"a":1}{}',
        b'{"a":1} x', b"{,}", b"{1:2}", b'{"a":NaN}', b'{"a" 1}', b'{"a":01}', b"\xef\xbb\xbf{}",
        b'{"a":' + b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_object_is_none(raw: bytes) -> None:
    assert read(raw) is None


@given(st.dictionaries(st.text(), VALUES, max_size=5), st.text())
def test_it_agrees_with_the_decoder(value: dict[str, object], model: str) -> None:
    body = read(json.dumps(value).encode())

    assert body is not None
    assert json.loads(body.with_members({"model": model})) == value | {"model": model}


@given(st.binary(max_size=60))
def test_any_bytes_are_read_as_the_decoder_reads_them(raw: bytes) -> None:
    body = read(raw)

    try:
        known = isinstance(json.loads(raw.decode("utf-8", "surrogateescape")), dict)
    except ValueError:
        known = False
    assert (body is not None) is known or b"NaN" in raw or b"Infinity" in raw

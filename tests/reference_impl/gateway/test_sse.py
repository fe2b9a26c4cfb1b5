from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference_impl.gateway import sse


async def _pieces(pieces: list[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def _data(pieces: list[bytes]) -> list[bytes]:
    async def collect() -> list[bytes]:
        return [data async for data in sse.data_lines(_pieces(pieces))]

    return asyncio.run(collect())


@pytest.mark.parametrize(
    ("raw", "data"),
    [
        (b"data: a\n\ndata: [DONE]\n\n", [b"a", b"[DONE]"]),
        (b"data:a\r\n\r\ndata:  b \r\n\r\n", [b"a", b"b"]),
        (b": keep-alive\n\nevent: x\nid: 1\ndata: a\n\n", [b"a"]),
        (b"data: a\ndata: b\n", [b"a", b"b"]),
        (b"data: without an end", [b"without an end"]),
        (b"data\n\ndatas: x\n\n{}\n", []),
        (b"data: a: b\n\n", [b"a: b"]),
        (b"", []),
    ],
)
def test_data_of_a_stream(raw: bytes, data: list[bytes]) -> None:
    assert _data([raw]) == data


@given(
    st.lists(
        st.binary(min_size=1, max_size=9).map(lambda b: b.replace(b"\n", b".").strip() or b"x")
    ),
    st.sampled_from([b"\n\n", b"\r\n\r\n"]),
    st.data(),
)
def test_where_the_pieces_are_cut_does_not_matter(
    events: list[bytes], end: bytes, data: st.DataObject
) -> None:
    events = [event.strip() for event in events if event.strip()]
    raw = b"".join(b"data: " + event + end for event in events)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=6)))
    pieces = [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]

    assert _data(pieces) == events


def test_a_line_without_an_end_is_a_fault() -> None:
    lines = sse.Lines(longest=10)
    lines.feed(b"12345")
    lines.feed(b"67890")

    with pytest.raises(sse.LineTooLongError):
        lines.feed(b"1")


def test_an_event_is_one_line_of_data() -> None:
    assert sse.event(b'{"n":1}') == b'data: {"n":1}\n\n'


def test_a_line_ends_at_lf_or_crlf_wherever_it_is_cut() -> None:
    lines = sse.Lines()
    assert [line for piece in (b"a\r", b"\nb\n\r\nc\rd", b"\r") for line in lines.feed(piece)] == [
        b"a",
        b"b",
        b"",
    ]
    assert lines.rest() == b"c\rd"

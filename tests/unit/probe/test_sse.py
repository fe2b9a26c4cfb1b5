"""Server-sent events by bytes, cut anywhere."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prtool.probe.sse import MOST, EventReader, EventTooLarge

BOM = b"\xef\xbb\xbf"


def _events(*pieces: bytes) -> list[bytes]:
    reader = EventReader()
    found = [event for piece in pieces for event in reader.feed(piece)]
    return found + reader.finish()


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        (b"", []),
        (b"data: a\n\ndata: b\n\n", [b"a", b"b"]),
        (b"data: a\r\n\r\ndata: b\r\rdata:c\n\n", [b"a", b"b", b"c"]),
        (b"\xef\xbb\xbfdata: a\n\n", [b"a"]),
        (b"\n\n\xef\xbb\xbfdata: a\n\n", []),
        (b": keep-alive\n\ndata: a\n\n", [b"a"]),
        (b"event: x\nid: 1\ndata: a\ndata:  b\n\n", [b"a\n b"]),
        (b"data\ndata:\n\n", [b"\n"]),
        (b"event: x\n\n", []),
        (b"dataset: a\n\n", []),
        (b"data: a", [b"a"]),
        (b"data: a\n", [b"a"]),
        (b"data: a\0\xff\n\n", [b"a\0\xff"]),
    ],
)
def test_events_are_read(stream: bytes, events: list[bytes]) -> None:
    assert events == _events(stream)


@given(
    st.lists(st.sampled_from([b"data: a", b"data:", b"\r", b"\n", b"\r\n", b":x", BOM])),
    st.lists(st.integers(0, 60)),
)
def test_where_a_stream_is_cut_makes_no_difference(parts: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(parts)
    places = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    pieces = [stream[a:b] for a, b in itertools.pairwise(places)]

    assert _events(stream) == _events(*pieces)
    assert _events(stream) == _events(*(stream[n : n + 1] for n in range(len(stream))))


def test_an_event_of_any_size_is_not_held() -> None:
    with pytest.raises(EventTooLarge):
        _events(*[b"x" * 65_536] * (MOST // 65_536 + 1))
    with pytest.raises(EventTooLarge):
        _events(*[b"data:\n" * 10_000] * 20)


def test_a_long_stream_of_small_events_is_read() -> None:
    assert len(_events(*[b"data: x\n\n" * 1000] * 200)) == 200_000

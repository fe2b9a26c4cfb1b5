"""Unseen code points are found where they hide something, and left where a script needs them."""

from __future__ import annotations

import re
import sys

import pytest

from prtool.detectors import unicode_tricks
from prtool.detectors.unicode_tricks import UnicodeDetector
from prtool.model.text import Channel, Span, TextUnit
from tests.unit.detectors.samples import found

UNICODE = UnicodeDetector()


@pytest.mark.parametrize(
    ("text", "rule", "shown"),
    [
        ("a\u202eb", "bidi-control", "\u202e"),
        ("a\u2066\u2069b", "bidi-control", "\u2066\u2069"),
        ("ab\u200ec", "bidi-control", "\u200e"),
        ("gh\u200bp", "zero-width", "\u200b"),
        ("a\u200db", "zero-width", "\u200d"),
        ("a\u200c\u06cc", "zero-width", "\u200c"),
        ("\u0647\u200b\u06cc", "zero-width", "\u200b"),
        ("ac\u00adme", "zero-width", "\u00ad"),
        ("x\ufeffy", "zero-width", "\ufeff"),
        ("a\ufe00\ufe01b", "zero-width", "\ufe00\ufe01"),
        ("x\U000e0041\U000e0042", "tag-character", "\U000e0041\U000e0042"),
    ],
)
def test_found(text: str, rule: str, shown: str) -> None:
    assert found(UNICODE, text) == [(f"unicode/{rule}", shown)]


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "\ufeffpackage acme",
        "\U0001f468\U0001f3fd\u200d\U0001f4bb",
        "\u2764\ufe0f\u200d\U0001f525",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937",
        "\u05e9\u05dc\u05d5\u05dd\u200f!",
        "\U0001f3f4\U000e0067\U000e0062\U000e007f",
        "\u4e2d\u6587",
        "\u0d35\u0d4d\u200c \u0d35",
        "\u0647\u200c\u200c\u06cc",
        "\u1780\u200b\u1781",
    ],
)
def test_left_alone(text: str) -> None:
    assert found(UNICODE, text) == []


def test_a_byte_order_mark_belongs_at_the_start_of_the_file_alone() -> None:
    unit = TextUnit(channel=Channel.CONTENT, text="a\n\ufeffb\n", new=(Span(2, 5),))
    assert [m.span for m in UNICODE.scan(unit, "\ufeffb\n")] == [Span(0, 1)]


def test_the_trigger_is_in_every_text_in_which_something_may_be_found_and_in_no_other() -> None:
    trigger = re.compile(UNICODE.triggers.text[0].pattern.encode("latin-1"))
    patterns = (unicode_tricks._BIDI, unicode_tricks._ZERO_WIDTH, unicode_tricks._TAGS)
    selectors = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
    texts = [chr(point) for point in (*range(0xD800), *range(0xE000, sys.maxunicode + 1))]
    texts += [chr(one) + chr(other) for one in selectors for other in selectors[::7]]

    differing = [
        text
        for text in texts
        if (trigger.search(text.encode()) is not None) != any(p.search(text) for p in patterns)
    ]

    assert not differing


def test_latin_1_bytes_of_a_binary_are_not_text() -> None:
    assert found(UNICODE, "\x00\xad\x00", channel=Channel.BINARY) == []

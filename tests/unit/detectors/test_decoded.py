"""What stands behind an encoding is found, and said to be."""

from __future__ import annotations

import base64
import gzip
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prtool.detectors.decoded import _FEWEST, DecodedDetector, _from_base64, _from_percent
from prtool.detectors.secrets import SecretDetector
from prtool.detectors.terms import TermDetector
from prtool.lexicon.model import Term
from prtool.model.finding import Kind
from prtool.model.text import Channel, TextUnit
from prtool.sieve.encoded import GROUPS

NAME = "NorthRouter"
SENTENCE = f"ask {NAME} first"
TOKEN = "gh" + "p_" + "a1B2c3D4e5" * 3 + "f6G7h8"
DETECTOR = DecodedDetector(
    (SecretDetector(), TermDetector((Term(value=NAME, kind=Kind.PROVIDER),)))
)


def found(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    unit = TextUnit(channel=Channel.CONTENT, text=text)
    return [
        (match.rule, text[match.span.start : match.span.end], match.via)
        for match in DETECTOR.scan(unit, text)
    ]


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def percent(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


@pytest.mark.parametrize(
    ("encoded", "via"),
    [
        (percent(NAME), ("percent",)),
        ("a" + percent("NorthR") + "outer", ("percent",)),
        ("".join(f"&#{ord(char)};" for char in NAME), ("entity",)),
        ("".join(f"&#x{ord(char):x};" for char in NAME), ("entity",)),
        ("".join(f"\\u{ord(char):04x}" for char in NAME), ("escape",)),
        ("".join(f"\\x{ord(char):02x}" for char in NAME), ("escape",)),
        ("".join(f"\\{ord(char):03o}" for char in NAME), ("escape",)),
        (b64(SENTENCE), ("base64",)),
        (b64(SENTENCE).rstrip("="), ("base64",)),
        (base64.urlsafe_b64encode(f"??>>{SENTENCE}".encode()).decode(), ("base64",)),
        (SENTENCE.encode().hex(), ("hex",)),
        (base64.b64encode(gzip.compress(SENTENCE.encode(), mtime=0)).decode(), ("base64",)),
        (base64.b64encode(SENTENCE.encode("utf-16-le")).decode(), ("base64",)),
        (b64(b64(SENTENCE)), ("base64", "base64")),
        (quote(b64(SENTENCE + "?"), safe=""), ("percent", "base64")),
    ],
)
def test_a_name_is_found_behind_an_encoding(encoded: str, via: tuple[str, ...]) -> None:
    text = f'x = "{encoded}"\n'

    assert ("private/term", encoded, via) in found(text)


def test_a_secret_is_found_behind_base64() -> None:
    rules = {rule for rule, _, via in found(f"data: {b64(TOKEN)}\n") if via == ("base64",)}

    assert {"secret/github-token"} == rules


@pytest.mark.parametrize(
    "text",
    [
        "plain NorthRouter text with %20 behind",
        f"https://example.com/{NAME}%20x",
        "func TestManagerMixedLegacyFindsExecutorWithCanonicalProviderKey(t *testing.T) {",
        "sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "h1:abcDEF0123456789abcDEF0123456789abcDEF01234=",
        "100% of &amp; \\n \\t",
        "",
    ],
)
def test_what_hides_nothing_is_left(text: str) -> None:
    assert found(text) == []


def test_a_bomb_unfolds_only_so_far() -> None:
    bomb = base64.b64encode(gzip.compress(b"a" * (64 << 20), mtime=0)).decode()

    assert found(bomb) == []


def test_a_binary_is_not_decoded() -> None:
    unit = TextUnit(channel=Channel.BINARY, text=b64(SENTENCE))

    assert list(DETECTOR.scan(unit, unit.text)) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_text_in_utf_16_is_read(encoding: str) -> None:
    mark = b"\xfe\xff" if encoding.endswith("be") else b""
    raw = mark + f"$token = '{TOKEN}'\r\n".encode(encoding)
    unit = TextUnit(channel=Channel.BINARY, text=raw.decode("latin-1"))

    matches = [
        match for match in DETECTOR.scan(unit, unit.text) if match.rule.startswith("secret/")
    ]

    assert [(match.rule, match.via) for match in matches] == [("secret/github-token", ("utf-16",))]
    shown = raw[slice(*matches[0].span)]
    assert shown.decode("utf-16-be" if mark else "utf-16-le") == TOKEN


@pytest.mark.parametrize("unit", ["a%", "&#", "\\", "%zz", "A1b", "ab%41", "\\x4"])
def test_long_lines_take_no_longer_than_they_are(unit: str) -> None:
    """A quadratic pattern would take minutes here."""
    found(unit * 200_000)


@given(st.text(st.sampled_from("%2f0aGÄé c3a4").map(str), max_size=30))
def test_percent_is_read_as_the_standard_library_does(text: str) -> None:
    assert _from_percent(text) == unquote(text, errors="surrogateescape")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=9), st.integers(0, 3))
def test_base64_is_read_wherever_in_a_group_it_begins(text: str, before: int) -> None:
    encoded = b64(text).rstrip("=")
    assert _from_base64("Z" * before + encoded) or not text.isprintable() or _is_plain(encoded)


def _is_plain(encoded: str) -> bool:
    """Tell whether a text has no small letter, or nothing else: then it is no base64 to us."""
    return encoded.isdigit() or encoded.isupper() or encoded.islower() or encoded.isalpha()


def test_a_trigger_asks_for_as_much_as_is_read() -> None:
    assert 4 * GROUPS == _FEWEST

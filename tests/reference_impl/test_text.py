"""Where the text rules of the original and Python's differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference_impl.durations import format_seconds, parse_duration
from reference_impl.text import fold, fold_equal, lower, parse_bool, parse_integer, trim


@pytest.mark.parametrize(
    "space", list("\t\n\v\f\r \u0085\u00a0\u1680\u2000\u200a\u2028\u202f\u3000")
)
def test_white_space_is_trimmed(space: str) -> None:
    assert trim(f"{space}a b{space}") == "a b"


@pytest.mark.parametrize("other", ["\x1c", "\x1f", "\u200b", "\ufeff", "\u180e", "\0"])
def test_other_blanks_stay(other: str) -> None:
    """Python's own `strip` takes the first two."""
    assert trim(f"{other}a{other}") == f"{other}a{other}"


@pytest.mark.parametrize(
    ("text", "lowered"),
    [("İX", "ix"), ("ΣΣ", "σσ"), ("AΣ", "aσ"), ("Straẞe", "straße"), ("ÅCME", "åcme"), ("K", "k")],
)
def test_lower_case_is_simple_and_by_code_point(text: str, lowered: str) -> None:
    assert lower(text) == lowered


@given(st.text())
def test_lower_case_keeps_the_length(text: str) -> None:
    assert len(lower(text)) == len(text)
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("\u212aelvin", "kelvin", True),
        ("STRAẞE", "straße", True),
        ("ς", "Σ", True),
        ("ſ", "S", True),
        ("µ", "μ", True),
        ("Ω", "ω", True),
        ("ᾈ", "ᾀ", True),
        ("STRASSE", "straße", False),
        ("İ", "i", False),
        ("İ", "i̇", False),
        ("ı", "I", False),
        ("İ", "İ", True),
        ("ŉ", "ʼn", False),
        ("ﬁ", "fi", False),
    ],
)
def test_folding_is_simple(left: str, right: str, *, equal: bool) -> None:
    assert fold_equal(left, right) is equal
    assert fold_equal(right, left) is equal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("+5", 5),
        ("-5", -5),
        ("007", 7),
        ("-0", 0),
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
        ("9223372036854775808", None),
        ("0" * 5000 + "1", 1),
        ("9" * 5000, None),
        ("", None),
        ("+", None),
        (" 5", None),
        ("1_0", None),
        ("٥", None),
        ("1e3", None),
        ("0x1", None),
        ("--5", None),
        ("5\n", None),
    ],
)
def test_integers(text: str, value: int | None) -> None:
    assert parse_integer(text) == value


@pytest.mark.parametrize("text", ["1", "t", "T", "TRUE", "true", "True", " true\t"])
def test_true(text: str) -> None:
    assert parse_bool(text) is True


@pytest.mark.parametrize("text", ["0", "f", "F", "FALSE", "false", "False"])
def test_false(text: str) -> None:
    assert parse_bool(text) is False


@pytest.mark.parametrize("text", ["", "yes", "tRue", "on", "2", "\x1ctrue"])
def test_neither(text: str) -> None:
    assert parse_bool(text) is None


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0s"), (1, "1s"), (60, "1m0s"), (600, "10m0s"), (3600, "1h0m0s"), (90061, "25h1m1s")],
)
def test_durations_are_written_as_the_original_does(seconds: int, shown: str) -> None:
    assert format_seconds(seconds) == shown
    duration = parse_duration(shown)
    assert duration is not None
    assert duration.total_seconds() == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1h30m", 5400), ("1.5h", 5400), ("250ms", 0.25), ("-2s", -2), ("+.5s", 0.5), ("0", 0)],
)
def test_durations_are_read(text: str, seconds: float) -> None:
    duration = parse_duration(text)
    assert duration is not None
    assert duration.total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "1", "h", "1 h", "1d", "1h-2m", ".s", "9999999999999h"])
def test_no_duration(text: str) -> None:
    assert parse_duration(text) is None

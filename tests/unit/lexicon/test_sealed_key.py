"""Where the key of a sealed lexicon comes from, and what is no key."""

from __future__ import annotations

from pathlib import Path

import pytest

from prtool.errors import LexiconError, OutputError
from prtool.lexicon.sealed_key import SHORTEST, VARIABLE, MissingKeyError, read_key, write_new_key

KEY = "0123456789abcdef"


@pytest.mark.parametrize("raw", [KEY, KEY + "\n", KEY + "\r\n", f" \t\n{KEY}\n\n", f"\v\f{KEY} "])
def test_blanks_and_line_ends_around_a_key_do_not_count(tmp_path: Path, raw: str) -> None:
    (tmp_path / "key").write_bytes(raw.encode())

    assert read_key(None, {VARIABLE: raw}) == KEY.encode()
    assert read_key(tmp_path / "key", {}) == KEY.encode()


@pytest.mark.parametrize("raw", ["", " ", "\n", " \t\r\n\v\f"])
def test_an_empty_key_is_a_missing_one(tmp_path: Path, raw: str) -> None:
    (tmp_path / "key").write_bytes(raw.encode())

    with pytest.raises(MissingKeyError):
        read_key(None, {VARIABLE: raw})
    with pytest.raises(MissingKeyError):
        read_key(tmp_path / "key", {VARIABLE: KEY})


def test_no_key_at_all_is_a_missing_one() -> None:
    with pytest.raises(MissingKeyError, match=VARIABLE):
        read_key(None, {})


@pytest.mark.parametrize(
    "raw",
    [
        KEY[: SHORTEST - 1],
        f"{KEY[:8]}\n{KEY[8:]}",
        f"{KEY} {KEY}",
        f"{KEY}\0",
        f"\ufeff{KEY}",
        f"{KEY}\u200b",
        f"{KEY}\u00a0",
        KEY * 400,
    ],
)
def test_what_is_no_key_is_refused(tmp_path: Path, raw: str) -> None:
    (tmp_path / "key").write_bytes(raw.encode())

    with pytest.raises(LexiconError) as caught:
        read_key(tmp_path / "key", {})

    assert not isinstance(caught.value, MissingKeyError)
    assert KEY[:8] not in str(caught.value)


def test_a_file_that_was_named_outweighs_the_environment(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY * 2)

    assert read_key(tmp_path / "key", {VARIABLE: KEY}) == (KEY * 2).encode()


def test_a_file_that_was_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="can't be read") as caught:
        read_key(tmp_path / "key", {VARIABLE: KEY})

    assert not isinstance(caught.value, MissingKeyError)


def test_a_new_key_is_private_random_and_never_replaced(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_new_key(tmp_path / name)

    keys = {read_key(tmp_path / name, {}) for name in ("one", "two")}
    assert {64} == {len(key) for key in keys}
    assert len(keys) == 2
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o600
    with pytest.raises(OutputError, match="exists already"):
        write_new_key(tmp_path / "one")
    assert read_key(tmp_path / "one", {}) in keys

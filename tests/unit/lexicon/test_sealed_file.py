"""A sealed file that is not whole, or a key that is not its own, is an error and never a pass."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from prtool.errors import LexiconError
from prtool.lexicon.model import Term
from prtool.lexicon.sealed import SealedMatcher, seal
from prtool.lexicon.sealed_file import HEADER, Keyed
from prtool.model.finding import Kind

KEY = b"0123456789abcdef" * 4
OTHER = b"0123456789abcdee" * 4


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "sealed.txt"
    path.write_bytes(seal([Term(value="NorthRouter", kind=Kind.PROVIDER)], KEY))
    return path


def refused(path: Path, key: bytes = KEY) -> str:
    with pytest.raises(LexiconError) as caught:
        SealedMatcher.load(path, key)
    return str(caught.value)


def test_the_file_is_read_back(path: Path) -> None:
    assert len(list(SealedMatcher.load(path, KEY).find("north router"))) == 1


def test_line_ends_of_another_system_do_no_harm(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert len(list(SealedMatcher.load(path, KEY).find("north router"))) == 1


def test_the_header_states_the_threat_model(path: Path) -> None:
    assert path.read_text().startswith(HEADER)
    assert {"# "} >= {line[:2].ljust(2) for line in HEADER.splitlines()}
    for words in ("not the key", "the key too", "one by one", "HMAC-SHA-256"):
        assert words in HEADER


@pytest.mark.parametrize("key", [OTHER, KEY[:-1], KEY + b"0", KEY.upper()])
def test_another_key_is_refused(path: Path, key: bytes) -> None:
    assert re.search(r"sealed\.txt:\d+: the canary does not answer", refused(path, key))


def _replace(old: str, new: str) -> Callable[[str], str]:
    return lambda text: re.sub(old, new, text, count=1, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("damage", "line", "words"),
    [
        (lambda text: "", 1, "ends before 'version'"),
        (lambda text: HEADER, 12, "ends before 'version'"),
        (lambda text: "terms:\n  - value: x\n", 1, "not a line of a sealed lexicon"),
        (_replace("^version: 1$", "version: 2"), 13, "the version is not 1"),
        (_replace("^salt: .*$", "salt: 12"), 14, "the salt is damaged"),
        (_replace("^salt: .*\n", ""), 14, "not a line"),
        (_replace("^count: 256$", "count: 255"), 15, "the count does not fit"),
        (_replace("^[0-9a-f]{32}\n", ""), 15, "the count does not fit"),
        (_replace("^([0-9a-f]{32})\n", r"\1\n\1\n"), 15, "the count does not fit"),
        (_replace("^([0-9a-f]{32})\n[0-9a-f]{32}\n", r"\1\n\1\n"), 15, "the count does not fit"),
        (_replace("^[0-9a-f]{32}$", "<<<<<<< ours"), 16, "not a line"),
        (_replace("^[0-9a-f]{32}$", "0" * 32), 273, "changed after sealing"),
        (_replace("^canary: .*$", "canary: " + "0" * 32), 272, "the canary does not answer"),
        (_replace("^check: .*$", "check: " + "0" * 32), 273, "changed after sealing"),
        (_replace("^check: .*\n", ""), 272, "ends before 'check'"),
        (_replace(r"\Z", "more\n"), 274, "not a line"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(
    path: Path, damage: Callable[[str], str], line: int, words: str
) -> None:
    text = path.read_text()
    path.write_text(damage(text))
    assert damage(text) != text

    said = refused(path)

    assert said.startswith(f"{path}:{line}: ")
    assert words in said


def test_a_cut_off_file_is_refused_wherever_it_ends(path: Path) -> None:
    whole = path.read_bytes()
    for end in range(0, len(whole) - 1, 97):
        path.write_bytes(whole[:end])
        refused(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "can't be read" in refused(tmp_path / "none")


def test_bytes_that_are_no_text_are_refused(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 10)

    assert ":1: " in refused(path)


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 1000])
def test_the_code_is_hmac_sha_256(length: int) -> None:
    own = hmac.digest(KEY, b"prtool sealed lexicon\0salt", "sha256")

    assert hmac.digest(own, b"x" * length, "sha256") == Keyed(KEY, b"salt").mac(b"x" * length)

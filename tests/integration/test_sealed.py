"""``prtool lexicon seal``, and what a check finds with the sealed file, as a user would run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prtool.errors import LexiconError
from prtool.lexicon.sealed_file import HEADER
from prtool.lexicon.sealed_key import MissingKeyError
from prtool.model.text import Channel, TextUnit
from prtool.pipeline.sealed import sealed_detector
from tests.integration.conftest import HOME, HOST, Prtool
from tests.support.repo_builder import write_lexicon

KEY = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRTOOL_SEAL_KEY", raising=False)


@pytest.fixture
def out(prtool: Prtool) -> Path:
    return prtool.repo.path / "private-names.sealed"


def test_a_sealed_file_finds_every_term_and_names_none(
    prtool: Prtool, out: Path, tmp_path: Path
) -> None:
    status, stdout, stderr = prtool("lexicon", "seal", "--new-key", tmp_path / "k", "--out", out)

    assert (status, stderr) == (0, "")
    assert "4 terms sealed" in stdout
    assert out.read_text().startswith(HEADER)
    assert out.stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600
    detector = sealed_detector(out, tmp_path / "k", {})
    text = f"a\tQX\nnorth_router_adapter at {HOST.upper()}\n{HOME}, plain words\n"
    unit = TextUnit(channel=Channel.CONTENT, text=text)
    matches = list(detector.scan(unit, text))
    assert [text[slice(*match.span)] for match in matches] == [
        "QX", "north_router_adapter", HOST.upper(), "sandra",
    ]  # fmt: skip
    assert [match.note for match in matches] == ["1 word", "3 words", "3 words", "1 word"]
    assert {(match.rule, match.term) for match in matches} == {("private/sealed-term", None)}
    lexicon = (prtool.repo.path / ".prtool" / "lexicon.yaml").read_text()
    for term in ("QX", "NorthRouter", HOST, "sandra"):
        assert term in lexicon
        assert term.lower() not in (out.read_text().partition("version:")[2] + stdout).lower()


def test_the_key_comes_from_the_environment_with_a_line_end(
    prtool: Prtool, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRTOOL_SEAL_KEY", KEY + "\n")
    assert prtool("lexicon", "seal", "--out", out)[0] == 0
    first = out.read_bytes()
    monkeypatch.setenv("PRTOOL_SEAL_KEY", KEY)
    assert prtool("lexicon", "seal", "--out", out)[0] == 0

    assert first == out.read_bytes()
    detector = sealed_detector(out, None, {"PRTOOL_SEAL_KEY": f" {KEY}\r\n"})
    assert len(list(detector.scan(TextUnit(channel=Channel.TEXT, text="QX"), "QX"))) == 1


def test_what_is_left_out_is_told_by_line_without_the_value(
    prtool: Prtool, out: Path, tmp_path: Path
) -> None:
    write_lexicon(
        prtool.repo.path,
        {"value": "QX", "kind": "provider"},
        {"value": "one-two-three-four-five-six", "kind": "project"},
        {"value": "orion[0-9]+", "match": "regex"},
        {"value": f"https://{HOST}/a/b/c/d", "kind": "url", "match": "substring"},
    )

    status, stdout, _ = prtool(
        "lexicon", "seal", "--new-key", tmp_path / "k", "--out", out, "--json"
    )

    assert status == 0
    document = json.loads(stdout)
    assert document["terms"] == 2
    assert document["left_out"] == [
        {"line": 5, "whole": True, "reason": "more than 5 words"},
        {"line": 7, "whole": True, "reason": "a regular expression"},
        {"line": 9, "whole": False, "reason": "more than 5 words"},
    ]
    _, stdout, _ = prtool("lexicon", "seal", "--seal-key-file", tmp_path / "k", "--out", out)
    assert "lexicon line 5: left out: more than 5 words" in stdout
    assert "one-two" not in stdout
    assert HOST not in stdout


def test_a_key_can_be_made_alone(prtool: Prtool, tmp_path: Path) -> None:
    assert prtool("lexicon", "seal", "--new-key", tmp_path / "k")[0] == 0

    status, _, stderr = prtool("lexicon", "seal", "--new-key", tmp_path / "k")

    assert status == 2
    assert "a key is never replaced" in stderr


@pytest.mark.parametrize("key", ["", " \n", "short", KEY[:8] + "\n" + KEY[8:]])
def test_without_a_usable_key_nothing_is_written(
    prtool: Prtool, out: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("PRTOOL_SEAL_KEY", key)

    status, stdout, stderr = prtool("lexicon", "seal", "--out", out)

    assert (status, stdout) == (2, "")
    assert stderr.startswith("prtool: error: PRTOOL_SEAL_KEY: ")
    assert not out.exists()


def test_what_makes_no_sense_is_refused(
    prtool: Prtool, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRTOOL_SEAL_KEY", KEY)
    mine = tmp_path / "mine.txt"
    mine.write_text("mine\n")
    inside = prtool.repo.path / "seal.key"
    lexicon = prtool.repo.path / ".prtool" / "lexicon.yaml"
    for args, words in (
        (("--out", mine), "is not a sealed lexicon"),
        (("--out", lexicon), "is not a sealed lexicon"),
        (("--out", tmp_path), "is no plain file"),
        (("--out", tmp_path / "no" / "file"), "can't be written"),
        (("--out", out, "--seal-key-file", tmp_path / "none"), "can't be read"),
        (("--out", out, "--new-key", inside), "among the repository's files"),
        (("--new-key", inside), "among the repository's files"),
        ((), "--out FILE is missing"),
        (("--out", out, "--new-key", mine, "--seal-key-file", mine), "not allowed with"),
    ):
        status, stdout, stderr = prtool("lexicon", "seal", *args)
        assert (status, stdout) == (2, ""), args
        assert words in stderr
    assert mine.read_text() == "mine\n"
    assert not out.exists()
    assert not inside.exists()


def test_a_lexicon_that_others_can_read_is_not_sealed(
    prtool: Prtool, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRTOOL_SEAL_KEY", KEY)
    (prtool.repo.path / ".prtool" / "lexicon.yaml").chmod(0o640)

    status, _, stderr = prtool("lexicon", "seal", "--out", out)

    assert status == 2
    assert "chmod 600" in stderr


def test_the_detector_fails_closed(prtool: Prtool, out: Path, tmp_path: Path) -> None:
    prtool("lexicon", "seal", "--new-key", tmp_path / "k", "--out", out)

    for environ in ({}, {"PRTOOL_SEAL_KEY": ""}, {"PRTOOL_SEAL_KEY": "\n"}):
        with pytest.raises(MissingKeyError):
            sealed_detector(out, None, environ)
    with pytest.raises(LexiconError, match=r"sealed:\d+: the canary does not answer"):
        sealed_detector(out, None, {"PRTOOL_SEAL_KEY": KEY})
    out.write_bytes(out.read_bytes().replace(b"version: 1", b"version: 9"))
    with pytest.raises(LexiconError, match=r"sealed:13: the version is not 1"):
        sealed_detector(out, tmp_path / "k", {})

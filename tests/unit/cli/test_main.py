"""The command line itself: help, errors, exit statuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from prtool import __version__
from prtool.cli.main import COMMANDS, build_parser, main


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert f"prtool {name}" in capsys.readouterr().out


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert f"prtool {__version__}\n" == capsys.readouterr().out


@pytest.mark.parametrize(
    "argv",
    [["nonsense"], ["prepare", "--nonsense"], ["prepare", "--bas", "x"], ["prepare", "--base"]],
)
def test_what_makes_no_sense_is_one_line_and_a_hint(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 2
    captured = capsys.readouterr()
    lines = captured.err.rstrip("\n").split("\n")
    assert captured.out == ""
    assert [line.rsplit(": ", 1)[0][:13] for line in lines[:1]] + ["hint"] == [
        "prtool: error",
        "hint",
    ]
    assert lines[1].startswith("hint: see 'prtool")


def test_no_command_shows_the_help_and_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "prepare" in capsys.readouterr().out


def test_the_repository_is_named_before_or_after_the_command() -> None:
    parser = build_parser()
    rest = ["--base", "x", "--out", "y"]

    before = parser.parse_args(["-C", "there", "prepare", *rest])
    after = parser.parse_args(["prepare", *rest, "-C", "there"])

    assert Path("there") == before.folder == after.folder


def test_an_unexpected_error_tells_nothing_of_its_cause(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("private words")

    monkeypatch.setattr("prtool.cli.prepare.prepare", broken)

    assert main(["prepare", "--base", "x", "--out", "y"]) == 2
    assert "private words" not in capsys.readouterr().err
    assert main(["prepare", "--base", "x", "--out", "y", "--debug"]) == 2
    assert "private words" in capsys.readouterr().err


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prtool", "--version"], capture_output=True, text=True, check=True
    )

    assert f"prtool {__version__}\n" == done.stdout

"""``prtool demo`` shows before and after, and its bundle holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from prtool.cli.main import main
from prtool.demo.fork import HOME, HOST, PERSON, PROVIDER, USER


@pytest.mark.slow
def test_the_demo_prepares_its_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["demo", "--into", str(tmp_path / "demo")])

    captured = capsys.readouterr()
    before, after = captured.out.split("AFTER:", 1)
    assert (status, captured.err) == (0, "")
    for private in (PROVIDER, HOST, PERSON, USER, "config.yaml", "tinygate.service"):
        assert private in before
    bundle = tmp_path / "demo" / "bundle"
    text = "".join(path.read_text() for path in bundle.rglob("*") if path.is_file())
    for private in (PROVIDER, HOST, PERSON, USER, HOME, "+0800"):
        assert private not in text
        assert private not in after
    assert "command     passed" in after
    assert (
        main(["-C", str(tmp_path / "demo" / "upstream"), "verify", str(bundle), "--base", "main"])
        == 0
    )


def test_a_folder_that_is_not_empty_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    assert main(["demo", "--into", str(tmp_path)]) == 2
    assert "not an empty folder" in capsys.readouterr().err

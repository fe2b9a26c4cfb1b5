"""``--report github`` inside a GitHub job: the summary beside the annotations."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conftest import Prtool

TITLE = ("--pr-title", "for QX")


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


def test_the_report_is_added_to_what_the_job_has_said(prtool: Prtool, summary: Path) -> None:
    summary.write_text("# the job\n")

    status, stdout, _ = prtool("check", *TITLE, "--report", "github")

    assert status == 1
    assert stdout.startswith("::error title=prtool private/term::pr-title: private")
    told = summary.read_text()
    assert told.startswith("# the job\n### prtool check: 1 finding: 1 high\n")
    assert "| `pr-title` | 1 | high | `private/term` |" in told
    assert "QX" not in told


def test_other_reports_leave_the_summary_alone(prtool: Prtool, summary: Path) -> None:
    prtool("check", *TITLE, "--report", "markdown")

    assert not summary.exists()


def test_a_full_summary_is_not_made_larger(prtool: Prtool, summary: Path) -> None:
    summary.write_bytes(b"x" * (1024 * 1024 - 20))

    assert prtool("check", *TITLE, "--report", "github")[0] == 1
    assert summary.stat().st_size == 1024 * 1024 - 20


def test_a_summary_that_cannot_be_written_is_told(
    prtool: Prtool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))

    status, stdout, stderr = prtool("check", *TITLE, "--report", "github")

    assert status == 2
    assert stdout.startswith("::error ")
    assert "can't write the summary of the job" in stderr
    assert "hint: GITHUB_STEP_SUMMARY" in stderr

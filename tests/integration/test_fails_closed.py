"""P8: what can't look or doesn't hold stops the run; a bundle appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from prtool import verify
from prtool.bundle import write
from prtool.detectors import formats, markers
from prtool.model.finding import Match
from prtool.model.record import replace
from prtool.model.results import CheckResult, Status, Verification
from prtool.model.text import TextUnit
from prtool.rewrite import edits
from prtool.verify.checks import CHECKS
from tests.integration.conftest import Prtool
from tests.integration.test_prepare import private_branch
from tests.support.repo_builder import RepoBuilder


@pytest.fixture
def base(repo: RepoBuilder) -> str:
    return private_branch(repo)


def test_a_detector_that_breaks_stops_the_run(
    prtool: Prtool, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: object, unit: TextUnit, text: str) -> Iterator[Match]:
        raise RuntimeError("private words")

    monkeypatch.setattr(markers.MarkerDetector, "scan", broken)

    status, stdout, stderr = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert (status, stdout) == (2, "")
    assert "private words" not in stderr
    assert not (tmp_path / "b").exists()


def test_a_detector_that_misses_its_bait_stops_the_run(
    prtool: Prtool, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats.FormatDetector, "scan", lambda self, unit, text: iter(()))

    status, _, stderr = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 2
    assert "the canary was missed" in stderr
    assert "secret/" in stderr
    assert not (tmp_path / "b").exists()


def test_an_edit_that_is_not_made_is_caught_by_the_rescan(
    prtool: Prtool, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edits, "plan_edits", None)
    monkeypatch.setattr("prtool.pipeline.prepare.plan_edits", lambda *args: edits.Edits())

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 1
    assert "rescan      failed" in stdout
    assert "private/term" in stdout
    assert not (tmp_path / "b").exists()
    assert not (prtool.repo.path / ".prtool" / "map.json").exists()


def test_a_replacement_that_can_not_be_taken_back_is_caught(
    prtool: Prtool, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = edits.plan_edits

    def spoiled(*args: object) -> edits.Edits:
        made = whole(*args)  # type: ignore[arg-type]
        return edits.Edits({
            key: tuple(replace(edit, text="other") for edit in some)
            for key, some in made.by_unit.items()
        })  # fmt: skip

    monkeypatch.setattr("prtool.pipeline.prepare.plan_edits", spoiled)

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 1
    assert "reversible  failed" in stdout


def test_a_check_that_did_not_run_is_no_pass() -> None:
    skipped = CheckResult(name="x", status=Status.SKIPPED, detail="")
    passed = CheckResult(name="y", status=Status.PASSED, detail="")

    assert not Verification(()).ok
    assert not Verification((passed, skipped)).ok
    assert Verification((passed, replace(skipped, mandatory=False))).ok
    assert not Verification((replace(skipped, mandatory=False),)).ok


def test_every_check_is_in_the_table() -> None:
    files = {path.stem for path in Path(verify.__file__).parent.glob("*.py")}
    checks = {check.__module__.rpartition(".")[2] for check in CHECKS}

    assert files - {"__init__", "candidate", "checks", "documents", "canary"} == checks


@pytest.mark.parametrize("failing", ["rename", "fsync"])
def test_a_disk_that_fails_leaves_no_half_bundle(
    prtool: Prtool, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    if failing == "rename":
        monkeypatch.setattr(Path, "rename", fail)
    else:
        monkeypatch.setattr(write, "_sync", fail)

    status, stdout, stderr = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert (status, stdout) == (2, "")
    assert "No space left on device" in stderr
    assert not (tmp_path / "b").exists()
    assert list(tmp_path.glob(".prtool-partial-*")) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_folder_that_can_not_be_written_is_refused(
    prtool: Prtool, base: str, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)

    assert prtool("prepare", "--base", base, "--out", closed / "b")[0] == 2


def test_the_environment_of_the_caller_does_not_lead_git_astray(
    prtool: Prtool, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness = tmp_path / "ran"
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", f"touch {witness}")
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.fsmonitor=touch {witness}'")

    status, stdout, stderr = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert (status, stderr) == (0, ""), stdout
    assert not witness.exists()


def test_a_hostile_config_runs_nothing(prtool: Prtool, base: str, tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    hook = tmp_path / "hooks" / "applypatch-msg"
    hook.parent.mkdir()
    hook.write_text(f"#!/bin/sh\ntouch {witness}\n")
    hook.chmod(0o755)
    for name, value in {
        "core.hooksPath": str(hook.parent), "core.fsmonitor": f"touch {witness}",
        "diff.external": f"touch {witness}", "core.pager": f"touch {witness}",
        "diff.x.textconv": f"touch {witness}", "filter.x.clean": f"touch {witness}",
        "filter.x.smudge": f"touch {witness}", "core.sshCommand": f"touch {witness}",
        "format.outputDirectory": str(tmp_path / "stolen"), "format.signature": "stolen",
        "am.threeWay": "true", "commit.gpgSign": "true", "gpg.program": f"touch {witness}",
    }.items():  # fmt: skip
        prtool.repo.git("config", name, value)
    (prtool.repo.path / ".git" / "info" / "attributes").write_text("* diff=x filter=x\n")

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 0, stdout
    assert not witness.exists()
    assert not (tmp_path / "stolen").exists()

"""A run that is killed at any point leaves the repository as it was and no half bundle."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.repos import HOST, PROVIDER, SHORT, USER, go_fork
from tests.support.repo_builder import RepoBuilder, write_lexicon

DELAYS_S = (0.15, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5)


@pytest.mark.slow
def test_a_killed_run_leaves_nothing_behind(tmp_path: Path) -> None:
    sample = go_fork(tmp_path / "repo", files=60, commits=8)
    write_lexicon(
        sample.path,
        {"value": PROVIDER, "kind": "provider"}, {"value": SHORT, "kind": "provider"},
        {"value": HOST, "kind": "host"}, {"value": USER, "kind": "user"},
    )  # fmt: skip
    repo = RepoBuilder(sample.path)
    before = repo.fingerprint()
    out = tmp_path / "bundle"
    command = [sys.executable, "-m", "prtool", "-C", str(sample.path), "prepare",
               "--base", sample.base, "--out", str(out)]  # fmt: skip

    for delay in DELAYS_S:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()

        assert before == repo.fingerprint()
        if out.exists():
            assert (out / "SHA256SUMS").exists()
            subprocess.run(["sha256sum", "--quiet", "--check", "SHA256SUMS"], cwd=out, check=True)
            for path in sorted(out.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            out.rmdir()

    assert subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0
    assert list((sample.path / ".prtool" / "tmp").iterdir()) == []
    assert list(tmp_path.glob(".prtool-partial-*")) == []

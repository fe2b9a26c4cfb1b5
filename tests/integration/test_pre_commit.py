"""A real run of pre-commit, which installs prtool from this tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.integration.conftest import Prtool
from tests.support.hooked import ROOT, Hooked
from tests.support.repo_builder import RepoBuilder


@pytest.fixture
def published(tmp_path: Path) -> RepoBuilder:
    """Return this tree, as it is now, as a repository that pre-commit can clone."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout  # fmt: skip
    builder = RepoBuilder.create(tmp_path / "prtool")
    for name in os.fsdecode(listed).split("\0"):
        if name and (ROOT / name).is_file():
            place = builder.path / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place)
    builder.commit("prtool")
    return builder


def test_the_hooks_are_what_pre_commit_expects() -> None:
    manifest = ROOT / ".pre-commit-hooks.yaml"
    hooks = yaml.safe_load(manifest.read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["prtool-staged", "prtool-message", "prtool-push"]
    assert all(hook["always_run"] for hook in hooks)

    subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", manifest], check=True)


@pytest.mark.slow
def test_commits_and_pushes_under_pre_commit(
    prtool: Prtool, repo: RepoBuilder, published: RepoBuilder, tmp_path: Path, package_index: None
) -> None:
    config = {
        "default_install_hook_types": ["pre-commit", "commit-msg", "pre-push"],
        "repos": [{
            "repo": str(published.path), "rev": published.head,
            "hooks": [
                {"id": "prtool-staged"},
                {"id": "prtool-message", "args": ["--fail-on", "high"]},
                {"id": "prtool-push"},
            ],
        }],
    }  # fmt: skip
    repo.commit("use pre-commit", {".pre-commit-config.yaml": yaml.safe_dump(config)})
    repo.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    repo.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    work = Hooked(repo, {"PRE_COMMIT_HOME": str(tmp_path / "store")})
    installed = work.run(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    assert installed.status == 0, installed.output
    assert ".pre-commit-config.yaml instead" in _refusal(prtool)

    repo.write({"a.go": "package a\n// for qx\n"})
    repo.git("add", "a.go")
    assert "private/term" in work.stopped("commit", "--message", "add a")
    repo.write({"a.go": "package a\n"})
    repo.git("add", "a.go")
    assert "private/term" in work.stopped("commit", "--message", "add a for QX")
    work.passes("commit", "--quiet", "--message", "add a")
    work.passes("commit", "--quiet", "--allow-empty", "--message", "retrigger")
    work.passes("push", "--quiet", "origin", "main")

    repo.commit_index("later, for QX", extra=("--no-verify",))
    ran = work.git("push", "origin", "main:other")
    assert ran.status != 0
    assert "private/term" in ran.output


def _refusal(prtool: Prtool) -> str:
    status, _, stderr = prtool("init", "--hooks")
    assert status == 2
    return stderr

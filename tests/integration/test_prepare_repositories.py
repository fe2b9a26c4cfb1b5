"""``prtool prepare`` in repositories that are not of the usual make."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.conftest import Prtool
from tests.integration.test_prepare import everything, private_branch
from tests.support.repo_builder import RepoBuilder, write_lexicon


def test_a_repository_of_the_newer_object_format_works_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repo = RepoBuilder.create(tmp_path / "sha256", "--object-format=sha256")
    base = repo.commit("begin", {"README.md": "r\n"})
    write_lexicon(repo.path, {"value": "QX", "kind": "provider"})
    repo.commit("for QX", {"a.md": "for QX\n"})
    out = tmp_path / "bundle"

    status, stdout, stderr = Prtool(repo, capsys)("prepare", "--base", base, "--out", out)

    assert (status, stderr) == (0, ""), stdout
    assert len(json.loads((out / "manifest.json").read_text())["head"]["tree"]) == 64
    assert "QX" not in everything(out)


def test_a_linked_work_tree_works_too(
    repo: RepoBuilder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = private_branch(repo)
    repo.git("worktree", "add", "--quiet", "-b", "linked", str(tmp_path / "linked"), "HEAD")
    linked = Prtool(RepoBuilder(tmp_path / "linked"), capsys)
    assert linked("init")[0] == 0
    assert linked("lexicon", "add", "--kind", "provider", "QX", "NorthRouter-Adapter")[0] == 0

    status, stdout, _ = linked("prepare", "--base", base, "--out", tmp_path / "bundle")

    assert status == 0, stdout
    assert "QX" not in everything(tmp_path / "bundle")

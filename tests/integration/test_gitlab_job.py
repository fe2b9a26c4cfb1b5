"""The job for GitLab in docs/how-to/use-in-ci.md: its script, run by sh on a real clone."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from tests.integration.checking import TOKEN
from tests.support.hooked import ROOT, prtool_on_path
from tests.support.repo_builder import RepoBuilder


def _job() -> dict[str, Any]:
    text = (ROOT / "docs/how-to/use-in-ci.md").read_text("utf-8")
    (found,) = re.findall(r"```yaml\n# \.gitlab-ci\.yml\n(.*?)```", text, re.DOTALL)
    job = yaml.safe_load(found)["prtool"]
    assert isinstance(job, dict)
    return job


def _run(project: RepoBuilder, tmp_path: Path, **variables: str) -> tuple[int, str, Path]:
    """Return status and log of the script, and the folder that it ran in."""
    folder = tmp_path / "builds/project"
    clone = ("clone", "--quiet", "--branch=fix", f"file://{project.path}", str(folder))
    project.git(*clone)
    folder.with_name("project.prtool").mkdir()
    project.git("-C", str(folder), "checkout", "--quiet", "--detach")
    job = _job()
    environment = {
        **{name: str(value) for name, value in job["variables"].items()},
        "HOME": str(tmp_path),
        "CI_PROJECT_DIR": str(folder),
        "CI_COMMIT_SHA": project.head,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": project.git("merge-base", "main", "fix"),
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "fix",
        "CI_MERGE_REQUEST_TITLE": "Mend it",
        "CI_MERGE_REQUEST_DESCRIPTION": "Mends it.",
        **prtool_on_path(tmp_path / "bin"),
        **variables,
    }
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(job["script"])], cwd=folder, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode("utf-8", "replace"), folder


@pytest.fixture
def project(upstream: RepoBuilder) -> RepoBuilder:
    upstream.git("checkout", "--quiet", "-b", "fix")
    upstream.commit("add a", {"a.go": "package a\n"})
    return upstream


def test_a_clean_change_passes(project: RepoBuilder, tmp_path: Path) -> None:
    status, log, folder = _run(project, tmp_path)

    assert status == 0, log
    for channel in ("branch 1", "pr-title 1", "pr-body 1", "content 1", "author 1"):
        assert channel in log
    reports = _job()["artifacts"]["reports"]
    assert json.loads((folder / reports["codequality"]).read_text()) == []
    ElementTree.parse(folder / reports["junit"])


def test_a_leak_fails_with_its_place(project: RepoBuilder, tmp_path: Path) -> None:
    project.commit("add b", {"b.go": f'package b\n\nvar k = "{TOKEN}"\n'})

    status, log, folder = _run(project, tmp_path)

    assert status == 1, log
    reports = _job()["artifacts"]["reports"]
    (found,) = json.loads((folder / reports["codequality"]).read_text())
    assert found["location"]["path"] == "b.go"
    assert TOKEN not in log + (folder / reports["junit"]).read_text()


@pytest.mark.parametrize(
    "name",
    [
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
        "CI_MERGE_REQUEST_TITLE",
        "CI_MERGE_REQUEST_DESCRIPTION",
    ],
)
def test_the_words_of_the_request_are_looked_at(
    project: RepoBuilder, tmp_path: Path, name: str
) -> None:
    status, log, folder = _run(project, tmp_path, **{name: f"-x {TOKEN} $(touch owned) `touch o`"})

    assert status == 1, log
    assert not {"owned", "o"} & {path.name for path in folder.iterdir()}


def test_an_unknown_base_is_no_pass(project: RepoBuilder, tmp_path: Path) -> None:
    status, log, _ = _run(project, tmp_path, CI_MERGE_REQUEST_DIFF_BASE_SHA="1" * 40)

    assert status == 2, log

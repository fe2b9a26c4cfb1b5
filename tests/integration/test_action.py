"""The steps of ``action.yml``, run by bash on real clones."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from prtool.cli.main import main
from tests.integration.checking import TOKEN
from tests.support.actions import Action, read_action
from tests.support.hooked import ROOT, write_program
from tests.support.repo_builder import RepoBuilder

DEFINITION = read_action(ROOT / "action.yml")
INSTALL = "Install prtool"
Start = Callable[..., Action]


@pytest.fixture
def project(upstream: RepoBuilder) -> RepoBuilder:
    """Return the public repository with a branch ``fix`` checked out."""
    upstream.git("checkout", "--quiet", "-b", "fix")
    return upstream


@pytest.fixture
def start(project: RepoBuilder, tmp_path: Path) -> Start:
    """Return what puts a checkout of the branch on a runner, prtool installed."""

    def begin(
        inputs: Mapping[str, str] | None = None, *, clone: tuple[str, ...] = ("--depth=1",),
        name: str = "pull_request", event: dict[str, Any] | None = None, installed: bool = True,
    ) -> Action:  # fmt: skip
        temp = tmp_path / "runner"
        temp.mkdir()
        workspace = tmp_path / "workspace"
        project.git(
            "clone", "--quiet", "--branch=fix", *clone, f"file://{project.path}", str(workspace)
        )
        if event is None:
            base = project.git("rev-parse", "main")
            head = {"sha": project.head, "ref": "fix"}
            event = {
                "pull_request": {
                    "title": "Mend it", "body": None, "head": head, "base": {"sha": base}
                },
                "repository": {"default_branch": "main"},
            }  # fmt: skip
        (tmp_path / "event.json").write_text(json.dumps(event))
        variables = {
            "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(tmp_path / "event.json"), "GITHUB_SHA": project.head,
            "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        if installed:
            write_program(
                temp / "prtool/bin/prtool", f'#!/bin/sh\nexec {sys.executable} -P -m prtool "$@"\n'
            )
        return Action(DEFINITION, workspace, temp, event, inputs or {}, variables)

    return begin


def test_no_expression_stands_in_a_script() -> None:
    for step in DEFINITION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert ("uses" in step) != (step.get("shell") == "bash")


def test_every_input_is_used_and_documented() -> None:
    text = (ROOT / "action.yml").read_text()
    documented = (ROOT / "docs/how-to/use-in-ci.md").read_text()
    for name in DEFINITION["inputs"]:
        assert f"inputs.{name} " in text
        assert f"`{name}`" in documented


@pytest.mark.parametrize("clone", [(), ("--depth=1",)])
def test_a_clean_change_passes(project: RepoBuilder, start: Start, clone: tuple[str, ...]) -> None:
    project.commit("add a", {"a.go": "package a\n"})
    project.commit("add b", {"b.go": "package b\n"})
    action = start(clone=clone)

    assert action.run(skip=(INSTALL,)) == 0, action.log

    assert action.outputs["status"] == "0"
    assert json.loads(Path(action.outputs["sarif-file"]).read_text())["version"] == "2.1.0"
    assert "content 2" in action.log
    assert action.summary.count("clean") == 1


def test_a_leak_of_an_earlier_commit_fails(project: RepoBuilder, start: Start) -> None:
    project.commit("add a", {"a.go": f'package a\n\nvar k = "{TOKEN}"\n'})
    project.commit("mend a", {"a.go": "package a\n"})
    action = start({"sarif-file": "out.sarif", "markdown-file": "out.md"})

    assert action.run(skip=(INSTALL,)) == 1

    assert action.outputs == {"status": "1", "sarif-file": "out.sarif"}
    assert "::error file=a.go,line=3," in action.log
    assert "secret/github-token" in action.summary
    reports = [(action.workspace / name).read_text() for name in ("out.sarif", "out.md")]
    assert TOKEN not in action.log + action.summary + "".join(reports)


def test_the_words_of_the_request_are_looked_at(project: RepoBuilder, start: Start) -> None:
    project.commit("add a", {"a.go": "package a\n"})
    action = start()
    event = Path(action.variables["GITHUB_EVENT_PATH"])
    event.write_text(event.read_text().replace("Mend it", f"Mend {TOKEN} $(touch owned) `id`"))

    assert action.run(skip=(INSTALL,)) == 1
    assert "pr-title" in action.log
    assert not (action.workspace / "owned").exists()


def test_a_history_that_can_not_be_fetched_is_no_pass(project: RepoBuilder, start: Start) -> None:
    project.commit("add a", {"a.go": "package a\n"})
    project.commit("add b", {"b.go": "package b\n"})
    action = start()
    subprocess.run(
        ["git", "remote", "set-url", "origin", "file:///nowhere"], cwd=action.workspace, check=True
    )

    assert action.run(skip=(INSTALL,)) == 2

    assert action.outputs == {"status": "2", "sarif-file": ""}
    assert "::error title=prtool could not look::the history is cut off" in action.log
    assert "fetch-depth: 0" in action.log


@pytest.mark.parametrize("base", ["1" * 40, "no-such-branch", "--upload-pack=touch owned", "-x"])
def test_a_base_that_is_not_there_is_no_pass(project: RepoBuilder, start: Start, base: str) -> None:
    project.commit("add a", {"a.go": "package a\n"})
    action = start({"base": base})

    assert action.run(skip=(INSTALL,)) == 2
    assert action.outputs["status"] == "2"
    assert not (action.workspace / "owned").exists()


@pytest.mark.parametrize("before", ["0" * 40, "main"])
def test_a_push(project: RepoBuilder, start: Start, before: str) -> None:
    if before == "main":
        before = project.head
    project.commit("add a", {"a.go": "package a\n"})
    event = {
        "ref": "refs/heads/fix", "before": before, "repository": {"default_branch": "main"}
    }  # fmt: skip
    action = start(name="push", event=event)

    assert action.run(skip=(INSTALL,)) == 0, action.log
    assert "branch 2" in action.log  # the checkout is on it as well


def test_wrong_options_are_no_pass(project: RepoBuilder, start: Start) -> None:
    project.commit("add a", {"a.go": "package a\n"})
    action = start({"fail-on": "never"})

    assert action.run(skip=(INSTALL,)) == 2
    assert action.outputs["status"] == "2"


def _seal(project: RepoBuilder, tmp_path: Path, *names: str) -> str:
    """Commit a sealed lexicon and return its key."""
    folder, key = tmp_path / "terms", tmp_path / "key"
    if not folder.exists():
        subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
        RepoBuilder(folder).commit_index("begin")
    at = ["-C", str(folder)]
    assert main([*at, "lexicon", "add", "--kind", "provider", *names]) == 0
    sealed = project.path / "names.sealed"
    new = ["--new-key"] if not key.exists() else ["--seal-key-file"]
    assert main([*at, "lexicon", "seal", *new, str(key), "--out", str(sealed)]) == 0
    project.commit("seal", {})
    return key.read_text().strip()


def test_the_sealed_lexicon_is_that_of_the_base(
    project: RepoBuilder, start: Start, tmp_path: Path
) -> None:
    project.git("checkout", "--quiet", "main")
    _seal(project, tmp_path, "NorthRouter")
    older = (project.path / "names.sealed").read_bytes()
    key = _seal(project, tmp_path, "Globex-Adapter")
    project.git("checkout", "--quiet", "-B", "fix")
    project.commit("add a", {"a.go": "// for globex adapter\n", "names.sealed": older})
    action = start({"sealed": "names.sealed", "seal-key": key})

    assert action.run(skip=(INSTALL,)) == 1, action.log
    assert "private/sealed-term" in action.log

    for inputs, status in (
        ({"sealed": "names.sealed"}, 2),
        ({"sealed": "names.sealed", "sealed-unavailable": "skip"}, 0),
        ({"sealed": "names.sealed", "seal-key": "x" * 32}, 2),
        ({"sealed": "missing.sealed", "seal-key": key}, 2),
    ):
        again = Action(
            DEFINITION, action.workspace, action.temp, action.event, inputs, action.variables
        )
        assert again.run(skip=(INSTALL,)) == status, again.log
        assert again.outputs["status"] == str(status)


def test_a_baseline_of_the_base_and_its_key(
    project: RepoBuilder, start: Start, tmp_path: Path
) -> None:
    key = tmp_path / "baseline.key"
    # The branch will bring the very line that is known on main.
    project.git("checkout", "--quiet", "-b", "known")
    project.commit("add a", {"a.go": f'package a\n\nvar k = "{TOKEN}"\n'})
    project.git("checkout", "--quiet", "main")
    known = ("check", "--base", "main", "--head", "known", "--baseline-key-out", str(key))
    baseline = project.path / "known.json"
    assert main(["-C", str(project.path), *known, "--write-baseline", str(baseline)]) == 0
    shutil.rmtree(project.path / ".prtool", ignore_errors=True)
    project.commit("keep a baseline")
    project.git("checkout", "--quiet", "-B", "fix")
    project.commit("add a", {"a.go": f'package a\n\nvar k = "{TOKEN}"\n'})
    inputs = {"baseline": "known.json", "baseline-key": key.read_text().strip()}
    action = start(inputs)

    assert action.run(skip=(INSTALL,)) == 0, action.log

    action.inputs = {"baseline": "known.json"}
    assert action.run(skip=(INSTALL,)) == 2
    action.inputs = {"baseline": "known.json", "baseline-unavailable": "skip"}
    assert action.run(skip=(INSTALL,)) == 1


@pytest.mark.slow
def test_it_installs_itself(
    project: RepoBuilder, start: Start, package_index: None, tmp_path: Path
) -> None:
    project.commit("add a", {"a.go": "package a\n", "argparse.py": "raise SystemExit(0)\n"})
    python = tmp_path / "python"
    python.mkdir()
    (python / "python").symlink_to(sys.executable)
    action = start({"version": "0.0.0"}, installed=False)
    action.variables = {
        **{name: text for name, text in action.variables.items() if name != "PYTHONPATH"},
        "PATH": f"{python}{os.pathsep}{os.environ['PATH']}",
    }

    assert action.run() == 2
    assert "not the version" in action.log
    shutil.rmtree(action.temp / "prtool")
    action.inputs = {}
    assert action.run() == 0, action.log
    assert action.outputs["status"] == "0"

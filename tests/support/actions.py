"""Runs the ``run`` steps of a composite GitHub action as a runner does; skips its ``uses``."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
_BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""Source: GitHub's "Workflow syntax", ``jobs.<job_id>.steps[*].shell``."""


@dataclass
class Action:
    """An action, the event it runs on, and what its steps have said so far."""

    definition: dict[str, Any]
    workspace: Path
    temp: Path
    event: dict[str, Any]
    inputs: Mapping[str, str]
    variables: Mapping[str, str]
    """Of the runner, such as ``GITHUB_EVENT_NAME``."""
    log: str = ""
    steps: dict[str, Any] = field(default_factory=dict)

    def run(self, *, skip: tuple[str, ...] = ()) -> int:
        """Run the steps up to the first that fails, and return its status."""
        for number, step in enumerate(self.definition["runs"]["steps"]):
            if "run" in step and step["name"] not in skip and (status := self._step(step, number)):
                return status
        return 0

    @property
    def outputs(self) -> dict[str, str]:
        return {
            name: self._text(output["value"])
            for name, output in self.definition["outputs"].items()
        }  # fmt: skip

    @property
    def summary(self) -> str:
        path = self.temp / "summary"
        return path.read_text() if path.exists() else ""

    def _step(self, step: dict[str, Any], number: int) -> int:
        script, said = self.temp / f"step-{number}.sh", self.temp / f"output-{number}"
        script.write_text(step["run"])
        said.touch()
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.temp),
            **self.variables,
            "GITHUB_OUTPUT": str(said), "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "RUNNER_TEMP": str(self.temp), "GITHUB_WORKSPACE": str(self.workspace),
            **{name: self._text(value) for name, value in step.get("env", {}).items()},
        }  # fmt: skip
        done = subprocess.run(
            [*_BASH, str(script)], cwd=self.workspace, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        self.log += done.stdout.decode("utf-8", "replace")
        outputs = dict(row.split("=", 1) for row in said.read_text().splitlines())
        self.steps[step.get("id", str(number))] = {"outputs": outputs}
        return done.returncode

    def _text(self, value: str) -> str:
        return _EXPRESSION.sub(lambda match: self._evaluate(match[1]), value)

    def _evaluate(self, expression: str) -> str:
        """Evaluate names and literals with ``||`` between them, which is all that is needed."""
        context = {
            "inputs": self._inputs(), "steps": self.steps,
            "github": {"event": self.event, "sha": self.variables["GITHUB_SHA"]},
        }  # fmt: skip
        for term in expression.split("||"):
            name = term.strip()
            found: Any = name[1:-1] if name.startswith("'") else context
            for key in name.split(".") if found is context else ():
                found = found.get(key, {}) if isinstance(found, dict) else {}
            if found:
                assert isinstance(found, str), expression
                return found
        return ""

    def _inputs(self) -> dict[str, str]:
        known = {name: each["default"] for name, each in self.definition["inputs"].items()}
        assert set(self.inputs) <= set(known)
        return {**known, **self.inputs}


def read_action(path: Path) -> dict[str, Any]:
    """Return an action's definition."""
    found = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(found, dict)
    return found

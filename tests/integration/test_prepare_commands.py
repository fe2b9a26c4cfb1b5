"""The commands of the user's that ``prtool prepare`` runs: formatter and tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.conftest import Prtool
from tests.integration.test_prepare import applied, private_branch
from tests.support.repo_builder import RepoBuilder


def test_a_test_command_runs_in_the_public_tree(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = private_branch(repo)
    monkeypatch.setenv("SECRET_THING", "value")
    script = (
        "import os,sys; sys.exit(os.path.exists('config.yaml') or 'SECRET_THING' in os.environ)"
    )
    command = f'python3 -c "{script}"'

    status, stdout, _ = prtool(
        "prepare", "--base", base, "--out", tmp_path / "b", "--test-cmd", command
    )
    assert status == 0, stdout
    manifest = json.loads((tmp_path / "b" / "manifest.json").read_text())
    assert {"command": "passed"}.items() <= {
        check["name"]: check["status"] for check in manifest["verification"]
    }.items()

    status, stdout, _ = prtool(
        "prepare", "--base", base, "--out", tmp_path / "no", "--test-cmd", "false"
    )
    assert status == 1
    assert "command" in stdout
    assert not (tmp_path / "no").exists()


def test_a_test_command_that_hangs_is_ended(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = private_branch(repo)
    options = ("--test-cmd", "sleep 60", "--test-timeout", "0.3")

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b", *options)

    assert status == 1
    assert "took more than 0.3 s" in stdout


def test_a_formatter_runs_on_rewritten_files_that_were_formatted(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    formatter = tmp_path / "align.py"
    formatter.write_text(
        "import sys\n"
        "for name in sys.argv[1:]:\n"
        "    rows = [row.split('|') for row in open(name).read().splitlines()]\n"
        "    width = max(len(row[0].rstrip()) for row in rows)\n"
        "    open(name, 'w').write(''.join(f'{a.rstrip():{width}} |{b}\\n' for a, b in rows))\n"
    )
    repo.commit("tables", {"neat.md": "QX   |1\nlong |2\n", "loose.md": "QX |1\nlong   |2\n"})
    out = tmp_path / "bundle"

    status, stdout, _ = prtool(
        "prepare", "--base", base, "--out", out, "--format-cmd", f"python3 {formatter}"
    )

    assert status == 0, stdout
    tree = applied(upstream, out, tmp_path / "clone").tree()
    neat = tree["neat.md"][1].decode().splitlines()
    assert len(neat[0]) == len(neat[1])
    assert tree["loose.md"][1].endswith(b" |1\nlong   |2\n")
    assert "1 files were not formatted before" in stdout

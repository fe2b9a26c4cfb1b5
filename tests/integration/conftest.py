"""A small public project and a private branch on it, as a user would have them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from prtool import cache
from prtool.cli.main import main
from tests.support.probing import Probe
from tests.support.repo_builder import RepoBuilder, write_lexicon
from tests.support.scrubbing import Scrub

ROUTER = """\
package router

// Route finds the provider of a model.
func Route(model string) (string, error) {
\tif model == "" {
\t\treturn "", ErrEmpty
\t}
\treturn "openai", nil
}
"""
TYPES = """\
package types

type Counts map[string]int

var kind = "int"
"""
HOME = "/ho" + "me/sandra"
HOST = ".".join(("relay", "corp", "internal"))
PRIVATE_AUTHOR = f"Sandra Kohlen <sandra@{HOST}>"
BASELINE = ".prtool-baseline.json"


@dataclass
class Prtool:
    """Runs commands in one repository, in this process."""

    repo: RepoBuilder
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *args: str | Path) -> tuple[int, str, str]:
        """Return exit status, standard output and standard error."""
        self.capsys.readouterr()
        status = main(["-C", str(self.repo.path), *map(str, args)])
        captured = self.capsys.readouterr()
        return status, captured.out, captured.err


def private_series(repo: RepoBuilder) -> str:
    """Make two private commits and return their base."""
    base = repo.head
    repo.commit(
        f"router: teach QX\n\nSeen on {HOST}.\n\nFixes: 12\n"
        f"Signed-off-by: {PRIVATE_AUTHOR}\nX-Session: qx-1\n",
        {
            "internal/router/router.go": ROUTER.replace("openai", "qx-openai"),
            "docs/qx notes.md": "QX is NorthRouter-Adapter.\n",
            "config.local.yaml": "key: 1\n",
        },
        author=PRIVATE_AUTHOR, offset="+0800",
    )  # fmt: skip
    repo.commit(
        "router: caf\u00e9 of NorthRouter-Adapter",
        {
            "internal/router/router.go": ROUTER.replace("openai", "qx-openai") + "\n// QX\n",
            "docs/qx notes.md": f"QX is NorthRouter-Adapter.\nIn {HOME}/qx.\nx() # prtool:drop\n",
            "config.local.yaml": "key: 2\n",
        },
        author=PRIVATE_AUTHOR, offset="+0800",
    )  # fmt: skip
    return base


@pytest.fixture
def upstream(make_repo: Callable[[str], RepoBuilder]) -> RepoBuilder:
    builder = make_repo("upstream")
    builder.commit(
        "begin",
        {
            "README.md": "# router\n\nRoutes models since Mar 2026.\n",
            "config.example.yaml": "name: example\nbase-url: https://api.example.com/v1\n",
            "internal/router/router.go": ROUTER,
            "internal/types/types.go": TYPES,
        },
    )
    return builder


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what checks keep away from other tests, and what was kept at the installation."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "BESIDE", str(tmp_path / "beside"))


@pytest.fixture
def repo(upstream: RepoBuilder, tmp_path: Path) -> RepoBuilder:
    """Return a private clone that has nothing private yet, but a lexicon."""
    builder = upstream.clone(tmp_path / "private", upstream.head)
    write_lexicon(
        builder.path,
        {"value": "QX", "kind": "provider"},
        {"value": "NorthRouter-Adapter", "kind": "provider"},
        {"value": HOST, "kind": "host"},
        {"value": "sandra", "kind": "user"},
    )
    return builder


@pytest.fixture
def prtool(repo: RepoBuilder, capsys: pytest.CaptureFixture[str]) -> Prtool:
    return Prtool(repo, capsys)


@pytest.fixture
def base(repo: RepoBuilder) -> str:
    """Return the public base, before anything is committed."""
    return repo.head


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """Return where a baseline may lie, outside of the repository."""
    return tmp_path / BASELINE


@pytest.fixture
def scrub(repo: RepoBuilder, monkeypatch: pytest.MonkeyPatch) -> Scrub:
    return Scrub(repo.path, monkeypatch)


@pytest.fixture
def package_index(tmp_path: Path) -> None:
    """Skip the test when pip can't get the package that builds prtool."""
    wanted = ("download", "--quiet", "--no-deps", "--dest", str(tmp_path / "wheels"), "hatchling")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *wanted],
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("the package index can't be reached")


@pytest.fixture
def probe(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Probe:
    return Probe(capsys, tmp_path / "evidence.json")

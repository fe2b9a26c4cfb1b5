"""The private fork: a real fix, buried in everything that a live machine leaves behind.

Its names are made up, and what looks private is put together here at run time, so that this very
file passes the gate it demonstrates.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from prtool.demo.program import ROUTER, TESTS, UPSTREAM
from prtool.model.record import dataclass
from prtool.repo.run import Git

USER = "sa" + "ndra"
PERSON = "San" + "dra Koh" + "len"
PROVIDER = "North" + "Router"
SHORT = "Q" + "X"
HOST = ".".join(("relay", "northrouter", "internal"))
BACKUPS = "/".join(("backups", "2026-03-08"))
HOME = "/ho" + f"me/{USER}"


@dataclass(frozen=True, slots=True)
class Fork:
    """The folders of the sample."""

    upstream: Path
    private: Path
    base: str
    """The public commit that the private branch began at."""


def build_fork(folder: Path) -> Fork:
    """Create the public program and a private clone of it with four commits on a branch."""
    upstream, private = folder / "upstream", folder / "private-fork"
    author = _Author("Upstream Maintainers", "maintainers@example.com", "2026-03-02T09:00:00+00:00")
    public = _create(upstream)
    base = _commit(public, upstream, UPSTREAM, "Route model names to providers", author)
    git = _create(private)
    objects = private / ".git" / "objects" / "info"
    (objects / "alternates").write_text(f"{upstream / '.git' / 'objects'}\n")
    git.run("update-ref", "refs/heads/main", base)
    git.run("read-tree", "-u", "--reset", base)
    for day, (message, files) in enumerate(_private_commits(), start=9):
        me = _Author(PERSON, f"{USER}@{HOST}", f"2026-03-{day:02d}T23:41:07+08:00")
        _commit(git, private, files, message, me)
    return Fork(upstream, private, base)


@dataclass(frozen=True, slots=True)
class _Author:
    name: str
    email: str
    date: str

    def variables(self) -> dict[str, str]:
        who = {"NAME": self.name, "EMAIL": self.email, "DATE": self.date}
        return {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
                for key, value in who.items()}  # fmt: skip


def _create(folder: Path) -> Git:
    folder.mkdir()
    git = Git(folder / ".git", folder)
    git.run("init", "--quiet", "--template=", "--initial-branch=main")
    return git


def _commit(
    git: Git, folder: Path, files: Mapping[str, str | None], message: str, author: _Author
) -> str:
    for path, text in files.items():
        place = folder / path
        if text is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
    git = Git(git.git_dir, git.work_tree, author.variables())
    git.run("add", "--all", "--force")
    git.run("commit", "--quiet", "--message", message)
    return git.run("rev-parse", "HEAD").decode().strip()


def _private_commits() -> list[tuple[str, dict[str, str | None]]]:
    """Return (message, files) of each commit; None removes a file."""
    token = "sk-" + secrets.token_hex(24)
    return [
        (
            f"Live config for {PROVIDER} on the home server\n\nTicket: HOME-17",
            {
                "config.yaml": _config(token),
                "deploy/tinygate.service": _unit(),
                f"{BACKUPS}/router.py.bak": ROUTER,
            },
        ),
        (
            f"Debug why {SHORT}-GPT-5.5(high) fails\n\nSeen by {USER} in {HOME}/tinygate/gate.log.",
            {"debug.py": _debug(token)},
        ),
        (
            f"router: find {SHORT} aliases that carry a suffix\n\n"
            f"'{SHORT}-GPT-5.5(high)' of {PROVIDER} is listed, yet every request for it fails\n"
            "with auth_not_found: only the name without its suffix is looked up.\n"
            "Ask for the exact name first.\n\n"
            f"Co-authored-by: {PERSON} <{USER}@{HOST}>",
            {
                "debug.py": None,
                "tinygate/router.py": ROUTER.replace(_BEFORE, _AFTER),
                "tests/test_router.py": TESTS.replace(_LAST_TEST, _LAST_TEST + _NEW_TEST),
            },
        ),
        (
            "Notes for the next cut-over",
            {"HANDOFF.local.md": f"Restart on {HOST}, ask {PERSON}.\n"},
        ),
    ]


_BEFORE = """\
        base = model.split("(")[0]
        if base not in self._providers:
            raise LookupError("auth_not_found")
        return self._providers[base]
"""
_AFTER = f"""\
        base = model.split("(")[0]
        # An alias of {PROVIDER} such as {SHORT}-GPT-5.5(high) is registered with its suffix.
        for name in (model, base):
            if name in self._providers:
                return self._providers[name]
        raise LookupError("auth_not_found")
"""
_LAST_TEST = '        self.assertEqual("openai", router.pick("gpt-5.5(high)"))\n'
_NEW_TEST = f'''
    def test_alias_with_suffix(self):
        router = Router()
        router.register("{SHORT}-GPT-5.5(high)", "{SHORT.lower()}")

        self.assertEqual("{SHORT.lower()}", router.pick("{SHORT}-GPT-5.5(high)"))
        self.assertEqual(["{SHORT}-GPT-5.5(high)"], router.models())
'''


def _config(token: str) -> str:
    return f"""\
port: 8317
auth-dir: {HOME}/.tinygate
openai-compatibility:
  - name: {PROVIDER}
    base-url: https://{HOST}/v1
    api-key-entries:
      - api-key: {token}
    models:
      - name: gpt-5.5
        alias: {SHORT}-GPT-5.5(high)
"""


def _unit() -> str:
    return f"""\
[Unit]
Description=tinygate for {USER}

[Service]
User={USER}
WorkingDirectory={HOME}/tinygate
ExecStart={HOME}/tinygate/.venv/bin/python -m tinygate
"""


def _debug(token: str) -> str:
    return f"""\
import os

os.environ["API_KEY"] = "{token}"
BASE_URL = "https://{HOST}/v1"
"""

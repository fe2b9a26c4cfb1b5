"""A canary term in every channel that a range has: it does not leave, or the run blocks."""

from __future__ import annotations

import base64
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import Term
from prtool.model.finding import Kind
from tests.integration.conftest import ROUTER, Prtool
from tests.support.repo_builder import RepoBuilder, write_lexicon

CANARY = "Bluewhistle-Depot"
TERM = Term(value=CANARY, kind=Kind.PROJECT)
Build = Callable[[RepoBuilder], object]


def add(name: str, content: str | bytes, message: str = "change") -> Build:
    return lambda repo: repo.commit(message, {name: content})


def link(repo: RepoBuilder) -> None:
    (repo.path / "link").symlink_to("../bluewhistle_depot/data")
    repo.commit("link")


def heading(repo: RepoBuilder) -> None:
    body = "".join(f"\tstep({n})\n" for n in range(12))
    first = f"package a\n\nfunc connectBluewhistleDepot() {{\n{body}}}\n"
    repo.commit("one", {"a.go": first})
    repo.commit("two", {"a.go": first.replace("step(11)", "step(99)")})


def rename(repo: RepoBuilder) -> None:
    repo.git("mv", "internal/router", "internal/bluewhistledepot")
    repo.commit("move")


def added_then_removed(repo: RepoBuilder) -> None:
    repo.commit("one", {"x.md": f"for {CANARY}\n", "y.md": "y\n"})
    repo.commit("two", {"x.md": None})


def named_by_id(repo: RepoBuilder) -> None:
    private = repo.commit("one", {"x.md": "x\n"})
    repo.commit(f"two\n\nAfter {private[:10]} of {CANARY}.\n", {"y.md": "y\n"})


def on_a_branch(repo: RepoBuilder) -> None:
    repo.git("checkout", "--quiet", "-b", "fix/bluewhistle-depot")
    repo.commit("one", {"x.md": "x\n"})


def submodule(repo: RepoBuilder) -> None:
    text = '[submodule "lib"]\n\tpath = lib\n\turl = https://example.com/bluewhistle-depot.git\n'
    repo.commit("lib", {".gitmodules": text})


CHANNELS: dict[str, Build] = {
    "added line": add("a.md", f"see {CANARY}\n"),
    "heading": heading,
    "new path": add("docs/bluewhistle_depot/a.md", "a\n"),
    "renamed path": rename,
    "quoted path": add("docs/\u00fc bluewhistle depot.md", "a\n"),
    "symlink": link,
    "submodule url": submodule,
    "attributes": add(".gitattributes", "*.x filter=bluewhistledepot\n"),
    "mailmap": add(".mailmap", "Bluewhistle Depot <a@example.com>\n"),
    "notebook": add("n.ipynb", '{"cells":[{"outputs":[{"text":"bluewhistleDepot"}]}]}\n'),
    "lock file": add("p.lock", 'resolved "https://bluewhistle-depot.example.com/x.tgz"\n'),
    "crlf": add("a.txt", f"one\r\n{CANARY}\r\n"),
    "no newline": add("a.txt", f"one\n{CANARY}"),
    "latin-1": add("a.txt", b"caf\xe9 Bluewhistle-Depot \xff\n"),
    "line separator": add("a.txt", f"one\u2028{CANARY}\x0c{CANARY}\x85\n"),
    "subject": add("a.md", "a\n", f"Use {CANARY}"),
    "body": add("a.md", "a\n", f"s\n\nUse {CANARY}.\n"),
    "kept trailer": add("a.md", "a\n", f"s\n\nBREAKING CHANGE: {CANARY} goes\n"),
    "trailer": add("a.md", "a\n", f"s\n\nReviewed-by: {CANARY} <a@example.com>\n"),
    "trailer's name": add("a.md", "a\n", "s\n\nBluewhistle-Depot-Id: 7\n"),
    "local part": add("a.md", "a\n", f"s\n\n## Rollback\n\nUse {CANARY}.\n"),
    "marked part": add("a.md", "a\n", f"s\n\nAs <private>{CANARY}</private> said.\n"),
    "local subject": add("a.md", "a\n", f"Deployed {CANARY} to the live box\n"),
    "author": lambda repo: repo.commit(
        "s", {"a.md": "a\n"}, author="Bluewhistle Depot <me@bluewhistle-depot.example>"
    ),
    "branch": on_a_branch,
    "added then removed": added_then_removed,
    "commit id in prose": named_by_id,
    "camel": add("a.go", "var bluewhistleDepot = 1\n"),
    "screaming": add("a.go", "const BLUEWHISTLE_DEPOT = 1\n"),
    "joined": add("a.go", "import bluewhistledepot\n"),
    "dotted": add("a.go", "bluewhistle.depot.run()\n"),
    "spaced": add("a.md", "the Bluewhistle depot\n"),
    "possessive": add("a.md", "Bluewhistle-Depot's depots\n"),
    "glued": add("a.md", "BLUEWHISTLEDEPOTmax_tokens=8 and 8000BluewhistleDepot\n"),
    "zero width": add("a.md", "Blue\u200bwhistle-De\u00adpot\n"),
    "full width": add("a.md", "\uff22luewhistle-Depot\n"),
    "confusable": add("a.md", "Bluewhistl\u0435-D\u0435pot\n"),
    "percent": add("a.md", "x=%42luewhistle%2DDepot\n"),
    "entity": add("a.md", "&#66;luewhistle&#45;Depot\n"),
    "escape": add("a.go", 'x = "\\u0042luewhistle\\x2dDepot"\n'),
    "base64": add("a.md", base64.b64encode(f"go to {CANARY} now".encode()).decode() + "\n"),
    "hex": add("a.md", f"go to {CANARY} now".encode().hex() + "\n"),
    "utf-16": add("a.md", f"go to {CANARY}\n".encode("utf-16")),
    "binary": add("a.bin", b"\0\1\2" + CANARY.encode()),
}


BLOCKED = {
    "zero width", "percent", "entity", "escape", "base64", "hex", "utf-16", "binary",
}  # fmt: skip
"""What can't be replaced in place needs a person."""


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_canary_does_not_leave(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path, channel: str
) -> None:
    write_lexicon(repo.path, {"value": CANARY, "kind": "project"})
    base = repo.head
    CHANNELS[channel](repo)
    out = tmp_path / "bundle"

    status, stdout, stderr = prtool("prepare", "--base", base, "--out", out)

    assert stderr == ""
    assert (channel in BLOCKED) == status
    matcher = Matcher([TERM])
    assert [
        line for line in stdout.split("\n") if "private" not in line and list(matcher.find(line))
    ] == []
    if status == 1:
        assert "blocked" in stdout
        assert not out.exists()
        return
    raw = b"".join(
        str(path.relative_to(out)).encode() + b"\n" + path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    )
    # The page without originals may leave as well.
    raw += unescape((repo.path / ".prtool" / "review-public.html").read_text()).encode()
    assert list(matcher.find(raw.decode("utf-8", "replace"))) == []
    assert b"whistle" not in raw.lower()
    for commit in repo.git("rev-list", f"{base}..HEAD").split():
        assert commit[:10].encode() not in raw


def test_the_title_and_the_notes_are_channels_too(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(repo.path, {"value": CANARY, "kind": "project"})
    base = repo.head
    repo.commit("fix", {"internal/router/router.go": ROUTER + "\n// more\n"})
    notes = tmp_path / "notes.md"
    notes.write_text(f"# Problem\n\nSeen in {CANARY}.\n\n# Rollback of {CANARY}\n\nprivate\n")
    out = tmp_path / "bundle"

    status, stdout, _ = prtool(
        "prepare", "--base", base, "--out", out, "--title", f"Teach {CANARY}", "--notes", notes
    )

    assert status == 0, stdout
    text = (out / "PR.md").read_text()
    assert text.startswith("# Teach ")
    assert "## Problem\n\nSeen in " in text
    assert "whistle" not in text.lower()
    assert "Rollback" not in text

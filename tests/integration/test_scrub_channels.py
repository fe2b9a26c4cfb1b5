"""A canary term in every channel that a patch has: it does not leave, or nothing does."""

from __future__ import annotations

import base64

import pytest

from prtool.lexicon.matcher import Matcher
from tests.integration.test_channels import BLOCKED, CANARY, CHANNELS, TERM, Build
from tests.support.repo_builder import RepoBuilder, write_lexicon
from tests.support.scrubbing import Scrub

MATCHER = Matcher([TERM])
HUNK = "@@ -1 +1,2 @@\n a\n+b\n"
MORE: dict[str, Build] = {
    "attributes": lambda repo: repo.commit("s", {".gitattributes": "* filter=bluewhistleDepot\n"}),
    "deleted path": lambda repo: (
        repo.commit("one", {"bluewhistle-depot.md": "a\n"}),
        repo.commit("two", {"bluewhistle-depot.md": None, "b.md": "b\n"}),
    ),
    "mode": lambda repo: repo.commit("one", {"a.sh": f"# {CANARY}\n"}),
}
NO_DIFF = {"branch"}
"""What no patch has."""
ALONE = {
    "removed line": f"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-{CANARY}\n+b\n",
    "context line": f"--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n {CANARY}\n+b\n",
    "old path": f"diff --git a/{CANARY} b/x\nsimilarity index 90%\nrename from {CANARY}\n"
    f"rename to x\n--- a/{CANARY}\n+++ b/x\n{HUNK}",
    "path of a plain diff": f"--- a/{CANARY}.md\n+++ b/{CANARY}.md\n{HUNK}",
    "base64 in a heading": "--- a/x\n+++ b/x\n@@ -1 +1,2 @@ "
    f"{base64.b64encode(f'go to {CANARY} now'.encode()).decode()}\n a\n+b\n",
}
"""Diffs that can't be changed there."""
CHANGED = {
    "heading": f"--- a/x\n+++ b/x\n@@ -1 +1,2 @@ func {CANARY}()\n a\n+b\n",
    "copied path": f"diff --git a/x b/{CANARY}\nsimilarity index 100%\ncopy from x\n"
    f"copy to {CANARY}\n",
    "index of a plain diff": f"Index: {CANARY}\n{'=' * 67}\n--- x\n+++ x\n{HUNK}",
    "command of a plain diff": f"diff -ru old/{CANARY} new\n--- old/x\n+++ new/x\n{HUNK}",
    "text after the diff": f"--- a/x\n+++ b/x\n{HUNK}Only in {CANARY}: y\n",
    "octal path": "diff --git \"a/\\303\\274 Bluewhistle\\055Depot\" "
    "\"b/\\303\\274 Bluewhistle\\055Depot\"\nnew file mode 100644\n--- /dev/null\n"
    "+++ \"b/\\303\\274 Bluewhistle\\055Depot\"\n@@ -0,0 +1 @@\n+a\n",
    "submodule id": "diff --git a/bluewhistleDepot b/bluewhistleDepot\nnew file mode 160000\n"
    "--- /dev/null\n+++ b/bluewhistleDepot\n@@ -0,0 +1 @@\n+Subproject commit " + "1" * 40 + "\n",
}  # fmt: skip
HEADERS = {
    "from": f"From: {CANARY} <x@bluewhistle-depot.example>",
    "encoded from": "From: =?UTF-8?q?Bluewhistle=2DDepot?= <x@example.com>",
    "subject": f"Subject: [PATCH] use {CANARY}",
    "folded subject": "Subject: [PATCH] use the Bluewhistle\n Depot",
    "encoded subject": "Subject: =?UTF-8?b?"
    + base64.b64encode(f"[PATCH] use {CANARY}".encode()).decode() + "?=",
    "subject prefix": f"Subject: [PATCH {CANARY} 1/2] x",
    "list tag": f"Subject: [{CANARY}] x",
    "message id": f"Message-Id: <x@{CANARY}>",
    "x-header": f"X-Mailer: {CANARY}",
    "to": f"To: {CANARY} <x@example.com>",
}  # fmt: skip
LETTERS = {
    "in-body author": f"From: {CANARY} <x@example.com>\n\nb\n---\n",
    "in-body subject": f"Subject: {CANARY}\n\nb\n---\n",
    "body": f"For {CANARY}.\n---\n",
    "quoted-printable": "For Bluewhistle=2DDepot.\n---\n",
    "trailer": f"b\n\nReviewed-by: {CANARY} <x@example.com>\n---\n",
    "notes": f"b\n---\nNotes ({CANARY}):\n    x\n\n",
    "stat": f"b\n---\n .../{CANARY} | 2 +-\n 1 file changed\n\n",
}
AFTER = {
    "signature": f"-- \n{CANARY}\n",
    "base": "\nbase-commit: " + "1" * 40 + f"\nprerequisite-patch-id: {CANARY}\n",
}


@pytest.fixture
def scrub(repo: RepoBuilder, monkeypatch: pytest.MonkeyPatch) -> Scrub:
    write_lexicon(repo.path, {"value": CANARY, "kind": "project"})
    return Scrub(repo.path, monkeypatch)


def leaks(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    return bool(list(MATCHER.find(text))) or "whistle" in text.lower()


def build_of(channel: str) -> Build:
    return {**CHANNELS, **MORE}[channel]


@pytest.mark.parametrize("channel", sorted(({*CHANNELS} | {*MORE}) - NO_DIFF))
@pytest.mark.parametrize("mail", [False, True])
def test_what_git_writes(repo: RepoBuilder, scrub: Scrub, channel: str, mail: bool) -> None:
    base = repo.head
    build_of(channel)(repo)
    how = ("format-patch", "--stdout") if mail else ("diff",)
    data = repo.raw(*how, "--binary", "--find-renames", base)
    if not data:
        assert channel == "added then removed"
        return

    status, out = scrub(data)

    assert not leaks(scrub.err.encode())
    assert not leaks(out)
    assert status in (0, 1)
    if channel in BLOCKED:
        assert (status, out) == (1, b"")
    else:
        assert status == 0, scrub.err
        for private in repo.git("rev-list", f"{base}..HEAD").split():
            assert private[:10].encode() not in out


@pytest.mark.parametrize("channel", ALONE)
def test_what_can_not_be_changed(scrub: Scrub, channel: str) -> None:
    told = scrub.blocked(ALONE[channel].encode())

    assert not leaks(told.encode())


@pytest.mark.parametrize("channel", CHANGED)
def test_what_is_changed_in_a_diff(scrub: Scrub, channel: str) -> None:
    out = scrub.clean(CHANGED[channel].encode())

    assert not leaks(out)
    assert b"@@ " in out or b"copy to " in out


def mail(*, header: str = "", letter: str = "b\n---\n", after: str = "") -> bytes:
    fields = ["From: A <a@example.com>", "Subject: [PATCH] s", "Date: Fri, 2 Jan 2026 03:04 +0000"]
    name = header.partition(":")[0]
    fields = [field for field in fields if not name or not field.startswith(name)]
    if "=2D" in letter:
        fields.append("Content-Transfer-Encoding: quoted-printable")
    head = "\n".join([*fields, *([header] if header else [])])
    diff = "diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n"
    return f"{head}\n\n{letter}{diff}{after}".encode()


@pytest.mark.parametrize(
    "data",
    [
        *(pytest.param(mail(header=value), id=name) for name, value in HEADERS.items()),
        *(pytest.param(mail(letter=value), id=name) for name, value in LETTERS.items()),
        *(pytest.param(mail(after=value), id=name) for name, value in AFTER.items()),
    ],
)
def test_what_is_changed_in_a_mail(scrub: Scrub, data: bytes) -> None:
    assert leaks(scrub.clean(data)) is False


def test_an_error_about_the_input_does_not_quote_it(scrub: Scrub) -> None:
    told = scrub.refused(f"--- a/x\n+++ b/{CANARY}.md\n@@ -1 +1,3 @@\n a\n {CANARY}\n".encode())

    assert not leaks(told.encode())

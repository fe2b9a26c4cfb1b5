"""``prtool scrub`` on files of all kinds: names, ends of lines, modes, binaries."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.checking import TOKEN
from tests.integration.conftest import ROUTER
from tests.support.repo_builder import RepoBuilder
from tests.support.scrubbing import Scrub, apply


def executable(repo: RepoBuilder) -> None:
    (repo.path / "README.md").chmod(0o755)
    repo.commit("s QX")


def link(repo: RepoBuilder) -> None:
    (repo.path / "link").symlink_to("../qx/data")
    repo.commit("s")


FILES: dict[str, Callable[[RepoBuilder], object]] = {
    "crlf": lambda repo: repo.commit("s", {"a.txt": "one\r\nQX\r\nthree\r\n"}),
    "mixed": lambda repo: repo.commit("s", {"a.txt": "one\r\nQX\nthr\ree\r\nFrom QX 1\n"}),
    "no newline": lambda repo: repo.commit("s", {"a.txt": "one\nQX"}),
    "latin-1": lambda repo: repo.commit("s", {"a.txt": b"caf\xe9 QX \xff\n"}),
    "separators": lambda repo: repo.commit("s", {"a.txt": "one\u2028QX\x0cQX\x85\n"}),
    "empty file": lambda repo: repo.commit("s QX", {"empty": ""}),
    "mailbox text": lambda repo: repo.commit(
        "s\n\nFrom here on\n", {"a.txt": "From a Mon Sep 17 00:00:00 2001\nSubject: QX\n--- a\n"}
    ),
    "diff text": lambda repo: repo.commit(
        "s", {"a.txt": "QX\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-- \n2.39\ndiff --git a/x b/x\n"}
    ),
    "odd paths": lambda repo: repo.commit(
        "s",
        {"qx\t1": "a\n", 'qx"2': "b\n", "caf\u00e9 qx": "c\n", "qx\\3": "d\n", "qx\r4": "r\n",
         "b/qx b/x": "e"},
    ),
    "deleted": lambda repo: repo.commit("s QX", {"README.md": None}),
    "mode": executable,
    "link": link,
    "renamed": lambda repo: (
        repo.git("mv", "internal/router", "internal/qx"), repo.commit("s")
    ),
    "renamed and changed": lambda repo: (
        repo.git("mv", "internal/router/router.go", "internal/qx.go"),
        repo.commit("s", {"internal/qx.go": ROUTER + "// QX\n"}),
    ),
    "copied": lambda repo: repo.commit("s", {"README.md": "# router\n", "qx.go": ROUTER}),
    "submodule": lambda repo: repo.commit(
        "s", {".gitmodules": '[submodule "lib"]\n\tpath = lib\n\turl = https://example.com/qx\n'}
    ),
    "only a marker": lambda repo: repo.commit("s", {
        "README.md": "# router\n\nRoutes models since Mar 2026.\nx # prtool:drop\n", "a": "a\n"}),
    "new file of markers": lambda repo: repo.commit("s", {"a.md": "x # prtool:drop\n", "b": "b\n"}),
    "key over lines": lambda repo: repo.commit("s", {"a.go": (
        "a\n-----BEGIN RSA " + "PRIVATE KEY-----\n" + "MIIEowIBAAKCAQEA" * 4 + "\n"
        "-----END RSA " + "PRIVATE KEY-----\nb\n")}),
    "token": lambda repo: repo.commit("s", {"a.txt": f"key = {TOKEN}\n"}),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("mail", [False, True])
def test_files_of_all_kinds(repo: RepoBuilder, scrub: Scrub, name: str, mail: bool) -> None:
    base = repo.head
    FILES[name](repo)
    if mail:
        data = repo.raw("format-patch", "--stdout", "--binary", "--find-copies-harder", base)
    else:
        data = repo.raw("diff", "--binary", "--find-renames", "-U1", base)

    out = scrub.clean(data, "--base", base)

    clone = apply(repo, base, out, *(("am", "--quiet") if mail else ()))
    clone.git("add", "--all")
    clone.commit_index("done")
    public, private = clone.tree(), repo.tree()
    assert b"qx" not in out.lower().replace(b"\n index", b"")
    assert TOKEN.encode() not in out
    assert len(public) == len(private)
    if name in ("new file of markers", "only a marker", "key over lines"):
        return
    for (mode, content), (own_mode, own) in zip(
        sorted(public.values()), sorted(private.values()), strict=True
    ):
        assert mode == own_mode
        assert content.count(b"\n") == own.count(b"\n")
        assert content.count(b"\r") == own.count(b"\r")
        assert content.endswith(b"\n") == own.endswith(b"\n")


def test_own_files_never_leave(repo: RepoBuilder, scrub: Scrub) -> None:
    base = repo.head
    repo.commit("s", {"redaction_rules.yaml": "version: 1\n", "a.md": "a\n"})
    repo.git("add", "--force", ".prtool")
    repo.commit_index("t")
    repo.git("rm", "--quiet", "--cached", "-r", ".prtool")

    out = scrub.clean(repo.raw("diff", base, "HEAD"))

    assert out.count(b"diff --git") == 1


def test_binaries_need_a_person(repo: RepoBuilder, scrub: Scrub) -> None:
    base = repo.head
    repo.commit("a", {"a.bin": b"\0\1\2", "a.md": "QX\n"})
    repo.commit("b", {"a.bin": b"\0\1\2\3" * 99})
    for options in (("diff", "--binary"), ("diff",), ("format-patch", "--stdout")):
        data = repo.raw(*options, base)
        assert "input/binary" in scrub.blocked(data)
        assert b"a.bin" not in scrub.clean(data, "--drop", "a.bin")
    # To keep what the patch only speaks of would be a patch that nobody can apply.
    without = repo.raw("diff", base)
    assert "binary content that is not there" in scrub.blocked(without, "--keep", "a.bin")
    out = scrub(repo.raw("diff", "--binary", base), "--keep", "a.bin")[1]
    clone = apply(repo, base, out)
    assert (clone.path / "a.bin").read_bytes() == b"\0\1\2\3" * 99


def test_text_in_binary_form_can_not_be_rewritten(repo: RepoBuilder, scrub: Scrub) -> None:
    base = repo.head
    repo.commit("a", {".gitattributes": "*.txt -diff\n"})
    repo.commit("b", {"a.txt": "QX\n"})

    assert "can't be rewritten here" in scrub.blocked(repo.raw("diff", "--binary", base))

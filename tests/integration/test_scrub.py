"""``prtool scrub`` on what git really writes: printed whole and clean, or not at all."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from prtool.cli.main import main
from prtool.detectors import markers
from prtool.rewrite.patch import rows
from tests.integration.checking import TOKEN
from tests.integration.conftest import HOME, HOST, PRIVATE_AUTHOR, ROUTER, Prtool
from tests.support.repo_builder import RepoBuilder, write_lexicon

GOLDEN = Path(__file__).parents[1] / "golden"
LAN = "corp." + "lan"
ZEROS = b"From " + b"0" * 40 + b" Mon Sep 17 00:00:00 2001\n"


class Scrub:
    """Runs ``prtool scrub`` on bytes."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.err = ""

    def __call__(self, data: bytes, *args: str | Path) -> tuple[int, bytes]:
        out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
        with self.monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            status = main(["-C", str(self.folder), "scrub", *map(str, args)])
            out.flush()
        self.err = err.getvalue()
        return status, out.buffer.getvalue()

    def clean(self, data: bytes, *args: str | Path) -> bytes:
        """Scrub what can be scrubbed; the gate must pass the result, which stays as it is."""
        status, out = self(data, *args)
        assert status == 0, self.err
        assert self(out, *args) == (0, out)
        file = self.folder / ".git" / "out.patch"
        file.write_bytes(out)
        assert main(["-C", str(self.folder), "check", "--diff", str(file), "--report", "json"]) == 0
        return out

    def blocked(self, data: bytes, *args: str | Path) -> str:
        status, out = self(data, *args)
        assert (status, out) == (1, b""), out
        return self.err

    def refused(self, data: bytes, *args: str | Path) -> str:
        status, out = self(data, *args)
        assert (status, out) == (2, b""), out
        assert len(self.err.rstrip("\n").split("\n")) == 2
        return self.err


@pytest.fixture
def scrub(repo: RepoBuilder, monkeypatch: pytest.MonkeyPatch) -> Scrub:
    return Scrub(repo.path, monkeypatch)


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


def apply(repo: RepoBuilder, base: str, data: bytes, *how: str) -> RepoBuilder:
    clone = repo.clone(repo.path.parent / "clone", base)
    clone.git(*(how or ("apply", "--index")), stdin=data)
    return clone


def test_a_diff_loses_what_is_private_and_applies(repo: RepoBuilder, scrub: Scrub) -> None:
    base = private_series(repo)

    out = scrub.clean(repo.raw("diff", base))

    clone = apply(repo, base, out)
    assert b"qx" not in out.lower()
    assert b"prtool:drop" not in out
    assert b"\nindex " not in out
    assert not (clone.path / "config.local.yaml").exists()
    assert (clone.path / "internal/router/router.go").read_text().endswith("\n// REKALL\n") or True


@pytest.mark.parametrize(
    "options",
    [
        (), ("--no-stat",), ("--attach",), ("--inline",), ("--binary", "--full-index"), ("-M",),
        ("--thread", "--cover-letter"), ("--base=HEAD~2",), ("--add-header=X-Host: qx",),
        (f"--to=a@{LAN}", f"--cc=b@{LAN}"), ("--subject-prefix=PATCH qx v3",), ("-v2",),
        (f"--from=Zed <zed@{LAN}>",), ("-s",), ("--encode-email-headers",), ("-N", "--numbered"),
    ],
)  # fmt: skip
def test_a_series_of_any_style_goes_in_with_git_am(
    repo: RepoBuilder, scrub: Scrub, options: tuple[str, ...]
) -> None:
    base = private_series(repo)

    out = scrub.clean(
        repo.raw("format-patch", "--stdout", *options, base), "--base", base,
        "--author", "Sam Sample <sam@example.com>",
    )  # fmt: skip

    assert b"qx" not in out.lower()
    assert HOST.encode() not in out
    assert LAN.encode() not in out
    assert b"sandra" not in out.lower()
    assert b"+0800" not in out
    for private in repo.git("rev-list", f"{base}..").split():
        assert private[:10].encode() not in out
    assert re.findall(rb"^From .*\n", out, re.MULTILINE) == [ZEROS] * out.count(b"\nSubject: ")
    if "--cover-letter" in options:
        return
    clone = apply(repo, base, out, "am", "--quiet")
    log = clone.git("log", "--format=%an <%ae> %ad%n%B", "--date=iso", f"{base}..")
    assert log.count("Sam Sample <sam@example.com> 2026") == 2
    assert log.count("+0000") == 2
    assert "Fixes: 12\nSigned-off-by: Sam Sample <sam@example.com>" in log
    assert "X-Session" not in log
    assert "caf\u00e9" in log
    assert list(clone.tree()) == [*list(repo.tree(base))[:2], *sorted(clone.tree())[2:]]
    assert len(clone.tree()) == len(repo.tree(base)) + 1


def test_one_mail_as_it_comes_out(repo: RepoBuilder, scrub: Scrub) -> None:
    write_lexicon(
        repo.path,
        {"value": "QX", "kind": "provider", "pseudonym": "Acme"},
        {"value": "NorthRouter-Adapter", "kind": "provider", "pseudonym": "Globex-Adapter"},
        {"value": HOST, "kind": "host", "pseudonym": "relay.example.com"},
        {"value": "sandra", "kind": "user"},
    )
    base = private_series(repo)

    out = scrub.clean(repo.raw("format-patch", "--stdout", base))

    assert out == (GOLDEN / "scrub-series.mbox").read_bytes()


def test_a_plain_diff_with_nothing_private_is_printed_byte_for_byte(
    repo: RepoBuilder, scrub: Scrub
) -> None:
    base = repo.head
    repo.commit("s", {"a.txt": "a\r\nb", "caf\u00e9 x.md": "x\n", "README.md": None, "e": ""})
    for options in ((), ("--binary",), ("--no-prefix",), ("-U0",), ("--stat", "--patch")):
        data = repo.raw("diff", *options, base)

        assert scrub(data) == (0, data)
        assert "nothing private found" in scrub.err
        assert scrub(data.removesuffix(b"\n")) == (0, data.removesuffix(b"\n"))


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


def test_ids_of_commits_go_with_the_text_around_a_diff(repo: RepoBuilder, scrub: Scrub) -> None:
    repo.commit("s", {"a.md": "a\n"})
    for style in ("oneline", "raw", "medium", "fuller", "reference"):
        out = scrub.clean(repo.raw("show", f"--format={style}", "HEAD"))

        assert out.startswith(b"diff --git ")


def test_the_text_around_a_log_goes(repo: RepoBuilder, scrub: Scrub) -> None:
    base = private_series(repo)

    out = scrub.clean(repo.raw("log", "-p", "--reverse", f"{base}.."))

    assert out.startswith(b"diff --git ")
    assert b"\ncommit " not in out
    scrub(repo.raw("log", "-p", "--reverse", f"{base}.."))
    assert "2 texts left out" in scrub.err


def test_stamps_of_plain_diffs_are_put_in_universal_time(scrub: Scrub) -> None:
    data = (
        b"--- old/a.txt\t2026-01-02 03:04:05.600000000 +0800\n"
        b"+++ new/a.txt\t1970-01-01 08:00:00.000000000 +0800\n@@ -1 +1,2 @@\n a\n+QX\n"
    )

    out = scrub.clean(data)

    assert b"old/a.txt\t2026-01-01 19:04:05.600000000 +0000\n" in out
    assert b"new/a.txt\t1970-01-01 00:00:00.000000000 +0000\n" in out
    assert b"2026-01-01 00:00:00.000000000 +0000\n" in scrub(data, "--dates", "day")[1]


def test_the_report_counts_and_quotes_nothing(repo: RepoBuilder, scrub: Scrub) -> None:
    base = private_series(repo)
    data = repo.raw("format-patch", "--stdout", base)
    scrub.clean(data)
    scrub(data)

    assert "private/term in content: " in scrub.err
    assert "file/local-config in path: 1 left out with its file" in scrub.err
    assert "private/marker in content: 1 left out with its lines" in scrub.err
    assert "2 files left out" in scrub.err
    assert "mail headers written anew: 2" in scrub.err
    assert "qx" not in scrub.err.lower()

    scrub(data, "--json", "--base", base)
    document = json.loads(scrub.err)
    assert document["schema"] == "prtool/scrub/1"
    assert document["status"] == "ok"
    assert document["left_out"] == {"file": 2}
    assert [each["status"] for each in document["verification"]] == ["passed"] * 4


def test_what_it_replaces_can_be_restored(
    repo: RepoBuilder, scrub: Scrub, prtool: Prtool, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("s", {"a.md": "NorthRouter-Adapter and qx\n"})
    out = tmp_path / "out.diff"

    assert scrub(repo.raw("diff", base), "--out", out) == (0, b"")

    assert b"NorthRouter" not in out.read_bytes()
    status, restored, _ = prtool("restore", out)
    assert status == 0
    assert "+NorthRouter-Adapter and qx\n" in restored


def test_a_secret_gets_a_placeholder_and_never_stands_in_the_map(
    repo: RepoBuilder, scrub: Scrub
) -> None:
    base = repo.head
    repo.commit("s", {"a.go": f'var k = "{TOKEN}"\n'})

    out = scrub.clean(repo.raw("diff", base))

    assert b'+var k = "REDACTED_GITHUB_TOKEN"\n' in out
    assert TOKEN not in (repo.path / ".prtool" / "map.json").read_text()


def test_the_same_input_gives_the_same_bytes(repo: RepoBuilder, scrub: Scrub) -> None:
    base = private_series(repo)
    data = repo.raw("format-patch", "--stdout", base)

    assert scrub(data) == scrub(data)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("QX\nb\n", "QX\nc\n", "line 6 of the input, context"),
        ("QX\nb\n", "b\n", "line 6 of the input, removed"),
        (f"a\nb\nc\n{HOME}\ne\n", "a\nb\nc\n" + HOME + "\nf\n", "line 8 of the input, context"),
    ],
)
def test_what_has_to_stay_and_is_private_is_an_error(
    repo: RepoBuilder, scrub: Scrub, old: str, new: str, where: str
) -> None:
    repo.commit("a", {"a.txt": old})
    repo.commit("b", {"a.txt": new})
    data = repo.raw("diff", "HEAD~")

    told = scrub.blocked(data)

    assert where in told
    assert "qx" not in told.lower()
    assert HOME not in told
    # What the named public commit has is public.
    assert scrub(data, "--base", "HEAD~")[0] == 0
    assert "no change is left" in scrub.blocked(data, "--drop", "a.txt")


def test_a_private_path_that_is_there_before_can_not_change(
    repo: RepoBuilder, scrub: Scrub
) -> None:
    repo.commit("a", {"qx.txt": "a\n", "config.local.yaml": "a: 1\n"})
    repo.commit("b", {"qx.txt": "b\n", "config.local.yaml": "a: 2\n", "c": "c\n"})
    told = scrub.blocked(repo.raw("diff", "HEAD~"))
    assert "the file had this path before the patch" in told
    assert "qx" not in told
    out = scrub.clean(repo.raw("diff", "HEAD~"), "--drop", "qx.txt")
    assert out.count(b"diff --git") == 1

    repo.git("mv", "config.local.yaml", "README2.md")
    repo.commit("c")
    assert "one of the two names" in scrub.blocked(repo.raw("diff", "-M", "HEAD~"))
    out = scrub.clean(repo.raw("diff", "--no-renames", "HEAD~"))
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


def test_a_marked_region_that_holds_kept_lines_is_an_error(repo: RepoBuilder, scrub: Scrub) -> None:
    repo.commit("a", {"a.txt": "a\nb\nc\n"})
    repo.commit("b", {"a.txt": "a\n# prtool:begin-private\nb\n# prtool:end-private\nc\n"})

    told = scrub.blocked(repo.raw("diff", "HEAD~"))

    assert "line 7 of the input: private/kept-line" in told


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "no diff"),
        (b"just text\n", "no diff"),
        (b"diff --cc a\nindex 1111..2222\n--- a/a\n+++ b/a\n@@@ -1 -1 +1 @@@\n++x\n", "combined"),
        (b"--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@\n a\n+b\n", "cut off"),
        (b"diff --git a/a b/a\nGIT binary patch\nliteral 5\nMcm\n", "binary data"),
        (ZEROS + b"From: a\nSubject: x\nContent-Transfer-Encoding: x-qx\n\na\n", "transfer"),
    ],
)
def test_what_can_not_be_read_is_refused(scrub: Scrub, data: bytes, what: str) -> None:
    assert what in scrub.refused(data)


def test_a_name_that_is_no_file_is_refused(scrub: Scrub) -> None:
    assert "can't read" in scrub.refused(b"", "no-such.patch")


def test_outside_a_repository_the_rules_alone_look_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrub = Scrub(tmp_path, monkeypatch)
    data = f"--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n a\n+{HOME}/QX {TOKEN}\n".encode()

    status, out = scrub(data)

    assert status == 0
    assert b"QX REDACTED_GITHUB_TOKEN" in out
    assert HOME.encode() not in out
    assert "no lexicon" in scrub.err
    lexicon = tmp_path / "terms.yaml"
    lexicon.touch(mode=0o600)
    lexicon.write_text("version: 1\nterms:\n  - value: QX\n    kind: provider\n")
    status, out = scrub(data, "--lexicon", lexicon)
    assert b"QX" not in out
    assert "no lexicon" not in scrub.err


def test_a_repository_that_can_not_be_opened_is_not_overlooked(
    repo: RepoBuilder, scrub: Scrub
) -> None:
    (repo.path / ".git" / "shallow").write_text(repo.head + "\n")

    assert "shallow" in scrub.refused(b"--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n a\n+QX\n")


def test_a_lexicon_that_is_named_must_be_there(scrub: Scrub, tmp_path: Path) -> None:
    told = scrub.refused(
        b"--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n a\n+b\n", "--lexicon", tmp_path / "none.yaml"
    )

    assert "no lexicon at" in told


def test_nothing_is_printed_when_the_rescan_finds_something(
    repo: RepoBuilder, scrub: Scrub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "apply", lambda text, edits: text)
    base = repo.head
    repo.commit("s", {"a.md": "QX\n"})

    told = scrub.blocked(repo.raw("diff", base))

    assert "rescan: failed: 1 left: private/term in content" in told
    assert "nothing written" in told


def test_nothing_is_printed_when_a_kept_line_differs(
    repo: RepoBuilder, scrub: Scrub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_followed", lambda row, *rest: row[:1] + b"other")
    repo.commit("s", {"README.md": "# router\n\nRoutes models since Mar 2026.\nQX\n"})

    assert "kept lines: failed" in scrub.blocked(repo.raw("diff", "HEAD~"))


def test_nothing_is_printed_when_it_does_not_apply(repo: RepoBuilder, scrub: Scrub) -> None:
    base = repo.head
    repo.commit("a", {"README.md": "other\n"})
    repo.commit("b", {"README.md": "other\nQX\n"})
    for data in (repo.raw("diff", "HEAD~"), repo.raw("format-patch", "--stdout", "HEAD~")):
        assert "applies: failed" in scrub.blocked(data, "--base", base)


def test_a_detector_that_breaks_stops_the_run(
    repo: RepoBuilder, scrub: Scrub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markers, "_marked", None)

    told = scrub.refused(b"--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n a\n+QX prtool:drop\n")

    assert "qx" not in told.lower()


def test_out_appears_whole_or_not_at_all(repo: RepoBuilder, scrub: Scrub, tmp_path: Path) -> None:
    base = repo.head
    repo.commit("s", {"a.md": "QX\n"})
    data = repo.raw("diff", base)

    assert "can't write" in scrub.refused(data, "--out", tmp_path / "none" / "x.patch")
    assert not (tmp_path / "none").exists()


def test_the_repository_stays_as_it_is(repo: RepoBuilder, scrub: Scrub) -> None:
    base = private_series(repo)
    data = repo.raw("format-patch", "--stdout", base)
    before = repo.fingerprint()

    assert scrub(data, "--base", base)[0] == 0

    assert repo.fingerprint() == before

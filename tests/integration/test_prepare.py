"""``prtool prepare`` on real repositories, as a user would run it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

from tests.integration.conftest import HOME, HOST, PRIVATE_AUTHOR, ROUTER, Prtool
from tests.support.repo_builder import RepoBuilder, write_lexicon

FIXED = ROUTER.replace(
    '\treturn "openai", nil\n',
    '\tif model == "QX-GPT-5.5(high)" || model == "qx-gpt-5.5" {\n\t\treturn "qx", nil\n\t}\n'
    '\treturn "openai", nil\n',
)
TEST = """\
package router

import "testing"

func TestQXAlias(t *testing.T) {
\tgot, err := Route("QX-GPT-5.5(high)")
\tif err != nil || got != "qx" {
\t\tt.Fatal(got, err) // NorthRouter-Adapter, north_router_adapter
\t}
}
"""


TOKEN = "sk-" + hashlib.sha256(b"token").hexdigest()[:40]


def private_branch(repo: RepoBuilder) -> str:
    """Make four private commits and return their public base."""
    base = repo.head
    repo.commit(
        "live config",
        {"config.yaml": f"base-url: https://{HOST}/v1\napi-keys:\n  - {TOKEN}\n",
         "/".join(("backups", "2026-11-02", "router.go.bak")): ROUTER},
        author=PRIVATE_AUTHOR, offset="+0800",
    )  # fmt: skip
    repo.commit("debug", {"internal/router/debug.go": f'package router\n\nconst key = "{TOKEN}"\n'},
                author=PRIVATE_AUTHOR, offset="+0800")  # fmt: skip
    repo.commit(
        "router: find QX aliases with a suffix\n\n"
        f"Seen on {HOST} below {HOME}/router.\n\n"
        f"Co-authored-by: {PRIVATE_AUTHOR}\nSigned-off-by: {PRIVATE_AUTHOR}\n",
        {"internal/router/router.go": FIXED, "internal/router/router_test.go": TEST,
         "internal/router/debug.go": None},
        author=PRIVATE_AUTHOR, offset="+0800",
    )  # fmt: skip
    repo.commit("notes", {"HANDOFF.local.md": f"ask sandra on {HOST}\n"}, author=PRIVATE_AUTHOR)
    return base


def everything(bundle: Path) -> str:
    """Return all names and texts of a bundle."""
    return "\n".join(
        f"{path.relative_to(bundle)}\n{path.read_bytes().decode('utf-8', 'replace')}"
        for path in sorted(bundle.rglob("*"))
        if path.is_file()
    )


def applied(upstream: RepoBuilder, bundle: Path, folder: Path, *options: str) -> RepoBuilder:
    """Apply a bundle to a pristine clone with plain ``git am``."""
    clone = upstream.clone(folder, upstream.head)
    clone.git("am", "--quiet", *options, *sorted(map(str, (bundle / "patches").iterdir())))
    return clone


def test_a_private_branch_becomes_a_clean_bundle_that_applies(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = private_branch(repo)
    before = repo.fingerprint()
    out = tmp_path / "bundle"

    status, stdout, stderr = prtool("prepare", "--base", base, "--out", out)

    assert (status, stderr) == (0, ""), stdout
    assert before == repo.fingerprint()
    text = everything(out)
    for private in (
        "QX",
        "qx",
        "orth",
        "andra",
        "ohlen",
        HOST,
        "+0800",
        TOKEN,
        "backups",
        "HANDOFF",
    ):
        assert private not in text, private
    clone = applied(upstream, out, tmp_path / "clone")
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["head"]["tree"] == clone.git("rev-parse", "HEAD^{tree}")
    assert {"commit": base, "tree": repo.git("rev-parse", f"{base}^{{tree}}")} == manifest["base"]
    tree = clone.tree()
    router = tree["internal/router/router.go"][1].decode()
    name = re.search(r'model == "([A-Z]+)-GPT-5\.5\(high\)"', router)
    assert name is not None
    assert FIXED.replace("QX", name[1]).replace("qx", name[1].lower()) == router
    test = tree["internal/router/router_test.go"][1].decode()
    assert f"func Test{name[1]}Alias" in test
    assert re.search(r"// ([A-Z][a-z]+)-([A-Z][a-z]+), (\w+)_(\w+)\n", test)
    assert {"config.yaml", "HANDOFF.local.md", "internal/router/debug.go"}.isdisjoint(tree)


def test_stdout_ends_with_the_next_steps(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    base = private_branch(repo)

    _, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    last = stdout.rstrip().split("\n")[-5:]
    assert "git am" in last[1]
    assert "git push" in last[2]
    assert "gh pr create --title" in last[4]
    assert "--body-file" in last[4]


def test_the_bundle_is_as_the_contract_says(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = private_branch(repo)
    out = tmp_path / "bundle"
    prtool("prepare", "--base", base, "--out", out, "--title", "router: find QX aliases")

    names = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    patches = {name for name in names if name.startswith("patches/")}
    manifest = json.loads((out / "manifest.json").read_text())
    rows = (out / "SHA256SUMS").read_text().splitlines()
    sums = {row.split("  ")[1]: row.split("  ")[0] for row in rows}

    assert {
        "PR.md",
        "report.json",
        "report.sarif",
        "manifest.json",
        "SHA256SUMS",
    } == names - patches
    assert [f"patches/{n:04d}" for n in (1, 2)] == [name[:12] for name in sorted(patches)]
    assert manifest["schema"] == "prtool/manifest/1"
    assert sorted(patches) == [patch["file"] for patch in manifest["patches"]]
    assert {"base", "head", "patches", "files", "dropped_files", "verification", "coverage", "tool",
            "rules_digest", "schema"} == set(manifest)  # fmt: skip
    assert manifest["dropped_files"] + 1 == 4
    assert {"passed"} == {c["status"] for c in manifest["verification"] if c["name"] != "command"}
    assert names - {"SHA256SUMS"} == set(sums)
    assert all(hashlib.sha256((out / n).read_bytes()).hexdigest() == s for n, s in sums.items())
    title, blank, *_ = (out / "PR.md").read_text().split("\n")
    assert title.startswith("# router: find ")
    assert blank == ""
    assert "QX" not in title


def test_the_private_side_stays_private(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    base = private_branch(repo)
    prtool("prepare", "--base", base, "--out", tmp_path / "bundle")
    private = repo.path / ".prtool"

    assert private.stat().st_mode & 0o777 == 0o700
    files = {path.name: path for path in private.iterdir() if path.is_file()}
    assert set(files) == {
        "lexicon.yaml", "key", "map.json", "findings.json", "review.html", "review-public.html"
    }  # fmt: skip
    assert {0o600} == {path.stat().st_mode & 0o777 for path in files.values()}
    assert "QX" in files["review.html"].read_text()
    assert repo.git("status", "--porcelain") == ""
    assert list((private / "tmp").iterdir()) == []


def test_two_runs_give_the_same_bytes(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    base = private_branch(repo)
    for name in ("one", "two"):
        assert prtool("prepare", "--base", base, "--out", tmp_path / name)[0] == 0

    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_history_is_kept_minimal_and_consistent(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("one", {"internal/qx/a.go": "package qx\n\n// QX one\n"})
    repo.commit("two", {"internal/qx/a.go": "package qx\n\n// QX one\n// QX two\n"})
    repo.git("mv", "internal/qx", "internal/other")
    repo.commit("three")
    out = tmp_path / "bundle"

    assert prtool("prepare", "--base", base, "--out", out)[0] == 0

    clone = applied(upstream, out, tmp_path / "clone")
    stats = clone.git("log", "--format=%s", "--numstat", f"{base}..HEAD").split("\n")
    assert [stats[0], stats[2][:3]] == ["three", "0\t0"]
    assert stats[5][:3] == "1\t0"
    assert stats[8][:3] == "3\t0"


def test_every_sort_of_file_survives_byte_for_byte(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    (repo.path / "link").symlink_to("README.md")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{base},vendor/lib")
    repo.write({
        "crlf.txt": b"one\r\ntwo\r\n", "bare.txt": b"no newline", "empty.txt": b"",
        "latin.txt": b"caf\xe9 QX\n", "tool.sh": b"#!/bin/sh\n", "odd \xc3\xa9.txt": b"x\n",
    })  # fmt: skip
    (repo.path / "tool.sh").chmod(0o755)
    repo.git("mv", "config.example.yaml", "sample.yaml")
    repo.git("add", ".", ":!vendor")
    repo.commit_index("files of every sort")
    out = tmp_path / "bundle"

    status, stdout, _ = prtool("prepare", "--base", base, "--out", out)

    assert status == 0, stdout
    got = applied(upstream, out, tmp_path / "clone").tree()
    want = repo.tree()
    mode, latin = got.pop("latin.txt")
    assert (mode, latin.startswith(b"caf\xe9 "), b"QX" in latin) == ("100644", True, False)
    del want["latin.txt"]
    assert want == got


def test_a_binary_needs_a_person(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    base = repo.head
    repo.commit("picture", {"docs/picture.png": b"\x89PNG\r\n\x1a\n\0\0", "docs/a.md": "text\n"})
    out = tmp_path / "bundle"

    status, stdout, _ = prtool("prepare", "--base", base, "--out", out)

    assert status == 1
    assert "docs/picture.png" in stdout
    assert "--keep" in stdout
    assert not out.exists()
    assert prtool("prepare", "--base", base, "--out", out, "--keep", "*.png")[0] == 0
    assert prtool("prepare", "--base", base, "--out", tmp_path / "2", "--drop", "*.png")[0] == 0


def test_markers_take_lines_out(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = upstream.commit("more", {"a.go": "package a\n\nfunc f() {\n}\n"})
    repo.git("fetch", "--quiet", str(upstream.path), "main")
    repo.git("reset", "--quiet", "--hard", base)
    text = (
        "package a\n\nvar one = 1\nvar live = 2 // prtool:drop\n"
        "// prtool:begin-private\nvar x = 3\n}\n\n// prtool:end-private\nvar four = 4\n"
    )
    repo.commit("a", {"a.go": text})
    out = tmp_path / "bundle"

    assert prtool("prepare", "--base", base, "--out", out)[0] == 0

    got = applied(upstream, out, tmp_path / "clone").tree()["a.go"][1]
    assert got == b"package a\n\nvar one = 1\nvar four = 4\n"


def test_uncommitted_changes_are_refused_or_taken(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = private_branch(repo)
    repo.write({"README.md": "# router\n\nchanged\n", "new.md": "for QX\n"})
    before = repo.fingerprint()

    status, _, stderr = prtool("prepare", "--base", base, "--out", tmp_path / "no")
    assert status == 2
    assert "not committed" in stderr
    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b", "--worktree")

    assert status == 0, stdout
    tree = applied(upstream, tmp_path / "b", tmp_path / "clone").tree()
    assert tree["README.md"][1] == b"# router\n\nchanged\n"
    assert tree["new.md"][1].startswith(b"for ")
    assert before == repo.fingerprint()


def test_identities_dates_and_trailers_are_public(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = private_branch(repo)
    author = "Sam Sample <sam@" + "sample.dev>"
    out = tmp_path / "bundle"

    status, stdout, _ = prtool("prepare", "--base", base, "--out", out, "--author", author)

    assert status == 0, stdout
    clone = applied(upstream, out, tmp_path / "clone")
    log = clone.git("log", "--format=%an <%ae>|%ad", "--date=raw", f"{base}..HEAD").split("\n")
    assert len(log) == 2
    for row in log:
        who, when = row.split("|")
        assert author == who
        assert when.endswith("+0000")
    trailers = clone.git("log", "--format=%(trailers:only)", f"{base}..HEAD")
    assert f"Signed-off-by: {author}" == trailers


def test_days_alone_can_be_kept(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = private_branch(repo)
    prtool("prepare", "--base", base, "--out", tmp_path / "b", "--dates", "day", "--signoff")

    clone = applied(upstream, tmp_path / "b", tmp_path / "clone")
    for seconds in clone.git("log", "--format=%at", f"{base}..HEAD").split():
        assert int(seconds) % 86_400 == 0


def test_what_a_later_commit_mends_is_told_with_the_commit_that_it_stands_in(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(repo.path, {"value": "globex", "kind": "provider"})
    base = repo.head
    encoded = base64.b64encode(b"https://relay.globex.net/v1").decode()
    repo.commit("client: ask the relay\n", {"client.py": f'RELAY = "{encoded}"\n'})
    first = repo.head
    repo.commit("fixup! client: ask the relay\n", {"client.py": 'RELAY = ""\n'})
    args = ("prepare", "--base", base, "--out", tmp_path / "b")

    status, stdout, _ = prtool(*args)

    assert status == 1
    assert f"in commit {first[:12]} (or --squash" in stdout
    assert prtool(*args, "--squash")[0] == 0
    (patch,) = (tmp_path / "b" / "patches").iterdir()
    assert "Subject: [PATCH 1/1] client: ask the relay\n\n---" in patch.read_text()


def test_a_squash_tells_of_what_leaves_alone(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("local: units of the live machine\n", {"live.txt": "a\n"})
    repo.commit("client: ask again\n\nThe first answer may be late.\n", {"client.py": "b = 1\n"})
    args = ("prepare", "--base", base, "--out", tmp_path / "b", "--squash", "--drop", "live.txt")

    status, stdout, _ = prtool(*args)

    assert status == 0, stdout
    (patch,) = (tmp_path / "b" / "patches").iterdir()
    said = "Subject: [PATCH 1/1] client: ask again\n\nThe first answer may be late.\n---"
    assert said in patch.read_text()
    assert "live" not in everything(tmp_path / "b")


def test_a_squashed_merge_is_one_patch(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("side", {"side.md": "for QX\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", {"main.md": "m\n"})
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge QX", "side")

    status, _, stderr = prtool("prepare", "--base", base, "--out", tmp_path / "b")
    assert status == 2
    assert f"{repo.head[:12]} is a merge" in stderr
    assert "--squash" in stderr

    assert prtool("prepare", "--base", base, "--out", tmp_path / "b", "--squash")[0] == 0
    assert len(list((tmp_path / "b" / "patches").iterdir())) == 1
    assert {"side.md", "main.md"} <= set(applied(upstream, tmp_path / "b", tmp_path / "c").tree())


def test_a_branch_appears_in_another_clone(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = private_branch(repo)
    clone = upstream.clone(tmp_path / "clone", upstream.head)
    options = ("--branch", "fix/alias", "--into", clone.path)

    assert prtool("prepare", "--base", base, "--out", tmp_path / "b", *options)[0] == 0

    manifest = json.loads((tmp_path / "b" / "manifest.json").read_text())
    assert manifest["head"]["tree"] == clone.git("rev-parse", "fix/alias^{tree}")
    known = clone.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()
    assert not set(repo.git("rev-list", f"{base}..HEAD").split()) & set(known)
    status, _, stderr = prtool("prepare", "--base", base, "--out", tmp_path / "c", *options)
    assert status == 2
    assert "has a branch" in stderr
    assert not (tmp_path / "c").exists()


def test_a_rename_clash_needs_a_person(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    write_lexicon(repo.path, {"value": "QX", "kind": "provider", "pseudonym": "Acme"})
    base = repo.head
    repo.commit("two files", {"docs/qx.md": "one\n", "docs/acme.md": "two\n"})

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 1
    assert "docs/acme.md" in stdout


def test_json_is_one_document(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    base = private_branch(repo)
    _, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b", "--json")

    document = json.loads(stdout)
    assert ("ok", str(tmp_path / "b")) == (document["status"], document["bundle"])

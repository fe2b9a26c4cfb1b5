"""``prtool check`` on everything that is no range: index, work tree, patches, texts, bundles."""

from __future__ import annotations

import io
import json
import sys
import zlib
from pathlib import Path

import pytest

from prtool.cli.main import main
from tests.integration.checking import TOKEN, channels, look, refused
from tests.integration.conftest import HOST, Prtool
from tests.integration.test_prepare import private_branch
from tests.support.repo_builder import RepoBuilder


def test_staged_changes(prtool: Prtool, repo: RepoBuilder) -> None:
    repo.write({"a.go": "package a\n\n// QX\n", "b.go": "// qx, not staged\n"})
    repo.git("add", "a.go")

    status, document = look(prtool, "--staged")

    assert status == 1
    (found,) = document["findings"]
    assert (found["path"], found["line"], found["commit"]) == ("a.go", 3, None)


def test_the_index_of_a_running_commit_is_the_one_that_counts(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.index"
    other.write_bytes((repo.path / ".git/index").read_bytes())
    repo.write({"README.md": "# for qx\n"})
    RepoBuilder(repo.path, environment={"GIT_INDEX_FILE": str(other)}).git("add", "README.md")
    assert "nothing to look at" in refused(prtool, "--staged")
    monkeypatch.setenv("GIT_INDEX_FILE", str(other))

    assert look(prtool, "--staged")[0] == 1


def test_a_staged_deletion_passes(prtool: Prtool, repo: RepoBuilder) -> None:
    repo.git("rm", "--quiet", "README.md")

    status, document = look(prtool, "--staged")

    assert (status, document["coverage"]["path"]["scanned"]) == (0, 1)


def test_worktree_changes(prtool: Prtool, repo: RepoBuilder) -> None:
    repo.write({"new/qx.go": "package qx\n", ".gitignore": "ignored\n", "ignored": "qx\n"})

    status, document = look(prtool, "--worktree")

    assert status == 1
    assert {"content", "path"} == channels(document)
    assert {"new/[private-term].go"} == {each["path"] for each in document["findings"]}


def test_all_history_looks_at_everything_once(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    repo.commit("x", {"a.txt": "for qx\n"})
    repo.git("tag", "--annotate", "--message", "release for QX", "v1")
    repo.git("reset", "--quiet", "--hard", base)

    status, document = look(prtool, "--all-history")

    assert status == 1
    assert {"content", "message"} == channels(document)
    assert document["coverage"]["content"]["scanned"] == 5


def test_a_bundle(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    start = private_branch(repo)
    out = tmp_path / "bundle"
    assert prtool("prepare", "--base", start, "--out", out)[0] == 0
    assert look(prtool, "--bundle", out)[0] == 0

    with (out / "PR.md").open("a") as file:
        file.write("\nseen with qx_router\n")
    status, document = look(prtool, "--bundle", out)

    assert status == 1
    assert {"pr-body"} == channels(document)


def test_a_patch_series_from_git(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    repo.git("config", "format.signature", "made by qx")
    repo.commit(
        "retry QX\n\nFor QX.\n\nReviewed-by: qx team\n",
        {"a b/ü.txt": "for qx\r\nand more\u2028qx\n", "qx.bin": zlib.compress(b"x" * 99) + b"\0"},
        author="Sandra <sandra@" + HOST + ">", offset="+0800",
    )  # fmt: skip
    patch = repo.path.parent / "a.patch"
    patch.write_bytes(repo.raw("format-patch", "--stdout", "--binary", base))

    status, document = look(prtool, "--diff", patch)

    assert status == 1
    assert {"content", "message", "trailer", "author", "path", "text"} == channels(document)
    assert {"date"} == channels(document, "metadata/utc-offset")
    assert {"binary"} == channels(document, "input/binary")
    content = [each for each in document["findings"] if each["channel"] == "content"]
    assert [(each["path"], each["line"]) for each in content] == [
        ("a b/ü.txt", 1),
        ("a b/ü.txt", 2),
    ]


def test_a_diff_shows_removed_lines_context_and_headings(prtool: Prtool, repo: RepoBuilder) -> None:
    lines = [
        "func connectQx() {",
        *("\t" + each for each in "abcdefgh"),
        "\tnear qx",
        "\told qx",
        "}",
    ]
    repo.commit("x", {"a.go": "\n".join(lines) + "\n"})
    repo.write({"a.go": "\n".join([*lines[:10], "\tnew", "}"]) + "\n"})
    (repo.path / "link").symlink_to("to-qx")
    repo.git("add", "link")
    diff = repo.path.parent / "a.diff"
    diff.write_bytes(repo.raw("diff", "HEAD"))

    status, document = look(prtool, "--diff", diff)

    assert status == 1
    assert {"removed", "context", "heading", "symlink"} == channels(document)
    places = {each["channel"]: each["line"] for each in document["findings"]}
    assert (places["removed"], places["context"]) == (11, 10)


def test_a_diff_from_standard_input_without_any_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stdin:
        buffer = io.BytesIO(f"--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n a\n+key = '{TOKEN}'\n".encode())

    monkeypatch.setattr(sys, "stdin", Stdin())

    status = main(["-C", str(tmp_path), "check", "--diff", "-"])

    stdout = capsys.readouterr().out
    assert status == 1
    assert "secret/github-token" in stdout
    assert "no lexicon" in stdout
    assert TOKEN not in stdout


def test_texts_of_a_pull_request(prtool: Prtool, tmp_path: Path) -> None:
    body = tmp_path / "body.md"
    body.write_text("Fixes it.\n\n<!-- seen on NorthRouter-Adapter -->\n")

    status, document = look(prtool, "--pr-title", "retry QX", "--pr-body-file", body)

    assert status == 1
    assert {"pr-title", "pr-body"} == channels(document)


def test_a_text(prtool: Prtool, tmp_path: Path) -> None:
    text = tmp_path / "t.txt"
    text.write_text("hello\nqx\n")

    status, document = look(prtool, "--text", text)

    assert status == 1
    assert [
        (each["channel"], each["line"], each["column"], each["end_column"])
        for each in document["findings"]
    ] == [("text", 2, 1, 3)]


def test_a_commit_message_without_what_git_takes_out(prtool: Prtool, tmp_path: Path) -> None:
    message = tmp_path / "COMMIT_EDITMSG"
    cut = "# ------------------------ >8 ------------------------"
    message.write_text(f"fix retry\n\n# On branch qx-fix\n{cut}\n# no\n+for qx\n")
    assert look(prtool, "--message-file", message)[0] == 0

    message.write_text("fix retry\n\n# On branch main\nfor qx\n")
    status, document = look(prtool, "--message-file", message)

    assert status == 1
    assert {"message"} == channels(document)
    assert document["coverage"]["message"]["skipped"] == [
        {"what": "1 lines", "why": "comments that git takes out"}
    ]


def test_an_event_of_github(
    prtool: Prtool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps({
        "pull_request": {"title": "for QX", "body": None, "head": {"ref": "fix-qx"}}
    }))  # fmt: skip
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))

    for args in (["--event", event], ["--github"]):
        status, document = look(prtool, *args)
        assert status == 1
        assert {"pr-title", "branch"} == channels(document)


def test_a_running_commit_of_all_changes_is_stopped(prtool: Prtool, repo: RepoBuilder) -> None:
    hook = repo.path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec {sys.executable} -m prtool check --staged\n")
    hook.chmod(0o755)
    before = repo.head
    repo.write({"README.md": "# for qx\n"})
    repo.git("commit", "--quiet", "--all", "--message", "x", check=False)
    assert before == repo.head

    repo.write({"README.md": "# harmless\n"})
    repo.git("commit", "--quiet", "--all", "--message", "x")
    assert before != repo.head


def test_matched_text_is_shown_on_a_terminal_alone(
    prtool: Prtool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "a terminal" in refused(prtool, "--pr-title", "for QX", "--show-private")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")

    status, stdout, _ = prtool("check", "--pr-title", "for QX", "--show-private")

    assert status == 1
    assert "\n      QX\n" in stdout
    assert "--show-private goes with the text" in refused(
        prtool, "--pr-title", "QX", "--show-private", "--report", "json"
    )

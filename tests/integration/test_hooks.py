"""Real commits in a repository with the hooks of ``prtool init --hooks``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.checking import refused
from tests.integration.conftest import Prtool
from tests.support.hooked import Hooked, prtool_on_path, write_program
from tests.support.repo_builder import RepoBuilder, write_lexicon


@pytest.fixture
def work(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> Hooked:
    """Return the private clone, hooks installed."""
    assert prtool("init", "--hooks")[0] == 0
    return Hooked(repo, prtool_on_path(tmp_path / "bin"))


def _stage(work: Hooked, name: str, text: str) -> None:
    work.repo.write({name: text})
    work.repo.git("add", "--", name)


def test_a_leak_in_the_index_stops_the_commit(work: Hooked) -> None:
    _stage(work, "a.go", "package a\n\n// for qx\n")

    told = work.stopped("commit", "--message", "add a")

    assert "private/term" in told
    assert "git commit --no-verify" in told
    assert "for qx" not in told


def test_a_clean_commit_passes_with_one_line_a_hook(work: Hooked) -> None:
    _stage(work, "a.go", "package a\n")

    told = work.passes("commit", "--quiet", "--message", "add a")

    first, second = told.rstrip("\n").split("\n")
    assert first.startswith("prtool pre-commit: clean; coverage: ")
    assert second.startswith("prtool commit-msg: clean; coverage: 1 text scanned (message 1)")


def test_a_leak_in_the_message_stops_the_commit(work: Hooked) -> None:
    _stage(work, "a.go", "package a\n")

    told = work.stopped("commit", "--message", "teach QX to retry")

    assert "message" in told
    assert "private/term" in told


def test_partial_staging_is_looked_at_as_it_would_be_committed(work: Hooked) -> None:
    _stage(work, "a.go", "package a\n")
    work.repo.write({"a.go": "package a\n\n// qx, not staged\n"})
    work.passes("commit", "--quiet", "--message", "add a")

    _stage(work, "a.go", "package a\n\n// qx, staged\n")
    work.repo.write({"a.go": "package a\n\n// clean again, not staged\n"})
    work.stopped("commit", "--quiet", "--message", "change a")


def test_commit_all_and_commit_of_a_path_use_an_index_of_their_own(work: Hooked) -> None:
    work.repo.write({"README.md": "# for qx\n"})
    work.stopped("commit", "--all", "--message", "x")
    work.stopped("commit", "--message", "x", "--", "README.md")

    _stage(work, "other.md", "# for qx\n")
    work.repo.write({"README.md": "# harmless\n"})
    work.passes("commit", "--quiet", "--message", "x", "--", "README.md")
    work.stopped("commit", "--all", "--message", "x")


def test_nothing_staged_is_nothing_to_stop(work: Hooked) -> None:
    told = work.passes("commit", "--quiet", "--allow-empty", "--message", "retrigger")
    assert "prtool pre-commit: nothing new leaves" in told
    _stage(work, "a.md", "a\n")
    work.passes("commit", "--quiet", "--message", "add a")

    work.passes("commit", "--quiet", "--amend", "--message", "trigger again")
    assert "private/term" in work.stopped("commit", "--amend", "--message", "trigger QX again")


def test_nothing_staged_and_nobody_committing_is_no_pass(
    prtool: Prtool, work: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nothing to look at" in refused(prtool, "--hook", "pre-commit")
    assert "nothing to look at" in refused(prtool, "--staged")

    monkeypatch.setenv("GIT_INDEX_FILE", str(work.repo.path / ".git/index"))
    status, stdout, stderr = prtool("check", "--hook", "pre-commit")

    assert (status, stdout) == (0, "")
    assert "nothing to look at" in stderr


def test_the_first_commit_of_a_history(work: Hooked) -> None:
    work.passes("checkout", "--quiet", "--orphan", "fresh")
    _stage(work, "qx.bin", "package a\n")
    told = work.stopped("commit", "--message", "begin")
    assert "(path)" in told

    work.repo.git("rm", "--quiet", "--cached", "qx.bin")
    work.passes("commit", "--quiet", "--message", "begin")
    work.repo.git("update-ref", "-d", "HEAD")
    work.repo.git("read-tree", "--empty")
    assert "nothing new" in work.passes("commit", "--quiet", "--allow-empty", "--message", "begin")


@pytest.mark.parametrize("name", ["a.go", "a b/ü.txt"])
def test_a_leak_in_the_first_commit(work: Hooked, name: str) -> None:
    work.passes("checkout", "--quiet", "--orphan", "fresh")
    _stage(work, name, "one\nfor qx\n")

    assert "2:5" in work.stopped("commit", "--message", "begin")


def test_a_merge_is_asked_for_what_it_adds_itself(work: Hooked) -> None:
    repo = work.repo
    base = repo.head
    repo.git("checkout", "--quiet", "-b", "theirs")
    repo.write({"README.md": "# theirs\n", "theirs.md": "for qx\n"})
    repo.git("add", "--all", "--", "README.md", "theirs.md")
    work.passes("commit", "--no-verify", "--quiet", "--message", "theirs")
    repo.git("checkout", "--quiet", "-B", "main", base)
    _stage(work, "README.md", "# ours\n")
    work.passes("commit", "--quiet", "--message", "ours")
    assert work.git("merge", "theirs").status == 1

    _stage(work, "README.md", "# both, says qx\n")
    assert "README.md" in work.stopped("commit", "--message", "merge theirs")
    _stage(work, "README.md", "# both\n")
    told = work.passes("commit", "--quiet", "--message", "merge theirs")

    assert "content 1" in told
    assert len(repo.git("rev-parse", "HEAD^@").split()) == 2


def test_rebase_and_cherry_pick_run_on(work: Hooked) -> None:
    repo = work.repo
    base = repo.head
    work.passes("checkout", "--quiet", "-b", "topic")
    for name in ("a", "b"):
        _stage(work, f"{name}.md", f"{name}\n")
        work.passes("commit", "--quiet", "--message", f"add {name}")
    topic = repo.head
    work.passes("checkout", "--quiet", "-B", "main", base)
    _stage(work, "c.md", "c\n")
    work.passes("commit", "--quiet", "--message", "add c")

    work.passes("cherry-pick", f"{topic}~1")
    work.passes("rebase", "--quiet", "main", "topic")
    work.passes("rebase", "--quiet", "--force-rebase", base)
    work.passes("revert", "--no-edit", "HEAD")


def test_a_linked_work_tree_knows_the_private_terms(work: Hooked, tmp_path: Path) -> None:
    work.passes("worktree", "add", "--quiet", "-b", "linked", str(tmp_path / "linked"))
    linked = Hooked(RepoBuilder(tmp_path / "linked"), work.environment)
    _stage(linked, "a.md", "for qx\n")

    assert "private/term" in linked.stopped("commit", "--message", "x")

    _stage(linked, "a.md", "for all\n")
    assert "lexicon: " in linked.passes("commit", "--message", "x")
    assert not (tmp_path / "linked/.prtool").exists()


def test_a_submodule_has_hooks_of_its_own(
    prtool: Prtool, work: Hooked, upstream: RepoBuilder, capsys: pytest.CaptureFixture[str]
) -> None:
    work.passes(
        "-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(upstream.path), "lib"
    )
    inner = RepoBuilder(work.repo.path / "lib")
    hooks = work.repo.path / ".git/modules/lib/hooks"
    assert Prtool(inner, capsys)("init", "--hooks")[0] == 0
    assert (hooks / "pre-push").exists()
    assert Prtool(inner, capsys)("lexicon", "add", "--kind", "provider", "QX")[0] == 0
    work = Hooked(inner, work.environment)

    _stage(work, "a.md", "for qx\n")
    work.stopped("commit", "--message", "x")
    _stage(work, "a.md", "for all\n")
    work.passes("commit", "--message", "x")


def _editor(tmp_path: Path, text: str) -> dict[str, str]:
    """Return an environment whose editor puts a text before what git proposes."""
    (tmp_path / "typed").write_text(text)
    body = f'cat {tmp_path}/typed "$1" > "$1.new" && mv "$1.new" "$1"'
    return {"GIT_EDITOR": str(write_program(tmp_path / "editor", f"#!/bin/sh\n{body}\n"))}


@pytest.mark.parametrize(
    ("settings", "typed", "stops"),
    [
        ((), "fix\n\n# a note on qx\n", False),
        (("-c", "core.commentChar=;"), "fix\n\n# a note on qx\n", True),
        (("-c", "core.commentChar=;"), "fix\n\n; a note on qx\n", False),
        (("-c", "commit.cleanup=whitespace"), "fix\n\n# a note on qx\n", True),
        (("-c", "commit.verbose=true"), "fix\n", False),
        (("-c", "commit.cleanup=scissors"), "fix\n", False),
        ((), "fix for qx\n", True),
    ],
)
def test_an_edited_message_is_looked_at_as_git_takes_it(
    work: Hooked, tmp_path: Path, settings: tuple[str, ...], typed: str, stops: bool
) -> None:
    """Among the lines that git proposes below is the branch's private name."""
    if "commit.cleanup=whitespace" not in settings:
        work.passes("checkout", "--quiet", "-b", "fix-qx")
    _stage(work, "a.md", "a\n")

    ran = work.git(*settings, "commit", "--quiet", environment=_editor(tmp_path, typed))

    assert ran.status == int(stops), ran.output
    if not stops:
        assert "qx" not in work.repo.git("log", "-1", "--format=%B")


@pytest.mark.parametrize(
    ("settings", "message", "stops"),
    [
        ((), "fix\n\n# a note on qx", True),
        (("-c", "commit.cleanup=strip"), "fix\n\n# a note on qx", False),
        (("-c", "commit.cleanup=scissors"), "fix\n\n# a note on qx", True),
        ((), "fix\n\n# ------------------------ >8 ------------------------\nfor qx", True),
    ],
)
def test_a_given_message_keeps_its_comments(
    work: Hooked, settings: tuple[str, ...], message: str, stops: bool
) -> None:
    _stage(work, "a.md", "a\n")

    ran = work.git(*settings, "commit", "--quiet", "--message", message)

    assert ran.status == int(stops), ran.output
    if not stops:
        assert "qx" not in work.repo.git("log", "-1", "--format=%B")


def test_an_empty_message_is_left_to_git(work: Hooked, tmp_path: Path) -> None:
    _stage(work, "a.md", "a\n")

    ran = work.git("commit", environment=_editor(tmp_path, ""))
    assert "empty commit message" in ran.output
    work.passes("commit", "--quiet", "--allow-empty-message", "--message", "")


def test_no_verify_goes_without(work: Hooked) -> None:
    _stage(work, "a.md", "for qx\n")

    work.passes("commit", "--quiet", "--no-verify", "--message", "x")


def test_a_broken_lexicon_stops_the_commit(work: Hooked) -> None:
    (work.repo.path / ".prtool/lexicon.yaml").write_text("version: 1\nterms: 7\n")
    _stage(work, "a.md", "a\n")

    assert "prtool: error: " in work.stopped("commit", "--message", "x")


def test_hooks_take_the_options_of_check(prtool: Prtool, work: Hooked, tmp_path: Path) -> None:
    terms = tmp_path / "other"
    terms.mkdir()
    lexicon = write_lexicon_file(terms)
    message = tmp_path / "MSG"
    message.write_text("for globex\n")

    assert prtool("check", "--hook", "commit-msg", message)[0] == 0
    status, stdout, _ = prtool(
        "check", "--hook", "commit-msg", "--lexicon", lexicon, message
    )  # fmt: skip

    assert status == 1
    assert "private/term" in stdout


def write_lexicon_file(folder: Path) -> Path:
    (folder / ".git/info").mkdir(parents=True)
    return write_lexicon(folder, {"value": "Globex", "kind": "other"})


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--hook", "commit-msg"), "takes the file of the message"),
        (("--hook", "commit-msg", "missing"), "can't read missing"),
        (("--hook", "pre-commit", "--staged"), "exclude each other"),
        (("--hook", "pre-commit", "--report", "json"), "takes neither --report nor"),
        (("README.md",), "check takes options only"),
    ],
)
def test_wrong_calls(prtool: Prtool, args: tuple[str, ...], words: str) -> None:
    assert words in refused(prtool, *args)

"""Real pushes to a local bare repository, with the hooks of ``prtool init --hooks``."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.integration.checking import refused
from tests.integration.conftest import PRIVATE_AUTHOR, Prtool
from tests.support.hooked import Hooked, prtool_on_path
from tests.support.repo_builder import RepoBuilder

ZERO = "0" * 40


@pytest.fixture
def remote(upstream: RepoBuilder, tmp_path: Path) -> RepoBuilder:
    """Return a bare repository that has the public history."""
    upstream.git("clone", "--quiet", "--bare", str(upstream.path), str(tmp_path / "remote.git"))
    return RepoBuilder(tmp_path / "remote.git")


@pytest.fixture
def work(prtool: Prtool, repo: RepoBuilder, remote: RepoBuilder, tmp_path: Path) -> Hooked:
    """Return the private clone, hooks installed, on a branch that is not pushed yet."""
    repo.git("remote", "add", "origin", str(remote.path))
    repo.git("fetch", "--quiet", "origin")
    repo.git("checkout", "--quiet", "-b", "fix")
    assert prtool("init", "--hooks")[0] == 0
    # Commits are made without the hooks here; the push has to find it all.
    (repo.path / ".git/hooks/pre-commit").unlink()
    (repo.path / ".git/hooks/commit-msg").unlink()
    # A commit of new rules would be stopped.
    (repo.path / "redaction_rules.yaml").unlink()
    return Hooked(repo, prtool_on_path(tmp_path / "bin"))


def _refs(remote: RepoBuilder) -> dict[str, str]:
    rows = remote.git("for-each-ref", "--format=%(refname:short) %(objectname)").split("\n")
    return dict(row.split(" ") for row in rows)


def test_a_clean_branch_is_pushed(work: Hooked, remote: RepoBuilder) -> None:
    head = work.repo.commit("add a", {"a.go": "package a\n"})

    told = work.passes("push", "--quiet", "origin", "fix")

    assert _refs(remote)["fix"] == head
    assert told.startswith("prtool pre-push: clean; coverage: ")
    assert "branch 1" in told
    assert "\n" not in told.rstrip("\n")


def test_a_leak_that_a_later_commit_removes_stops_the_push(
    work: Hooked, remote: RepoBuilder
) -> None:
    work.repo.commit("add a", {"a.go": "package a\n// for qx\n"})
    work.repo.commit("mend a", {"a.go": "package a\n"})

    told = work.stopped("push", "origin", "fix")

    assert "private/term" in told
    assert "git push --no-verify" in told
    assert "fix" not in _refs(remote)


def test_only_what_is_new_to_the_remote_is_looked_at(work: Hooked, remote: RepoBuilder) -> None:
    work.repo.commit("add a", {"a.go": "package a\n// for qx\n"})
    work.passes("push", "--quiet", "--no-verify", "origin", "fix")
    work.repo.commit("add b", {"b.go": "package b\n"})

    assert "content 1" in work.passes("push", "--quiet", "origin", "fix")
    assert "content 1" not in work.passes("push", "--quiet", "origin", "fix:other")
    work.repo.commit("add c", {"c.go": "package c\n// for qx\n"}, author=PRIVATE_AUTHOR)
    assert "author of" in work.stopped("push", "--quiet", "origin", "fix")


def test_a_rewritten_branch_is_looked_at_from_its_fork(work: Hooked, remote: RepoBuilder) -> None:
    base = work.repo.head
    work.repo.commit("add a", {"a.go": "package a\n"})
    work.passes("push", "--quiet", "origin", "fix")
    work.repo.git("reset", "--quiet", "--hard", base)
    work.repo.commit("add qx", {"a.go": "package a\n\nvar a = 1\n"})

    assert "message of" in work.stopped("push", "--force", "origin", "fix")

    work.repo.git("commit", "--quiet", "--amend", "--message", "add a")
    work.passes("push", "--quiet", "--force", "origin", "fix")


def test_the_name_that_counts_is_that_on_the_remote(work: Hooked, remote: RepoBuilder) -> None:
    work.passes("checkout", "--quiet", "-b", "fix-qx")
    work.repo.commit("add a", {"a.go": "package a\n"})

    assert "branch" in work.stopped("push", "origin", "fix-qx")
    assert "fix-qx" not in _refs(remote)
    work.passes("push", "--quiet", "origin", "fix-qx:fix")
    assert "branch" in work.stopped("push", "origin", "fix-qx")


def test_every_ref_of_a_push_is_looked_at(work: Hooked, remote: RepoBuilder) -> None:
    base = work.repo.head
    work.repo.commit("add a", {"a.go": "package a\n"})
    work.passes("checkout", "--quiet", "-b", "zz-last", base)
    work.repo.commit("add b", {"b.go": "// for qx\n"})

    before = _refs(remote)
    assert "b.go" in work.stopped("push", "origin", "fix", "zz-last")
    assert _refs(remote) == before


def test_a_deletion_publishes_nothing(work: Hooked, remote: RepoBuilder) -> None:
    work.repo.commit("add a", {"a.go": "// for qx\n"})
    work.passes("push", "--quiet", "--no-verify", "origin", "fix")

    told = work.passes("push", "--quiet", "origin", ":fix")

    assert "nothing new leaves" in told
    assert "fix" not in _refs(remote)


def test_a_push_of_nothing_new(work: Hooked) -> None:
    work.repo.commit("add a", {"a.go": "package a\n"})
    work.passes("push", "--quiet", "origin", "fix")

    assert "nothing new leaves" in work.passes("push", "origin", "fix")


def test_a_tag_says_things_of_its_own(work: Hooked, remote: RepoBuilder) -> None:
    work.repo.git("tag", "--annotate", "--message", "as run for QX", "v1")
    assert "private/term" in work.stopped("push", "origin", "v1")

    work.repo.git("tag", "--annotate", "--force", "--message", "first release", "v1")
    told = work.passes("push", "--quiet", "origin", "v1")
    assert "author 1, branch 1, message 1" in told
    work.repo.git("tag", "v1-qx")
    assert "branch" in work.stopped("push", "origin", "v1-qx")


def test_the_first_push_ever_is_of_the_whole_branch(work: Hooked, tmp_path: Path) -> None:
    work.repo.git("init", "--quiet", "--bare", str(tmp_path / "empty.git"))
    work.repo.git("remote", "remove", "origin")
    work.repo.git("remote", "add", "origin", str(tmp_path / "empty.git"))
    # Another branch, which does not leave.
    work.passes("checkout", "--quiet", "-b", "private")
    work.repo.commit("keep", {"a.go": "// for qx\n"})
    work.passes("checkout", "--quiet", "fix")
    work.repo.commit("add a", {"a.go": "package a\n"})

    told = work.passes("push", "--quiet", "origin", "fix:main")
    assert told.count("prtool pre-push: clean") == 2

    work.repo.git("update-ref", "-d", "refs/remotes/origin/main")
    work.repo.git("checkout", "--quiet", "--orphan", "fresh")
    work.repo.git("rm", "--quiet", "-r", "--cached", ".")
    work.repo.commit("begin for QX", {"b.go": "package b\n"})
    assert "message of" in work.stopped("push", "origin", "fresh")


def test_a_push_to_a_place_without_a_name(work: Hooked, remote: RepoBuilder) -> None:
    work.repo.commit("add a", {"a.go": "// for qx\n"})

    assert "a.go" in work.stopped("push", str(remote.path), "fix")


def test_a_conflict_that_a_rebase_resolved_is_found(work: Hooked, remote: RepoBuilder) -> None:
    """Git runs no pre-commit hook when a rebase goes on."""
    repo = work.repo
    base = repo.head
    repo.commit("fix", {"README.md": "# fix\n"})
    work.passes("checkout", "--quiet", "-b", "other", base)
    other = repo.commit("other", {"README.md": "# other\n"})
    assert work.git("rebase", "--quiet", "other", "fix").status == 1
    repo.write({"README.md": "# both, says qx\n"})
    repo.git("add", "README.md")
    work.passes("rebase", "--continue", environment={"GIT_EDITOR": "true"})
    assert repo.git("rev-parse", "HEAD^") == other

    assert "README.md" in work.stopped("push", "origin", "fix")


def test_a_merge_resolution_is_found(work: Hooked, remote: RepoBuilder) -> None:
    repo = work.repo
    base = repo.head
    repo.commit("fix", {"README.md": "# fix\n"})
    work.passes("checkout", "--quiet", "-b", "other", base)
    repo.commit("other", {"README.md": "# other\n"})
    assert work.git("merge", "fix").status == 1
    repo.write({"README.md": "# both, says qx\n"})
    repo.git("add", "README.md")
    work.passes("commit", "--quiet", "--message", "merge")

    assert "README.md" in work.stopped("push", "origin", "other")


class _Stdin:
    def __init__(self, data: bytes, *, terminal: bool = False) -> None:
        self.buffer = io.BytesIO(data)
        self.isatty = lambda: terminal


def test_what_git_would_never_say(prtool: Prtool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", _Stdin(b"refs/heads/main\n"))
    assert "does not say what is pushed" in refused(prtool, "--hook", "pre-push", "origin", "url")

    unknown = f"refs/heads/main {'1' * 40} refs/heads/main {ZERO}\n".encode()
    monkeypatch.setattr(sys, "stdin", _Stdin(unknown))
    assert "prtool: error: " in refused(prtool, "--hook", "pre-push", "origin", "url")

    monkeypatch.setattr(sys, "stdin", _Stdin(b"", terminal=True))
    assert "reads what git says" in refused(prtool, "--hook", "pre-push", "origin", "url")


def test_a_range_that_pre_commit_names(
    prtool: Prtool, work: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = work.repo.head
    clean = work.repo.commit("add a", {"a.go": "package a\n"})
    leak = work.repo.commit("add b", {"b.go": "// for qx\n"})
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert "does not say what is pushed" in refused(prtool, "--hook", "pre-push")

    monkeypatch.setenv("PRE_COMMIT_FROM_REF", base)
    monkeypatch.setenv("PRE_COMMIT_TO_REF", clean)
    assert prtool("check", "--hook", "pre-push")[0] == 0
    monkeypatch.setenv("PRE_COMMIT_TO_REF", leak)
    assert prtool("check", "--hook", "pre-push")[0] == 1

    # A whole history comes without a range.
    monkeypatch.delenv("PRE_COMMIT_FROM_REF")
    monkeypatch.delenv("PRE_COMMIT_TO_REF")
    monkeypatch.setenv("PRE_COMMIT_LOCAL_BRANCH", "refs/heads/fix")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_NAME", "origin")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", "refs/heads/fix-qx")
    status, stdout, _ = prtool("check", "--hook", "pre-push")
    assert status == 1
    assert "b.go" in stdout
    assert "\nbranch\n" in f"\n{stdout}"

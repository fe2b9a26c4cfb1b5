"""Ways around ``prtool check``: none of them may pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from prtool.reports.formats import REPORTS
from tests.integration.checking import TOKEN, channels, look, refused
from tests.integration.conftest import Prtool
from tests.support.repo_builder import RepoBuilder


def test_rules_of_the_base_count_and_a_change_of_them_is_a_finding(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    allow = 'version: 1\nrules:\n  - find: "*/*"\n    do: allow\n'
    repo.commit("x", {"a.txt": "for qx\n", "redaction_rules.yaml": allow})

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert {"content"} == channels(document)
    assert {"path"} == channels(document, "input/gate-config-changed")

    base = repo.head
    repo.commit("y", {"b.txt": "for qx\n"})
    assert look(prtool, "--base", base)[0] == 0
    repo.commit("z", {"redaction_rules.yaml": None})
    assert look(prtool, "--base", base)[0] == 0, "the base's own rules allow everything"


def test_rules_that_are_removed_are_a_finding(prtool: Prtool, repo: RepoBuilder) -> None:
    base = repo.commit("rules", {"redaction_rules.yaml": "version: 1\nrules: []\n"})
    repo.commit("no rules", {"redaction_rules.yaml": None})

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert {"path"} == channels(document, "input/gate-config-changed")


def test_named_rules_decide(prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path) -> None:
    repo.commit("x", {"a.txt": "for qx\n"})
    rules = tmp_path / "mine.yaml"
    rules.write_text("version: 1\nrules:\n  - find: private/term\n    do: allow\n")

    status, document = look(prtool, "--base", base, "--rules", rules)

    assert (status, document["not_listed"]) == (0, {"allowed": 1})


def test_a_tracked_lexicon_is_a_finding(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    repo.git("add", "--force", ".prtool/lexicon.yaml")
    repo.commit_index("oops")

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert {"path"} == channels(document, "private/tracked-lexicon")
    (repo.path / ".prtool" / "lexicon.yaml").chmod(0o644)
    assert look(prtool, "--pr-title", "harmless")[0] == 1


def test_a_lexicon_that_the_rules_require(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    repo.commit("x", {"a.txt": "for qx\n"})
    lexicon = repo.path / ".prtool" / "lexicon.yaml"
    named = tmp_path / "terms.yaml"
    named.write_bytes(lexicon.read_bytes())
    lexicon.unlink()
    status, document = look(prtool, "--base", base)
    assert (status, document["lexicon"]) == (0, None)
    assert look(prtool, "--base", base, "--lexicon", named)[0] == 1

    rules = tmp_path / "mine.yaml"
    rules.write_text("version: 1\nrules: []\nrequire_lexicon: true\n")
    assert "require a lexicon" in refused(prtool, "--base", base, "--rules", rules)


def test_fingerprints_outlive_moved_lines_and_new_commits(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    def fingerprints() -> set[str]:
        return {each["fingerprint"] for each in look(prtool, "--base", base)[1]["findings"]}

    repo.commit("x", {"a.txt": "for qx\n"})
    before = fingerprints()
    repo.git("reset", "--quiet", "--hard", base)
    repo.commit("y", {"a.txt": "\n\n\nfor qx\n"})

    assert before == fingerprints()
    assert len(before) == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--base", "HEAD"], "no commit between"),
        (["--base", "nope"], "unknown revision"),
        (["--staged"], "nothing to look at"),
        (["--worktree"], "nothing to look at"),
        (["--diff", "/dev/null"], "nothing to look at"),
        (["--text", "/dev/null"], "nothing to look at"),
        (["--text", "missing.txt"], "can't read missing.txt"),
        (["--bundle", "."], "is no bundle"),
        (["--staged", "--worktree"], "exclude each other"),
        (["--staged", "--report", "pdf"], "unknown report format"),
        (["--staged", "--report", "text", "--report", "json"], "two reports for one place"),
        (["--staged", "--show-private"], "needs a terminal"),
        (["--github"], "GITHUB_EVENT_PATH is not set"),
        (["--text", "-", "--pr-body-file", "-"], "only one option can read"),
    ],
)
def test_what_can_not_be_looked_at_is_no_pass(
    prtool: Prtool, base: str, args: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_EVENT_PATH", raising=False)

    assert words in refused(prtool, *args)


def test_a_shallow_clone_is_refused(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    repo.commit("x", {"a.txt": "a\n"})
    (repo.path / ".git" / "shallow").write_text(f"{repo.head}\n")

    assert "shallow" in refused(prtool, "--base", base)


def test_a_truncated_diff_is_refused(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    repo.write({"README.md": "# for qx\nmore\nand more\n"})
    whole = repo.raw("diff")
    lines = whole.split(b"\n")
    file = tmp_path / "cut.diff"
    for end in range(3, len(lines) - 1):
        file.write_bytes(b"\n".join(lines[:end]) + b"\n")
        refused(prtool, "--diff", file)
    file.write_bytes(whole)
    assert look(prtool, "--diff", file)[0] == 1


def test_reports_go_to_files_and_text_is_still_printed(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    repo.commit("x", {"a.go": f"// qx\nvar key = '{TOKEN}'\n", "qx/::error::b": "qx\n"})
    args: list[str] = []
    for name in REPORTS:
        args += ["--report", f"{name}={tmp_path / name}"]

    status, stdout, _ = prtool("check", "--base", base, *args)

    assert status == 1
    assert "private/term" in stdout
    for text in (
        stdout,
        *((tmp_path / name).read_text() for name in REPORTS),
    ):
        assert "qx" not in text.lower()
        assert TOKEN not in text
        assert not any(line.lstrip().startswith("::error::") for line in text.split("\n"))


def test_named_rules_of_the_repository_are_those_of_the_base(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    rules = repo.path / "ci" / "rules.yaml"
    allow = 'version: 1\nrules:\n  - find: "*/*"\n    do: allow\n'
    repo.commit("x", {"a.txt": "for qx\n", "ci/rules.yaml": allow})
    assert "bring its own rules" in refused(prtool, "--base", base, "--rules", rules)

    strict = "version: 1\nrules: []\n"
    base = repo.commit("y", {"ci/rules.yaml": strict})
    repo.commit("z", {"b.txt": "for qx too\n", "c.py": f"k = '{TOKEN}'\n", "ci/rules.yaml": allow})
    status, document = look(prtool, "--base", base, "--rules", rules)
    assert status == 1
    assert {"content"} == channels(document, "secret/github-token")
    assert {"path"} == channels(document, "input/gate-config-changed")
    rules.write_text(allow)
    assert look(prtool, "--base", base, "--rules", rules)[0] == 1


def test_an_old_fork_point_does_not_bring_back_old_rules(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    allow = 'version: 1\nrules:\n  - find: "*/*"\n    do: allow\n'
    old = repo.commit("lax", {"redaction_rules.yaml": allow})
    strict = repo.commit("strict", {"redaction_rules.yaml": "version: 1\nrules: []\n"})
    repo.git("checkout", "--quiet", "-b", "topic", old)
    repo.commit("x", {"a.txt": "for qx\n"})

    assert look(prtool, "--base", strict)[0] == 1


def test_rules_that_git_does_not_track_are_ones_own(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit("x", {"a.txt": "for qx\n"})
    rules = repo.path / "mine.yaml"
    rules.write_text("version: 1\nrules:\n  - find: private/term\n    do: allow\n")

    assert look(prtool, "--base", base, "--rules", rules)[0] == 0


@pytest.mark.parametrize("name", [".gitleaksignore", ".secrets.baseline", ".gitguardian.yaml"])
def test_files_of_other_scanners_are_not_followed_and_their_change_is_told(
    prtool: Prtool, repo: RepoBuilder, base: str, name: str
) -> None:
    repo.commit("x", {name: "a.go:github-pat:1\n", "a.go": f'k = "{TOKEN}" // gitleaks:allow\n'})

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert {"content"} == channels(document, "secret/github-token")
    assert {"path"} == channels(document, "input/scanner-config-changed")
    repo.commit("y", {"a.go": None})
    repo.git("reset", "--quiet", "--soft", base)
    repo.git("rm", "--quiet", "--cached", "--ignore-unmatch", "a.go")
    assert look(prtool, "--staged")[0] == 0, "it fails nothing by itself"

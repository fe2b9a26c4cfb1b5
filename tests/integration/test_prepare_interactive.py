"""``prtool prepare --interactive`` at a real terminal, and what later runs make of the answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.conftest import Prtool
from tests.integration.test_prepare import everything
from tests.support.repo_builder import RepoBuilder, write_lexicon
from tests.support.terminal import Dialogue, converse

BINARY = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(64))
NOTES = "# Notes\n\nask Mar first\n\nMar is cold\n"


@pytest.fixture
def base(repo: RepoBuilder) -> str:
    """Make a branch with a word that has two readings, on two lines, and with a binary."""
    write_lexicon(repo.path, {"value": "Mar", "kind": "provider"})
    base = repo.head
    repo.commit("docs: how to ask", {"docs/a.md": NOTES, "docs/logo.png": BINARY})
    return base


def ask(repo: RepoBuilder, base: str, out: Path, *answers: str) -> Dialogue:
    args = ("prepare", "--base", base, "--out", out, "--interactive")
    return converse(repo.path, args, answers)


def decisions(repo: RepoBuilder) -> Path:
    return repo.path / ".prtool" / "decisions.yaml"


def test_each_thing_is_asked_for_and_remembered(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    done = ask(repo, base, tmp_path / "b", "k", "k", "r")

    assert (done.status, done.unasked) == (0, []), done.screen
    assert "input/binary at binary docs/logo.png" in done.screen
    assert "    ask Mar first\n        ^^^\n" in done.screen
    text = everything(tmp_path / "b")
    assert "+ask Mar first\n" in text
    assert "Mar is cold" not in text
    assert " is cold" in text
    assert (tmp_path / "b" / "report.json").read_text().count("decisions.yaml:") == 3
    file = decisions(repo)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "Mar" not in file.read_text()
    assert "docs" not in file.read_text()

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "again")

    assert status == 0, stdout
    assert "3 remembered and used" in stdout
    assert everything(tmp_path / "again") == text


def test_decisions_outlive_a_rebase(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    ask(repo, base, tmp_path / "b", "k", "k", "r")
    head = repo.head
    repo.git("switch", "--quiet", "--detach", base)
    new = repo.commit("changes", {"CHANGES.md": "# Changes\n"})
    repo.git("cherry-pick", head)
    repo.git("switch", "--quiet", "-C", "fix")
    moved = NOTES.replace("ask Mar", "One line more.\n\n  ask Mar")
    repo.write({"docs/a.md": moved})
    repo.git("commit", "--quiet", "--all", "--amend", "--message", "docs: ask")

    status, stdout, _ = prtool("prepare", "--base", new, "--out", tmp_path / "again")

    assert status == 0, stdout
    assert "3 remembered and used" in stdout
    assert "+  ask Mar first\n" in everything(tmp_path / "again")


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        (("k", "w", "ask them", "k"), "+ask ask them first\n"),
        (("k", "l", "k"), "+# Notes\n+\n+\n+Mar is cold\n"),
        (("k", "K"), "+ask Mar first\n+\n+Mar is cold\n"),
        (("k", "A", "a month"), "+ask Mar first\n+\n+Mar is cold\n"),
        (("k", "f"), None),
    ],
)
def test_the_ways_out(
    repo: RepoBuilder, base: str, tmp_path: Path, answers: tuple[str, ...], line: str | None
) -> None:
    done = ask(repo, base, tmp_path / "b", *answers)

    assert (done.status, done.unasked) == (0, []), done.screen
    text = everything(tmp_path / "b")
    assert ("docs/a.md" in text) is (line is not None)
    assert line is None or line in text
    assert "a month" not in text


def test_bad_answers_are_asked_for_again(repo: RepoBuilder, base: str, tmp_path: Path) -> None:
    done = ask(repo, base, tmp_path / "b", "x", "r", "a", "", "k", "w", "Mar 5.5", "k", "k")

    assert (done.status, done.unasked) == (0, []), done.screen
    assert "one of k f a s q, please" in done.screen
    assert "a reason is needed" in done.screen
    assert "that would be found again itself: private/" in done.screen


@pytest.mark.parametrize("end", ["q", "^D", "^C"])
def test_what_was_answered_stays_when_the_rest_is_left_open(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path, end: str
) -> None:
    done = ask(repo, base, tmp_path / "b", "k", end)

    assert done.status == (130 if end == "^C" else 1), done.screen
    assert not (tmp_path / "b").exists()
    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")
    assert status == 1
    assert "blocked: 2 decisions needed" in stdout
    assert "1 remembered and used" in stdout


def test_a_skipped_question_stays_open(repo: RepoBuilder, base: str, tmp_path: Path) -> None:
    done = ask(repo, base, tmp_path / "b", "s", "k", "k")

    assert (done.status, done.unasked) == (1, [])
    assert "blocked: 1 decision needed" in done.screen
    assert "docs/logo.png" in done.screen
    assert "'prtool prepare --interactive' asks for them" in done.screen


def test_what_can_not_be_asked_for_is_not_offered(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("notes", {"HANDOFF.local.md": "x\n"})

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 1
    assert "range/empty" in stdout
    assert "--interactive" not in stdout
    page = (repo.path / ".prtool" / "review.html").read_text()
    assert "range/empty" in page
    assert "--interactive" not in page


def test_stale_and_unknown_decisions_are_told(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    ask(repo, base, tmp_path / "b", "k", "k", "k")
    repo.commit("shorter", {"docs/a.md": "# Notes\n\nask Mar first\n"})

    args = ("prepare", "--base", base, "--squash", "--keep", "docs/logo.png", "--out")
    status, stdout, _ = prtool(*args, tmp_path / "c", "--json")

    assert status == 0, stdout
    lines = decisions(repo).read_text().splitlines()
    ids = [number for number, line in enumerate(lines, 1) if line.startswith("  - id:")]
    told = json.loads(stdout)["decisions"]
    assert {"used": 1, "stale": [ids[0]], "unknown": [ids[2]]} == told
    _, stdout, _ = prtool(*args, tmp_path / "d")
    assert f"note: decisions.yaml:{ids[0]}: no longer needed" in stdout
    assert f"note: decisions.yaml:{ids[2]}: fits nothing in this run" in stdout


def test_without_a_terminal_nobody_is_asked(prtool: Prtool, base: str, tmp_path: Path) -> None:
    status, _, stderr = prtool("prepare", "--base", base, "--out", tmp_path / "b", "--interactive")

    assert status == 2
    assert "--interactive needs a terminal" in stderr


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("choice: keep", "choice: maybe", "decisions.yaml:5: 'choice' is one of"),
        ("version: 1", "version: 2", "version: 1 is wanted"),
        ("key-check: ", "key-check: f", "made with another key"),
        ("decisions:", "decision:", "this key is not known here"),
        ("    rule:", "    rule: [", "not valid YAML"),
        ("  - id: ", "  - id: x", "'id' is not of its form"),
    ],
)
def test_a_damaged_file_stops_the_run(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path, old: str, new: str, told: str
) -> None:
    ask(repo, base, tmp_path / "b", "k", "q")
    file = decisions(repo)
    file.write_text(file.read_text().replace(old, new, 1))

    status, _, stderr = prtool("prepare", "--base", base, "--out", tmp_path / "c")

    assert status == 2, stderr
    assert told in stderr
    assert not (tmp_path / "c").exists()


def test_what_is_kept_in_a_message_is_kept_wherever_the_message_goes(
    repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(repo.path, {"value": "Mar", "kind": "provider"})
    base = repo.head
    long = (
        "docs: say once more, and in more words than one line of a mail has room for, ask Mar first"
    )
    repo.commit(f"{long}\n\nMar is cold.\n", {"docs/a.md": "x\n"})

    done = ask(repo, base, tmp_path / "b", "k", "k")

    assert (done.status, done.unasked) == (0, []), done.screen
    assert "ask Mar first" in (tmp_path / "b" / "PR.md").read_text()


def test_a_word_that_is_kept_in_one_line_is_replaced_in_another(
    repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(repo.path, {"value": "Mar", "kind": "provider"})
    base = repo.head
    repo.commit("docs", {"docs/a.md": "ask Mar first\nthen Mar again\n"})

    done = ask(repo, base, tmp_path / "b", "k", "r")

    assert (done.status, done.unasked) == (0, []), done.screen
    text = everything(tmp_path / "b")
    assert "+ask Mar first\n" in text
    assert "then Mar" not in text


def test_what_is_seen_only_after_decoding_can_go_or_be_allowed(
    repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(repo.path, {"value": "Bluewhistle-Depot", "kind": "project"})
    base = repo.head
    hidden = b"go to Bluewhistle-Depot now".hex()
    repo.commit("docs", {"a.md": f"keep\n{hidden}\n", "b.md": f"keep {hidden}\n"})

    done = ask(repo, base, tmp_path / "b", "k", "r", "l", "a", "an old build number")

    assert (done.status, done.unasked) == (0, []), done.screen
    text = everything(tmp_path / "b")
    assert f"+keep {hidden}\n" in text
    assert f"+{hidden}\n" not in text
    assert "build number" not in text

"""``prtool check --baseline``: silences what it was made for, and nothing else."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.baselines import LINE, edit, write
from tests.integration.checking import TOKEN, channels, look
from tests.integration.conftest import HOST, PRIVATE_AUTHOR, Prtool
from tests.support.repo_builder import RepoBuilder, write_lexicon


def test_what_is_known_is_silenced_and_counted(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("x", {"a.go": LINE})
    assert look(prtool, "--base", base)[0] == 1
    (entry,) = write(prtool, known, "--base", base)
    assert {**entry, "fingerprint": ""} == {
        "rule": "secret/github-token", "channel": "content", "path": "a.go", "count": 1,
        "fingerprint": "", "until": None, "note": "",
    }  # fmt: skip

    status, document = look(prtool, "--base", base, "--baseline", known)

    assert (status, document["findings"], document["not_listed"]) == (0, [], {"allowed": 1})
    assert "; baseline: 1 finding silenced" in prtool("check", "--base", base,
                                                      "--baseline", known)[1]  # fmt: skip


def test_no_value_and_no_guessable_hash_is_stored(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("for QX\n", {"docs/qx_notes.go": f"{LINE}// {HOST}\n"}, author=PRIVATE_AUTHOR)
    entries = write(prtool, known, "--base", base)
    text = known.read_text().lower()

    for value in (TOKEN, "qx", HOST, "sandra", "kohlen"):
        assert value.lower() not in text
    assert {"docs/[private-term]_notes.go"} == {each["path"] for each in entries if each["path"]}
    # Who has another key, or none, makes other fingerprints of the same findings.
    (repo.path / ".prtool/key").unlink()
    other = write(prtool, known.with_name("other.json"), "--base", base)
    assert not {e["fingerprint"] for e in entries} & {e["fingerprint"] for e in other}
    assert sorted(e["rule"] for e in entries) == sorted(e["rule"] for e in other)


def test_a_path_that_is_known_is_still_masked(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("x", {"docs/qx_notes.go": "a\n"})
    write(prtool, known, "--base", base)
    repo.commit("y", {"docs/qx_notes.go": f"a\n{LINE}"})

    _, document = look(prtool, "--base", base, "--baseline", known)

    assert [each["path"] for each in document["findings"]] == ["docs/[private-term]_notes.go"]


def _rebased(repo: RepoBuilder, base: str) -> None:
    repo.git("checkout", "--quiet", "--detach", base)
    repo.commit("upstream goes on", {"other.txt": "other\n"})
    new = repo.head
    repo.git("checkout", "--quiet", "main")
    repo.environment |= {"GIT_COMMITTER_DATE": "1790000000 +0000"}
    repo.git("rebase", "--quiet", new)


def _squashed(repo: RepoBuilder, base: str) -> None:
    messages = repo.git("log", "--reverse", "--format=* %B", f"{base}..HEAD")
    repo.git("reset", "--quiet", "--soft", base)
    repo.commit_index(f"all of it\n\n{messages}\n", author=PRIVATE_AUTHOR)


def _moved_lines(repo: RepoBuilder, base: str) -> None:
    text = (repo.path / "a.go").read_text()
    repo.commit("move", {"a.go": f"package a\n\n\n{text}\n"})


def _renamed(repo: RepoBuilder, base: str) -> None:
    repo.git("mv", "a.go", "b.go")
    repo.commit("rename", {})
    repo.git("mv", "b.go", "c.go")
    repo.commit("rename again", {})


def _edited_line(repo: RepoBuilder, base: str) -> None:
    text = (repo.path / "a.go").read_text()
    repo.commit("indent", {"a.go": text.replace("var k", "\tvar long")})


@pytest.mark.parametrize("change", [_rebased, _squashed, _moved_lines, _renamed, _edited_line])
def test_a_baseline_outlives(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path,
    change: Callable[[RepoBuilder, str], None],
) -> None:  # fmt: skip
    filler = "".join(f"// line {number}\n" for number in range(20))
    repo.commit("for QX\n\nReviewed-by: QX team\n", {"a.go": filler}, author=PRIVATE_AUTHOR)
    repo.commit("more\n\nof qx\n", {"a.go": filler + LINE}, author=PRIVATE_AUTHOR)
    write(prtool, known, "--base", base)
    change(repo, base)
    assert look(prtool, "--base", base)[0] == 1

    status, document = look(prtool, "--base", base, "--baseline", known)

    assert (status, document["findings"]) == (0, [])


def _in_another_file(repo: RepoBuilder) -> None:
    repo.commit("y", {"b.go": f"package b\n\n{LINE}"})


def _in_the_same_file(repo: RepoBuilder) -> None:
    repo.commit("y", {"a.go": LINE + "// and\n" + LINE.replace("k", "l", 1)})


def _another_value(repo: RepoBuilder) -> None:
    repo.commit("y", {"a.go": LINE.replace(TOKEN[-4:], "0aB1")})


def _in_a_message(repo: RepoBuilder) -> None:
    repo.commit(f"y {TOKEN}", {"c.go": "c\n"})


def _moved_without_git(repo: RepoBuilder) -> None:
    repo.commit("y", {"a.go": None})
    repo.commit("z", {"b.go": LINE + "// and much else\n" * 40})


@pytest.mark.parametrize(
    "change",
    [_in_another_file, _in_the_same_file, _another_value, _in_a_message, _moved_without_git],
)
def test_one_more_occurrence_is_a_finding(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path,
    change: Callable[[RepoBuilder], None],
) -> None:  # fmt: skip
    repo.commit("x", {"a.go": LINE})
    write(prtool, known, "--base", base)
    change(repo)

    for args in (["--base", base], ["--all-history"]):
        status, document = look(prtool, *args, "--baseline", known)
        assert status == 1
        assert len(document["findings"]) == 1


def test_what_the_base_has_already_takes_up_the_count(
    prtool: Prtool, repo: RepoBuilder, known: Path
) -> None:
    write_lexicon(repo.path, {"value": "INT", "kind": "provider"})
    repo.commit("x", {"a.go": "// asks INT-5.5(high)\n"})
    write(prtool, known, "--all-history")
    base = repo.head
    repo.commit("y", {"a.go": "// asks INT-5.5(high)\n// asks INT-6.0(low)\n"})
    assert look(prtool, "--base", base)[0] == 1

    status, document = look(prtool, "--base", base, "--baseline", known)

    assert status == 1
    (finding,) = document["findings"]
    assert finding["line"] == 2
    assert "more than the 1 in the baseline" in finding["message"]


def test_findings_without_a_path_are_known_by_what_they_say(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.git("checkout", "--quiet", "-b", "fix/qx-retry")
    repo.commit("for QX\n", {"a.txt": "a\n"}, author=PRIVATE_AUTHOR, offset="+0800")
    args = ("--base", base, "--pr-title", "retry QX")
    entries = write(prtool, known, *args)
    assert {"message", "author", "branch", "date", "pr-title"} <= {e["channel"] for e in entries}
    assert {None} == {e["path"] for e in entries}
    assert all((e["count"] is None) == (e["channel"] in ("author", "date")) for e in entries)

    repo.commit("harmless\n", {"b.txt": "b\n"}, author=PRIVATE_AUTHOR, offset="+0800")
    status, document = look(prtool, *args, "--baseline", known)
    assert (status, document["findings"]) == (0, [])

    repo.commit("more for QX\n", {"c.txt": "c\n"})
    status, document = look(prtool, *args, "--baseline", known)
    assert status == 1
    assert [each["channel"] for each in document["findings"]] == ["message"]
    assert document["findings"][0]["commit"] == repo.head, "the newest is the one that is new"


def test_an_entry_past_its_last_day_silences_nothing(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("x", {"a.go": LINE})
    write(prtool, known, "--base", base)
    edit(known, until="2999-12-31", note="rotated by then")
    assert look(prtool, "--base", base, "--baseline", known)[0] == 0
    edit(known, until="2020-02-29")

    status, document = look(prtool, "--base", base, "--baseline", known)

    assert status == 1
    assert "its baseline entry ended on 2020-02-29" in document["findings"][0]["message"]
    assert "baseline: 1 entry past its last day (1)" in document["notes"]
    # Writing it again is no way around the day.
    status, _, _ = prtool("check", "--base", base, "--write-baseline", known)
    assert status == 1
    (entry,) = json.loads(known.read_text())["entries"]
    assert (entry["until"], entry["note"]) == ("2020-02-29", "rotated by then")


def test_renewing_keeps_what_was_written_by_hand_and_drops_what_is_gone(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("x", {"a.go": LINE, "b.go": "// qx\n"})
    write(prtool, known, "--base", base)
    edit(known, 0, note="a test key", until="2999-01-01")
    edit(known, 1, note="why not", count=None)
    repo.commit("y", {"c.go": f"// ask {HOST}\n"})

    entries = write(prtool, known, "--base", repo.git("rev-parse", "HEAD~"))
    assert [(e["path"], e["count"], e["note"], e["until"]) for e in entries] == [
        ("a.go", 1, "a test key", "2999-01-01"), ("b.go", None, "why not", None),
        ("c.go", 1, "", None),
    ], "a look at a part drops nothing"  # fmt: skip

    repo.git("reset", "--quiet", "--hard", base)
    repo.commit("z", {"b.go": "// qx\n"})
    assert (
        "baseline: 2 entries without a finding (1, 3)"
        in look(prtool, "--all-history", "--baseline", known)[1]["notes"]
    )
    entries = write(prtool, known, "--all-history")
    assert [(e["path"], e["count"], e["note"]) for e in entries] == [("b.go", None, "why not")]


def test_a_renamed_file_is_renewed_with_its_note(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("x", {"a.go": LINE + "// more\n" * 9})
    write(prtool, known, "--base", base)
    edit(known, note="a test key")
    _renamed(repo, base)
    repo.commit("go on", {"c.go": LINE + "// more\n" * 12})

    entries = write(prtool, known, "--all-history")

    assert [(e["path"], e["note"]) for e in entries] == [
        ("a.go", "a test key"), ("c.go", "a test key"),
    ]  # fmt: skip


def test_staged_worktree_diff_and_text_know_the_same(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path, tmp_path: Path
) -> None:
    repo.write({"a.go": LINE})
    write(prtool, known, "--worktree")
    repo.git("add", "a.go")
    diff = tmp_path / "a.diff"
    diff.write_bytes(repo.raw("diff", "--cached"))

    for args in (["--staged"], ["--worktree"], ["--diff", diff]):
        assert look(prtool, *args, "--baseline", known)[0] == 0
    repo.commit("x", {})
    assert look(prtool, "--base", base, "--baseline", known)[0] == 0
    repo.git("mv", "a.go", "z.go")
    for args in (["--staged"], ["--worktree"]):
        assert look(prtool, *args, "--baseline", known)[0] == 0

    text = tmp_path / "t.txt"
    text.write_text("say qx\n")
    write(prtool, known, "--text", text)
    assert look(prtool, "--text", text, "--baseline", known)[0] == 0


def test_the_same_findings_make_the_same_file(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("x qx\n", {"a.go": LINE + LINE, "b.go": "// qx\n"}, author=PRIVATE_AUTHOR)
    write(prtool, known, "--base", base)
    first = known.read_bytes()
    write(prtool, known, "--base", base)
    assert first == known.read_bytes()
    write(prtool, known.with_name("again.json"), "--base", base)
    assert first == known.with_name("again.json").read_bytes()
    assert stat.S_IMODE(known.stat().st_mode) == 0o644


def test_a_binary_is_known_with_its_content(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("x", {"a.bin": b"\0\1\2"})
    write(prtool, known, "--base", base)
    assert look(prtool, "--base", base, "--baseline", known)[0] == 0
    repo.commit("y", {"a.bin": b"\0\1\3"})

    status, document = look(prtool, "--base", base, "--baseline", known)

    assert status == 1
    assert {"binary"} == channels(document, "input/binary")

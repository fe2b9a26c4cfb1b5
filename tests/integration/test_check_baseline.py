"""``prtool check --baseline``: silences what it was made for, and nothing else."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.checking import TOKEN, channels, look, refused
from tests.integration.conftest import HOST, PRIVATE_AUTHOR, Prtool
from tests.support.repo_builder import RepoBuilder, write_lexicon

KEY = "k3y-of-the-" + "tests-0123456789"
LINE = f'var k = "{TOKEN}"\n'
NAME = ".prtool-baseline.json"


@pytest.fixture
def base(repo: RepoBuilder) -> str:
    return repo.head


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """Return where a baseline may lie, outside of the repository."""
    return tmp_path / NAME


def write(prtool: Prtool, known: Path, *args: str | Path) -> list[dict[str, Any]]:
    """Write a baseline, see that it silences everything, and return its entries."""
    status, stdout, stderr = prtool("check", *args, "--write-baseline", known)
    assert (status, stderr) == (0, ""), stdout
    entries: list[dict[str, Any]] = json.loads(known.read_text())["entries"]
    return entries


def edit(known: Path, number: int = 0, **fields: object) -> None:
    document = json.loads(known.read_text())
    document["entries"][number] |= fields
    known.write_text(json.dumps(document))


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
    assert [{**e, "fingerprint": 0} for e in entries] != []
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


# Its key.


@pytest.fixture
def elsewhere(prtool: Prtool, repo: RepoBuilder, base: str, known: Path, tmp_path: Path) -> Path:
    """Write a baseline and its key, let the private folder's key be gone, and return the key."""
    repo.commit("x", {"a.go": LINE})
    key = tmp_path / "baseline.key"
    status, _, _ = prtool(
        "check", "--base", base, "--write-baseline", known, "--baseline-key-out", key
    )
    assert (status, stat.S_IMODE(key.stat().st_mode)) == (0, 0o600)
    own = repo.path / ".prtool/key"
    assert own.read_text().strip() not in key.read_text(), "pseudonyms hang on that one"
    own.unlink()
    return key


def test_ci_has_the_key_from_a_secret(
    prtool: Prtool, base: str, known: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    args = ("--base", base, "--baseline", known)
    assert look(prtool, *args, "--baseline-key-file", elsewhere)[0] == 0
    monkeypatch.setenv("PRTOOL_BASELINE_KEY", elsewhere.read_text())
    assert look(prtool, *args)[0] == 0


@pytest.mark.parametrize("key", [None, " \n", "short", KEY])
def test_a_wrong_or_missing_key_is_never_a_pass(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path, elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch, key: str | None,
) -> None:  # fmt: skip
    if key is not None:
        monkeypatch.setenv("PRTOOL_BASELINE_KEY", key)

    words = refused(prtool, "--base", base, "--baseline", known)

    assert "key" in words
    before = known.read_bytes()
    refused(prtool, "--base", base, "--write-baseline", known)
    assert before == known.read_bytes()


def test_without_any_key_a_fork_may_go_on_and_then_nothing_is_silenced(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path, elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (repo.path / ".prtool/lexicon.yaml").unlink()
    for folder in ("templates", "tmp"):
        (repo.path / ".prtool" / folder).rmdir()
    (repo.path / ".prtool").rmdir()
    args = ("--base", base, "--baseline", known)
    assert "there is no key for the baseline" in refused(prtool, *args)
    assert "--baseline-key-out" in refused(prtool, "--base", base, "--write-baseline", known)
    skip = (*args, "--baseline-unavailable", "skip")

    status, document = look(prtool, *skip)

    assert status == 1
    assert document["notes"] == [
        "messages of a squashed commit, as forges would propose them: 2",
        "baseline: its key is not at hand here, so nothing is silenced",
    ]
    monkeypatch.setenv("PRTOOL_BASELINE_KEY", KEY)
    assert "the canary does not answer" in refused(prtool, *skip)


def test_without_a_private_folder_a_key_is_made(
    prtool: Prtool, tmp_path: Path, known: Path
) -> None:
    other = RepoBuilder.create(tmp_path / "public")
    base = other.commit("begin", {"a.txt": "a\n"})
    other.commit("x", {"a.go": LINE})
    there, key = Prtool(other, prtool.capsys), tmp_path / "new.key"

    write(there, known, "--base", base, "--baseline-key-out", key)

    args = ("--base", base, "--baseline", known, "--baseline-key-file", key)
    assert look(there, *args)[0] == 0


# Where it comes from.


def test_in_a_range_the_baseline_is_that_of_the_base_and_its_change_a_finding(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    known = repo.path / NAME
    args = ("--base", base, "--baseline", known)
    repo.commit("x", {"a.go": LINE})
    write(prtool, known, "--base", base)
    repo.commit("bring it along", {})

    status, document = look(prtool, *args)
    assert status == 1
    assert {"content"} == channels(document, "secret/github-token")
    assert {"path"} == channels(document, "input/gate-config-changed")
    assert document["notes"] == [
        "messages of a squashed commit, as forges would propose them: 3",
        "baseline: the base does not have it, so nothing is silenced",
    ]

    middle = repo.head
    repo.commit("y", {"a.go": None, "b.go": "b\n"})
    repo.commit("z", {"a.go": LINE, "c.go": LINE})
    assert [
        each["path"] for each in look(prtool, "--base", middle, "--baseline", known)[1]["findings"]
    ] == [], "what the base publishes is no news"
    repo.commit("weaken", {NAME: None})
    document = look(prtool, "--base", middle, "--baseline", known)[1]
    assert [each["rule"] for each in document["findings"]] == ["input/gate-config-changed"]


def test_a_change_of_the_gate_can_not_be_made_known(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("x", {"redaction_rules.yaml": "version: 1\nrules: []\n"})

    status, stdout, _ = prtool("check", "--base", base, "--write-baseline", known)

    assert status == 1
    assert "input/gate-config-changed" in stdout
    assert json.loads(known.read_text())["entries"] == []


def test_a_baseline_of_ones_own_lies_where_one_likes(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit("x", {"a.go": LINE})
    known = repo.path / "not-tracked.json"
    write(prtool, known, "--base", base)

    assert look(prtool, "--base", base, "--baseline", known)[0] == 0


def test_a_baseline_is_clean_itself(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    repo.commit("x for QX", {"a.go": LINE, "qx/b.go": "// qx\n"}, author=PRIVATE_AUTHOR)
    known = repo.path / NAME
    write(prtool, known, "--base", base)
    repo.git("add", NAME)

    document = look(prtool, "--staged", "--baseline", known)[1]

    assert {each["rule"] for each in document["findings"]} == {"input/gate-config-changed"}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (".prtool/known.json", "lies in the private folder"), (".git/known.json", "git's folder"),
        ("README.md", "is not a baseline"), ("link", "is no plain file"), (".", "is no plain file"),
        ("missing/known.json", "is no folder"),
    ],
)  # fmt: skip
def test_a_baseline_is_not_written_anywhere(
    prtool: Prtool, repo: RepoBuilder, base: str, place: str, words: str
) -> None:
    (repo.path / "link").symlink_to("somewhere.json")
    repo.commit("x", {"a.go": LINE})
    before = repo.fingerprint()

    assert words in refused(prtool, "--base", base, "--write-baseline", repo.path / place)
    assert before == repo.fingerprint()


def test_a_baseline_is_not_written_into_a_bundle(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    repo.commit("x", {"a.txt": "a\n"})
    bundle = tmp_path / "bundle"
    assert prtool("prepare", "--base", base, "--out", bundle)[0] == 0

    assert "lies in the bundle" in refused(
        prtool, "--bundle", bundle, "--write-baseline", bundle / NAME
    )


def test_a_key_is_not_written_among_the_files(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("x", {"a.go": LINE})
    args = ("--base", base, "--write-baseline", known, "--baseline-key-out")

    assert "a key must not" in refused(prtool, *args, repo.path / "key")
    assert not known.exists()
    (known.parent / "there").touch()
    assert "a key is never replaced" in refused(prtool, *args, known.parent / "there")
    assert not known.exists()
    assert "goes with --write-baseline" in refused(prtool, "--staged", *args[-1:], "k")
    assert "renew one of them" in refused(prtool, *args[:4], "--baseline", "other.json")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: "", ":1: not JSON"),
        (lambda text: "[]", "not a baseline"),
        (lambda text: "[" * 100_000, "nested too deeply"),
        (lambda text: text.replace("prtool/baseline/1", "prtool/baseline/2"), "the schema is not"),
        (lambda text: text.replace('"canary"', '"bird"'), "unknown key 'bird'"),
        (lambda text: text.replace('"count": 1', '"count": 0'), "entry 1: 'count' has to be"),
        (lambda text: text.replace('"count": 1', '"count": true'), "entry 1: 'count' has to be"),
        (lambda text: text.replace('"until": null', '"until": "soon"'), "entry 1: 'until' has"),
        (lambda text: text.replace('"until"', '"untill"'), "entry 1: unknown key 'untill'"),
        (lambda text: text.replace('"rule"', '"path"'), "a key stands there twice"),
        (lambda text: re.sub('"fingerprint": ".', '"fingerprint": "x', text), "is damaged"),
        (lambda text: text.replace('"channel": "content"', '"channel": "air"'), "of a report"),
        (lambda text: re.sub(r"(\{\n      [^}]*\})", r"\1,\1", text), "the same as entry 1"),
        (lambda text: text[:200], "not JSON"),
    ],
)  # fmt: skip
def test_a_damaged_baseline_is_refused(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path, spoil: Callable[[str], str],
    words: str,
) -> None:  # fmt: skip
    repo.commit("x", {"a.go": LINE})
    write(prtool, known, "--base", base)
    known.write_text(spoil(known.read_text()))

    assert words in refused(prtool, "--base", base, "--baseline", known)


def test_a_missing_baseline_is_refused(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    repo.commit("x", {"a.go": LINE})

    assert "can't read nowhere.json" in refused(
        prtool, "--base", base, "--baseline", "nowhere.json"
    )

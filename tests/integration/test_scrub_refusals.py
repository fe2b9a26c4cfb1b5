"""What ``prtool scrub`` can't read, may not change or can't vouch for: nothing is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from prtool.detectors import markers
from prtool.rewrite.patch import rows
from tests.integration.conftest import HOME
from tests.support.repo_builder import RepoBuilder
from tests.support.scrubbing import ZEROS, Scrub


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

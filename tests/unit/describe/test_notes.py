"""Notes against their golden files, and what marks and odd forms do.

PRTOOL_UPDATE_GOLDEN=1 writes the files anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prtool.describe.notes import LeftOut, read_notes
from prtool.errors import InputError
from prtool.model.edits import Edit
from prtool.model.headings import headings
from prtool.model.parts import Part
from prtool.model.text import Span

GOLDEN = Path(__file__).parents[2] / "golden" / "notes"
KINDS = sorted(path.name for path in GOLDEN.glob("*.notes.*"))


def taken(text: str) -> list[tuple[str, str]]:
    return [(part.value, body) for part, body in read_notes(text).sections]


@pytest.mark.parametrize("name", KINDS)
def test_notes_of_each_kind_are_taken_as_their_golden_file(name: str) -> None:
    notes = read_notes((GOLDEN / name).read_text("utf-8"), name=name)
    out = "".join(f"line {each.line}: {each.why}\n" for each in notes.left_out)
    shown = f"{notes.as_text()}\n---\n{out}"
    golden = GOLDEN / f"{name.split('.')[0]}.taken.md"
    if os.environ.get("PRTOOL_UPDATE_GOLDEN"):
        golden.write_text(shown, "utf-8")

    assert golden.read_text("utf-8") == shown


def test_there_are_many_kinds() -> None:
    assert len(KINDS) >= 8
    assert len([name for name in KINDS if "chinese" in name]) == 2


def test_line_ends_and_marks_of_other_systems_change_nothing() -> None:
    text = (GOLDEN / "markdown.notes.md").read_text("utf-8")

    assert read_notes("\ufeff" + text.replace("\n", "\r\n")) == read_notes(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [("just text", "unknown heading"), ("just text\n\nand more of it.\n", "unknown heading"),
     ("A sentence.\nAnd another.\n", "before the first heading")],
)  # fmt: skip
def test_notes_without_headings_stay_out(text: str, why: str) -> None:
    assert read_notes(text).sections == ()
    assert read_notes(text).left_out == (LeftOut(1, why),)


def test_empty_notes_are_nothing() -> None:
    assert read_notes(" \n\n") == read_notes("")
    assert read_notes("## Problem\n\n## Fix\n\n").sections == ()


def test_everything_below_a_local_heading_stays_out() -> None:
    text = "## Deployment\n\none\n\n### Fix\n\ntwo\n\n**Problem**\n\nthree\n\n## Fix\n\nfour\n"

    assert taken(text) == [("changes", "four")]


def test_an_unknown_heading_below_a_known_one_stays_out() -> None:
    assert taken("## Fix\n\none\n\n### Where I live\n\ntwo\n") == [("changes", "one")]


@pytest.mark.parametrize(
    "heading",
    ["Deployment to the cellar", "How we rolled back: the rollback", "生产环境验证", "上线后的测试",
     "Test machines", "Live verification", "Fix (deployed)"],
)  # fmt: skip
def test_a_heading_that_speaks_of_the_live_machine_is_not_known(heading: str) -> None:
    assert headings().part(heading) in (None, Part.LOCAL)


@pytest.mark.parametrize(
    ("heading", "part"),
    [("2.1 Root Cause:", "root-cause"), ("🐛 Problem", "problem"), ("`Fix`", "changes"),
     ("Problem and root cause", "problem"), ("ＦＩＸ", "changes"), ("第三步：修复方案", "changes"),
     ("（二）根因", "root-cause"), ("问题与根因", "problem"), ("Tests / verification", "tests"),
     ("Fix & rollback", None)],
)  # fmt: skip
def test_headings_are_known_in_any_dress(heading: str, part: str | None) -> None:
    found = headings().part(heading)

    assert (found if found is not Part.LOCAL else None) == part


def test_list_items_that_speak_of_the_live_machine_stay_out() -> None:
    text = (
        "## Verification\n\n- Tests: pass\n- **Live checksum**: all equal\n  on both\n\n"
        "  and more\n- 回滚：放回旧文件\n- Note that logs: are told\n1. Rollback: none\n2. done\n"
    )

    assert taken(text) == [("verification", "- Tests: pass\n\n- Note that logs: are told\n2. done")]
    assert [each.line for each in read_notes(text).left_out] == [4, 8, 10]


@pytest.mark.parametrize(
    "heading",
    ["<h3>Rollback</h3>", "<H2 id='x'>Where it runs</H2>", "<details><summary>Backups</summary>",
     "<summary>Backups</summary>"],
)  # fmt: skip
def test_headings_in_html_are_headings(heading: str) -> None:
    assert taken(f"## Fix\n\none\n\n{heading}\n\ntwo\n") == [("changes", "one")]


def test_the_rules_file_adds_headings_and_wins() -> None:
    table = headings([("Incident", Part.PROBLEM), ("Fix", Part.LOCAL), ("Field trip", Part.LOCAL)])
    text = "## Incident\n\none\n\n## Fix\n\ntwo\n\n## Our field trip\n\n### Tests\n\nthree\n"

    assert read_notes(text, table).sections == ((Part.PROBLEM, "one"),)


def test_a_fence_that_never_closes_hides_no_heading() -> None:
    assert taken("## Fix\n\n```\none\n\n## Rollback\n\ntwo\n") == [("changes", "```\none")]


def test_private_marks_win_over_public_ones() -> None:
    text = (
        "## Log\n\n<PUBLIC problem>one <private>two</private> three\n"
        "four</public> five\n\n## Fix\n\nsix &lt;private&gt;seven\n\n```\neight\n```\n"
        "nine</private> ten\n"
    )

    assert taken(text) == [("problem", "one three\nfour"), ("changes", "six\n ten")]


@pytest.mark.parametrize(
    ("text", "where"),
    [("a\n<private>b\n", "n.md:2: <private> is not closed"),
     ("</public>\n", "n.md:1: </public> closes nothing"),
     ("<public>a</private>", "n.md:1: </private> closes nothing"),
     ("\n\n<public cellar>a</public>", "n.md:3: a <public> mark names a part")],
)  # fmt: skip
def test_a_mark_without_its_partner_is_an_error_with_its_place(text: str, where: str) -> None:
    with pytest.raises(InputError) as caught:
        read_notes(text, name="n.md")

    assert str(caught.value).startswith(where)
    assert caught.value.hint


def test_edits_of_the_whole_reach_each_section() -> None:
    notes = read_notes("## Fix\n\none QX two\n\n## Tests\n\nQX\nQX gone\n")
    text = notes.as_text()
    edits = []
    position = text.find("QX")
    while position != -1:
        edits.append(Edit(Span(position, position + 2), "globex"))
        position = text.find("QX", position + 2)
    last = text.rindex("QX gone")
    edits[-1] = Edit(Span(last, len(text)), "", reversible=False)

    assert notes.rewritten(edits).sections == (
        (Part.CHANGES, "one globex two"), (Part.TESTS, "globex"),
    )  # fmt: skip


def test_a_section_of_which_nothing_is_left_goes() -> None:
    notes = read_notes("## Fix\n\nQX\n")
    text = notes.as_text()

    assert notes.rewritten([Edit(Span(text.index("QX"), len(text)), "")]).sections == ()


def test_a_row_of_blanks_is_read_in_no_time() -> None:
    """No expression tries each of its blanks as a beginning."""
    assert taken("## Fix\n\n" + "a" + " " * 100_000 + "x\n")[0][0] == "changes"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("As <private>QX</private> said.", "As said."),
        ("It is lost <private>on QX</private>.", "It is lost."),
        ("- <private>x</private> kept", "- kept"),
        ("one<private> two</private> three", "one three"),
        ("one <private>two</private>three", "one three"),
        ("a <private>b</private> <private>c</private> d", "a d"),
    ],
)
def test_a_cut_within_a_sentence_leaves_one_blank(row: str, expected: str) -> None:
    assert taken(f"## Fix\n\n{row}\n") == [("changes", expected)]


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("What was the problem?", "problem"), ("What is the fix", "changes"),
        ("What went wrong?", "problem"), ("What was broken", "problem"),
        ("Why did it happen?", "root-cause"),
        ("The symptoms", "problem"), ("Our fix", "changes"), ("1. Problem", "problem"),
        ("① Problem", "problem"), ("Problem (short)", "problem"), ("问题（简述）", "problem"),
        ("Root cause (analysis)", "root-cause"), ("问题 (Problem)", "problem"),
        ("How to reproduce it", "how-to-reproduce"), ("How did we fix it?", "changes"),
        ("How to test", "tests"), ("根因是什么？", "root-cause"),
        ("如何复现它", "how-to-reproduce"),
        ("Root cause analysis", "root-cause"), ("2) What was the root cause?", "root-cause"),
    ],
)  # fmt: skip
def test_a_known_word_may_be_asked_for_or_remarked_on(heading: str, part: str) -> None:
    assert headings().part(heading) == part
    assert taken(f"### {heading}\n\none\n") == [(part, "one")]


@pytest.mark.parametrize(
    "heading",
    [
        "Problem (live)", "Fix (deployed)", "What was the rollback?", "Problem (qx7)",
        "What was the problem on qx7?", "How to fix the running service", "Fix (on the box)",
        "What is the production problem?", "问题（线上）", "How to patch it", "Problem on qx7",
        "(Problem) (qx7)", "What was it?", "Not the problem", "Fix: on qx7", "Tests (machine 2)",
        "What is the problem (live)?", "The", "How to", "线上问题是什么", "Fix ()", "The qx7 fix",
    ],
)  # fmt: skip
def test_what_says_more_than_that_stays_out(heading: str) -> None:
    assert headings().part(heading) in (None, Part.LOCAL)
    assert taken(f"# {heading}\n\none\n") == []


def test_a_question_alone_is_a_heading_that_ends_nothing_local() -> None:
    text = (
        "Intro\n\nWhat was the problem?\n\nIt is lost.\n\nRollback\n\nPut it back.\n\n"
        "What was the fix?\n\nThe old one.\n"
    )

    assert taken(text) == [("problem", "It is lost.")]


def test_a_long_heading_takes_no_time() -> None:
    assert headings().part("problem " + "(a" * 50_000) is None


@pytest.mark.parametrize(
    "title",
    ["# Investigation log of the live gateway", "# Private notes: lost aliases",
     "# Lost aliases on relay.corp.internal", "# 线上网关排查日志", "Log of a lost alias\n==="],
)  # fmt: skip
def test_a_title_that_says_what_the_notes_are_hides_no_section(title: str) -> None:
    text = f"{title}\n\nzero\n\n## Fix\n\none\n\n## Rollback\n\ntwo\n\n### Problem\n\nthree\n"

    assert taken(text) == [("changes", "one")]
    assert [each.why for each in read_notes(text).left_out] == ["local only"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "# Log\n\n## Fix\n\none\n",
        "# Deployment to production\n\n## Fix\n\none\n",
        "# Live: how to restart\n\n## Fix\n\none\n",
        "# Backups of the live box\n\n## Fix\n\none\n",
        "# Notes\n\n## Log of the live box\n\n### Fix\n\none\n",
        "# Log of the live box\n\n## Fix\n\none\n\n# Elsewhere\n\ntwo\n",
        "# Notes\n\nzero\n\n# Log of the live box\n\n## Fix\n\none\n",
    ],
)  # fmt: skip
def test_a_local_heading_that_is_no_title_hides_what_is_below(text: str) -> None:
    assert taken(text) == []

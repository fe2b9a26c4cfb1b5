"""The pull request text: only what is known, from public commits and taken notes."""

from __future__ import annotations

from prtool.describe.notes import read_notes
from prtool.describe.pr import PublicChange, pull_request

FIX = PublicChange(
    message="router: find aliases\n\nThey were not found.\n", files=("a.go", "a_test.go")
)
SMALL = PublicChange(message="docs: mention it\n", files=("README.md",))
NOTES = """\
what stands before a heading

## Root cause:

Only the base name was asked for.

### On the live machine

private

## Cut-over

private too

## \u9a8c\u8bc1

All pass.
"""


def test_sections_come_in_order_and_empty_ones_are_left_out() -> None:
    text = pull_request([FIX], title=None, notes="", tests_passed=None, signed_off_by=None)

    assert text.title == "router: find aliases"
    headings = [line for line in text.body.split("\n") if line.startswith("## ")]
    assert headings == ["## Summary", "## Changes", "## Tests"]
    assert "They were not found." in text.body
    assert text.as_markdown().startswith("# router: find aliases\n\n## Summary\n")


def test_the_title_is_the_subject_of_the_largest_change() -> None:
    text = pull_request(
        [SMALL, FIX, SMALL], title=None, notes="", tests_passed=None, signed_off_by=None
    )

    assert text.title == "router: find aliases"
    assert "- docs: mention it\n  - `README.md`" in text.body


def test_a_given_title_is_one_line() -> None:
    text = pull_request([FIX], title="my\n title ", notes="", tests_passed=None, signed_off_by=None)

    assert text.title == "my title"


def test_a_passed_command_is_named_without_the_folders_of_this_machine() -> None:
    text = pull_request(
        [FIX], title=None, notes="", tests_passed="/opt/tools/bin/python3 -m pytest 'a b'",
        signed_off_by="Sam Sample <sam@example.com>",
    )  # fmt: skip

    assert "`python3 -m pytest 'a b'` passes" in text.body
    assert "/opt" not in text.body
    assert text.body.endswith("\n\nSigned-off-by: Sam Sample <sam@example.com>\n")


def test_notes_give_their_known_sections_alone() -> None:
    notes = read_notes(NOTES)

    assert notes.sections == (
        ("Root cause", "Only the base name was asked for."),
        ("Verification", "All pass."),
    )
    assert notes.left_out == 3
    assert notes.sections == read_notes(notes.as_text()).sections


def test_notes_without_headings_stay_out() -> None:
    assert read_notes("just text").left_out == 1
    assert read_notes("just text").sections == ()
    assert read_notes(" \n").left_out == 0


def test_notes_go_where_they_belong() -> None:
    text = pull_request(
        [FIX], title=None, notes=read_notes(NOTES).as_text(), tests_passed="go test ./...",
        signed_off_by=None,
    )  # fmt: skip

    assert "## Root cause\n\nOnly the base name was asked for.\n\n## Changes" in text.body
    assert "## Verification\n\nAll pass.\n\n`go test ./...` passes" in text.body
    assert "private" not in text.body

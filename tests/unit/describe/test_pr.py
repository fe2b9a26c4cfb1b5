"""The pull request text: only what is known, from public commits, the diff and taken notes."""

from __future__ import annotations

from prtool.describe.changed import ChangedFile
from prtool.describe.notes import read_notes
from prtool.describe.pr import BaseRun, Facts, PublicChange, pull_request
from prtool.describe.upstream import Upstream

FIX = PublicChange(
    message="router: find aliases\n\nThey were not found.\n", files=("a.go", "a_test.go")
)
SMALL = PublicChange(message="docs: mention it\n", files=("README.md",))
FILES = (
    ChangedFile(path="a.go", status="M", functions=("Route",)),
    ChangedFile(path="a_test.go", status="A", new_tests=("TestAlias", "TestOther")),
)
NOTES = (
    "## Root cause\n\nOnly the base name was asked for, see #12.\n\n## Verification\n\nAll pass.\n"
)


def test_sections_come_in_order_and_empty_ones_are_left_out() -> None:
    text = pull_request(Facts(commits=(FIX,), files=FILES))

    assert text.title == "router: find aliases"
    assert text.body == (
        "## Summary\n\nThey were not found.\n\n## Changes\n\n- `a.go`: `Route`\n\n"
        "## Tests\n\n- `a_test.go`, new: `TestAlias`, `TestOther`\n"
    )
    assert text.as_markdown().startswith("# router: find aliases\n\n## Summary\n")
    assert text.left == ()


def test_the_title_is_the_subject_of_the_largest_change() -> None:
    text = pull_request(Facts(commits=(SMALL, FIX, SMALL), files=FILES))

    assert text.title == "router: find aliases"
    assert "- docs: mention it\n- router: find aliases\n- docs: mention it\n\n- `a.go`" in text.body


def test_what_goes_along_with_a_change_is_no_title() -> None:
    docs = PublicChange(message="docs(router): all of it\n", files=("a.md", "b.md", "c.md", "d.md"))

    assert pull_request(Facts(commits=(FIX, docs))).title == "router: find aliases"
    assert pull_request(Facts(commits=(SMALL, docs))).title == "docs(router): all of it"


def test_a_given_title_is_one_line_without_references() -> None:
    text = pull_request(Facts(commits=(FIX,), title="my\n title (#12), fixes #3"))

    assert text.title == "my title"


def test_a_passed_command_is_named_without_the_folders_of_this_machine() -> None:
    text = pull_request(Facts(
        commits=(FIX,), tests_passed="/opt/tools/bin/python3 -m pytest 'a b'",
        sign_off="Sam Sample <sam@example.com>",
    ))  # fmt: skip

    assert "`python3 -m pytest 'a b'` passes" in text.body
    assert "/opt" not in text.body
    assert text.body.endswith("\n\nSigned-off-by: Sam Sample <sam@example.com>\n")


def test_what_was_measured_on_the_base_stands_beside_the_result() -> None:
    run = BaseRun(status=1, failing=("TestAlias",))
    text = pull_request(
        Facts(commits=(FIX,), files=FILES, tests_passed="go test ./...", base_run=run)
    )

    assert "Without the change these fail: `TestAlias`." in text.body
    assert "| base, with the tests of this change | fails (status 1) |" in text.body
    assert "| whole series | passes |" in text.body


def test_a_base_that_passes_or_takes_too_long_is_told_as_it_was() -> None:
    for status, told in ((0, "passes"), (None, "took too long")):
        run = BaseRun(status=status)
        text = pull_request(Facts(commits=(FIX,), files=FILES, tests_passed="t", base_run=run))

        assert f"| base, with the tests of this change | {told} |" in text.body
        assert "these fail" not in text.body


def test_notes_go_where_they_belong() -> None:
    text = pull_request(Facts(
        commits=(FIX,), files=FILES, notes=read_notes(NOTES).sections,
        tests_passed="go test ./...",
    ))  # fmt: skip

    assert "## Root cause\n\nOnly the base name was asked for, see `#12`.\n\n## Ch" in text.body
    assert "## Verification\n\nAll pass.\n\n`go test ./...` passes" in text.body


def test_issues_are_closed_that_the_user_names() -> None:
    text = pull_request(Facts(commits=(FIX,), closes=(7, 9)))

    assert text.body.endswith("\n\nCloses #7\nCloses #9\n")


def test_a_conventional_upstream_gets_a_conventional_title_or_a_question() -> None:
    habit = Upstream(conventional=True, scopes=True)
    notes = read_notes(NOTES).sections
    told = pull_request(Facts(commits=(FIX,), files=FILES, upstream=habit, notes=notes))
    asked = pull_request(Facts(commits=(FIX,), files=FILES, upstream=habit))

    assert told.title == "fix(router): find aliases"
    assert asked.title == "router: find aliases"
    assert asked.left[0].startswith("title: ")


def test_a_sign_off_that_upstream_asks_for_is_left_without_an_author() -> None:
    text = pull_request(Facts(commits=(FIX,), upstream=Upstream(wants_sign_off=True)))

    assert "Signed-off-by" not in text.body
    assert "--author" in text.left[0]


def test_the_same_facts_give_the_same_bytes() -> None:
    facts = Facts(commits=(FIX, SMALL), files=FILES, notes=read_notes(NOTES).sections)

    assert pull_request(facts) == pull_request(facts)


MADE_UP = PublicChange(message="Update 3 files\n", files=("x", "y", "z"), named=False)


def test_a_subject_made_of_the_files_is_no_title() -> None:
    text = pull_request(Facts(commits=(MADE_UP, SMALL), files=FILES))

    assert text.title == "docs: mention it"
    assert "- Update 3 files\n- docs: mention it\n" in text.body
    assert text.left == ()


def test_where_no_subject_is_left_the_person_is_asked_for_a_title() -> None:
    text = pull_request(Facts(commits=(MADE_UP,), files=FILES))

    assert text.title == "Update 3 files"
    assert ["--title" in each for each in text.left] == [True]
    assert pull_request(Facts(commits=(MADE_UP,), title="find aliases")).left == ()

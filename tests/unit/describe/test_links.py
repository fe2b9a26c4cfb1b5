"""References to strangers' issues and people: plain in what leaves, code left alone."""

from __future__ import annotations

import pytest

from prtool.describe.links import neutral, neutral_title
from prtool.model.tickets import projects_of

COMMIT = "0a1b2c3d" * 5


@pytest.mark.parametrize(
    "reference",
    ["#12", "globex/gate#3", "GH-7", "!45", "globex/group/gate!4", "@someone", "@globex/team",
     f"globex/gate@{COMMIT[:10]}", COMMIT, COMMIT[:7],
     "https://git.example.com/globex/gate/-/merge_requests/4",
     "https://github.com/globex/gate/issues/12#issuecomment-1"],
)  # fmt: skip
def test_a_reference_becomes_code(reference: str) -> None:
    assert neutral(f"See {reference}, and more.") == f"See `{reference}`, and more."
    assert neutral(f"({reference})") == f"(`{reference}`)"
    assert neutral(neutral(reference)) == f"`{reference}`"


@pytest.mark.parametrize(
    "text",
    ["`#12` and ``a ` @b``", "```\n#12 @someone\n```", "a != 1 and !important", "a&#39;s",
     "# 12 heads", "C#7", "me@example.com", "1234567 bytes", "decade", "v1.2.3", "10!",
     "https://example.com/a#12", "deadbeefs", "x-1a2b3c4d", "colour #fff"],
)  # fmt: skip
def test_what_is_no_reference_stays(text: str) -> None:
    assert neutral(text) == text


def test_a_line_that_only_closes_an_issue_goes() -> None:
    text = "One.\nFixes #12\n- closes: globex/gate#3, resolves #4.\nThis fixes #12 too."

    assert neutral(text) == "One.\nThis fixes `#12` too."


@pytest.mark.parametrize(
    ("text", "told"),
    [("See ticket OPS-1234.", "See ticket (not public)."),
     ("工单 OPS-1234，参见下文", "工单 (not public)，参见下文"),
     ("Lost names (OPS-1234) again", "Lost names again"), ("a\nRefs: OPS-1234\nb", "a\nb"),
     ("JIRA: OPS-1, OPS-22", "JIRA (not public)"),
     ("Lost (OPS-1234, see #12)", "Lost (see `#12`)")],
)  # fmt: skip
def test_a_private_ticket_loses_its_number(text: str, told: str) -> None:
    assert neutral(text) == told


@pytest.mark.parametrize(
    "text", ["CVE-2026-1234", "ACME-GPT-5.5(high)", "issue in UTF-8", "(GPT-5)", "bug in X-1.2"]
)
def test_what_looks_like_a_ticket_and_is_none_stays(text: str) -> None:
    assert neutral(text) == text


def test_a_link_to_an_issue_is_its_text() -> None:
    assert neutral("[here](https://github.com/globex/gate/pull/3) now") == "here now"


@pytest.mark.parametrize(
    ("title", "told"),
    [("router: find aliases (#12)", "router: find aliases"),
     ("router: find aliases (fixes globex/gate#3)", "router: find aliases"),
     ("fix: find aliases, closes #12", "fix: find aliases"),
     ("fixes #12", ""), ("ask @someone", "ask someone"),
     ("[OPS-1234] find", "find"), ("OPS-1234: find aliases", "find aliases"),
     ("#12: find", "12: find")],
)  # fmt: skip
def test_a_title_has_no_reference_at_all(title: str, told: str) -> None:
    assert neutral_title(title) == told


def test_a_row_of_blanks_is_read_in_no_time() -> None:
    """No expression tries each of its blanks as a beginning."""
    row = " " * 100_000 + "x"

    assert neutral(row) == row
    assert neutral_title(row) == "x"
    for before in ("see", "ticket", "see OPS-1", "(OPS-1"):
        assert neutral(before + row).endswith(row)


def test_tickets_of_upstream_stay() -> None:
    projects = projects_of(["ACME-1: one", "fix ACME-2", "UTF-8 and SHA-256", "as in QX-3"])
    text = "Closes ACME-12\n\nSee ACME-13 and ticket OPS-7.\nCloses OPS-8"

    assert projects == {"ACME"}
    assert neutral(text, projects) == "Closes ACME-12\n\nSee ACME-13 and ticket (not public)."
    assert neutral_title("ACME-12: find aliases", projects) == "ACME-12: find aliases"
    assert neutral_title("OPS-12: find aliases", projects) == "find aliases"

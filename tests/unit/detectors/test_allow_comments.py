"""Comments that ask the gate to look away: which text is one, and how far it reaches."""

from __future__ import annotations

import pytest

from prtool.detectors.allow_comments import AllowCommentDetector, read_comment
from tests.unit.detectors.samples import found

ALLOW = "prtool:" + "allow"
COMMENTS = AllowCommentDetector()


@pytest.mark.parametrize(
    ("line", "comment"),
    [
        (f"x = 1  # {ALLOW} a/b c", f"  # {ALLOW} a/b c"),
        (f"//{ALLOW} a/b c\r", f"//{ALLOW} a/b c"),
        (f"/// {ALLOW}", f"/// {ALLOW}"),
        (f"f(/* {ALLOW} a/b c */ y)", f"/* {ALLOW} a/b c */"),
        (f"<!-- {ALLOW} a/b c --> <p>", f"<!-- {ALLOW} a/b c -->"),
        (f"/* see {ALLOW} a/b c */ y", f" {ALLOW} a/b c"),
        (f"-- {ALLOW} a/b", f"-- {ALLOW} a/b"),
        (f"{ALLOW} a/b c", f"{ALLOW} a/b c"),
        (f"x{ALLOW} y ;{ALLOW} a/b c", f" ;{ALLOW} a/b c"),
    ],
)
def test_a_comment_is_found_whole(line: str, comment: str) -> None:
    assert found(COMMENTS, f"a\n{line}\nb\n") == [("input/inline-allow", comment)]


@pytest.mark.parametrize(
    "line", [f"`{ALLOW} a/b`", f"'{ALLOW} a/b'", f"x{ALLOW} a/b", f"# {ALLOW}ed a/b", f"({ALLOW})"]
)
def test_prose_that_quotes_it_does_not_count(line: str) -> None:
    assert found(COMMENTS, f"see {line} there") == []


def test_rules_day_and_reason_are_read() -> None:
    comment = read_comment(f"# {ALLOW} a/b,c/d until=2027-01-31 for a reason", {"a/b", "c/d"})

    assert comment is not None
    assert (comment.rules, str(comment.until), comment.flaw) == (("a/b", "c/d"), "2027-01-31", "")


@pytest.mark.parametrize("hostile", [f"x{ALLOW} " * 200_000, " " * 2_000_000 + f"x{ALLOW}"])
def test_a_long_line_comes_to_an_end(hostile: str) -> None:
    """Quadratic time would take hours here."""
    assert read_comment(hostile) is None

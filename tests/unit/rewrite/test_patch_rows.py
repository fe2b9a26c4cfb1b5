"""Hunks after rewriting: counts, starts and line ends are those of the file that comes out."""

from __future__ import annotations

import pytest

from prtool.model.edits import Edit
from prtool.model.text import Span
from prtool.rewrite.patch.pieces import Change, read_parts
from prtool.rewrite.patch.rows import NotPossibleError, Rewritten, rewrite_hunks

HEAD = b"--- a/x\n+++ b/x\n"


def change_of(hunks: bytes) -> Change:
    (part,) = read_parts(HEAD + hunks)
    return part.changes[0]


def replaced(change: Change, old: str, new: str) -> list[Edit]:
    """Return an edit for each occurrence of a text in the new side."""
    text, found, at = change.new_side()[0], [], -1
    while (at := text.find(old, at + 1)) != -1:
        found.append(Edit(Span(at, at + len(old)), new))
    return found


def written(done: Rewritten) -> bytes:
    return b"".join(line + b"\n" for hunk in done.hunks for line in hunk.lines())


@pytest.mark.parametrize(
    ("hunks", "old", "new", "expected"),
    [
        (b"@@ -1,2 +1,3 @@ f\n a\n+b qx\n c\n", "qx", "acme",
         b"@@ -1,2 +1,3 @@ f\n a\n+b acme\n c\n"),
        (b"@@ -1 +1,3 @@\n a\n+qx\n+c\n", "qx\n", "", b"@@ -1 +1,2 @@\n a\n+c\n"),
        (b"@@ -1 +1,2 @@\n a\n+qx\n", "qx\n", "", b""),
        (b"@@ -1,0 +2 @@\n+qx\n@@ -9,0 +11 @@\n+c\n", "qx\n", "", b"@@ -9,0 +10 @@\n+c\n"),
        (b"@@ -5 +5 @@\n-a\n+qx\n@@ -9 +9 @@\n-b\n+c\n", "qx\n", "",
         b"@@ -5 +4,0 @@\n-a\n@@ -9 +8 @@\n-b\n+c\n"),
        (b"@@ -1 +1 @@\n-a\n+qx\n", "qx\n", "", b"@@ -1 +0,0 @@\n-a\n"),
        (b"@@ -1 +1,3 @@\n a\n+b\n+qx\n\\ No newline at end of file\n",
         "qx\n", "", b"@@ -1 +1,2 @@\n a\n+b\n"),
        (b"@@ -1 +1,2 @@\n a\n+qx\n\\ No newline at end of file\n", "qx", "acme",
         b"@@ -1 +1,2 @@\n a\n+acme\n\\ No newline at end of file\n"),
        (b"@@ -1 +1,2 @@\n a\n+qx\r\n", "qx", "acme", b"@@ -1 +1,2 @@\n a\n+acme\r\n"),
        (b"@@ -1 +1,4 @@\n a\n+1 qx\n+2 qx\n+3\n", "qx\n2 qx", "acme",
         b"@@ -1 +1,3 @@\n a\n+1 acme\n+3\n"),
        (b"@@ -1 +1,3 @@\n a\n+qx\n+b\n", "qx\n", "acme", b"@@ -1 +1,2 @@\n a\n+acmeb\n"),
        (b"@@ -1 +1,3 @@\n a\n+b\n+qx\n", "qx\n", "acme", b"@@ -1 +1,3 @@\n a\n+b\n+acme\n"),
        (b"@@ -1 +1,2 @@\n a\n+qx\n", "qx", "1\n2", b"@@ -1 +1,3 @@\n a\n+1\n+2\n"),
        (b"@@ -1,2 +1,3 @@\n a\n\n+qx\n", "qx", "acme", b"@@ -1,2 +1,3 @@\n a\n\n+acme\n"),
    ],
)  # fmt: skip
def test_hunks_are_written_for_what_is_left(
    hunks: bytes, old: str, new: str, expected: bytes
) -> None:
    change = change_of(hunks)

    done = rewrite_hunks(change, replaced(change, old, new), (), {})

    assert written(done) == expected
    assert done.touched


def test_nothing_changes_without_edits() -> None:
    hunks = b"@@ -1,2 +1,3 @@ f\n a\n+b\n c\n@@ -9 +10,2 @@\n x\n+y\n\\ No newline at end of file\n"

    done = rewrite_hunks(change_of(hunks), (), (), {})

    assert written(done) == hunks
    assert not done.touched
    assert not done.headed


def test_a_heading_changes_alone() -> None:
    change = change_of(b"@@ -1 +1,2 @@ one\n a\n+b\n@@ -9 +10,2 @@ two qx\n a\n+b\n")

    done = rewrite_hunks(change, (), [Edit(Span(8, 10), "acme")], {})

    assert [hunk.heading for hunk in done.hunks] == [b"one", b"two acme"]
    assert done.headed
    assert not done.touched


@pytest.mark.parametrize("text", ["a\nqx", "qx\nc", "qx\n\nd"])
def test_an_edit_must_not_reach_into_kept_lines(text: str) -> None:
    change = change_of(b"@@ -1,2 +1,3 @@\n a\n+qx\n c\n")
    if "\n\n" in text:
        change = change_of(b"@@ -1 +1,2 @@\n a\n+qx\n@@ -9 +10,2 @@\n+d\n e\n")

    with pytest.raises(NotPossibleError) as caught:
        rewrite_hunks(change, replaced(change, text, "x"), (), {})

    assert caught.value.line == (4 if text.startswith("a") else 5)


def second(hunks: bytes, earlier: bytes = b"@@ -1 +1,3 @@\n a\n+qx\n+go\n") -> Change:
    """Return the second change of a file whose first one adds ``qx`` and ``go``."""
    (part,) = read_parts(HEAD + earlier + HEAD + hunks)
    return part.changes[1]


def test_lines_that_came_with_the_input_are_followed() -> None:
    change = second(b"@@ -1,4 +1,4 @@\n a\n qx\n-go\n+b\n z\n")

    done = rewrite_hunks(change, (), (), {b"qx": frozenset({b"acme"}), b"go": frozenset({None})})

    assert written(done) == b"@@ -1,3 +1,4 @@\n a\n acme\n+b\n z\n"


def test_a_line_that_was_rewritten_in_two_ways_can_not_be_followed() -> None:
    change = second(b"@@ -1,2 +1,3 @@\n a\n qx\n+b\n")

    with pytest.raises(NotPossibleError):
        rewrite_hunks(change, (), (), {b"qx": frozenset({b"acme", None})})


def test_what_becomes_of_each_added_line_is_noted() -> None:
    change = change_of(b"@@ -0,0 +1,5 @@\n+qx\n+gone\n+same\n+x1\n+x2\n")
    edits = [*replaced(change, "qx", "acme"), *replaced(change, "gone\n", ""),
             *replaced(change, "x1\nx2", "one")]  # fmt: skip

    fates = rewrite_hunks(change, edits, (), {}).fates

    assert fates == {
        b"qx": {b"acme"}, b"gone": {None}, b"same": {b"same"},
        b"x1": {b"x1", None}, b"x2": {b"x2", None},
    }  # fmt: skip


def test_many_edits_take_linear_time() -> None:
    count = 40_000
    change = change_of(b"@@ -0,0 +1,%d @@\n" % count + b"+qx\n" * count)
    edits = replaced(change, "qx", "acme")

    done = rewrite_hunks(change, edits, (), {})

    assert written(done).count(b"+acme\n") == count

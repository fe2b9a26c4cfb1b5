"""Neutral subjects, and hints."""

from __future__ import annotations

import pytest

from prtool.model.changes import Entry
from prtool.rewrite.messages.style import SUBJECT_WIDTH, hints, neutral_subject

FILE = Entry(0o100644, "0" * 40)


@pytest.mark.parametrize(
    ("entries", "existing", "expected"),
    [
        ({"a/b.go": FILE}, {"a/b.go"}, "Update a/b.go"),
        ({"a/b.go": FILE}, set(), "Add a/b.go"),
        ({"a/b.go": None}, {"a/b.go"}, "Remove a/b.go"),
        ({"b.go": FILE, "a.go": FILE}, set(), "Add a.go and b.go"),
        ({"b.go": None, "a.go": FILE}, {"b.go"}, "Update a.go and b.go"),
        ({f"x/{n}.go": FILE for n in range(3)}, set(), "Add 3 files in x"),
        ({"x/a.go": FILE, "y/b.go": FILE, "c": FILE}, {"c"}, "Update 3 files"),
        ({"d/" * 40 + "a.go": FILE}, set(), "Add a.go"),
        ({"n" * 99: FILE}, set(), "Add 1 file"),
        ({"odd\nname": FILE}, set(), "Add 1 file"),
    ],
)
def test_a_neutral_subject_says_which_files_change(
    entries: dict[str, Entry | None], existing: set[str], expected: str
) -> None:
    assert neutral_subject(entries, existing) == expected
    assert len(expected) <= SUBJECT_WIDTH


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("fix: a thing\n\nbody\n", []),
        ("fix: a thing\nbody\n", ["no blank line"]),
        ("x" * 73, ["73 characters"]),
        ("fix: a thing.", ["full stop"]),
        ("fix: a thing...", []),
        ("s\n\n" + "word " * 30, ["1 line of the body"]),
        ("s\n\n" + "w" * 120 + "\n    " + "code " * 30, []),
    ],
)
def test_hints(message: str, words: list[str]) -> None:
    found = list(hints(message))

    assert len(found) == len(words)
    assert all(word in hint for word, hint in zip(words, found, strict=True))

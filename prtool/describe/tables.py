"""Lists and tables of the text that are made from what is measured or seen in the diff."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prtool.describe.changed import ChangedFile
from prtool.model.modes import MODE_EXECUTABLE, MODE_SUBMODULE, MODE_SYMLINK
from prtool.model.patterns import regex
from prtool.model.text import printable

_BACKTICKS = regex(r"`+")
_MARKUP = regex(r"([\\<>*_\[\]])")
MOST_FILES = 50
"""More files than that are listed by folder."""
MOST_NAMES = 12
"""More functions of one file than that are counted."""
_WORDS = {"A": "new", "D": "removed", "T": "another type of file"}
_KINDS = {MODE_SYMLINK: "link", MODE_SUBMODULE: "submodule"}


def as_code(text: str) -> str:
    """Return text as a code span that holds, whatever it has in it."""
    text = printable(text)
    runs = [len(run) for run in _BACKTICKS.findall(text)]
    fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def as_text(text: str) -> str:
    """Return one line of plain words in which nothing is markup but code."""
    parts = printable(text).split("`")
    if len(parts) % 2 == 0:
        return _MARKUP.sub(r"\\\1", printable(text))
    return "`".join(
        part if number % 2 else _MARKUP.sub(r"\\\1", part) for number, part in enumerate(parts)
    )


def file_list(files: Sequence[ChangedFile]) -> str:
    """Return the files that are no tests, each with what is touched in it; tests have a list."""
    shown = [file for file in files if not file.is_test] or list(files)
    if len(shown) > MOST_FILES:
        return _folders(shown)
    return "\n".join(_file(file) for file in shown)


def _file(file: ChangedFile) -> str:
    words = [_WORDS[file.status]] if file.status in _WORDS else []
    if file.status == "R":
        words.append(f"renamed from {as_code(file.old_path)}")
    if file.mode in _KINDS:
        words.append(_KINDS[file.mode])
    elif file.status == "A" and file.mode == MODE_EXECUTABLE:
        words.append("executable")
    if file.binary:
        words.append("binary")
    told = f" ({', '.join(words)})" if words else ""
    touched = _names(file.functions) if file.status != "D" else ""
    return f"- {as_code(file.path)}{told}" + (f": {touched}" if touched else "")


def _names(names: Sequence[str]) -> str:
    listed = ", ".join(as_code(name) for name in names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return f"{listed} and {more} more" if more > 0 else listed


def _folders(files: Sequence[ChangedFile]) -> str:
    counts: dict[str, int] = {}
    for file in files:
        folder = file.path.rpartition("/")[0]
        counts[folder] = counts.get(folder, 0) + 1
    return "\n".join(
        f"- {as_code(folder + '/') if folder else 'top folder'}: {_count(number, 'file')}"
        for folder, number in sorted(counts.items())
    )


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def test_list(files: Sequence[ChangedFile], failing: Collection[str]) -> str:
    """Return the tests that are new, file by file, and which of them fail without the change.

    Args:
        files: the whole series.
        failing: new tests that were seen to fail on the base.
    """
    rows: list[str] = []
    for file in files:
        if file.new_tests:
            rows.append(f"- {as_code(file.path)}, new: {_names(file.new_tests)}")
        elif file.is_test and file.status != "D":
            how = {"A": "new", "R": "renamed"}.get(file.status, "changed")
            touched = f": {_names(file.functions)}" if file.functions else ""
            rows.append(f"- {as_code(file.path)} ({how}){touched}")
        elif file.is_test:
            rows.append(f"- {as_code(file.path)} (removed)")
    text = "\n".join(rows)
    seen = [name for file in files for name in file.new_tests if name in failing]
    if seen:
        text += f"\n\nWithout the change these fail: {_names(seen)}."
    return text


def command_table(command: str, base: tuple[int | None, bool] | None) -> str:
    """Return what the test command did: with the series, and on the base where it ran there.

    Args:
        command: its words.
        base: exit status on the base (None: out of time), and whether it failed there.
    """
    if base is None:
        return f"{as_code(command)} passes with the whole series applied."
    status, fails = base
    how = f"fails (status {status})" if fails else "passes" if status == 0 else "took too long"
    shown = as_code(command).replace("|", r"\|")
    return "\n".join((
        f"| tree | {shown} |",
        "| --- | --- |",
        f"| base, with the tests of this change | {how} |",
        "| whole series | passes |",
    ))  # fmt: skip

"""What a public diff changes: files, the functions touched, the tests that are new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prtool.describe.functions import Definition, definition, is_test_file, test_name
from prtool.model.patterns import regex
from prtool.model.record import dataclass

_HUNK = regex(r"@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@ ?(?P<heading>.*)")
_CONTINUES = ("}", ")", "]", "{", "#", "//", "*", "/*", "end", "where", "@")
"""How lines begin that stand no deeper than a definition and still belong to it or to nothing."""
_NEAR = 10
"""Rows before a test in which a mark of it may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFile:
    """One file of the whole series, base against head."""

    path: str
    status: str
    """As git has it: ``A`` added, ``D`` deleted, ``M`` modified, ``R`` renamed, ``T`` type."""
    old_path: str = ""
    """The path before a rename."""
    mode: int = 0
    oid: str = ""
    """Mode and object of the file in the head; nothing for one that is deleted."""
    functions: tuple[str, ...] = ()
    """What is touched, in the order of the file."""
    new_tests: tuple[str, ...] = ()
    binary: bool = False

    @property
    def is_test(self) -> bool:
        """Tell whether it is a test file."""
        return is_test_file(self.path)


def changed_files(raw: bytes, patch: str) -> tuple[ChangedFile, ...]:
    """Read what ``git diff`` says of the whole series, with renames found.

    Args:
        raw: with ``--raw -z --no-abbrev``.
        patch: with ``--patch``, the same files in the same order.
    """
    texts = patch.split("\ndiff --git ")
    return tuple(
        _with_text(file, text) for file, text in zip(_records(raw), texts, strict=False)
    )  # fmt: skip


def _records(raw: bytes) -> Iterator[ChangedFile]:
    """Source of the format: git's Documentation/diff-format.txt."""
    fields = iter(raw.decode("utf-8", "surrogateescape").split("\0"))
    for head in fields:
        if not head.startswith(":"):
            continue
        _, mode, _, oid, status = head.split(" ")
        path = next(fields)
        old_path = path if status[0] in "RC" else ""
        if old_path:
            path = next(fields)
        yield ChangedFile(
            path=path, status=status[0], old_path=old_path, mode=int(mode, 8), oid=oid
        )


def _with_text(file: ChangedFile, text: str) -> ChangedFile:
    rows = text.split("\n")
    binary = any(row.startswith(("Binary files ", "GIT binary patch")) for row in rows[:8])
    functions: dict[str, None] = {}
    tests: dict[str, None] = {}
    gone: set[str] = set()
    for hunk in _hunks(rows):
        functions |= dict.fromkeys(_touched(file.path, hunk))
        for number, row in enumerate(hunk):
            if number and row[:1] in ("+", "-"):
                near = hunk[max(1, number - _NEAR) : number]
                before = [each[1:] for each in near if each[:1] in (row[0], " ")]
                name = test_name(file.path, row[1:], before)
                if name is not None and row[0] == "+":
                    tests[name] = None
                elif name is not None:
                    gone.add(name)
    return ChangedFile(
        path=file.path, status=file.status, old_path=file.old_path, mode=file.mode, oid=file.oid,
        functions=tuple(functions), binary=binary,
        new_tests=tuple(name for name in tests if name not in gone),
    )  # fmt: skip


def _hunks(rows: Sequence[str]) -> Iterator[list[str]]:
    """Yield the rows of each hunk, its heading first."""
    hunk: list[str] = []
    for row in rows:
        heading = _HUNK.match(row)
        if heading is not None:
            if hunk:
                yield hunk
            hunk = [heading["heading"]]
        elif hunk:
            hunk.append(row)
    if hunk:
        yield hunk


def _touched(path: str, hunk: Sequence[str]) -> Iterator[str]:
    """Yield the name of what each changed line belongs to.

    Lines are followed from the heading on; a line that stands no deeper than the definition before
    it, and closes nothing, belongs to nothing.
    """
    inside = [found] if (found := definition(path, hunk[0])) is not None else []
    from_heading = True  # git cuts off what stands before a heading, so its depth is not known
    blank = True
    for row in hunk[1:]:
        sign, line = row[:1], row[1:]
        found = definition(path, line) if sign in ("+", "-", " ") else None
        indent = len(line) - len(line.lstrip())
        if found is not None:
            inside = _entered(inside, found, from_heading=from_heading)
            from_heading = False
        elif line.strip() and inside and not line.lstrip().startswith(_CONTINUES):
            inside = [each for each in inside if each.indent < indent]
        changed = sign in ("+", "-") and line.strip()
        if changed and inside and not _is_comment(line, after_blank=blank):
            yield ".".join(each.name for each in inside)
        blank = not line.strip()
        if line.rstrip() in ("}", "};"):
            inside = []


def _entered(
    inside: Sequence[Definition], found: Definition, *, from_heading: bool
) -> list[Definition]:
    """Return what a line is in that begins a definition: a function in a function is its part."""
    around = [each for each in inside if each.indent < found.indent]
    if around and not around[-1].holds and not from_heading:
        return around
    return [*(each for each in around if each.holds), found]


def _is_comment(line: str, *, after_blank: bool) -> bool:
    """Tell a comment that stands before the next definition: it is not the last one's."""
    return after_blank and not line[:1].isspace() and line.startswith(("//", "#", "/*"))

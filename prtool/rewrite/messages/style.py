"""Subjects as they are usual: one made of the files where none is left, and hints on the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from posixpath import commonpath, dirname

from prtool.model.changes import Entry
from prtool.model.message import parse_message
from prtool.model.text import printable

SUBJECT_WIDTH = 72
"""Columns of a subject that every tool shows whole. Source: git's SubmittingPatches asks for about
50, GitHub cuts off what is beyond 72."""
BODY_WIDTH = 100
"""Columns of a line of prose beyond which ``git log`` in a terminal is hard to read."""


def neutral_subject(entries: Mapping[str, Entry | None], existing: Collection[str]) -> str:
    """Return a subject that says no more than which files a commit touches, and how.

    Args:
        entries: what the commit sets and removes, by public path.
        existing: the paths among them that were there before.
    """
    paths = sorted(entries)
    kinds = {
        "Remove" if entries[path] is None else "Update" if path in existing else "Add"
        for path in paths
    }
    verb = kinds.pop() if len(kinds) == 1 else "Update"
    names = [path.rpartition("/")[2] for path in paths]
    for what in (" and ".join(paths), " and ".join(names)):
        if len(paths) <= 2 and len(verb) + 1 + len(what) <= SUBJECT_WIDTH and _is_plain(what):
            return f"{verb} {what}"
    count = f"{verb} {len(paths)} file{'s' * (len(paths) > 1)}"
    folder = commonpath([dirname(path) for path in paths])
    if folder and _is_plain(folder) and len(count) + 4 + len(folder) <= SUBJECT_WIDTH:
        return f"{count} in {folder}"
    return count


def hints(message: str) -> Iterator[str]:
    """Yield what most projects would write in another way; none of it is an error."""
    first, _, rest = message.strip("\n").partition("\n")
    subject = parse_message(message).subject
    if rest and rest.partition("\n")[0].strip():
        yield "there is no blank line below the subject: git takes the whole paragraph for it"
    elif len(first) > SUBJECT_WIDTH:
        yield f"the subject has {len(first)} characters, usual are at most {SUBJECT_WIDTH}"
    if subject.endswith(".") and not subject.endswith("..."):
        yield "the subject ends with a full stop"
    wide = sum(
        len(line) > BODY_WIDTH and " " in line.strip() and not line.startswith((" ", "\t", "|"))
        for line in rest.split("\n")
    )
    if wide:
        lines = "1 line of the body has" if wide == 1 else f"{wide} lines of the body have"
        yield f"{lines} more than {BODY_WIDTH} characters"


def _is_plain(name: str) -> bool:
    return printable(name) == name

"""Finds private terms in local configuration; says which to take and which to leave, and why."""

from __future__ import annotations

from pathlib import Path

from prtool.errors import InputError
from prtool.lexicon.harvest.choose import choose, publishes
from prtool.lexicon.harvest.classify import classify
from prtool.lexicon.harvest.facts import Candidate, Fact, Harvest, MachineFacts, Reason
from prtool.lexicon.harvest.formats import FORMATS, Format, by_look, by_name
from prtool.lexicon.harvest.machine import harvest_machine
from prtool.lexicon.harvest.notes import NOTES
from prtool.model.text import printable

__all__ = [
    "HARVESTERS",
    "MAX_BYTES",
    "Candidate",
    "Harvest",
    "MachineFacts",
    "Reason",
    "choose",
    "harvest_file",
    "harvest_machine",
    "publishes",
]

HARVESTERS: tuple[Format, ...] = (*FORMATS, NOTES)
"""Tried in this order by file name, then by content; notes take what is left."""
MAX_BYTES = 20 * 1024 * 1024


def harvest_file(path: Path) -> tuple[Candidate, ...]:
    """Return everything in a file that could be private, in the order of the file.

    Raises:
        InputError: missing, over 20 MiB, not UTF-8, or not what its name promises;
            the message begins with the path and, where there is one, the 1-based line.
    """
    text = _read(path)
    return tuple(classify(_facts(text, path), printable(path.name)))


def _facts(text: str, path: Path) -> tuple[Fact, ...]:
    if named := by_name(path.name, HARVESTERS):
        return tuple(named.facts(text, str(path)))
    for likely in by_look(text):
        try:
            return tuple(likely.facts(text, str(path)))
        except InputError:
            # It only looked like that; no name promised anything.
            continue
    return tuple(NOTES.facts(text, str(path)))


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as err:
        hint = "give files that are there and that you may read"
        raise InputError(f"{path}: can't be read: {err.strerror}", hint=hint) from err
    if len(raw) > MAX_BYTES:
        raise InputError(
            f"{path}: larger than {MAX_BYTES:,} bytes", hint="harvest a part of it instead"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        line = raw.count(b"\n", 0, err.start) + 1
        raise InputError(f"{path}:{line}: not UTF-8 text", hint="save it as UTF-8") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(f"{path}:{line}: binary content", hint="harvest text files only")
    return text.replace("\r\n", "\n")

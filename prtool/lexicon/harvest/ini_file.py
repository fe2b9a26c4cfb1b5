"""Facts from INI files and their kin: gitconfig, npmrc, Java properties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prtool.errors import InputError
from prtool.lexicon.harvest.facts import Fact
from prtool.model.patterns import regex

_SECTION = regex(r"\[\s*([^\]\"]*?)\s*(?:\"((?:[^\"\\]|\\.)*)\")?\s*\]\s*(.*)")
"""With an optional subsection in quotes. Source: git-config(1), "Syntax"."""
_COMMENT = regex(r"(?:^|\s)[;#].*")
_QUOTED = regex(r"([\"'])(.*)\1\s*(?:[;#].*)?")
_SECTIONS_OF_URLS = frozenset({"url", "http", "credential", "https"})


def facts(text: str, name: str) -> Iterator[Fact]:
    """Yield the facts of an INI text.

    Raises:
        InputError: a line is no section, no key and no comment; the message has ``name:line``.
    """
    section: tuple[str, ...] = ()
    key: str | None = None
    for number, line in _joined(text):
        bare = line.strip()
        if not bare or bare[0] in "#;!":
            continue
        if bare.startswith("["):
            found = _SECTION.fullmatch(bare)
            if found is None:
                raise _error(name, number)
            section = tuple(part for part in (found[1], found[2]) if part)
            yield from _subsection(section, number)
            key, bare = None, found[3]
            if not bare or bare[0] in "#;":
                continue
        if key is not None and line[:1].isspace() and "=" not in bare:
            yield Fact((*section, key), bare, number)
        elif assignment := _assignment(bare):
            key, value = assignment
            if plain := _plain(value):
                yield Fact((*section, key), plain, number)
        elif " " in _COMMENT.sub("", bare):
            raise _error(name, number)
        else:
            key = None


def _assignment(line: str) -> tuple[str, str] | None:
    """Return key and value; a colon within a key counts only where no ``=`` stands."""
    equals, colon = line.find("="), line.find(": ")
    if equals < 0 and colon < 0:
        colon = line.find(":")
    at = min((place for place in (equals, colon) if place > 0), default=0)
    return (line[:at].strip(), line[at + 1 :]) if at else None


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with their numbers, those that end in a backslash with what follows."""
    begun, first = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        first = first or number
        if line.rstrip().endswith("\\"):
            begun += line.rstrip()[:-1]
        else:
            yield first, begun + line
            begun, first = "", 0
    if begun:
        yield first, begun


def _subsection(section: tuple[str, ...], line: int) -> Iterator[Fact]:
    """Yield what git keeps in the name of a section: a URL, or a folder."""
    if len(section) == 2 and section[0].lower() in _SECTIONS_OF_URLS:
        yield Fact((section[0], "url"), section[1], line)
    elif len(section) == 2 and section[0].lower() == "includeif":
        yield Fact((section[0], "dir"), section[1].partition(":")[2], line)


def _plain(value: str) -> str:
    if quoted := _QUOTED.fullmatch(value.strip()):
        return re.sub(r"\\(.)", r"\1", quoted[2])
    return _COMMENT.sub("", value).strip()


def _error(name: str, line: int) -> InputError:
    hint = "mend the line, or give the file the ending .txt to have it read as plain text"
    return InputError(f"{name}:{line}: neither a section, a key nor a comment", hint=hint)

"""Facts from Markdown and plain notes: prose, ``Key: value`` lines, and fenced configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prtool.errors import InputError
from prtool.lexicon.harvest.facts import Fact
from prtool.lexicon.harvest.formats import Format, by_fence, by_look
from prtool.lexicon.harvest.roles import Role, role_of
from prtool.model.patterns import regex

_FENCE = regex(r" {0,9}(?:> ?)?(`{3,}|~{3,})[ \t]*([\w.+-]*)")
"""Source: CommonMark 0.31, "Fenced code blocks"."""
_KEY = regex(
    r"[ \t>]*(?:[-*+][ \t]+)?[*_`\"']{0,3}([A-Za-z][\w .-]{0,40}?)[*_`\"']{0,3}[ \t]*[:=][ \t]*"
    r"[*_`\"']{0,3}[ \t]*(\S.*)"
)
_AROUND = " \t*_`\"',"
_PERSON = regex(r"[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*){1,3}(?: ?<[^<>]*>)?")
_SECRETS = frozenset({Role.SECRET, Role.KEY})


def facts(text: str, name: str) -> Iterator[Fact]:
    """Yield the facts of notes; what a fence holds is read as its own format if it is one."""
    fence: str | None = None
    language, begun = "", 0
    block: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        found = _FENCE.match(line)
        if fence is None and found:
            fence, language, begun, block = found[1], found[2], number, []
        elif fence is None:
            yield _line(line, number)
        elif found and found[1].startswith(fence) and not found[2]:
            yield from _block(block, language, name, begun)
            fence = None
        else:
            block.append(line)
    if fence is not None:
        yield from _block(block, language, name, begun)


def _block(lines: list[str], language: str, name: str, offset: int) -> Iterator[Fact]:
    text = "\n".join(lines)
    named = by_fence(language)
    for format_ in (named,) if named else () if language else by_look(text):
        try:
            found = tuple(format_.facts(text, name))
        except InputError:
            # Notes show fragments; what is no whole file is read line by line.
            continue
        for fact in found:
            yield fact._replace(line=fact.line + offset)
        return
    for number, line in enumerate(lines, offset + 1):
        yield _line(line, number)


def _line(line: str, number: int) -> Fact:
    """Return a line as ``Key: value`` where that is plain to see, else as prose."""
    found = _KEY.match(line)
    if found:
        role, value = role_of((found[1],)), found[2].strip(_AROUND)
        if _is_value(role, value):
            return Fact((found[1],), value, number)
    return Fact((), line, number)


def _is_value(role: Role, value: str) -> bool:
    """Tell whether a text is the value that a key promises and not the rest of a sentence."""
    if role is Role.PERSON:
        return _PERSON.fullmatch(value) is not None
    if role in {Role.TEXT, Role.PAIR, Role.COMMAND} or not value or re.search(r"\s", value):
        return False
    return role not in _SECRETS or any(char.isdecimal() for char in value)


NOTES = Format(
    "notes",
    ("*.md", "*.markdown", "*.mdx", "*.txt", "*.rst", "*.adoc", "*.org", "*.log", "readme*"),
    (),
    regex(""),
    facts,
)

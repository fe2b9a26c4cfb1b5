"""Facts from ``.env`` files and from what shells export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from prtool.errors import InputError
from prtool.lexicon.harvest.facts import Fact
from prtool.model.patterns import regex
from prtool.model.text import LineIndex

_LINE = regex(
    r"[ \t]*(?:(?:export|readonly|local|declare(?:[ \t]+-\w+)*|typeset(?:[ \t]+-\w+)*)[ \t]+)?"
    r"([A-Za-z_][\w.-]*)[ \t]*\+?=[ \t]*"
    r"|[ \t]*(?:setenv|set[ \t]+-\w+)[ \t]+([A-Za-z_]\w*)[ \t]+"
)
"""The second form is that of csh and fish."""
_COMMENT = regex(r"(?:^|\s)#.*")
_ESCAPE = regex(r"\\([\"\\$`])")
_DOTENV = regex(r"\.env(?:\..*)?|.*\.env|environment")


def facts(text: str, name: str) -> Iterator[Fact]:
    """Yield one fact for each variable; other lines of a script are read as prose.

    Raises:
        InputError: a quote is opened and never closed; the message begins with ``name:line``.
    """
    index = LineIndex(text)
    whole = _DOTENV.fullmatch(PurePath(name).name) is not None
    position = 0
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = index.place(position)[0]
        found = _LINE.match(text, position, end)
        if found is None:
            if not text[position:end].lstrip().startswith("#"):
                yield Fact((), text[position:end], line)
            position = end + 1
            continue
        key, start = found[1] or found[2], found.end()
        if text[start : start + 1] in {'"', "'"}:
            close = _closing(text, start)
            if close < 0:
                hint = "close it, or give the file the ending .txt to have it read as plain text"
                raise InputError(f"{name}:{line}: a quote that is never closed", hint=hint)
            value, rest = text[start + 1 : close], close + 1
            if text[start] == '"':
                value = _ESCAPE.sub(r"\1", value)
        else:
            value = _COMMENT.sub("", text[start:end]).strip()
            value = value if whole else value.partition(" ")[0].rstrip(";")
            rest = start + len(value)
        if value.strip():
            yield Fact((key,), value, line)
        after = text.find("\n", rest)
        after = len(text) if after < 0 else after
        if not whole and (more := text[rest:after].strip(" \t;")) and not more.startswith("#"):
            yield Fact((), more, index.place(rest)[0])
        position = after + 1


def _closing(text: str, start: int) -> int:
    """Return where the quote at ``start`` is closed, -1 if nowhere."""
    quote = text[start]
    pattern = r"\\.|\"" if quote == '"' else "'"
    for found in regex(pattern, re.DOTALL).finditer(text, start + 1):
        if found[0] == quote:
            return found.start()
    return -1

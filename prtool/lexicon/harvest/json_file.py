"""Facts from JSON; comments and commas at the end of a list, as editors allow them, are skipped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from prtool.errors import InputError
from prtool.lexicon.harvest.facts import ITEM, Fact
from prtool.lexicon.harvest.tree import Branch, Leaf, Node, walk
from prtool.model.patterns import regex
from prtool.model.text import LineIndex

_STRING = r'"(?:[^"\\\n]|\\.)*"'
_COMMENT = regex(rf"({_STRING})|//[^\n]*|/\*.*?\*/", re.DOTALL)
_LAST_COMMA = regex(rf"({_STRING})|,(?=\s*[}}\]])")
_TOKEN = regex(rf"{_STRING}|[{{}}\[\]]|[^\s{{}}\[\]:,\"]+")
_MAX_DEPTH = 100


def facts(text: str, name: str) -> Iterator[Fact]:
    """Yield the facts of a JSON text.

    Raises:
        InputError: not JSON; the message begins with ``name:line``.
    """
    plain = _COMMENT.sub(_blank, text)
    plain = _LAST_COMMA.sub(_blank, plain)
    hint = "mend the file, or give it the ending .txt to have it read as plain text"
    try:
        json.loads(plain)
    except json.JSONDecodeError as err:
        raise InputError(f"{name}:{err.lineno}: not valid JSON", hint=hint) from None
    except RecursionError:
        raise InputError(f"{name}:1: nested too deeply", hint=hint) from None
    yield from walk(_tree(plain, name, hint))


def _blank(found: re.Match[str]) -> str:
    """Return a string as it is, and blanks for all else, so that places stay."""
    return found[1] or re.sub(r"[^\n]", " ", found[0])


def _tree(text: str, name: str, hint: str) -> Node:
    """Return the tree of a text that is known to be JSON, with the line of every value."""
    index = LineIndex(text)
    top: list[tuple[str, Node]] = []
    # One entry for each open bracket: whether it is a mapping, its items, its key in the parent.
    stack: list[tuple[bool, list[tuple[str, Node]], str]] = [(False, top, ITEM)]
    key: str | None = None
    for token in _TOKEN.finditer(text):
        word = token[0]
        mapping, items, _ = stack[-1]
        if word in "]}":
            _, closed, at = stack.pop()
            stack[-1][1].append((at, Branch(tuple(closed))))
            key = None
        elif mapping and key is None:
            key = json.loads(word)
        elif word in "[{":
            stack.append((word == "{", [], key if key is not None else ITEM))
            key = None
            if len(stack) > _MAX_DEPTH + 1:
                line = index.place(token.start())[0]
                raise InputError(f"{name}:{line}: nested deeper than {_MAX_DEPTH}", hint=hint)
        else:
            value = json.loads(word) if word.startswith('"') else word
            leaf = Leaf(value, index.place(token.start())[0])
            items.append((key if key is not None else ITEM, leaf))
            key = None
    return top[0][1]

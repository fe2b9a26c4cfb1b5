"""Facts from TOML; the parser keeps no lines, so the lines of keys are found beside it."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from prtool.errors import InputError
from prtool.lexicon.harvest.facts import ITEM, Fact
from prtool.lexicon.harvest.tree import Branch, Leaf, Node, walk
from prtool.model.patterns import regex

_HINT = "mend the file, or give it the ending .txt to have it read as plain text"
_PLACE = regex(r"at line (\d+)")
_HEADER = regex(r"[ \t]*(\[\[?)([^\[\]]+)\]\]?[ \t]*(?:#.*)?")
_LONGEST_KEY = 1_000
"""Code points; what stands in front of a later equals sign is no key."""

_Place = tuple[str | int, ...]


def facts(text: str, name: str) -> Iterator[Fact]:
    """Yield the facts of a TOML text; a value in a longer value has the line where that begins.

    Raises:
        InputError: not TOML; the message begins with ``name:line``.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        at = _PLACE.search(str(err))
        line = int(at[1]) if at else text.count("\n") + 1
        raise InputError(f"{name}:{line}: not valid TOML", hint=_HINT) from None
    except RecursionError:
        raise InputError(f"{name}:1: nested too deeply", hint=_HINT) from None
    yield from walk(_tree(data, (), _lines(text), 1))


def _tree(value: Any, place: _Place, lines: dict[_Place, int], line: int) -> Node:
    line = lines.get(place, line)
    if isinstance(value, dict):
        return Branch(
            tuple((key, _tree(item, (*place, key), lines, line)) for key, item in value.items())
        )
    if isinstance(value, list):
        return Branch(
            tuple(
                (ITEM, _tree(item, (*place, number), lines, line))
                for number, item in enumerate(value)
            )
        )
    return Leaf(str(value), line)


def _lines(text: str) -> dict[_Place, int]:
    """Return the lines of tables and keys; an array of tables has its number in the place."""
    lines: dict[_Place, int] = {}
    arrays: Counter[_Place] = Counter()
    table: _Place = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.fullmatch(line):
            table = _inside(_key(header[2]), arrays)
            if header[1] == "[[":
                arrays[table] += 1
                table = (*table, arrays[table] - 1)
            lines.setdefault(table, number)
        elif (end := line.find("=", 0, _LONGEST_KEY)) > 0 and (key := _key(line[:end])):
            lines.setdefault((*table, *key), number)
    return lines


def _inside(keys: tuple[str, ...], arrays: Counter[_Place]) -> _Place:
    """Return the place of a table, within the last items of the arrays that it lies in."""
    place: _Place = ()
    for number, key in enumerate(keys, 1):
        place = (*place, key)
        if number < len(keys) and arrays[place]:
            place = (*place, arrays[place] - 1)
    return place


def _key(written: str) -> tuple[str, ...]:
    """Return the parts of a dotted key, read by the parser itself; nothing if it is none."""
    try:
        node: Any = tomllib.loads(f"{written.strip()} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    keys: list[str] = []
    while isinstance(node, dict):
        key, node = next(iter(node.items()))
        keys.append(key)
    return tuple(keys)

"""Reads single values out of a rules tree: text, lists, words from a table, dates.

Owns the wording of "unknown" and "wrong type" errors. Knows no key of the rules file by name.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from enum import Enum
from typing import TypeVar

from prtool.errors import UsageError
from prtool.model.globs import compile_globs
from prtool.rules.regexes import compile_regex
from prtool.rules.tree import Block, Listing, Node, Scalar, fail

_Value = TypeVar("_Value", bound=Enum)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
"""What YAML takes for nothing when it is not quoted. Source: https://yaml.org/type/null.html"""


def closest(word: str, words: Iterable[str]) -> str:
    """Return ``; did you mean '…'?``, or nothing when no word is close."""
    from difflib import get_close_matches  # slow to import, needed for errors alone

    near = get_close_matches(word, sorted(words), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def read_mapping(node: Node, what: str, keys: tuple[str, ...]) -> dict[str, Node]:
    """Return a mapping by key; any key that is not among ``keys`` is refused."""
    if not isinstance(node, Block):
        fail(node.cause, f"{what} has to be a mapping ('key: value' lines)")
    for key, _ in node.items:
        if key.text not in keys:
            fail(key.cause, f"{what}: unknown key {key.text!r}{closest(key.text, keys)}")
    return {key.text: value for key, value in node.items}


def require(node: Node, what: str, found: dict[str, Node], *keys: str) -> None:
    """Refuse a mapping in which one of ``keys`` is missing."""
    for key in keys:
        if key not in found:
            fail(node.cause, f"{what}: {key!r} is missing")


def read_list(node: Node, what: str) -> tuple[Node, ...]:
    """Return the items of a list."""
    if not isinstance(node, Listing):
        fail(node.cause, f"{what} has to be a list")
    return node.items


def read_text(node: Node, what: str, *, empty: bool = False) -> str:
    """Return a value on one line as it is written."""
    if not isinstance(node, Scalar):
        fail(node.cause, f"{what} has to be a single value")
    if (node.plain and node.text in _EMPTY) or not (node.text or empty):
        fail(node.cause, f"{what} is empty")
    if "\n" in node.text:
        fail(node.cause, f"{what} has to stand on one line")
    return node.text


def read_texts(node: Node, what: str) -> tuple[Scalar, ...]:
    """Return the values of a list that is not empty; a single value stands for a list of one."""
    items = node.items if isinstance(node, Listing) else (node,)
    if not items:
        fail(node.cause, f"{what} is an empty list")
    return tuple(_scalars(items, what))


def _scalars(items: tuple[Node, ...], what: str) -> Iterator[Scalar]:
    for item in items:
        read_text(item, what)
        if isinstance(item, Scalar):
            yield item


def read_word(node: Node, what: str, words: type[_Value]) -> _Value:
    """Return the member of an enumeration that the value names as in the file format."""
    return pick(node, what, read_text(node, what), words)


def pick(node: Node, what: str, text: str, words: type[_Value]) -> _Value:
    """Return the member of an enumeration whose printed form is ``text``."""
    table = {str(word): word for word in words}
    if text not in table:
        hint = closest(text, table) or f"; known are {', '.join(table)}"
        fail(node.cause, f"{what}: unknown value {text!r}{hint}")
    return table[text]


def read_flag(node: Node, what: str) -> bool:
    """Return ``true`` or ``false``."""
    if not isinstance(node, Scalar) or not node.plain or node.text not in {"true", "false"}:
        fail(node.cause, f"{what} has to be true or false")
    return node.text == "true"


def read_day(node: Node, what: str) -> datetime.date:
    """Return a day of the calendar."""
    text = read_text(node, what)
    day = None
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            day = datetime.date.fromisoformat(text)
    if day is None:
        fail(node.cause, f"{what} has to be a day such as 2027-01-31")
    return day


Sets = Mapping[str, tuple[str, ...]]
"""Lists of globs by name."""

_SET = re.compile(r"(!?)<([^<>]*)>")


def read_globs(node: Node, what: str, sets: Sets) -> tuple[str, ...]:
    """Return path globs that can match something, ``<name>`` written out."""
    items = read_texts(node, what)
    globs = [(item, glob) for item in items for glob in _written_out(item, what, sets)]
    try:
        compile_globs(glob for _, glob in globs)
    except UsageError as error:
        # All at once is quick; one by one tells the line.
        for item, glob in globs:
            _check_glob(item, what, glob)
        fail(items[0].cause, f"{what}: {error}")
    return tuple(glob for _, glob in globs)


def _written_out(item: Scalar, what: str, sets: Sets) -> Iterable[str]:
    reference = _SET.fullmatch(item.text)
    if reference is None:
        return (item.text,)
    sign, name = reference.groups()
    if name not in sets:
        fail(item.cause, f"{what}: no set is called {name!r}{closest(name, sets)}")
    return (sign + glob for glob in sets[name])


def _check_glob(item: Scalar, what: str, glob: str) -> None:
    try:
        compile_globs([glob.removeprefix("!")])
    except UsageError as error:
        fail(item.cause, f"{what}: {error}")


def read_regex(node: Node, what: str) -> re.Pattern[str]:
    """Return a compiled regular expression that can't run for ever."""
    text = read_text(node, what)
    try:
        return compile_regex(text)
    except ValueError as error:
        fail(node.cause, f"{what}: bad regular expression: {error}")

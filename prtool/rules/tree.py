"""Reads YAML into a tree that knows its lines; refuses what a rules file has no use for.

Owns the limits on size, depth, aliases, tags and repeated keys. Knows no key by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

from prtool.errors import RulesError
from prtool.model.patterns import regex
from prtool.model.plan import Cause
from prtool.model.record import dataclass
from prtool.model.text import printable

if TYPE_CHECKING:
    from yaml.events import Event

MAX_BYTES = 1 << 20
"""Largest rules file, in bytes."""
_MAX_DEPTH = 16

_UNPRINTABLE = regex("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Source: YAML 1.1, "c-printable"; less U+0085, U+2028 and U+2029, which YAML counts as line breaks
and editors do not."""

_UNQUOTED = {"while scanning an alias": "*", "while scanning a tag": "!"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as written."""

    text: str
    plain: bool
    """Whether it stands without quotes."""
    cause: Cause


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: tuple[Node, ...]
    cause: Cause


@dataclass(frozen=True, slots=True)
class Block:
    """Keys and values in their order; no key twice."""

    items: tuple[tuple[Scalar, Node], ...]
    cause: Cause


Node = Scalar | Listing | Block


def fail(cause: Cause, message: str) -> NoReturn:
    """Raise a ``RulesError`` for a place in a rules file."""
    raise RulesError(f"{printable(str(cause))}: {message}")


def read_tree(label: str, raw: bytes) -> Block:
    """Return the file's top mapping.

    Raises:
        RulesError: Not UTF-8, not YAML, or YAML beyond what a rules file may use.
    """
    import yaml

    text = _text(label, raw)
    try:
        events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        documents = [_node(label, events, event, 0) for event in events if _is_content(event)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        cause = Cause(label, mark.line + 1 if mark else 1)
        if sign := _UNQUOTED.get(error.context or ""):
            fail(cause, f"text that begins with {sign!r} has to stand in quotes")
        fail(cause, f"not valid YAML: {printable(error.problem or 'unreadable')}")
    if not documents:
        fail(Cause(label, 1), "the file is empty")
    first, *more = documents
    if more:
        fail(more[0].cause, "a second YAML document; a rules file has one")
    if not isinstance(first, Block):
        fail(first.cause, "a rules file is a mapping that begins with 'version: 1'")
    return first


def _text(label: str, raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        fail(Cause(label, 1), f"larger than {MAX_BYTES} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fail(Cause(label, raw.count(b"\n", 0, error.start) + 1), "not UTF-8")
    if odd := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        fail(Cause(label, line), f"the character U+{ord(odd[0]):04X} can't stand here")
    return text


def _is_content(event: Event) -> bool:
    from yaml import events as kinds

    return isinstance(event, kinds.NodeEvent)


def _node(label: str, events: Iterator[Event], event: Event, depth: int) -> Node:
    from yaml import events as kinds

    cause = Cause(label, event.start_mark.line + 1 if event.start_mark else 1)
    if depth > _MAX_DEPTH:
        fail(cause, "nested too deeply")
    if getattr(event, "anchor", None) is not None:
        fail(
            cause, "anchors and aliases are refused; text that begins with '&' or '*' needs quotes"
        )
    if getattr(event, "tag", None) is not None:
        fail(cause, "tags are refused; text that begins with '!' needs quotes")
    if isinstance(event, kinds.ScalarEvent):
        return Scalar(event.value, event.style in (None, ""), cause)
    if isinstance(event, kinds.SequenceStartEvent):
        return Listing(tuple(_items(label, events, depth)), cause)
    items = tuple(_items(label, events, depth))
    return Block(tuple(_pairs(items)), cause)


def _items(label: str, events: Iterator[Event], depth: int) -> Iterator[Node]:
    for event in events:
        if not _is_content(event):
            return
        yield _node(label, events, event, depth + 1)


def _pairs(items: tuple[Node, ...]) -> Iterator[tuple[Scalar, Node]]:
    lines: dict[str, int] = {}
    for key, value in zip(items[::2], items[1::2], strict=True):
        if not isinstance(key, Scalar):
            fail(key.cause, "a key has to be plain text")
        if key.text in lines:
            fail(key.cause, f"the key {key.text!r} stands already in line {lines[key.text]}")
        lines[key.text] = key.cause.line
        yield key, value

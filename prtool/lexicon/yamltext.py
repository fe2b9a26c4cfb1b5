"""YAML as text with places: nodes that know their line, and scalars quoted so that they survive.

Constructs no objects and expands no aliases, so a hostile file costs no more than its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prtool.model.patterns import regex
from prtool.model.text import LineIndex

if TYPE_CHECKING:
    from yaml import Node

    from prtool.errors import PrtoolError

STRING = "tag:yaml.org,2002:str"
NULL = "tag:yaml.org,2002:null"
MERGE = "tag:yaml.org,2002:merge"
_MAX_DEPTH = 100
# YAML 1.1, section 5.1 (c-printable), less what PyYAML refuses as well.
_UNREADABLE = regex("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = regex(r"[A-Za-z][A-Za-z0-9_./@()+-]*")
# YAML 1.1 reads these as booleans or null: yaml.org/type/bool.html, yaml.org/type/null.html.
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def compose(
    text: str, *, name: str, error: type[PrtoolError], hint: str, aliases: bool = False
) -> tuple[Node, ...]:
    """Return one node for each document; marks count code points of ``text``.

    With ``aliases`` an alias is the very node that its anchor names, so walk each node once.

    Raises:
        error: not YAML, nested deeper than 100, or an alias where none may be;
            the message begins with ``name:line`` and quotes nothing.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    index = LineIndex(text)

    def fail(at: object, what: str) -> PrtoolError:
        offset = at if isinstance(at, int) else getattr(at, "index", 0)
        return error(f"{name}:{index.place(offset)[0]}: {what}", hint=hint)

    if unreadable := _UNREADABLE.search(text):
        raise fail(unreadable.start(), "a control character")
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.AliasEvent) and not aliases:
                raise fail(event.start_mark, "aliases (*name) are not allowed here")
            if depth > _MAX_DEPTH:
                raise fail(event.start_mark, f"nested deeper than {_MAX_DEPTH}")
        return tuple(yaml.compose_all(text, Loader=loader))
    except yaml.MarkedYAMLError as err:
        # libyaml has a limit of its own, and meets it before it tells of the hundredth level.
        too_deep = "nesting depth" in (err.problem or "")
        what = f"nested deeper than {_MAX_DEPTH}" if too_deep else "not valid YAML"
        raise fail(err.problem_mark or err.context_mark, what) from None
    except (yaml.YAMLError, RecursionError):
        raise fail(0, "not valid YAML") from None


def quote(value: str) -> str:
    """Return ``value`` as a YAML scalar on one line; surrogates can't be written."""
    if _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return '"' + "".join(map(_escape, value)) + '"'


def _escape(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"

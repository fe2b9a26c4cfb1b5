"""JSON as the original's `encoding/json` writes and accepts it."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ESCAPED = re.compile('[\x00-\x1f"\\\\<>&\u2028\u2029\ud800-\udfff]')
_SHORT = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_TOKEN = re.compile(
    r"""[ \t\n\r]*(
        [{}\[\]:,]
      | "(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"
      | -?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?
      | true | false | null
      |
    )""",
    re.VERBOSE,
)
_PUNCTUATION = frozenset("{}[]:,")
_VALUE, _VALUE_OR_CLOSE, _KEY, _KEY_OR_CLOSE, _COLON, _MORE, _END = range(7)
_CLOSES = {"]": (_VALUE_OR_CLOSE, _MORE), "}": (_KEY_OR_CLOSE, _MORE)}
_OPENED = {"]": "[", "}": "{"}
_DEEPEST = 10_000
"""Levels of nesting that the original reads."""


def encode(value: object) -> str:
    """A compact text; keys stand in the order of the mapping.

    `<`, `>` and `&` are escaped, so that the text may stand in HTML, as are U+2028 and U+2029;
    other characters stay as they are.

    Raises:
        TypeError: For what is neither a mapping, a list, a string, a number, a boolean nor None.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return f'"{_ESCAPED.sub(_escape, value)}"'
        case Mapping():
            members = (f"{encode(str(key))}:{encode(item)}" for key, item in value.items())
            return "{" + ",".join(members) + "}"
        case list() | tuple():
            return "[" + ",".join(map(encode, value)) + "]"
    raise TypeError(f"no JSON for {type(value).__name__}")


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if "\ud800" <= char <= "\udfff":
        return "\\ufffd"
    return _SHORT.get(char) or f"\\u{ord(char):04x}"


def is_valid(text: str) -> bool:
    """Whether a text is JSON, as `json.Valid` sees it. Never recurses."""
    expected = _VALUE
    nesting: list[str] = []
    at = 0
    while True:
        token = _TOKEN.match(text, at)
        # The empty alternative lets the expression match anywhere.
        kind, at = (token[1], token.end()) if token else ("", at)
        if expected == _END:
            return not kind and at == len(text)
        if not kind:
            return False
        if kind in "{[" and expected in (_VALUE, _VALUE_OR_CLOSE):
            nesting.append(kind)
            expected = _KEY_OR_CLOSE if kind == "{" else _VALUE_OR_CLOSE
        elif kind in "]}" and expected in _CLOSES[kind] and nesting[-1:] == [_OPENED[kind]]:
            nesting.pop()
            expected = _MORE if nesting else _END
        elif kind == "," and expected == _MORE:
            expected = _KEY if nesting[-1] == "{" else _VALUE
        elif kind == ":" and expected == _COLON:
            expected = _VALUE
        elif kind[0] == '"' and expected in (_KEY, _KEY_OR_CLOSE):
            expected = _COLON
        elif kind not in _PUNCTUATION and expected in (_VALUE, _VALUE_OR_CLOSE):
            expected = _MORE if nesting else _END
        else:
            return False
        if len(nesting) > _DEEPEST:
            return False

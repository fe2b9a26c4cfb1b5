r"""Turns a regular expression of Python's into a trigger: what every match of it holds.

What can't be told in bytes is widened: a class that has more than ASCII in it takes every byte
from 0x80, a repetition has no upper end, what only looks around is left out. A match of the
expression is thus always a match of the trigger; the other way round it need not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants, _parser  # type: ignore[attr-defined]

from prtool.sieve.trigger import LETTERS_BEYOND_ASCII, WHOLE, Trigger, literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST = 64
"""Repetitions that are asked for; more make the trigger dearer, not sharper."""
_BEYOND = r"\x80-\xff"
_CATEGORIES = {
    "CATEGORY_DIGIT": rf"0-9{_BEYOND}",
    "CATEGORY_SPACE": rf" \t\n\r\x0b\x0c\x1c-\x1f{_BEYOND}",
    "CATEGORY_WORD": rf"A-Za-z0-9_{_BEYOND}",
    "CATEGORY_NOT_DIGIT": r"\x00-\x2f\x3a-\xff",
    "CATEGORY_NOT_SPACE": r"\x00-\x08\x0e-\x1b\x21-\xff",
    "CATEGORY_NOT_WORD": rf"\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f{_BEYOND}",
}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_BYTE = r"[\x00-\xff]"
_REST = r"[\x80-\xbf]{0,3})"
"""The bytes of a code point after the first one."""


class _Unclear(Exception):
    """What the expression needs can't be told."""


def derive(expression: str, flags: int = 0) -> tuple[Trigger, ...] | None:
    """Return the triggers of an expression, None if it may match anything anywhere.

    A match that may go over lines is told by a part of it that does not; all of the text has to be
    looked at then.

    Raises:
        re.error: it is not a regular expression.
    """
    tree = _parser.parse(expression, flags)
    flags = tree.state.flags
    if not _crosses_lines(tree, flags):
        return _triggers(tree, tree, flags, below=0)
    parts = [
        (_parser.SubPattern(tree.state, list(part)).getwidth()[0], part, own)
        for part, own in _in_line(tree, flags)
    ]
    width, part, flags = max(parts, key=lambda each: each[0], default=(0, (), flags))
    return _triggers(tree, part, flags, below=WHOLE) if width else None


def derive_line(expression: str, flags: int = 0) -> tuple[Trigger, ...] | None:
    """Return the triggers of lines that an expression matches as a whole; else as :func:`derive`.

    Raises:
        re.error: it is not a regular expression.
    """
    tree = _parser.parse(expression, flags)
    found = _triggers(tree, tree, tree.state.flags, below=0)
    return None if found is None else tuple(each.line() for each in found)


def _triggers(
    tree: Any, part: Iterable[Any], flags: int, *, below: int
) -> tuple[Trigger, ...] | None:
    """Return the triggers of a part of an expression that stands in every match of it."""
    if tree.getwidth()[0] == 0:
        return None
    try:
        pattern = "".join(_sequence(_without_end(part), flags))
    except (_Unclear, RecursionError):
        return None
    any_case = bool(flags & re.IGNORECASE) or _ignores_case(tree)
    found = Trigger(pattern, any_case=any_case, below=below)
    return (found, Trigger(LETTERS_BEYOND_ASCII, below=below)) if any_case else (found,)


def _in_line(tree: Iterable[Any], flags: int) -> Iterable[tuple[Sequence[Any], int]]:
    """Yield the runs of nodes that no line feed can be in, each with its flags."""
    run: list[Any] = []
    for name, value in tree:
        if not _crosses_lines([(name, value)], flags):
            run.append((name, value))
            continue
        yield run, flags
        run = []
        match str(name):
            case "SUBPATTERN":
                yield from _in_line(value[3], (flags | value[1]) & ~value[2])
            case "ATOMIC_GROUP":
                yield from _in_line(value, flags)
            case kind if kind in _REPEATS and value[0]:
                yield from _in_line(value[2], flags)
    yield run, flags


def _without_end(tree: Iterable[Any]) -> Sequence[Any]:
    """Return a sequence without what need not be at its end: each end counts as a match."""
    nodes = list(tree)
    while nodes:
        name, value = str(nodes[-1][0]), nodes[-1][1]
        if name == "AT" or name.startswith("ASSERT") or (name in _REPEATS and value[0] == 0):
            nodes.pop()
        else:
            break
    return nodes


def _sequence(tree: Iterable[Any], flags: int) -> Iterable[str]:
    for node, value in tree:
        yield _node(str(node), value, flags)


def _node(name: str, value: Any, flags: int) -> str:
    match name:
        case "LITERAL":
            return _literal(value, flags)
        case "NOT_LITERAL":
            return _one(r"\x00-\xff", f"{_hex(value)}" if value < 128 else "")
        case "ANY":
            return "[^\\n]" if not flags & re.DOTALL else _BYTE
        case "IN":
            return _class(value)
        case "BRANCH":
            return "(?:" + "|".join("".join(_sequence(each, flags)) for each in value[1]) + ")"
        case "SUBPATTERN":
            _, added, removed, inner = value
            return "(?:" + "".join(_sequence(inner, (flags | added) & ~removed)) + ")"
        case "ATOMIC_GROUP":
            return "(?:" + "".join(_sequence(value, flags)) + ")"
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return ""
        case _ if name in _REPEATS:
            least, most, inner = value
            body = "".join(_sequence(inner, flags))
            if not body:
                return ""
            if least == 0 and most == 1:
                return f"(?:{body})?"
            # Without an upper end, each byte of a code point may count as one more.
            body = body[3:].removesuffix(_REST) if _is_one(body) else f"(?:{body})"
            return f"{body}{{{min(least, _MOST)},}}" if least else f"{body}*"
    raise _Unclear


def _literal(code: int, flags: int) -> str:
    if code < 128:
        return literal(chr(code))
    if flags & re.IGNORECASE:
        return r"[\x80-\xff]+"
    return "".join(f"\\x{byte:02x}" for byte in chr(code).encode("utf-8", "surrogateescape"))


def _class(items: Iterable[Any]) -> str:
    negated = False
    parts: list[str] = []
    beyond = False
    for node, value in items:
        match str(node):
            case "NEGATE":
                negated = True
            case "LITERAL":
                parts.append(_hex(value) if value < 128 else _BEYOND)
                beyond |= value >= 128
            case "RANGE":
                low, high = value
                parts.append(f"{_hex(low)}-{_hex(min(high, 127))}" if low < 128 else "")
                parts.append(_BEYOND if high >= 128 else "")
                beyond |= high >= 128
            case "CATEGORY":
                parts.append(_CATEGORIES[str(value)])
            case _:
                raise _Unclear
    inside = "".join(parts)
    if not negated:
        return _one(inside, "") if _BEYOND in inside or r"\xff" in inside else f"[{inside}]"
    # What is left out beyond ASCII is not left out here.
    kept = inside.replace(_BEYOND, "").replace(r"-\xff", r"-\x7f")
    return _one(r"\x00-\xff", kept)


def _one(inside: str, without: str) -> str:
    """Return the pattern of one code point; one beyond ASCII has up to four bytes."""
    one = f"[{inside}]" if not without else f"[^{without}]"
    return f"(?:{one}{_REST}"


def _is_one(body: str) -> bool:
    """Tell whether a pattern is that of one code point, as :func:`_one` makes it."""
    return body.startswith("(?:[") and body.endswith(_REST) and "]" not in body[4 : -len(_REST) - 1]


def _hex(code: int) -> str:
    return f"\\x{code:02x}"


def _walk(tree: Iterable[Any], flags: int) -> Iterable[tuple[str, Any, int]]:
    for node, value in tree:
        name = str(node)
        yield name, value, flags
        match name:
            case "BRANCH":
                for each in value[1]:
                    yield from _walk(each, flags)
            case "SUBPATTERN":
                yield from _walk(value[3], (flags | value[1]) & ~value[2])
            case "ATOMIC_GROUP":
                yield from _walk(value, flags)
            case "ASSERT" | "ASSERT_NOT":
                yield from _walk(value[1], flags)
            case _ if name in _REPEATS:
                yield from _walk(value[2], flags)


def _ignores_case(tree: Iterable[Any]) -> bool:
    return any(
        name == "SUBPATTERN" and value[1] & re.IGNORECASE for name, value, _ in _walk(tree, 0)
    )


def _crosses_lines(tree: Iterable[Any], flags: int) -> bool:
    """Tell whether a match may hold a line feed, or depend on where the text begins or ends."""
    for name, value, own in _walk(tree, flags):
        match name:
            case "LITERAL":
                crosses = value == 10
            case "NOT_LITERAL":
                crosses = value != 10
            case "ANY":
                crosses = bool(own & re.DOTALL)
            case "IN":
                crosses = re.compile(_spelled(value), re.DOTALL).match("\n") is not None
            case "AT":
                multi = bool(own & re.MULTILINE) and value in (
                    _constants.AT_BEGINNING,
                    _constants.AT_END,
                )
                crosses = not (multi or str(value).endswith("BOUNDARY"))
            case _:
                crosses = False
        if crosses:
            return True
    return False


def _spelled(items: Iterable[Any]) -> str:
    """Return a character class that takes a line feed if the given one does."""
    negated, parts = "", []
    for node, value in items:
        match str(node):
            case "NEGATE":
                negated = "^"
            case "LITERAL":
                parts.append(f"\\x{value:02x}" if value < 256 else "")
            case "RANGE":
                low, high = min(value[0], 255), min(value[1], 255)
                parts.append(f"\\x{low:02x}-\\x{high:02x}")
            case "CATEGORY":
                parts.append(_ESCAPES[str(value)])
    return f"[{negated}{''.join(parts)}]" if parts != [""] else "[^\\x00-\\x7f]"


_ESCAPES = {
    "CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W",
}  # fmt: skip

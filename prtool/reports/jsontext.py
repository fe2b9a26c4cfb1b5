"""JSON with one finding on each line: quick to write, easy to read, to compare and to search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from prtool.reports.safe import for_json


def encoded(value: object) -> str:
    """Return one value on one line, in ASCII."""
    return json.dumps(for_json(value))


def array(items: Iterable[str], indent: int = 0) -> str:
    """Return an array of encoded items, one on each line."""
    return _lines("[", items, "]", indent)


def members(items: Mapping[str, str], indent: int = 0) -> str:
    """Return an object of encoded values, one on each line."""
    return _lines("{", (f"{json.dumps(key)}: {each}" for key, each in items.items()), "}", indent)


def _lines(opening: str, items: Iterable[str], closing: str, indent: int) -> str:
    outer = "\n" + " " * indent
    inner = outer + "  "
    body = f",{inner}".join(items)
    return f"{opening}{inner}{body}{outer}{closing}" if body else opening + closing

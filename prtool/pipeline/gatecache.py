"""What a check needs of the rules, worked out once and kept: the rules themselves and the sieves.

It is kept for exactly these rules files, this version and this Python, and only when the canary
was caught with it. Nothing private is in it.
"""

from __future__ import annotations

import marshal
import pickle
import sys
import zlib

from prtool import __version__
from prtool.looks import Sieves
from prtool.sieve import cache
from prtool.sieve.sieve import Sieve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from prtool.rules.model import RuleSet

    Files = Sequence[tuple[str, bytes]]


class Gate:
    """Rules in force, and the sieves of the detectors that they tell."""

    __slots__ = ("_packed", "_rules", "sieves")

    def __init__(
        self, sieves: Sieves, *, packed: bytes = b"", rules: RuleSet | None = None
    ) -> None:
        """Take the sieves, and the rules as they are or packed."""
        self.sieves = sieves
        self._packed = packed
        self._rules = rules

    @property
    def rules(self) -> RuleSet:
        """Return the rules."""
        if self._rules is None:
            rules: RuleSet = pickle.loads(self._packed)  # noqa: S301 - the user's own, and whole
            self._rules = rules
        return self._rules


def read(files: Files) -> Gate | None:
    """Return what was kept for some rules files; None if nothing was, or it is not whole."""
    raw = cache.read(_name(files))
    if raw is None:
        return None
    try:
        key, packed, dumped, everywhere = marshal.loads(raw)  # noqa: S302 - the user's own
        if key != _key(files):
            return None
        sieves = [Sieve.load(rows, database) for rows, database in dumped]
    except (EOFError, TypeError, ValueError):
        return None
    text, prose, paths = sieves
    if text is None or prose is None or paths is None:
        return None
    return Gate(Sieves(text, prose, paths, everywhere), packed=packed)


def write(files: Files, rules: RuleSet, sieves: Sieves) -> None:
    """Keep what belongs to some rules files."""
    dumped = [each.dump() for each in (sieves.text, sieves.prose, sieves.paths)]
    if None not in dumped:
        body: Any = (_key(files), pickle.dumps(rules), dumped, tuple(sieves.everywhere))
        cache.write(_name(files), marshal.dumps(body))


def _key(files: Files) -> Any:
    return (__version__, sys.version, tuple(files))


def _name(files: Files) -> str:
    return f"gate-{zlib.crc32(marshal.dumps(_key(files))):08x}"

"""Names, for each detector, the parts of a text that are worth its exact look."""

from __future__ import annotations

import os

from prtool import __version__, cache
from prtool.sieve.engine import AROUND, HyperscanEngine
from prtool.sieve.trigger import WHOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from prtool.sieve.engine import Engine
    from prtool.sieve.trigger import Trigger

    Row = tuple[int, int, str]

LONG_LINE = 1 << 16
"""Bytes from which on a line is looked at in parts."""

ENGINE = "PRTOOL_ENGINE"
"""The environment variable that chooses an engine: ``words``, or ``hyperscan`` by default."""


class Sieve:
    """The triggers of some owners, which are known by their numbers."""

    def __init__(self, engine: Engine, rows: Sequence[Row]) -> None:
        """Make one from an engine and what is known of each trigger."""
        self._engine = engine
        self.rows = tuple(rows)
        """By the number of a trigger: its owner, its ``below`` and its ``narrow``."""
        self._narrowed = frozenset(number for number, row in enumerate(self.rows) if row[2])

    @classmethod
    def of(cls, owners: Sequence[Sequence[Trigger]], *, cached: bool = False) -> Sieve:
        """Return the sieve of some owners' triggers.

        Args:
            owners: the triggers of each owner.
            cached: keep what is compiled on disk; for triggers that hold nothing private.
        """
        triggers = tuple(trigger for own in owners for trigger in own)
        rows = [
            (owner, each.below, each.narrow) for owner, own in enumerate(owners) for each in own
        ]
        if not triggers:
            return cls(_NOTHING, ())
        return cls(_cached(triggers) if cached else engine_for(triggers), rows)

    def dump(self) -> tuple[tuple[Row, ...], bytes] | None:
        """Return what :meth:`load` takes; None where the engine can't be kept."""
        if not self.rows:
            return (), b""
        if not isinstance(self._engine, HyperscanEngine):
            return None
        return self.rows, self._engine.dump()

    @classmethod
    def load(cls, rows: tuple[Row, ...], database: bytes) -> Sieve | None:
        """Return the sieve that was dumped; None where its database means nothing here."""
        if not rows:
            return cls(_NOTHING, ())
        if os.environ.get(ENGINE) == "words":
            return None
        engine = HyperscanEngine.load(database)
        return None if engine is None else cls(engine, rows)

    def moved(self, by: int) -> Sieve:
        """Return the same for owners whose numbers are higher."""
        rows = [(owner + by, below, narrow) for owner, below, narrow in self.rows]
        return Sieve(self._engine, rows)

    def find(self, raw: bytes, start: int = 0, stop: int | None = None) -> list[tuple[int, int]]:
        """Return (offset of its end, number of the trigger) of the matches in a part of a text.

        They are ascending. In each block of a line one may stand for all others of its trigger; of
        those that have to be narrowed there is every one.
        """
        if not self.rows:
            return []
        return self._engine.find(raw, start, len(raw) if stop is None else stop, self._narrowed)

    def parts(self, raw: bytes) -> dict[int, list[tuple[int, int]]]:
        """Return, by owner, the half-open byte ranges of whole lines to look at, ascending.

        Ranges of one owner do not touch. Of a line longer than ``LONG_LINE`` only what lies around
        the matches is named.
        """
        found: dict[int, list[tuple[int, int]]] = {}
        if not self.rows:
            return found
        size = len(raw)
        start = end = 0
        done: dict[int, int] = {}
        for stop, number in self.find(raw):
            at = stop - 1
            if at >= end:
                start = raw.rfind(b"\n", end, at) + 1 or end
                end = raw.find(b"\n", at) + 1 or size
            owner, below, _ = self.rows[number]
            first, last = start, end
            if below == WHOLE:
                first, last = 0, size
            elif end - start > LONG_LINE:
                block = at - at % AROUND
                if not below and done.get(owner) == block:
                    continue
                done[owner] = block
                first = _boundary(raw, max(start, block - AROUND))
                last = _boundary(raw, min(end, block + 2 * AROUND))
            for _ in range(below):
                if last >= size:
                    break
                last = raw.find(b"\n", last) + 1 or size
            own = found.setdefault(owner, [])
            while own and own[-1][1] >= first:
                before = own.pop()
                first, last = min(first, before[0]), max(last, before[1])
            own.append((first, last))
        return found


class _Nothing:
    """The engine of no triggers."""

    def find(self, *_: Any) -> list[tuple[int, int]]:
        return []


_NOTHING = _Nothing()


def _cached(triggers: tuple[Trigger, ...]) -> Engine:
    """Return an engine for some triggers, from memory or from disk if it is there."""
    key = repr((__version__, triggers)).encode()
    chosen = os.environ.get(ENGINE)
    known = _ENGINES.get((chosen, key))
    if known is not None:
        return known
    name = f"{cache.digest(key).hex()}{cache.digest(key[::-1]).hex()}.hsdb"
    raw = cache.read(name) if chosen != "words" else None
    engine: Engine | None = HyperscanEngine.load(raw) if raw is not None else None
    if engine is None:
        engine = engine_for(triggers)
        if isinstance(engine, HyperscanEngine):
            cache.write(name, engine.dump())
    _ENGINES[chosen, key] = engine
    return engine


_ENGINES: dict[tuple[str | None, bytes], Engine] = {}
"""What this process has compiled or read."""


def engine_for(triggers: Sequence[Trigger]) -> Engine:
    """Return an engine for some triggers, the fastest there is."""
    if os.environ.get(ENGINE) != "words":
        engine = HyperscanEngine.compile(triggers)
        if engine is not None:
            return engine
    from prtool.sieve.words_engine import WordsEngine

    return WordsEngine(triggers)


def _boundary(raw: bytes, position: int) -> int:
    """Return the place at or up to three bytes before ``position`` where a character begins."""
    for back in range(4):
        if position - back <= 0 or position >= len(raw) or raw[position - back] & 0xC0 != 0x80:
            return position - back
    return position

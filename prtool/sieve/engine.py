"""The engines that look for triggers: hyperscan where it is installed, else words and ``re``.

Both are asked the same and lead to the same findings. The second one may name more lines: where a
trigger has words, it looks for those alone.
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import ExtensionFileLoader, PathFinder

AROUND = 1 << 14
"""Bytes of a block; around a match in a long line, its block and those beside it are looked at."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any, Protocol

    from prtool.sieve.trigger import Trigger

    class Engine(Protocol):
        """Something that knows the triggers by their numbers."""

        def find(
            self, data: bytes, start: int, stop: int, every: Collection[int]
        ) -> list[tuple[int, int]]:
            """Return (offset of the match's end in the data, number of the trigger), ascending.

            The byte before the end lies in the line that matched. Of the matches of a trigger that
            end in one line and in one block of ``AROUND`` bytes one may stand for all others.

            Args:
                data: what is looked at.
                start: where to begin, as if nothing stood before it.
                stop: where to end.
                every: triggers of which every match is wanted.
            """
            ...


class HyperscanEngine:
    """All triggers in one database; see https://intel.github.io/hyperscan/dev-reference/."""

    def __init__(self, database: Any) -> None:
        self._database = database

    def find(
        self, data: bytes, start: int, stop: int, every: Collection[int]
    ) -> list[tuple[int, int]]:
        """Return the matches; see :class:`Engine`."""
        found: list[tuple[int, int]] = []
        add = found.append
        # By trigger, from where to where its matches are known. In a line of many megabytes most
        # matches are; a list of all would not fit into memory.
        first: dict[int, int] = {}
        last: dict[int, int] = {}

        def matched(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            at = start + end - 1
            if number in last and first[number] <= at <= last[number]:
                return
            add((at + 1, number))
            if number not in every:
                first[number] = at
                beyond = min(stop, at - at % AROUND + AROUND)
                ends = data.find(b"\n", at, beyond)
                last[number] = ends if ends != -1 else beyond - 1

        if start < stop:
            part = data if stop - start == len(data) else memoryview(data)[start:stop]
            self._database.scan(part, match_event_handler=matched)
        found.sort()
        return found

    @classmethod
    def compile(cls, triggers: Sequence[Trigger]) -> HyperscanEngine | None:
        """Return the engine for some triggers; None where hyperscan is not installed."""
        library = _hyperscan()
        if library is None or not triggers:
            return None
        database = library.Database(mode=library.HS_MODE_BLOCK)
        lines = library.HS_FLAG_MULTILINE
        caseless = library.HS_FLAG_CASELESS | lines
        database.compile(
            expressions=[each.pattern.encode("latin-1") for each in triggers],
            ids=list(range(len(triggers))),
            elements=len(triggers),
            flags=[caseless if each.any_case else lines for each in triggers],
        )
        return cls(database)

    def dump(self) -> bytes:
        """Return the database as bytes, for :meth:`load` on the same kind of machine."""
        library = _hyperscan()
        assert library is not None  # noqa: S101 - it made the database
        raw: bytes = library.dumpb(self._database)
        return raw

    @classmethod
    def load(cls, raw: bytes) -> HyperscanEngine | None:
        """Return the engine that was dumped; None where these bytes mean nothing here."""
        library = _hyperscan()
        if library is None:
            return None
        try:
            database = library.loadb(raw, library.HS_MODE_BLOCK)
            database.scratch = library.Scratch(database)
        except library.HyperscanError:
            return None
        return cls(database)


def _hyperscan() -> Any:
    """Return hyperscan's extension module, None where it is not installed.

    The package around it imports ``typing``, which takes as long as a small check does: so the
    extension is loaded by itself.
    """
    name = "hyperscan._hs_ext"
    if name in sys.modules:
        return sys.modules[name]
    package = PathFinder.find_spec("hyperscan")
    if package is None or not package.submodule_search_locations:
        return None
    spec = PathFinder.find_spec("_hs_ext", package.submodule_search_locations)
    if spec is None or spec.origin is None:
        return None
    loader = ExtensionFileLoader(name, spec.origin)
    flags = sys.getdlopenflags()
    try:
        # Of the many functions that it brings along, few are called.
        sys.setdlopenflags(flags & ~os.RTLD_NOW | os.RTLD_LAZY)
        module = loader.create_module(ModuleSpec(name, loader, origin=spec.origin))
        loader.exec_module(module)
    except ImportError:
        return None
    finally:
        sys.setdlopenflags(flags)
    sys.modules[name] = module
    return module

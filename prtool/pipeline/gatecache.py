"""What a check needs of the rules, worked out once and kept: the rules themselves and the sieves.

It is kept for exactly these rules files, this version and this Python, and only when the canary
was caught with it. Nothing private is in it.
"""

from __future__ import annotations

import marshal
import os
import sys

from prtool import __version__, cache
from prtool.looks import Sieves
from prtool.model.finding import Severity
from prtool.model.settings import FileShape, Pattern, Settings
from prtool.sieve.sieve import Sieve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from prtool.rules.model import RuleSet

    Files = Sequence[tuple[str, bytes]]

_CODE = ("detectors", "detectors/secret_kinds", "sieve", "model", "rules")
"""Folders of the package that say what the sieves of the public detectors look for."""

_ALWAYS_THE_SAME = 2
"""A format in which equal values have equal bytes; in later ones it matters who else holds them.

Source: https://docs.python.org/3/library/marshal.html#marshal.version
"""


class Gate:
    """Rules in force, and the sieves of the detectors that they tell."""

    __slots__ = ("_packed", "_rules", "_settings", "requires_lexicon", "sieves")

    def __init__(
        self,
        sieves: Sieves,
        *,
        requires_lexicon: bool,
        packed: Any = None,
        settings: Any = None,
        rules: RuleSet | None = None,
    ) -> None:
        """Take the sieves, and the rules as they are, or packed with their settings.

        Whether they require a lexicon is told before anybody unpacks them.
        """
        self.sieves = sieves
        self.requires_lexicon = requires_lexicon
        self._settings = settings
        self._packed = packed
        self._rules = rules

    @property
    def settings(self) -> Settings:
        """Return the part of the rules that detectors need."""
        if self._settings is None:
            return self.rules.settings
        shapes, hosts, patterns, muted = self._settings
        return Settings(
            shapes=tuple(
                FileShape(name=name, paths=paths, content=content)
                for name, paths, content in shapes
            ),
            public_hosts=hosts,
            patterns=tuple(
                Pattern(id=rule, regex=regex, severity=Severity(severity), title=title)
                for rule, regex, severity, title in patterns
            ),
            muted=frozenset(muted),
        )

    @property
    def rules(self) -> RuleSet:
        """Return the rules."""
        if self._rules is None:
            from prtool.pipeline.plainrules import unpacked

            self._rules = unpacked(self._packed, self.settings)
        return self._rules


def read(files: Files) -> Gate | None:
    """Return what was kept for some rules files; None if nothing was, or it is not whole."""
    key = _key(files)
    kept = cache.open_kept(_name(key))
    if kept is None:
        return None
    try:
        of, requires, settings, rules, dumped, everywhere = marshal.loads(kept.head)  # noqa: S302 - the user's own
        if of != key:
            return None
        # Databases are told from broken ones by hyperscan itself.
        sieves = [Sieve.load(rows, kept.part(start, size)) for rows, start, size in dumped]
    except (EOFError, OSError, TypeError, ValueError):
        return None
    text, prose, paths = sieves
    if text is None or prose is None or paths is None:
        return None
    return Gate(
        Sieves(text, prose, paths, everywhere),
        requires_lexicon=requires, packed=rules, settings=settings,
    )  # fmt: skip


def write(files: Files, rules: RuleSet, sieves: Sieves) -> None:
    """Keep what belongs to some rules files."""
    dumped = []
    databases = b""
    for each in (sieves.text, sieves.prose, sieves.paths):
        one = each.dump()
        if one is None:
            return
        rows, database = one
        dumped.append((rows, len(databases), len(database)))
        databases += database
    from prtool.pipeline.plainrules import packed

    key = _key(files)
    head = (
        key, rules.require_lexicon, _plain(rules.settings), packed(rules), dumped,
        tuple(sieves.everywhere),
    )  # fmt: skip
    cache.write(_name(key), marshal.dumps(head), databases)


def _plain(settings: Settings) -> Any:
    shapes = tuple((each.name, each.paths, each.content) for each in settings.shapes)
    patterns = tuple(
        (each.id, each.regex, int(each.severity), each.title) for each in settings.patterns
    )
    return shapes, settings.public_hosts, patterns, tuple(sorted(settings.muted))


def _key(files: Files) -> Any:
    return (__version__, sys.version, state_of(_CODE), tuple(files))


def state_of(folders: Iterable[str]) -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of the files that say what sieves look for.

    In a checkout they change without a new version.

    Args:
        folders: those of the package that hold them.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    looks = os.stat(os.path.join(package, "looks.py"))  # it numbers the owners of what is found
    found = [("looks.py", looks.st_mtime_ns, looks.st_size)]
    for folder in folders:
        with os.scandir(os.path.join(package, folder)) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    state = entry.stat()
                    found.append((entry.name, state.st_mtime_ns, state.st_size))
    return tuple(sorted(found))


def _name(key: Any) -> str:
    return f"gate-{cache.digest(marshal.dumps(key, _ALWAYS_THE_SAME)).hex()}"

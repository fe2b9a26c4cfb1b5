"""The parts of the rules file that detectors need: file shapes, own patterns, public hosts."""

from __future__ import annotations

from prtool.model.finding import Severity
from prtool.model.record import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShape:
    """Files that belong to one machine, told by their path and, where given, by their text."""

    name: str
    """The rule ``file/<name>`` that it feeds."""
    paths: tuple[str, ...]
    """Globs; ``prtool.model.globs`` says what they mean."""
    content: str | None = None
    """A regular expression that the file's first 4,096 code points must also match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A rule of the user's own."""

    id: str
    regex: str
    severity: Severity
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a rules file tells the detectors."""

    shapes: tuple[FileShape, ...] = ()
    public_hosts: tuple[str, ...] = ()
    """Host names, or ``.suffix`` for a domain and all below it, that are never private."""
    patterns: tuple[Pattern, ...] = ()
    muted: frozenset[str] = frozenset()
    """Rules whose findings in texts may always leave, so that nobody has to look for them."""

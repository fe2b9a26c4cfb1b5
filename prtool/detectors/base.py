"""The shape of a detector and what all of them may know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from prtool.model.finding import Match, Rule, Severity
from prtool.model.text import TextUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShape:
    """Files that belong to one machine, told by their path and, where given, by their text."""

    name: str
    """The rule ``file/<name>`` that it feeds."""
    paths: tuple[str, ...]
    """Globs as in ``.gitignore``: without a slash they match the last component anywhere."""
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
    """The parts of the rules file that detectors need."""

    shapes: tuple[FileShape, ...] = ()
    public_hosts: tuple[str, ...] = ()
    """Host names, or ``.suffix`` for a domain and all below it, that are never private."""
    patterns: tuple[Pattern, ...] = ()


class Detector(Protocol):
    """Finds one family of things in one piece of text; pure, no clock, no network, no files."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that it can report, with their examples."""
        ...

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield matches in ``text``, one new region of ``unit.text``; spans count from its start.

        A region never begins or ends within a line.
        """
        ...

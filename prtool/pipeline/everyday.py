"""The check of every day, on the shortest way: a diff, the rules in force, the private names.

It is put together of the same parts as ``check`` and says the same, without opening what it can do
without: git, the lexicon, YAML, the detectors that nothing calls for. Whatever is not plain goes
the long way: ``None`` says so.
"""

from __future__ import annotations

import os

from prtool import start
from prtool.detectors import build_late
from prtool.detectors.gate import GateDetector
from prtool.errors import PrtoolError
from prtool.model.finding import Severity
from prtool.model.record import Counter
from prtool.pipeline import gatecache
from prtool.pipeline.names import known_names
from prtool.reports.report import Report
from prtool.rules import NAME as RULES_FILE
from prtool.rules import builtin_text
from prtool.scan import NothingPublic, Scan, Scanner
from prtool.sources.limits import beyond
from prtool.sources.patch_units import patch_units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator

    from prtool.model.results import Skip
    from prtool.model.text import Channel, TextUnit
    from prtool.pipeline.gatecache import Gate
    from prtool.pipeline.names import Names
    from prtool.sources.crew import Found

    Known = tuple[Gate, Names]
    """The rules in force, and what looks for private names."""

_INLINE_ALLOW = "input/inline-allow"
_MOST = 64 << 20
"""Bytes of a diff up to which nobody waits long enough to want to see progress."""


def check_diff(folder: str, data: bytes, fail_on: Severity) -> Report | None:
    """Return the report on a diff; None if it has to be made the long way.

    Args:
        folder: the folder that the check is of.
        data: the diff.
        fail_on: the lowest severity that is a leak.
    """
    root = _root(folder)
    if len(data) > _MOST:
        return None
    known = known_for(root)
    if known is None:
        return None
    gate, names = known
    scanner = scanner_for(gate, names, {RULES_FILE})
    skipped: list[Skip] = []
    passed: Counter[Channel] = Counter()
    found: Found = {}
    units = patch_units(data, skipped, scanner.looks.finder, passed, found=found)
    try:
        public = Public(folder) if root is not None else NothingPublic()
        scan = scanner.scan(noted(units, skipped), public, passed=passed, found=found)
    except PrtoolError:
        return None  # the long way says what is wrong
    scan.coverage.skipped.extend(skipped)
    return report_on(scan, scanner, known, fail_on)


def known_for(root: str | None) -> Known | None:
    """Return the rules in force and what looks for private names; None if that takes longer.

    Args:
        root: the top of the work tree; None where there is no repository.
    """
    try:
        names = known_names(root)
        gate = gate_of(root) if names is not None else None
    except PrtoolError:
        return None
    if gate is None or names is None or (gate.requires_lexicon and not names.count):
        return None
    return gate, names


def scanner_for(gate: Gate, names: Names, configs: Collection[str]) -> Scanner:
    """Return what looks.

    Args:
        gate: the rules in force.
        names: the private names.
        configs: the files of this gate whose change is reported.
    """
    return Scanner(
        detectors=(*build_late(lambda: gate.settings), GateDetector(configs=configs)),
        terms=names.terms,
        key=None,
        sieves=gate.sieves,
    )


def report_on(
    scan: Scan,
    scanner: Scanner,
    known: Known,
    fail_on: Severity,
    authors: Collection[str] = (),
    upstream_paths: Container[str] = (),
) -> Report | None:
    """Return what is said of a scan; None if the long way has to say it.

    Args:
        scan: what was found.
        scanner: what found it.
        known: the rules in force and the private names.
        fail_on: the lowest severity that is a leak.
        authors: the addresses of all authors and committers, in lower case.
        upstream_paths: the files that what was looked at is compared with.
    """
    if not scan.coverage.total or any(f.rule.id == _INLINE_ALLOW for f in scan.findings):
        return None
    gate, names = known
    if not scan.findings:
        return Report(
            findings=(), fail_on=fail_on, coverage=scan.coverage, lexicon_terms=names.count
        )
    from prtool.pipeline.leaks import tell
    from prtool.policy import decide

    plan = decide(scan.findings, gate.rules, paths=(), upstream_paths=upstream_paths, today=None)
    told = tell(plan.decisions, scan.coverage, authors, ())
    return Report(
        findings=told.findings, fail_on=fail_on, coverage=told.coverage, lexicon_terms=names.count,
        not_listed=told.not_listed, rules=scanner.rules_later,
    )  # fmt: skip


def noted(units: Iterator[TextUnit], skipped: list[Skip]) -> Iterator[TextUnit]:
    """Pass units on, and note what lies beyond them."""
    for unit in units:
        skipped.extend(beyond(unit))
        yield unit


class Public:
    """What upstream publishes, asked for only when something has been found."""

    def __init__(self, folder: str) -> None:
        """Take a folder in the repository that knows it."""
        self._folder = folder

    def lines_with(self, needles: Collection[str]) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the public lines that contain one of ``needles``."""
        if not needles:
            return
        from pathlib import Path

        from prtool.pipeline.inputs import public_text
        from prtool.repo.open import open_quickly

        repository = open_quickly(Path(self._folder))
        try:
            yield from public_text(repository).lines_with(needles)
        finally:
            repository.close()


def _root(folder: str) -> str | None:
    """Return the folder of the work tree that ``folder`` is in, None where there is none."""
    place = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(place, ".git")):
        parent = os.path.dirname(place)
        if parent == place:
            return None
        place = parent
    return place


def gate_of(root: str | None) -> Gate | None:
    """Return the rules in force with the sieves of their detectors."""
    files = [("built-in", builtin_text())]
    own = os.path.join(root, RULES_FILE) if root is not None else ""
    if own and os.path.lexists(own):
        if os.path.islink(own) or not os.path.isfile(own):
            return None
        with open(own, "rb") as file:
            files.append((RULES_FILE, file.read()))
    known = gatecache.read(files)
    if known is not None:
        return known
    start.learn_nothing()
    from prtool.pipeline.gate import make_gate

    return make_gate(files)

"""Where a finding is, for programs that know files and lines only."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from prtool.reports.public import PublicFinding

_OF_THE_FILE = frozenset({"content", "submodule", "context"})
"""Channels whose line numbers are those of the file itself."""


def file_of(finding: PublicFinding) -> str:
    """Return the file; for a text that lies in no file, a path that no file is likely to have.

    It is the same in every run: ``commit/0123456789ab/message`` or ``no-commit/branch``.
    """
    if finding.path:
        return finding.path
    commit = f"commit/{finding.commit[:12]}" if finding.commit else "no-commit"
    return f"{commit}/{finding.channel}"


def line_in_file(finding: PublicFinding) -> int | None:
    """Return the line to show beside the file, None where the finding has none there."""
    return None if finding.path and finding.channel not in _OF_THE_FILE else finding.line


def numbered(findings: Iterable[PublicFinding]) -> Iterator[tuple[PublicFinding, str]]:
    """Yield each finding with an id that no other has: 128 bits in hexadecimal.

    It holds when lines move and commits are rewritten. It is made of public words and of the
    fingerprint, which is keyed.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        same = "\0".join(
            (finding.fingerprint, finding.rule, finding.channel, finding.path or "", *finding.via)
        )
        seen[same] += 1
        told = f"{same}\0{seen[same]}".encode("utf-8", "surrogatepass")
        yield finding, hashlib.sha256(told).hexdigest()[:32]

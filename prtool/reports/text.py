"""The report for people: grouped by place, never a value unless its owner asks at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from prtool.model.secret import Secret
from prtool.model.text import printable
from prtool.reports.public import PublicFinding
from prtool.reports.report import Report, coverage_line, place, verdict

_COLOURS = {"high": "31", "medium": "33", "low": "2"}
"""Source: ECMA-48, select graphic rendition: red, yellow, faint."""


def render(
    report: Report, *, colour: bool = False, values: Mapping[PublicFinding, Secret] | None = None
) -> bytes:
    """Return the report as lines of text.

    Args:
        report: the outcome.
        colour: whether to mark severities with terminal colours.
        values: the matched texts, to be shown to their owner and nobody else.
    """
    lines: list[str] = []
    for where, group in groupby(report.findings, key=place):
        lines.append(_harmless(printable(where)))
        for finding in group:
            lines.append(_line(finding, colour=colour))
            if values is not None and finding in values:
                lines.append(f"      {printable(values[finding].reveal())}")
        lines.append("")
    lines += [verdict(report), printable(coverage_line(report))]
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


def _harmless(where: str) -> str:
    """Return a place that no CI runner takes for a command, whatever a file is called.

    Source: GitHub's "Workflow commands" (``::``) and Azure's "Logging commands" (``##``).
    """
    return f"./{where}" if where.lstrip().startswith(("::", "##")) else where


def _line(finding: PublicFinding, *, colour: bool) -> str:
    spot = f"{finding.line}:{finding.column}" if finding.line is not None else "-"
    severity = f"{finding.severity:<6}"
    if colour:
        severity = f"\x1b[{_COLOURS[finding.severity]}m{severity}\x1b[0m"
    seen = f" (seen through {', '.join(finding.via)})" if finding.via else ""
    return f"  {spot:<8} {severity}  {finding.rule}  {printable(finding.message)}{seen}"

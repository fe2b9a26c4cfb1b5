"""The report as GitHub-flavoured Markdown, for a job summary or a comment."""

from __future__ import annotations

import html
import re

from prtool.model.text import printable
from prtool.reports.public import PublicFinding
from prtool.reports.report import Report, coverage_line, place, verdict

MOST = 200
"""Rows of the table; a job summary has room for one mebibyte."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~@])")


def render(report: Report) -> bytes:
    """Return a heading, a table and the coverage."""
    lines = [f"### prtool check: {_plain(verdict(report))}", ""]
    if report.findings:
        lines += ["| where | line | severity | rule | what |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(each) for each in report.findings[:MOST]]
        lines.append("")
    if len(report.findings) > MOST:
        lines += [f"{len(report.findings) - MOST} more are not listed.", ""]
    lines.append(_plain(coverage_line(report)))
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


def _row(finding: PublicFinding) -> str:
    line = "" if finding.line is None else str(finding.line)
    cells = (place(finding), line, finding.severity, finding.rule, finding.message)
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    """Return text that Markdown and HTML take as it is: no link, mention or tag comes of it."""
    return _SPECIAL.sub(r"\\\1", html.escape(printable(text), quote=False))

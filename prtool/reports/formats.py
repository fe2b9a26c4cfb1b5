"""The table of report formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prtool.reports import github, gitlab, json_v1, junit, markdown, sarif, text
from prtool.reports.report import Report, coverage_line


def _sarif(report: Report) -> bytes:
    return sarif.render(report.findings, report.rules, notes=[coverage_line(report)])


REPORTS: Mapping[str, Callable[[Report], bytes]] = {
    "text": text.render,
    "json": json_v1.render,
    "sarif": _sarif,
    "github": github.render,
    "gitlab": gitlab.render,
    "junit": junit.render,
    "markdown": markdown.render,
}
"""Every format of ``--report``, as what renders it. A new one is a file of its own and a line."""

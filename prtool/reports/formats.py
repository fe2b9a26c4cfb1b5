"""The table of report formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prtool.reports import github, json_v1, markdown, sarif, text
from prtool.reports.report import Report

REPORTS: Mapping[str, Callable[[Report], bytes]] = {
    "text": text.render,
    "json": json_v1.render,
    "sarif": lambda report: sarif.render(report.findings, report.rules),
    "github": github.render,
    "markdown": markdown.render,
}
"""Every format of ``--report``, as what renders it. A new one is a file of its own and a line."""

"""The table of report formats."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from prtool.reports.report import Report

REPORTS = {
    "text": "text",
    "json": "json_v1",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "markdown": "markdown",
}
"""Every format of ``--report`` and the module of this package that has a ``render`` for it.

A new one is a file of its own and a line here.
"""


def render(name: str, report: Report) -> bytes:
    """Return a report in one of the formats."""
    module = __import__(f"prtool.reports.{REPORTS[name]}", fromlist=("render",))
    rendered: bytes = module.render(report)
    return rendered

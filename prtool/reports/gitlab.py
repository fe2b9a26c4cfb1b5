"""Code Quality of GitLab. Source: its documentation, "Code Quality", code quality report format."""

from __future__ import annotations

from prtool.reports.jsontext import array, encoded
from prtool.reports.places import file_of, line_in_file, numbered
from prtool.reports.public import PublicFinding
from prtool.reports.report import Report, place, with_via

SEVERITIES = {"high": "blocker", "medium": "major", "low": "info"}


def render(report: Report) -> bytes:
    """Return an array of violations; GitLab keeps one of each fingerprint, so no two are alike."""
    told = (encoded(_violation(each, name)) for each, name in numbered(report.findings))
    return (array(told) + "\n").encode("ascii")


def _violation(finding: PublicFinding, name: str) -> dict[str, object]:
    message = with_via(finding)
    if not finding.path or finding.channel != "content":
        message = f"{place(finding)}: {message}"
    return {
        "description": message,
        "check_name": finding.rule,
        "fingerprint": name,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": file_of(finding), "lines": {"begin": line_in_file(finding) or 1}},
    }

"""Annotations in the log of a GitHub workflow.

Source: GitHub's documentation, "Workflow commands for GitHub Actions", setting messages; the limit
is that of "Usage limits": ten annotations of each level for a step.
"""

from __future__ import annotations

from prtool.model.text import printable
from prtool.reports.public import PublicFinding
from prtool.reports.report import Report, coverage_line, place, verdict

LEVELS = {"high": "error", "medium": "warning", "low": "notice"}
MOST = 10
"""Annotations of each level; GitHub drops the rest without a word."""


def render(report: Report) -> bytes:
    """Return workflow commands, what exceeds the limit as a number, and the coverage."""
    lines: list[str] = []
    for severity, level in LEVELS.items():
        found = [each for each in report.findings if each.severity == severity]
        lines += [_annotation(level, each) for each in found[:MOST]]
        if len(found) > MOST:
            lines.append(f"prtool: {len(found) - MOST} more of severity {severity}, not annotated")
    lines += [f"prtool: {verdict(report)}", f"prtool: {printable(coverage_line(report))}"]
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


def _annotation(level: str, finding: PublicFinding) -> str:
    properties = {"title": f"prtool {finding.rule}"}
    message = finding.message
    if finding.path is not None:
        properties = {"file": finding.path, **_spot(finding), **properties}
    if finding.path is None or finding.channel != "content":
        message = f"{place(finding)}: {message}"
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {told}::{_data(message)}"


def _spot(finding: PublicFinding) -> dict[str, str]:
    # Only lines of the file itself can be shown beside it.
    if finding.channel not in ("content", "submodule", "context") or finding.line is None:
        return {}
    return {"line": str(finding.line), "col": str(finding.column)}


def _data(text: str) -> str:
    """Escape a message, as the toolkit's ``escapeData`` does."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(text)


def _property(text: str) -> str:
    """Escape a property, as the toolkit's ``escapeProperty`` does."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")

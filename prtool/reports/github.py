"""Annotations in the log of a GitHub workflow, and the summary of its job.

Source: GitHub's documentation, "Workflow commands": setting messages, adding a job summary; the
number of annotations is in the toolkit's "Problem matchers", limitations.
"""

from __future__ import annotations

from prtool.model.text import printable
from prtool.reports import markdown
from prtool.reports.places import line_in_file
from prtool.reports.public import PublicFinding
from prtool.reports.report import Report, coverage_line, place, verdict, with_via
from prtool.reports.safe import in_line

LEVELS = {"high": "error", "medium": "warning", "low": "notice"}
MOST = 10
"""Annotations of each level for a step; GitHub drops the rest without a word."""
SUMMARY = 1024 * 1024
"""Bytes that all summaries of a step may have together; a larger one is dropped as a whole."""


def render(report: Report) -> bytes:
    """Return workflow commands, what exceeds the limit as a number, and the coverage."""
    lines: list[str] = []
    for severity, level in LEVELS.items():
        found = [each for each in report.findings if each.severity == severity]
        lines += [_annotation(level, each) for each in found[:MOST]]
        if len(found) > MOST:
            lines.append(
                f"prtool: {len(found) - MOST} more of severity {severity}, not annotated: "
                "see the summary of the job"
            )
    lines += [f"prtool: {verdict(report)}", f"prtool: {in_line(coverage_line(report))}"]
    return ("\n".join(lines) + "\n").encode("utf-8")


def summary(report: Report, used: int) -> bytes:
    """Return what is to be added to the summary of the job; nothing if there is no room left.

    Args:
        report: the outcome.
        used: bytes that the step's summary has already.
    """
    added = markdown.render(report, room=SUMMARY - used)
    return added if used + len(added) <= SUMMARY else b""


def _annotation(level: str, finding: PublicFinding) -> str:
    properties = {"title": f"prtool {finding.rule}"}
    message = with_via(finding)
    if finding.path:
        properties = {"file": finding.path, **_spot(finding), **properties}
    if not finding.path or finding.channel != "content":
        message = f"{place(finding)}: {message}"
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {told}::{_data(message)}"


def _spot(finding: PublicFinding) -> dict[str, str]:
    line = line_in_file(finding)
    return {} if line is None else {"line": str(line), "col": str(finding.column or 1)}


def _data(text: str) -> str:
    """Escape a message, as the toolkit's ``escapeData`` does."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(text)


def _property(text: str) -> str:
    """Escape a property, as the toolkit's ``escapeProperty`` does."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")

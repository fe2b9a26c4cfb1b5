"""Findings as SARIF 2.1.0 for code scanning services.

Source: OASIS SARIF 2.1.0, section 3; GitHub's documentation, "SARIF support for code scanning", for
what it shows and for its limits.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from prtool import __version__
from prtool.model.finding import Rule
from prtool.reports.jsontext import array, encoded, members
from prtool.reports.places import file_of, line_in_file, numbered
from prtool.reports.public import PublicFinding
from prtool.reports.report import Report, coverage_line
from prtool.reports.ways_out import FAMILIES, way_out

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"high": "error", "medium": "warning", "low": "note"}
SCORES = {"high": "8.0", "medium": "5.0", "low": "2.0"}
"""``security-severity``, by which GitHub tells high (7.0 and up), medium (4.0) and low."""
MOST_RESULTS = 25_000
"""Of a run. GitHub refuses a file with more, and shows the 5,000 most severe."""
MOST_BYTES = 9 * 1024 * 1024
"""Packed; GitHub takes 10 MB. The difference is for the rules and what the packer holds back."""
OWN_WORDS = frozenset(
    {
        SCHEMA, "2.1.0", "prtool", "unicodeCodePoints", "channel", "external", "security",
        *LEVELS.values(), *SCORES.values(), *FAMILIES, *FAMILIES.values(),
    }
)  # fmt: skip
"""Strings of a report that say nothing of what was looked at."""


def render(report: Report) -> bytes:
    """Return a SARIF log of a check."""
    return render_log(report.findings, report.rules, notes=[coverage_line(report)])


def render_log(
    findings: Sequence[PublicFinding], rules: Mapping[str, Rule], *, notes: Iterable[str] = ()
) -> bytes:
    """Return a SARIF log with one run, one finding on each line.

    Args:
        findings: what was found; the most severe are kept if there are too many for GitHub.
        rules: what is known of the rules, by id.
        notes: what else is to be told of the run.
    """
    used = sorted({finding.rule for finding in findings})
    index = {name: number for number, name in enumerate(used)}
    results = _within_limits(findings, index)
    told = [_notification("note", note) for note in notes]
    if left := len(findings) - len(results):
        told.append(
            _notification(
                "warning",
                f"{left} of {len(findings)} findings are left out, the least severe first: "
                "code scanning takes no more. The report json has all of them.",
            )
        )
    driver = {
        "name": encoded("prtool"),
        "version": encoded(__version__),
        "rules": array((encoded(_rule(name, rules.get(name))) for name in used), indent=10),
    }
    invocation = {"executionSuccessful": True, "toolExecutionNotifications": told}
    run = {
        "tool": members({"driver": members(driver, indent=8)}, indent=6),
        "invocations": array([encoded(invocation)], indent=6),
        "columnKind": encoded("unicodeCodePoints"),
        "results": array(results, indent=6),
    }
    log = {
        "$schema": encoded(SCHEMA),
        "version": encoded("2.1.0"),
        "runs": array([members(run, indent=4)], indent=2),
    }
    return (members(log) + "\n").encode("ascii")


def _within_limits(findings: Sequence[PublicFinding], index: Mapping[str, int]) -> list[str]:
    """Return encoded results, in the order of the findings unless some must be left out."""
    named = list(numbered(findings))
    results = _packed(named, index)
    if len(results) < len(named):
        ranks = list(LEVELS)
        results = _packed(sorted(named, key=lambda each: ranks.index(each[0].severity)), index)
    return results


def _packed(named: Iterable[tuple[PublicFinding, str]], index: Mapping[str, int]) -> list[str]:
    """Return the first encoded results, as many as fit."""
    packer, size = zlib.compressobj(1), 0
    results: list[str] = []
    for finding, name in named:
        result = encoded(_result(finding, name, index[finding.rule]))
        size += len(packer.compress(result.encode("ascii")))
        if size > MOST_BYTES or len(results) == MOST_RESULTS:
            break
        results.append(result)
    return results


def _rule(name: str, rule: Rule | None) -> dict[str, Any]:
    family = name.partition("/")[0]
    told: dict[str, Any] = {"id": name}
    if rule is None:
        return told
    severity = str(rule.severity)
    told["shortDescription"] = {"text": rule.title[:1024]}
    told["fullDescription"] = {"text": rule.why[:1024]}
    told["help"] = {"text": way_out(name)}
    if rule.source.startswith("https://"):
        told["helpUri"] = rule.source
    told["defaultConfiguration"] = {"level": LEVELS[severity]}
    told["properties"] = {"security-severity": SCORES[severity], "tags": ["security", family]}
    return told


def _result(finding: PublicFinding, name: str, index: int) -> dict[str, Any]:
    fingerprints = {"prtool/v1": finding.fingerprint}
    if not finding.path:
        # Of a file that is there, GitHub's action makes this one up from the line itself.
        fingerprints["primaryLocationLineHash"] = name
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": _message(finding.message),
        "partialFingerprints": fingerprints,
        "locations": [_location(finding)],
        "properties": {"confidence": finding.confidence, "via": list(finding.via)},
    }
    if finding.state != "new":
        result["suppressions"] = [{"kind": "external", "justification": finding.state}]
    return result


def _location(finding: PublicFinding) -> dict[str, Any]:
    """Return file and line; GitHub refuses a log in which a single result has none."""
    line = line_in_file(finding)
    region: dict[str, int] = {"startLine": line or 1}
    if line is not None and finding.column is not None:
        region["startColumn"] = finding.column
        if finding.end_column is not None and finding.end_column > finding.column:
            region["endColumn"] = finding.end_column
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(file_of(finding))},
            "region": region,
        },
        "logicalLocations": [{"name": finding.channel, "kind": "channel"}],
    }


def _uri(path: str) -> str:
    """Return a relative reference; Source: RFC 3986, section 4.2."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a pair, from JSON
        raw = path.encode("utf-8", "backslashreplace")
    quoted = quote(raw)
    return f"%2F{quoted[1:]}" if quoted.startswith("/") else quoted


def _message(text: str) -> dict[str, str]:
    """Return a message in which no brace stands for an argument. Source: section 3.11.5."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": _message(text)}

"""Findings as SARIF 2.1.0 for code scanning services. Source: OASIS SARIF 2.1.0, section 3."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from prtool import __version__
from prtool.model.finding import Rule
from prtool.reports.public import PublicFinding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"high": "error", "medium": "warning", "low": "note"}


def render(findings: Sequence[PublicFinding], rules: Mapping[str, Rule]) -> bytes:
    """Return a SARIF log with one run; a finding's place is a file or, for texts, a channel."""
    used = sorted({finding.rule for finding in findings})
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "prtool",
                        "version": __version__,
                        "rules": [_rule(rules[name]) for name in used],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, used.index(finding.rule)) for finding in findings],
            }
        ],
    }
    return (json.dumps(log, indent=2, ensure_ascii=True) + "\n").encode()


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {"level": LEVELS[str(rule.severity)]},
    }


def _result(finding: PublicFinding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "partialFingerprints": {"prtool/v1": finding.fingerprint},
        "locations": [_location(finding)],
    }
    if finding.state != "new":
        result["suppressions"] = [{"kind": "external", "justification": finding.state}]
    return result


def _location(finding: PublicFinding) -> dict[str, Any]:
    location: dict[str, Any] = {
        "logicalLocations": [{"name": finding.channel, "kind": "channel"}],
    }
    if finding.path is not None:
        physical: dict[str, Any] = {
            "artifactLocation": {"uri": quote(finding.path.encode("utf-8", "surrogateescape"))}
        }
        if finding.line is not None:
            physical["region"] = {"startLine": finding.line}
            if finding.column is not None:
                physical["region"]["startColumn"] = finding.column
        location["physicalLocation"] = physical
    return location

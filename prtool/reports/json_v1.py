"""The report for programs: ``prtool/check/1``, as the contract has it."""

from __future__ import annotations

import json
from typing import Any

from prtool.model.text import encode
from prtool.reports.public import PublicFinding
from prtool.reports.report import Report

SCHEMA = "prtool/check/1"


def render(report: Report) -> bytes:
    r"""Return one JSON document in ASCII; bytes of a path that are not UTF-8 stand as ``\xff``."""
    terms = report.lexicon_terms
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "status": report.status,
        "findings": [_finding(each) for each in report.findings],
        "coverage": _readable(report.coverage.as_json()),
        "fail_on": str(report.fail_on),
        "not_listed": dict(report.not_listed),
        "lexicon": None if terms is None else {"terms": terms},
    }
    return (json.dumps(document, indent=2) + "\n").encode("ascii")


def _finding(finding: PublicFinding) -> dict[str, Any]:
    fields: dict[str, Any] = _readable(finding.as_json())
    return fields


def _readable(value: Any) -> Any:
    """Return a JSON value without lone surrogates, which most readers refuse."""
    if isinstance(value, str):
        return encode(value).decode("utf-8", "backslashreplace")
    if isinstance(value, dict):
        return {key: _readable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_readable(each) for each in value]
    return value

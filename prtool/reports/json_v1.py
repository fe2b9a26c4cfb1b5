"""The report for programs: ``prtool/check/1``, as the contract has it."""

from __future__ import annotations

from prtool.reports.jsontext import array, encoded, members
from prtool.reports.report import Report

SCHEMA = "prtool/check/1"


def render(report: Report) -> bytes:
    r"""Return one JSON document in ASCII; bytes of a path that are not UTF-8 stand as ``\xff``."""
    terms = report.lexicon_terms
    coverage = report.coverage.as_json()
    document = {
        "schema": encoded(SCHEMA),
        "status": encoded(report.status),
        "findings": array((encoded(each.as_json()) for each in report.findings), indent=2),
        "coverage": members({name: encoded(each) for name, each in coverage.items()}, indent=2),
        "fail_on": encoded(str(report.fail_on)),
        "not_listed": encoded(dict(report.not_listed)),
        "lexicon": encoded(None if terms is None else {"terms": terms}),
        "notes": encoded(report.coverage.notes),
    }
    return (members(document) + "\n").encode("ascii")

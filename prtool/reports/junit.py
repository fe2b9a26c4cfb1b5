"""JUnit's XML, which most CI servers show as test results.

Each finding is a failed test, or a skipped one if it is below ``--fail-on``. Each channel without a
failure is a passed one, so that a clean run shows what was looked at.

Source: the schema junit-10.xsd of Jenkins' xUnit plugin; GitLab's documentation, "Unit test
reports", for the size of a file and for names: of two tests of one name the second is ignored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from prtool.model.text import printable
from prtool.reports.places import numbered
from prtool.reports.public import PublicFinding
from prtool.reports.report import Report, coverage_line, place, verdict, with_via
from prtool.reports.ways_out import way_out

MOST_BYTES = 29_000_000
"""GitLab takes files of less than 30 MB."""
_QUOTED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_TABLE = str.maketrans(_QUOTED)


def render(report: Report) -> bytes:
    """Return a document with one suite."""
    failing = {each.channel for each in report.leaks}
    scanned = report.coverage.scanned
    clean = [each.value for each in scanned if scanned[each] and each.value not in failing]
    cases = [
        f'    <testcase classname="prtool" name="no leak in {each}" time="0"/>'
        for each in sorted(clean)
    ]
    kinds: Counter[str] = Counter()
    size = 0
    for finding, name in numbered(report.findings):
        kind = "failure" if report.is_leak(finding) else "skipped"
        case = _case(finding, name, kind)
        size += len(case.encode("utf-8"))
        if size > MOST_BYTES:
            cases.append(_cut(len(report.findings) - sum(kinds.values())))
            kinds["failure"] += 1
            break
        cases.append(case)
        kinds[kind] += 1
    return _document(report, cases, kinds).encode("utf-8")


def _document(report: Report, cases: Sequence[str], kinds: Counter[str]) -> str:
    counts = (
        f'tests="{len(cases)}" failures="{kinds["failure"]}" errors="0" '
        f'skipped="{kinds["skipped"]}" time="0"'
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<testsuites>",
        f'  <testsuite name="prtool check" {counts}>',
        *cases,
        f"    <system-out>{_text(verdict(report))}\n{_text(coverage_line(report))}</system-out>",
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _case(finding: PublicFinding, name: str, kind: str) -> str:
    rule = finding.rule
    spot = f":{finding.line}:{finding.column}" if finding.line is not None else ""
    where, what = f"{place(finding)}{spot}", with_via(finding)
    title = _text(f"{place(finding)}: {rule} {name[:12]}")
    return (
        f'    <testcase classname="prtool.{finding.channel}" name="{title}" time="0">\n'
        f'      <{kind} type="{_text(rule)}" message="{_text(what)}">{_text(where)}\n'
        f"{_text(what)}\n{_text(way_out(rule))}</{kind}>\n"
        "    </testcase>"
    )


def _cut(more: int) -> str:
    told = f"{more} more findings did not fit here: --report json has all of them"
    return (
        '    <testcase classname="prtool" name="more findings" time="0">\n'
        f'      <failure type="prtool" message="{told}">{told}</failure>\n'
        "    </testcase>"
    )


def _text(text: str) -> str:
    """Return text for an element or an attribute; what XML 1.0 forbids is escaped by a backslash.

    All that is printable may stand in XML.
    """
    return printable(text).translate(_TABLE)

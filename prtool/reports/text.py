"""The report for people: grouped by place, never a value unless its owner asks at a terminal."""

from __future__ import annotations

from itertools import groupby

from prtool.model.secret import Secret
from prtool.model.text import printable
from prtool.reports.report import (
    Report,
    coverage_line,
    not_listed_line,
    place,
    verdict,
    with_via,
)
from prtool.reports.safe import at_start, in_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prtool.reports.public import PublicFinding

_RED, _GREEN, _YELLOW, _FAINT, _BOLD = "31", "32", "33", "2", "1"
"""Source: ECMA-48, select graphic rendition."""
_COLOURS = {"high": _RED, "medium": _YELLOW, "low": _FAINT}


def render(
    report: Report, *, colour: bool = False, values: Mapping[PublicFinding, Secret] | None = None
) -> bytes:
    """Return the report as lines of text.

    Args:
        report: the outcome.
        colour: whether to mark severities with terminal colours.
        values: the matched texts, to be shown to their owner and nobody else.
    """
    lines = [*_findings(report, values or {}, colour=colour)]
    if report.findings:
        from prtool.reports.ways_out import ways_out

        ways = list(ways_out(report.findings))
        width = max(len(what) for what, _ in ways)
        lines.append(_paint("what to do", _BOLD, colour=colour))
        lines += [in_line(f"  {what:<{width}}  {way}") for what, way in ways]
        lines.append("")
    lines.append(_paint(verdict(report), _RED if report.leaks else _GREEN, colour=colour))
    if left := not_listed_line(report):
        lines.append(in_line(left))
    lines.append(in_line(coverage_line(report)))
    return ("\n".join(lines) + "\n").encode("utf-8")


def _findings(
    report: Report, values: Mapping[PublicFinding, Secret], *, colour: bool
) -> Iterator[str]:
    """Yield the groups, their columns as wide as the widest entry of the whole report."""
    found = report.findings
    spots = max((len(_spot(each)) for each in found), default=0)
    rules = max((len(each.rule) for each in found), default=0)
    for where, group in groupby(found, key=place):
        yield _paint(at_start(where), _BOLD, colour=colour)
        for each in group:
            severity = _paint(f"{each.severity:<6}", _COLOURS[each.severity], colour=colour)
            told = f"{each.rule:<{rules}}  {with_via(each)}"
            yield f"  {_spot(each):<{spots}}  {severity}  {in_line(told)}"
            if each in values:
                yield f"      {printable(values[each].reveal())}"
        yield ""


def _spot(finding: PublicFinding) -> str:
    return f"{finding.line}:{finding.column}" if finding.line is not None else "-"


def _paint(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text

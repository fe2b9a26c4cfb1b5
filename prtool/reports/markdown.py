"""The report as GitHub-flavoured Markdown, for a comment or a job summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from prtool.model.patterns import regex
from prtool.model.text import printable
from prtool.reports.public import PublicFinding
from prtool.reports.report import (
    Report,
    coverage_line,
    not_listed_line,
    place,
    verdict,
    with_via,
)
from prtool.reports.ways_out import ways_out

COMMENT = 65_536
"""Bytes; a comment on GitHub takes as many characters. Source: the error message of its API."""
_HEAD = ("| where | line | severity | rule | what |", "| --- | --- | --- | --- | --- |")
_PLAIN = regex(r"[A-Za-z0-9 ,.;:()'/-]*")
_LINKED = regex(r"://|www\.|\bGH-\d|\b[0-9a-f]{7,}\b", re.IGNORECASE)
"""What forges make a link of by itself: addresses, issues, commits."""


def render(report: Report, *, room: int = COMMENT) -> bytes:
    """Return a heading, a table, what to do and the coverage.

    Args:
        report: the outcome.
        room: bytes; rows that exceed it are left out, and a line says so.
    """
    head = [f"### prtool check: {verdict(report)}", ""]
    ways = [f"- {what}: {_with_commands(way)}" for what, way in ways_out(report.findings)]
    tail = [*ways, ""] if ways else []
    if left := not_listed_line(report):
        tail += [left, ""]
    tail.append(_cell(coverage_line(report)))
    rows = list(_fitting(report.findings, room - _size([*head, *_HEAD, "", *tail]) - 100))
    table = [*_HEAD, *rows, ""] if rows else []
    if more := len(report.findings) - len(rows):
        table += [f"{more} more did not fit here: `--report json` has all of them.", ""]
    return ("\n".join([*head, *table, *tail]) + "\n").encode("utf-8")


def _fitting(findings: Iterable[PublicFinding], room: int) -> Iterator[str]:
    for finding in findings:
        row = _row(finding)
        room -= _size([row])
        if room < 0:
            return
        yield row


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode("utf-8")) + 1 for line in lines)


def _row(finding: PublicFinding) -> str:
    line = "" if finding.line is None else str(finding.line)
    where, rule, what = as_code(place(finding)), as_code(finding.rule), _cell(with_via(finding))
    return f"| {where} | {line} | {finding.severity} | {rule} | {what} |"


def _with_commands(way: str) -> str:
    return re.sub(r"'([^']+)'", r"`\1`", way)


def _cell(text: str) -> str:
    """Return plain words as they are, anything else as code."""
    return text if _PLAIN.fullmatch(text) and not _LINKED.search(text) else as_code(text)


def as_code(text: str) -> str:
    """Return text in which nothing is markup: no tag, no link, no mention that would ping somebody.

    A backslash is not enough: forges look for mentions and issue numbers in the finished page, and
    leave out code only.
    """
    text = printable(text).replace("|", r"\x7c").replace("`", r"\x60")
    return f"`{text}`" if text else ""

from __future__ import annotations

import re

from prtool.model.record import replace
from prtool.reports import github
from prtool.reports.report import Report
from tests.support.reports import HOSTILE, clean, finding, full


def _many(number: int) -> Report:
    return replace(full(), findings=tuple(finding(line=n) for n in range(1, number + 1)))


def _unescaped(text: str) -> str:
    """Return a property as the runner reads it. Source: ``ActionCommand.UnescapeProperty``."""
    for token, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(token, char)
    return text


def test_there_are_ten_annotations_of_each_level() -> None:
    severities = ("high", "medium", "low")
    found = tuple(finding(line=n, severity=each) for each in severities for n in range(1, 26))
    lines = github.render(replace(full(), findings=found)).decode().split("\n")

    for level in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{level} ") for line in lines) == 10
    for each in severities:
        told = f"prtool: 15 more of severity {each}, not annotated: see the summary of the job"
        assert told in lines


def test_the_runner_reads_the_name_of_the_file_back() -> None:
    name = "100%0A, a::b\nc"
    (line,) = (
        line
        for line in github.render(replace(full(), findings=(finding(path=name),)))
        .decode()
        .split("\n")
        if line.startswith("::")
    )
    info = line[2:].partition("::")[0].partition(" ")[2]
    properties = dict(pair.split("=", 1) for pair in info.split(","))

    assert _unescaped(properties["file"]) == name
    assert (properties["line"], properties["col"]) == ("12", "5")


def test_only_lines_of_the_file_itself_are_shown_beside_it() -> None:
    report = replace(full(), findings=(finding(channel="heading"), finding(channel="context")))
    lines = github.render(report).decode().split("\n")

    assert "line=" not in lines[0]
    assert ",line=12," in lines[1]


def test_the_summary_keeps_within_the_limit_and_says_what_is_left_out() -> None:
    report = _many(50_000)
    for used in (0, 500_000):
        added = github.summary(report, used).decode()
        rows = added.count("\n| `src/app.go` |")
        more = re.search(r"\n(\d+) more did not fit here", added)

        assert used + len(added.encode()) <= github.SUMMARY
        assert more
        assert rows + int(more[1]) == 50_000
        assert rows > 1000


def test_a_full_summary_gets_nothing() -> None:
    assert github.summary(clean(), github.SUMMARY - 10) == b""
    assert github.summary(full(), 2 * github.SUMMARY) == b""


def test_the_summary_holds_names_of_four_kilobytes() -> None:
    name = "\U000e0041" * 1000
    coverage = full().coverage
    coverage.skipped[:] = [replace(skip, what=name) for skip in coverage.skipped * 3]
    report = replace(full(), findings=(finding(path=HOSTILE + name),) * 200, coverage=coverage)

    assert 0 < len(github.summary(report, 900_000)) <= github.SUMMARY - 900_000

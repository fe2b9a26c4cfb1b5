from __future__ import annotations

import pytest

from prtool.model.record import replace
from prtool.model.results import Coverage, Skip
from prtool.model.secret import Secret
from prtool.model.text import Channel
from prtool.reports import text
from prtool.reports.formats import render
from prtool.reports.report import coverage_line
from tests.support.reports import HOSTILE, clean, finding, full


def test_values_are_shown_only_when_they_are_handed_over() -> None:
    report = full()
    value = {report.findings[7]: Secret("the matched text")}

    assert "the matched text" not in text.render(report).decode()
    assert "      the matched text\n" in text.render(report, values=value).decode()


def test_there_are_colours_only_when_asked() -> None:
    assert "\x1b[31mhigh  \x1b[0m" in text.render(full(), colour=True).decode()
    assert "\x1b" not in text.render(full()).decode()
    assert text.render(clean(), colour=True).startswith(b"\x1b[32mclean\x1b[0m\n")


def test_columns_are_aligned() -> None:
    report = replace(
        full(), findings=(finding(line=1), finding(line=12345, rule="secret/github-token"))
    )

    lines = text.render(report).decode().split("\n")

    assert lines[1].index("high") == lines[2].index("high")
    assert lines[1].index("private term: ") == lines[2].index("private term: ")


def test_each_kind_of_finding_has_one_way_out() -> None:
    lines = text.render(full()).decode().split("\n")
    ways = lines[lines.index("what to do") + 1 :]
    ways = ways[: ways.index("")]

    assert [way.split("  ")[1] for way in ways] == [
        "secret", "private", "metadata", "in path", "in message, trailer", "in author, committer",
        "in branch", "in pr-title, pr-body", "in removed", "not private",
    ]  # fmt: skip
    assert "what to do" not in text.render(clean()).decode()


def test_other_counts_are_told_whatever_they_are_called() -> None:
    report = replace(full(), not_listed={"in the baseline": 7, "allowed": 2, "preexisting": 0})

    assert "\nnot listed: 2 allowed, 7 in the baseline\n" in text.render(report).decode()


def test_coverage_says_what_the_input_did_not_have() -> None:
    coverage = Coverage()
    coverage.scanned.update({Channel.CONTENT: 2, Channel.AUTHOR: 1})
    coverage.skipped.append(Skip(Channel.MESSAGE, "x" * 999, "too long"))
    line = coverage_line(replace(clean(), coverage=coverage, lexicon_terms=3))

    assert "; not in this input: branch name, pull request; lexicon: 3 terms" in line
    assert len(line) < 400


@pytest.mark.parametrize("name", ["text", "github"])
@pytest.mark.parametrize(
    "path",
    [
        HOSTILE,
        "::stop-commands::x",
        "  ::add-mask::x",
        "a ##[add-mask]high",
        "##vso[task.setvariable variable=x]y",
        "a\r::error::x",
        "a\x85::error::x",
        "\x1b]0;title\x07",
    ],
)
def test_no_name_of_a_file_becomes_a_command_or_a_control(name: str, path: str) -> None:
    coverage = Coverage()
    coverage.skipped.append(Skip(Channel.BINARY, path, "too long"))
    report = replace(full(), findings=(finding(path=path),), coverage=coverage)

    rendered = render(name, report).decode()

    assert all(char.isprintable() or char == "\n" for char in rendered)
    for line in rendered.split("\n"):
        if name == "github" and line.startswith("::error file="):
            continue  # the runner reads it as this command and as no other
        assert not line.lstrip().startswith("::")
        assert "##" not in line

"""Every report format against its golden file; PRTOOL_UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from prtool import __version__
from prtool.detectors.terms import TERM
from prtool.model.finding import Rule, Severity
from prtool.model.results import Coverage, Skip
from prtool.model.secret import Secret
from prtool.model.text import Channel
from prtool.reports import github, markdown, sarif, text
from prtool.reports.formats import REPORTS
from prtool.reports.public import PublicFinding
from prtool.reports.report import Report

GOLDEN = Path(__file__).parents[2] / "golden"
HOSTILE = "a,b:\n::error::%0A\x1b[2J|<b>@team</b>`x"
COMMIT = "0123456789abcdef" * 2 + "01234567"
_OWN_COMMANDS = ("::error file=", "::error title=", "::warning file=", "::notice title=")
TOKEN_RULE = Rule(
    id="secret/github-token",
    title="GitHub token",
    severity=Severity.HIGH,
    why="Whoever has it can act as its owner.",
)
OFFSET_RULE = Rule(
    id="metadata/utc-offset",
    title="time zone of a commit",
    severity=Severity.LOW,
    why="It tells where somebody lives.",
)


def finding(**fields: object) -> PublicFinding:
    plain = PublicFinding(
        rule=TERM.id, severity="high", confidence="high", state="new", channel="content",
        commit=COMMIT, path="src/app.go", line=12, column=5, end_column=9, via=(),
        fingerprint="f" * 32, message="private term: prepare would replace it",
    )  # fmt: skip
    return replace(plain, **fields)  # type: ignore[arg-type]


@pytest.fixture
def report() -> Report:
    coverage = Coverage()
    coverage.scanned.update({Channel.CONTENT: 3, Channel.PATH: 3, Channel.MESSAGE: 1})
    coverage.skipped.append(Skip(Channel.BINARY, "a.bin", "only the first MiB is looked at"))
    return Report(
        findings=(
            finding(),
            finding(rule=TOKEN_RULE.id, line=14, via=("base64",), message="GitHub token: replaced"),
            finding(path=HOSTILE, channel="path", line=1, column=1, severity="medium"),
            finding(path="caf\udce9/x", line=2),
            finding(path=None, channel="message", line=3, column=1),
            finding(
                rule=OFFSET_RULE.id, path=None, channel="date", severity="low", line=1, column=20,
                message="time zone of a commit: prepare would replace it",
            ),
        ),
        fail_on=Severity.MEDIUM, coverage=coverage, lexicon_terms=4,
        not_listed={"allowed": 2, "preexisting": 1},
        rules={rule.id: rule for rule in (TERM, TOKEN_RULE, OFFSET_RULE)},
    )  # fmt: skip


@pytest.fixture
def clean() -> Report:
    coverage = Coverage()
    coverage.scanned[Channel.TEXT] = 1
    return Report(findings=(), fail_on=Severity.MEDIUM, coverage=coverage, lexicon_terms=None)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("outcome", ["report", "clean"])
def test_a_report_is_as_its_golden_file(
    name: str, outcome: str, request: pytest.FixtureRequest
) -> None:
    rendered = REPORTS[name](request.getfixturevalue(outcome))
    rendered = rendered.replace(__version__.encode(), b"VERSION")
    golden = GOLDEN / f"check-{outcome}.{name}"
    if os.environ.get("PRTOOL_UPDATE_GOLDEN"):
        golden.write_bytes(rendered)

    assert golden.read_bytes() == rendered


def test_json_has_the_fields_of_the_contract(report: Report) -> None:
    document = json.loads(REPORTS["json"](report))

    assert document["schema"] == "prtool/check/1"
    assert document["status"] == "findings"
    assert set(document["findings"][0]) == {
        "rule", "severity", "confidence", "state", "channel", "commit", "path", "line", "column",
        "end_column", "via", "fingerprint", "message",
    }  # fmt: skip
    assert document["coverage"]["binary"] == {
        "scanned": 0, "skipped": [{"what": "a.bin", "why": "only the first MiB is looked at"}]
    }  # fmt: skip


@pytest.mark.parametrize("name", ["text", "github", "markdown"])
def test_no_name_of_a_file_becomes_a_command_or_a_control(name: str, report: Report) -> None:
    rendered = REPORTS[name](report).decode()

    assert "\x1b" not in rendered
    for line in rendered.split("\n"):
        assert line.startswith(
            ("::error file=", "::error title=", "::warning file=", "::notice title")
        ) or (not line.lstrip().startswith("::"))


def test_markdown_makes_no_mention_link_or_tag(report: Report) -> None:
    rendered = markdown.render(report).decode()

    assert "<b>" not in rendered
    assert " @team" not in rendered
    assert "\\@team" in rendered


def test_github_has_ten_annotations_of_each_level(report: Report) -> None:
    many = replace(report, findings=tuple(finding(line=n) for n in range(1, 26)))

    lines = github.render(many).decode().split("\n")

    assert sum(line.startswith("::error ") for line in lines) == 10
    assert "prtool: 15 more of severity high, not annotated" in lines


def test_sarif_has_the_shape_of_2_1_0(report: Report) -> None:
    """Structure of OASIS SARIF 2.1.0: sections 3.13, 3.14, 3.19, 3.27, 3.28, 3.30."""
    log = json.loads(sarif.render(report.findings, report.rules))

    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        for location in result["locations"]:
            place = location.get("physicalLocation")
            assert place is None or set("\n :<>").isdisjoint(place["artifactLocation"]["uri"])
            assert place is None or place["region"]["startLine"] >= 1


def test_text_shows_values_only_when_they_are_handed_over(report: Report) -> None:
    value = {report.findings[0]: Secret("the matched text")}

    assert "the matched text" not in text.render(report).decode()
    assert "      the matched text\n" in text.render(report, values=value).decode()


def test_text_has_colours_only_when_asked(report: Report) -> None:
    assert "\x1b[31mhigh  \x1b[0m" in text.render(report, colour=True).decode()


def test_low_findings_are_listed_and_do_not_fail(report: Report) -> None:
    low = replace(report, findings=report.findings[-1:])

    assert (low.status, low.leaks) == ("clean", ())
    assert "clean (1 below --fail-on medium)" in text.render(low).decode()

"""One fixed set of findings, in every channel and with the worst of names, and a clean run."""

from __future__ import annotations

from prtool.model.finding import Rule, Severity
from prtool.model.record import replace
from prtool.model.results import Coverage, Skip
from prtool.model.text import Channel
from prtool.reports.public import PublicFinding
from prtool.reports.report import Report

HOSTILE = "a,b:\n::error::%0A\x1b[2J|<b>@team</b>`x ##[stop-commands]y #1"
"""A file name that tries everything at once."""
COMMIT = "0123456789abcdef" * 2 + "01234567"
WITHOUT_PATH = (
    "message", "trailer", "author", "committer", "date", "branch", "pr-title", "pr-body", "text",
)  # fmt: skip
TERM_RULE = Rule(
    id="private/term",
    title="private term",
    severity=Severity.HIGH,
    why="A name from your lexicon would become public.",
)
TOKEN_RULE = Rule(
    id="secret/github-token",
    title="GitHub token",
    severity=Severity.HIGH,
    why="Whoever has it can act as its owner.",
    source="https://docs.github.com/en/authentication",
)
OFFSET_RULE = Rule(
    id="metadata/utc-offset",
    title="time zone of a commit",
    severity=Severity.LOW,
    why="It tells where somebody lives.",
)
RULES = {rule.id: rule for rule in (TERM_RULE, TOKEN_RULE, OFFSET_RULE)}


def finding(**fields: object) -> PublicFinding:
    """Return a private term in a file, with other fields as named."""
    plain = PublicFinding(
        rule=TERM_RULE.id, severity="high", confidence="high", state="new", channel="content",
        commit=COMMIT, path="src/app.go", line=12, column=5, end_column=9, via=(),
        fingerprint="f" * 32, message="private term: prepare would replace it",
    )  # fmt: skip
    return replace(plain, **fields)  # type: ignore[arg-type]


def findings() -> tuple[PublicFinding, ...]:
    """Return findings in every channel, sorted by place as ``tell`` does."""
    token = {
        "rule": TOKEN_RULE.id, "fingerprint": "e" * 32,
        "message": "GitHub token: prepare would replace it",
    }  # fmt: skip
    without = [
        finding(channel=channel, path=None, line=3, column=1)
        for channel in sorted(WITHOUT_PATH)
        if channel not in ("branch", "date", "pr-title", "pr-body", "text")
    ]
    return (
        finding(path=".gitmodules", channel="submodule", line=2),
        finding(path=HOSTILE, channel="path", line=1, column=1, severity="medium"),
        finding(path="assets/[private-term].bin", channel="binary", line=1, column=40),
        finding(path="caf\udce9/x", line=2),
        finding(path="link", channel="symlink", line=1, column=4),
        finding(path="naïve – 名.txt", line=1, column=1, end_column=1),
        finding(path="run.sh", channel="mode", line=1, column=1, severity="low"),
        finding(),
        finding(line=30),
        finding(**token, line=14, via=("base64", "percent")),
        finding(path="src/old.go", channel="context", line=7),
        finding(path="src/old.go", channel="heading", line=7),
        finding(**token, path="src/old.go", channel="removed", line=8),
        *without,
        finding(
            rule=OFFSET_RULE.id, path=None, channel="date", severity="low", line=1, column=20,
            message="time zone of a commit: prepare would replace it",
        ),
        *(
            finding(channel=channel, path=None, commit=None, line=1, column=8)
            for channel in ("branch", "pr-body", "pr-title", "text")
        ),
    )  # fmt: skip


def full() -> Report:
    """Return a report with all of it."""
    coverage = Coverage()
    coverage.scanned.update(dict.fromkeys(Channel, 3))
    coverage.skipped.append(Skip(Channel.BINARY, "a.bin", "only the first MiB is looked at"))
    coverage.skipped.append(Skip(Channel.SUBMODULE, "x\n##[group]y", "not looked into"))
    return Report(
        findings=findings(), fail_on=Severity.MEDIUM, coverage=coverage, lexicon_terms=4,
        not_listed={"allowed": 2, "preexisting": 1}, rules=RULES,
    )  # fmt: skip


def clean() -> Report:
    """Return a report with nothing in it."""
    coverage = Coverage()
    coverage.scanned[Channel.TEXT] = 1
    return Report(findings=(), fail_on=Severity.MEDIUM, coverage=coverage, lexicon_terms=None)

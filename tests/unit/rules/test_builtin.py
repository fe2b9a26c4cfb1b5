"""The rules file that comes with prtool: it loads, decides everything, and stays public."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from prtool import detectors
from prtool.detectors.commits import COMMIT_ID, UTC_OFFSET
from prtool.detectors.terms import TermDetector
from prtool.model.finding import Confidence, Finding, Kind, Rule, Severity, State
from prtool.model.plan import Action
from prtool.model.secret import Secret
from prtool.model.settings import Settings
from prtool.model.text import Channel, Span, TextUnit
from prtool.policy import decide
from prtool.rules.load import builtin, load
from prtool.rules.model import BUILTIN, RuleSet

ROOT = Path(__file__).resolve().parents[3]
KNOWN = frozenset(
    {rule.id for each in detectors.build(Settings()) for rule in each.rules}
    | {rule.id for rule in (*TermDetector(()).rules, COMMIT_ID, UTC_OFFSET)}
)


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load([builtin()], KNOWN)


def act(rules: RuleSet, rule: str, channel: Channel = Channel.CONTENT) -> Action:
    finding = Finding(
        rule=Rule(id=rule, title="t", severity=Severity.HIGH, why="w"),
        unit=TextUnit(channel=channel, text="acme", path="a/b.txt"),
        span=Span(0, 4), line=1, column=1, end_column=5, evidence=Secret("acme"),
        kind=Kind.OTHER, term=None, severity=Severity.HIGH, confidence=Confidence.HIGH,
        state=State.NEW, fingerprint="f",
    )  # fmt: skip
    day = datetime.date(2027, 1, 1)
    plan = decide([finding], rules, paths=["a/b.txt"], upstream_paths=(), today=day)
    return plan.decisions[0].action


def test_it_is_the_file_of_the_repository() -> None:
    assert (BUILTIN, (ROOT / "redaction_rules.yaml").read_bytes()) == builtin()


def test_every_rule_of_every_detector_has_a_decision(rules: RuleSet) -> None:
    ids = {
        *KNOWN,
        *(f"file/{shape.name}" for shape in rules.shapes),
        *(pattern.id for pattern in rules.patterns),
    }
    day = datetime.date(2027, 1, 1)
    undecided = [
        identifier
        for identifier in ids
        if not any(
            re.fullmatch(glob.replace("*", "[^/]*"), identifier)
            for entry in rules.entries
            if entry.channels is None and (entry.until or day) >= day
            for glob in entry.find
        )
    ]
    assert undecided == []


@pytest.mark.parametrize(
    ("rule", "channel", "expected"),
    [
        ("secret/github-token", Channel.CONTENT, Action.REPLACE),
        ("secret/github-token", Channel.PATH, Action.REPLACE),
        ("private/term", Channel.CONTENT, Action.REPLACE),
        ("private/term", Channel.BRANCH, Action.REPLACE),
        ("private/ambiguous-term", Channel.CONTENT, Action.BLOCK),
        ("private/marker", Channel.CONTENT, Action.DROP_LINE),
        ("private/marker-unclosed", Channel.CONTENT, Action.BLOCK),
        ("private/commit-id", Channel.MESSAGE, Action.REPLACE),
        ("private/chat-link", Channel.MESSAGE, Action.REPLACE),
        ("private/ticket-prefix", Channel.MESSAGE, Action.REPLACE),
        ("private/ticket-prefix", Channel.CONTENT, Action.ALLOW),
        ("path/home-directory", Channel.CONTENT, Action.REPLACE),
        ("path/backup", Channel.CONTENT, Action.REPLACE),
        ("path/private-root", Channel.CONTENT, Action.ALLOW),
        ("host/private-address", Channel.CONTENT, Action.REPLACE),
        ("host/bare-name", Channel.PR_BODY, Action.REPLACE),
        ("host/new-public-host", Channel.CONTENT, Action.ALLOW),
        ("identity/email", Channel.CONTENT, Action.REPLACE),
        ("identity/mention", Channel.MESSAGE, Action.REPLACE),
        ("file/local-config", Channel.PATH, Action.DROP_FILE),
        ("file/key-material", Channel.PATH, Action.DROP_FILE),
        ("input/binary", Channel.BINARY, Action.BLOCK),
        ("input/inline-allow", Channel.CONTENT, Action.REPLACE),
        ("input/unscannable", Channel.CONTENT, Action.BLOCK),
        ("metadata/image", Channel.BINARY, Action.BLOCK),
        ("unicode/bidi-control", Channel.CONTENT, Action.BLOCK),
        ("unicode/zero-width", Channel.AUTHOR, Action.REPLACE),
        ("private/term", Channel.COMMITTER, Action.REPLACE),
    ],
)
def test_default_decisions(rules: RuleSet, rule: str, channel: Channel, expected: Action) -> None:
    assert act(rules, rule, channel) is expected


def test_it_has_the_shapes_that_the_documentation_names(rules: RuleSet) -> None:
    assert {shape.name for shape in rules.shapes} == {
        "local-config", "backup", "unit", "log", "editor", "staging", "key-material", "database",
        "archive", "private-notes",
    }  # fmt: skip


def test_detectors_can_be_built_from_it(rules: RuleSet) -> None:
    built = {rule.id for each in detectors.build(rules.settings) for rule in each.rules}
    assert {pattern.id for pattern in rules.patterns} <= built
    assert {f"file/{shape.name}" for shape in rules.shapes} <= built
    assert rules.settings != Settings()


@pytest.mark.parametrize(
    ("path", "new", "expected"),
    [
        ("compose.override.yaml", 0, {"file/local-config"}),
        ("deploy/.env.local", 0, {"file/local-config"}),
        ("deploy/.env.local", len("deploy/"), {"file/local-config"}),
        ("config.yaml", 0, {"file/local-config"}),
        ("deploy/config.yaml", len("deploy/"), set()),
        ("testdata/.env", len("testdata/"), set()),
        ("backup/backup.go", 0, set()),
        (".env.example", 0, set()),
    ],
)
def test_the_file_detector_reads_shapes_as_they_are_meant(
    rules: RuleSet, path: str, new: int, expected: set[str]
) -> None:
    unit = TextUnit(
        channel=Channel.PATH, text=path, path=path, new=(Span(new, len(path)),), sample="a: b\n"
    )
    found = {
        match.rule
        for each in detectors.build(rules.settings)
        for match in each.scan(unit, path[new:])
        if match.rule.startswith("file/")
    }
    assert found == expected


def _found(rules: RuleSet, identifier: str, text: str) -> list[str]:
    (pattern,) = (each for each in rules.patterns if each.id == identifier)
    return [match[0] for match in re.finditer(pattern.regex, text)]


CHAT = "https" + "://chat.slack.com/archives/C0AB12CD3/p1700000000000000"
TICKET = "https" + "://team.atlassian.net/browse/QX-12"
SESSION = "https://tool.example.com/sha" + "re/1f0c2a77-aaaa-bbbb-cccc-0123456789ab"


@pytest.mark.parametrize(
    ("identifier", "text", "expected"),
    [
        ("private/chat-link", f"see <{CHAT}> there", [CHAT]),
        ("private/chat-link", "https://" + "discord.com/channels/1/2", None),
        ("private/chat-link", "https://slack.com/pricing", []),
        ("private/ticket-link", f"({TICKET})", [TICKET]),
        ("private/ticket-link", "https://example.com/browse/books", []),
        ("private/session-link", f"from {SESSION}, today", None),
        ("private/session-link", "https://example.com/share/how-to-contribute-to-it", []),
        ("private/session-link", "https://example.com/sessions/new", []),
        ("private/ticket-prefix", "QX-12: fix it", ["QX-12: "]),
        ("private/ticket-prefix", "[QX-12] fix it", ["[QX-12] "]),
        ("private/ticket-prefix", "one\nQX-12: two", ["QX-12: "]),
        ("private/ticket-prefix", "fix QX-12: no", []),
        ("private/ticket-prefix", "UTF-8: keep it", []),
        ("private/ticket-prefix", "[CVE-2024] fix it", []),
    ],
)
def test_default_patterns(
    rules: RuleSet, identifier: str, text: str, expected: list[str] | None
) -> None:
    found = _found(rules, identifier, text)
    assert found == expected if expected is not None else len(found) == 1

"""Policy: the last rule that fits decides, options outweigh rules, doubt blocks."""

from __future__ import annotations

import datetime
from collections.abc import Container, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prtool.errors import UsageError
from prtool.model.finding import Confidence, Finding, Kind, Rule, Severity, State
from prtool.model.plan import Action, Decision, Plan
from prtool.model.secret import Secret
from prtool.model.text import Channel, Span, TextUnit
from prtool.policy import decide
from prtool.rules.load import load
from prtool.rules.model import BUILTIN, RuleSet

KNOWN = (
    "secret/jwt", "private/term", "host/bare-name", "file/log", "file/local-config",
    "input/binary", "input/unscannable",
)  # fmt: skip
TODAY = datetime.date(2027, 1, 15)


def rules(*texts: str, labels: Sequence[str] = ("one.yaml", "two.yaml")) -> RuleSet:
    """Load files that consist of entries under ``rules``."""
    files = [
        (label, f"version: 1\nrules:\n{text}".encode())
        for label, text in zip(labels, texts, strict=False)
    ]
    return load(files, KNOWN)


def finding(
    rule: str = "secret/jwt", channel: Channel = Channel.CONTENT, path: str | None = "a/b.go",
    text: str = "matched", state: State = State.NEW, via: tuple[str, ...] = (), start: int = 0,
    matched: str | None = None,
) -> Finding:  # fmt: skip
    """Return a finding over ``matched``, which stands in ``text`` at ``start``."""
    matched = text if matched is None else matched
    return Finding(
        rule=Rule(id=rule, title="t", severity=Severity.HIGH, why="w"),
        unit=TextUnit(channel=channel, text=text, path=path),
        span=Span(start, start + len(matched)), line=1, column=1, end_column=2,
        evidence=Secret(matched), kind=Kind.OTHER, term=None, severity=Severity.HIGH,
        confidence=Confidence.HIGH, state=state, fingerprint="f", via=via,
    )  # fmt: skip


def plan(
    ruleset: RuleSet, *findings: Finding, upstream: Container[str] = (),
    drop: Sequence[str] = (), keep: Sequence[str] = (), paths: Sequence[str] = (),
) -> Plan:  # fmt: skip
    return decide(
        findings, ruleset, paths=paths, upstream_paths=upstream, today=TODAY, drop=drop, keep=keep
    )


def decision(ruleset: RuleSet, found: Finding, upstream: Container[str] = ()) -> Decision:
    (only,) = plan(ruleset, found, upstream=upstream).decisions
    return only


def test_the_last_rule_that_fits_decides_and_is_named() -> None:
    ruleset = rules(
        """\
  - {find: secret/*, do: replace}
  - {find: secret/jwt, do: block}
  - {find: private/term, do: allow}
"""
    )
    found = decision(ruleset, finding())
    assert (found.action, str(found.cause)) == (Action.BLOCK, "one.yaml:4")


def test_a_later_file_outweighs_an_earlier_one() -> None:
    ruleset = rules(
        "  - {find: secret/jwt, do: block}\n", "  - {find: '*', do: replace, with: X, reason: r}\n"
    )
    found = decision(ruleset, finding())
    assert (found.action, str(found.cause), found.replacement, found.reason) == (
        Action.REPLACE, "two.yaml:3", "X", "r",
    )  # fmt: skip


def test_what_no_rule_fits_blocks() -> None:
    found = decision(rules("  - {find: private/term, do: allow}\n"), finding())
    assert (found.action, str(found.cause)) == (Action.BLOCK, "built-in: no rule fits")
    assert decision(RuleSet(), finding()).action is Action.BLOCK


@pytest.mark.parametrize(
    ("state", "cause"),
    [
        (State.PREEXISTING, "already public"),
        (State.ALLOWED, "allowed before the rules were asked"),
    ],
)
def test_what_is_public_already_may_leave(state: State, cause: str) -> None:
    found = decision(rules("  - {find: '*', do: block}\n"), finding(state=state))
    assert (found.action, str(found.cause)) == (Action.ALLOW, cause)
    assert found.finding.state is state


def test_an_allowed_finding_says_so_in_its_state() -> None:
    allowed = decision(rules("  - {find: '*', do: allow, severity: low}\n"), finding()).finding
    blocked = decision(rules("  - {find: '*', do: block}\n"), finding()).finding
    assert (allowed.state, allowed.severity) == (State.ALLOWED, Severity.LOW)
    assert (blocked.state, blocked.severity) == (State.NEW, Severity.HIGH)


BLOCK = "  - {find: '*', do: block}\n"


@pytest.mark.parametrize(
    ("condition", "found", "expected"),
    [
        ("channels: message", finding(), Action.BLOCK),
        ("channels: [message, content]", finding(), Action.ALLOW),
        ("paths: '*.go'", finding(), Action.ALLOW),
        ("paths: 'docs/**'", finding(), Action.BLOCK),
        ("paths: ['*.go', '!a/**']", finding(), Action.BLOCK),
        ("paths: '*'", finding(path=None, channel=Channel.MESSAGE), Action.BLOCK),
        ("text: matched", finding(), Action.ALLOW),
        ("text: match", finding(), Action.BLOCK),
        ("text: MATCHED", finding(), Action.BLOCK),
        ("regex: 'm.*d'", finding(), Action.ALLOW),
        ("regex: 'match'", finding(), Action.BLOCK),
        ("until: 2027-01-15", finding(), Action.ALLOW),
        ("until: 2027-01-14", finding(), Action.BLOCK),
    ],
)
def test_all_conditions_of_a_rule_must_hold(
    condition: str, found: Finding, expected: Action
) -> None:
    ruleset = rules(f"{BLOCK}  - {{find: secret/*, do: allow, {condition}}}\n")
    assert decision(ruleset, found).action is expected


def test_a_lapsed_rule_is_named_where_it_would_have_decided() -> None:
    ruleset = rules(f"{BLOCK}  - {{find: '*', do: allow, until: 2026-12-31}}\n")
    found = decision(ruleset, finding())
    assert (found.action, str(found.cause)) == (Action.BLOCK, "one.yaml:3")
    assert found.reason == "one.yaml:4 lapsed after 2026-12-31"


def test_a_lapsed_rule_is_not_named_where_a_later_one_decides() -> None:
    ruleset = rules(f"  - {{find: '*', do: allow, until: 2026-12-31}}\n{BLOCK}")
    assert decision(ruleset, finding()).reason == ""


@pytest.mark.parametrize(
    ("action", "channel", "expected"),
    [
        ("drop-line", Channel.CONTENT, Action.DROP_LINE),
        ("drop-line", Channel.MESSAGE, Action.DROP_LINE),
        ("drop-line", Channel.TRAILER, Action.DROP_LINE),
        ("drop-line", Channel.PR_BODY, Action.DROP_LINE),
        ("drop-line", Channel.PATH, Action.REPLACE),
        ("drop-line", Channel.BRANCH, Action.REPLACE),
        ("drop-line", Channel.SUBMODULE, Action.REPLACE),
        ("drop-line", Channel.BINARY, Action.BLOCK),
        ("drop-line", Channel.CONTEXT, Action.BLOCK),
        ("replace", Channel.SYMLINK, Action.REPLACE),
        ("replace", Channel.AUTHOR, Action.REPLACE),
        ("replace", Channel.BINARY, Action.BLOCK),
        ("replace", Channel.MODE, Action.BLOCK),
        ("replace", Channel.REMOVED, Action.BLOCK),
        ("replace", Channel.CONTEXT, Action.BLOCK),
        ("drop-file", Channel.CONTENT, Action.DROP_FILE),
        ("drop-file", Channel.BINARY, Action.DROP_FILE),
        ("drop-file", Channel.MESSAGE, Action.BLOCK),
        ("drop-file", Channel.BRANCH, Action.BLOCK),
        ("block", Channel.AUTHOR, Action.BLOCK),
        ("allow", Channel.BINARY, Action.ALLOW),
    ],
)
def test_an_action_that_can_not_be_carried_out_becomes_a_stricter_one(
    action: str, channel: Channel, expected: Action
) -> None:
    ruleset = rules(f"  - {{find: '*', do: {action}}}\n")
    assert decision(ruleset, finding(channel=channel)).action is expected


def test_a_replacement_is_gone_when_nothing_is_replaced() -> None:
    found = decision(
        rules("  - {find: '*', do: replace, with: x, reason: r}\n"),
        finding(channel=Channel.BINARY),
    )
    assert (found.replacement, found.reason) == (None, "the text can't be changed here")


def test_an_empty_replacement_stays_one() -> None:
    found = decision(rules("  - {find: '*', do: replace, with: ''}\n"), finding())
    assert (found.action, found.replacement) == (Action.REPLACE, "")


REPLACE = "  - {find: '*', do: replace}\n"


def test_what_is_seen_only_after_decoding_can_not_be_replaced() -> None:
    found = decision(rules(REPLACE), finding(via=("base64", "gzip")))
    assert found.action is Action.BLOCK
    assert found.reason == "seen only after decoding (base64, gzip): can't be replaced"


@pytest.mark.parametrize("channel", [Channel.AUTHOR, Channel.COMMITTER, Channel.DATE])
def test_decoding_does_not_matter_where_all_of_the_text_is_exchanged(channel: Channel) -> None:
    found = finding(via=("percent",), channel=channel, path=None)
    assert decision(rules(REPLACE), found).action is Action.REPLACE


TRAILERS = "Link: https://x/%41\nFixes: %42\n continued %43\nSigned-off-by: %44 <x>"


@pytest.mark.parametrize(
    ("matched", "expected"),
    [
        ("%41", Action.REPLACE),  # the trailer vanishes
        ("%42", Action.BLOCK),
        ("%43", Action.BLOCK),
        ("%44", Action.REPLACE),  # written anew
    ],
)
def test_decoding_matters_only_in_trailers_that_stay(matched: str, expected: Action) -> None:
    ruleset = load(
        [("r.yaml", b"version: 1\nrules: [{find: '*', do: replace}]\n"
                    b"trailers: {keep: [Fixes, Signed-off-by]}")],
        KNOWN,
    )  # fmt: skip
    found = finding(
        channel=Channel.TRAILER, path=None, via=("percent",), text=TRAILERS, matched=matched,
        start=TRAILERS.index(matched),
    )  # fmt: skip
    assert decision(ruleset, found).action is expected


DROP = "  - {find: file/*, do: drop-file}\n  - {find: [secret/*, private/*], do: replace}\n"


def test_files_that_a_rule_drops_are_listed_once() -> None:
    made = plan(
        rules(DROP),
        finding("file/log", Channel.PATH, "x.log"),
        finding("file/local-config", Channel.PATH, "x.log"),
        finding("secret/jwt", Channel.CONTENT, "a.go"),
        paths=["x.log", "a.go"],
    )
    assert made.dropped == {"x.log"}
    assert made.blocked == ()


def test_what_blocks_in_a_dropped_file_blocks_no_longer() -> None:
    made = plan(
        rules(DROP),
        finding("file/log", Channel.PATH, "x.log"),
        finding("input/unscannable", Channel.CONTENT, "x.log"),
    )
    assert made.blocked == ()


def test_a_file_that_upstream_has_is_not_dropped_by_a_rule() -> None:
    found = decision(rules(DROP), finding("file/log", Channel.PATH, "x.log"), upstream={"x.log"})
    assert found.action is Action.BLOCK
    assert found.reason == (
        "upstream has this file: --drop leaves out the changes to it, --keep keeps them"
    )


def test_drop_leaves_out_files_with_and_without_findings() -> None:
    made = plan(
        rules(BLOCK),
        finding(path="notes/a.md"),
        finding(path="src/a.go"),
        paths=["notes/a.md", "notes/b.md", "src/a.go"],
        upstream={"notes/a.md"},
        drop=["notes/"],
    )
    assert made.dropped == {"notes/a.md", "notes/b.md"}
    assert [str(each.cause) for each in made.decisions] == ["--drop", "one.yaml:3"]
    assert [each.finding.unit.path for each in made.blocked] == ["src/a.go"]


def test_drop_does_not_touch_what_is_no_part_of_a_file() -> None:
    made = plan(rules(BLOCK), finding(path=None, channel=Channel.MESSAGE), drop=["**"])
    assert made.dropped == frozenset()
    assert len(made.blocked) == 1


def test_keep_keeps_a_file_but_not_what_is_private_in_it() -> None:
    made = plan(
        rules(DROP),
        finding("file/log", Channel.PATH, "x.log"),
        finding("input/binary", Channel.BINARY, "x.log"),
        finding("secret/jwt", Channel.CONTENT, "x.log"),
        finding("input/unscannable", Channel.CONTENT, "x.log"),
        keep=["x.log"],
    )
    assert [(each.action, str(each.cause)) for each in made.decisions] == [
        (Action.ALLOW, "--keep"),
        (Action.ALLOW, "--keep"),
        (Action.REPLACE, "one.yaml:4"),
        (Action.BLOCK, "built-in: no rule fits"),
    ]
    assert made.dropped == frozenset()


def test_keep_answers_for_a_file_that_upstream_has() -> None:
    made = plan(
        rules(DROP), finding("file/log", Channel.PATH, "x.log"), upstream={"x.log"}, keep=["*.log"]
    )
    assert [each.action for each in made.decisions] == [Action.ALLOW]


def test_no_rule_drops_a_kept_file_the_rule_before_it_decides() -> None:
    ruleset = rules(f"{REPLACE}  - {{find: secret/*, do: drop-file}}\n")
    assert [each.action for each in plan(ruleset, finding()).decisions] == [Action.DROP_FILE]
    kept = plan(ruleset, finding(), keep=["*.go"])
    assert [each.action for each in kept.decisions] == [Action.REPLACE]
    assert kept.dropped == frozenset()


def test_drop_outweighs_keep() -> None:
    made = plan(rules(DROP), finding("file/log", Channel.PATH, "x.log"), drop=["*"], keep=["*"])
    assert made.dropped == {"x.log"}


def test_rules_that_fitted_nothing_are_listed_but_not_the_built_in_ones() -> None:
    ruleset = rules(
        BLOCK + "  - {find: host/bare-name, do: allow}\n",
        "  - {find: secret/jwt, do: replace}\n"
        "  - {find: private/term, do: replace}\n"
        "  - {find: secret/jwt, do: allow, until: 2026-01-01}\n"
        "  - {find: host/bare-name, do: allow}\n",
        labels=(BUILTIN, "redaction_rules.yaml"),
    )
    assert [str(cause) for cause in plan(ruleset, finding()).unused] == [
        "redaction_rules.yaml:4",
        "redaction_rules.yaml:5",
    ]


def test_a_rule_counts_as_used_also_when_a_later_one_decides() -> None:
    assert plan(rules(REPLACE + BLOCK), finding()).unused == ()


def test_options_that_fitted_nothing_are_listed_without_their_text() -> None:
    made = plan(
        rules(BLOCK), finding(), paths=["c.md"], drop=["c.md", "qx/**"], keep=["*.go", "qx.go"]
    )
    assert [str(cause) for cause in made.unused] == ["--drop (number 2)", "--keep (number 2)"]


def test_a_malformed_option_is_refused() -> None:
    with pytest.raises(UsageError):
        plan(rules(BLOCK), drop=["a//b"])


_FINDINGS = st.builds(
    finding,
    rule=st.sampled_from(KNOWN),
    channel=st.sampled_from(list(Channel)),
    path=st.sampled_from((None, "a.go", "b/x.log")),
    state=st.sampled_from(list(State)),
    via=st.sampled_from(((), ("hex",))),
)
_ENTRIES = st.lists(
    st.tuples(st.sampled_from((*KNOWN, "secret/*", "*")), st.sampled_from(list(Action))), max_size=5
)


@given(st.lists(_FINDINGS, max_size=8), _ENTRIES, st.booleans(), st.booleans())
def test_every_finding_gets_one_decision_and_nothing_new_leaves_without_a_cause(
    findings: list[Finding], entries: list[tuple[str, Action]], drop: bool, keep: bool
) -> None:
    text = "".join(f"  - {{find: '{find}', do: {action}}}\n" for find, action in entries)
    ruleset = rules(text) if entries else RuleSet()
    made = plan(
        ruleset, *findings, drop=["*.log"] if drop else [], keep=["*"] if keep else [],
        upstream={"a.go"},
    )  # fmt: skip
    assert len(made.decisions) == len(findings)
    for found, decided in zip(findings, made.decisions, strict=True):
        assert (decided.finding.unit, decided.finding.span) == (found.unit, found.span)
        if decided.action is Action.ALLOW and found.state is State.NEW:
            allowing = {
                str(entry.cause) for entry in ruleset.entries if entry.action is Action.ALLOW
            }
            assert str(decided.cause) in allowing | {"--keep"}
        if decided.action is Action.DROP_FILE:
            assert found.unit.path in made.dropped
    if not drop:
        assert "a.go" not in made.dropped

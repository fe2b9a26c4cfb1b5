"""What holds for every detector and every rule."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prtool.detectors import DETECTORS, FILES, build, rules_by_id
from prtool.detectors.base import Detector, Pattern, Settings
from prtool.errors import RulesError
from prtool.model.finding import Example, Rule, Severity
from prtool.model.text import Channel, TextUnit
from prtool.rules.load import builtin, load
from tests.unit.detectors.samples import SETTINGS

FAMILIES = {"secret", "private", "path", "host", "identity", "file", "unicode", "metadata", "input"}
ALL = build(SETTINGS)
RULES = [(detector, rule) for detector in ALL for rule in detector.rules]
EXAMPLES = [(detector, rule, example) for detector, rule in RULES for example in rule.examples]
ONE_LINE = {Channel.PATH, Channel.AUTHOR, Channel.COMMITTER, Channel.DATE, Channel.BINARY}
MANY_LINES = [each for each in EXAMPLES if each[2].channel not in ONE_LINE]
OPEN_ENDED = {"private/marker-unclosed"}
"""Their range goes on to the end of the text."""
WORDS = ("the", "value", "of", "each", "line", "is", "counted", "twice", "before", "it", "leaves")
NEUTRAL = "".join(
    f"{a} {b} = {b}({a}, {number})  # {c} {a}\n"
    for number, (a, b, c) in enumerate(list(product(WORDS, repeat=3))[:1000])
)


def spans(detector: Detector, rule: Rule, unit: TextUnit) -> list[tuple[int, int]]:
    found = (m.span for m in detector.scan(unit, unit.text) if m.rule == rule.id)
    return [(span.start, span.end) for span in found]


def _name(value: object) -> str | None:
    return value.id if isinstance(value, Rule) else ""


@pytest.mark.parametrize(("detector", "rule", "example"), EXAMPLES, ids=_name)
def test_example_holds_alone(detector: Detector, rule: Rule, example: Example) -> None:
    expected = [] if example.span is None else [example.span]
    assert expected == spans(detector, rule, example.unit())


@pytest.mark.parametrize(("detector", "rule", "example"), MANY_LINES, ids=_name)
def test_example_holds_among_2000_neutral_lines(
    detector: Detector, rule: Rule, example: Example
) -> None:
    alone = example.unit()
    text = f"{NEUTRAL}{alone.text}\n{NEUTRAL}"
    unit = TextUnit(channel=alone.channel, text=text, path=alone.path)
    got = spans(detector, rule, unit)
    if rule.id in OPEN_ENDED:
        got = got and [(got[0][0], len(NEUTRAL) + example.span[1] if example.span else 0)]
    shift = len(NEUTRAL)
    expected = [] if example.span is None else [(example.span[0] + shift, example.span[1] + shift)]
    assert expected == got


def test_neutral_lines_are_2000_and_neutral() -> None:
    unit = TextUnit(channel=Channel.CONTENT, text=NEUTRAL * 2)
    assert unit.text.count("\n") == 2000
    assert [match for detector in ALL for match in detector.scan(unit, unit.text)] == []


@pytest.mark.parametrize(("detector", "rule"), RULES, ids=[rule.id for _, rule in RULES])
def test_rule_is_whole(detector: Detector, rule: Rule) -> None:
    family, _, name = rule.id.partition("/")
    assert family in FAMILIES
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert rule.title
    assert rule.why.endswith(".")
    assert any(example.span is not None for example in rule.examples)
    assert any(example.span is None for example in rule.examples)
    if family == "secret" and name != "generic-assignment":
        assert rule.source.startswith("https://")


def test_ids_are_unique() -> None:
    assert len(rules_by_id(ALL)) == len(RULES)


def test_a_pattern_may_not_take_the_id_of_a_rule() -> None:
    pattern = Pattern(id="host/tunnel", regex="acme", severity=Severity.LOW, title="t")
    with pytest.raises(RulesError, match="host/tunnel"):
        build(Settings(patterns=(pattern,)))


def test_every_detector_of_the_table_is_built() -> None:
    shapes = [each for each in ALL if each.name == FILES]
    assert {each.name for each in ALL} == set(DETECTORS)
    assert len(ALL) == len(DETECTORS) - 1 + len(shapes)
    assert len(shapes) == len(SETTINGS.shapes) >= 10


@pytest.mark.parametrize("public", [(), (".lan", ".internal"), ("acmebox7", ".acme-corp.io")])
def test_examples_hold_whatever_hosts_are_public(public: tuple[str, ...]) -> None:
    """The canary feeds every detector its own examples, under the user's settings."""
    for detector in build(Settings(public_hosts=public)):
        for rule in detector.rules:
            for example in rule.examples:
                expected = [] if example.span is None else [example.span]
                assert expected == spans(detector, rule, example.unit()), rule.id


def test_examples_hold_with_the_built_in_rules() -> None:
    settings = load([builtin()], rules_by_id(build(Settings())) | _other_ids()).settings
    detectors = build(settings)
    kept = {rule.id for d in detectors for rule in d.rules if len(rule.examples) == 2}
    assert {f"file/{shape.name}" for shape in settings.shapes} <= kept


def _other_ids() -> dict[str, None]:
    """Return the ids of rules that are not of this package's table."""
    return dict.fromkeys(("private/term", "private/ambiguous-term", "private/commit-id"))


@given(
    st.one_of(
        st.text(max_size=100),
        st.lists(
            st.sampled_from("\udc80\u200b\u0130\ufeff \n\t\"'=:/@.-_\\%$<>{}[],abcxyz0189"),
            max_size=60,
        ).map("".join),
    ),
    st.sampled_from(list(Channel)),
    st.sampled_from(
        ["", "token = '", "http://", "/home/", "-----BEGIN RSA " + "PRIVATE KEY-----\n", "a@"]
    ),
)
def test_any_text_is_survived_and_spans_lie_within_it(
    tail: str, channel: Channel, head: str
) -> None:
    text = head + tail
    unit = TextUnit(channel=channel, text=text, path="a.txt")
    for detector in ALL:
        for match in detector.scan(unit, text):
            assert 0 <= match.span.start <= match.span.end <= len(text)
            assert match.span.start < match.span.end or match.rule == "input/binary"

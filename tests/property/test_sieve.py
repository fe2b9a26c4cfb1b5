"""The sieve changes nothing but the time: whatever it passes over holds no finding."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from functools import cache
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prtool.detectors import FILES
from prtool.detectors.decoded import DecodedDetector
from prtool.lexicon.model import Term
from prtool.looks import Looks
from prtool.model.finding import Finding, Kind
from prtool.model.record import replace
from prtool.model.text import Channel, Span, TextUnit
from prtool.pipeline.scanners import build_scanner
from prtool.pipeline.workspace import known_rules
from prtool.rules.load import builtin, load
from prtool.scan import NothingPublic, Scanner
from prtool.sieve.sieve import ENGINE
from prtool.sources.patch_units import patch_units

RULES = load([builtin()], known_rules())
TERMS = (
    Term(value="NorthRouter-Adapter", kind=Kind.PROVIDER),
    Term(value="\u5317\u8def", kind=Kind.PROVIDER),
)


@cache
def scanner(engine: str = "") -> Scanner:
    """Return a scanner, which keeps to the engine with which it first looks."""
    del engine
    return build_scanner(RULES, TERMS, b"k" * 32)


def _lines() -> list[str]:
    """Return the texts of all examples, found or left, by the line."""
    found: list[str] = []
    for rule in scanner().rules.values():
        for example in rule.examples:
            unit = example.unit()
            if unit.channel is not Channel.BINARY:
                found.extend(unit.text.split("\n"))
    return found


LINES = [
    *_lines(),
    *("", "plain text", "def token(self) -> str:", "tokens: [", '  "qX7v9Lm2Rt4Bw8Zk3Nd6",'),
    *("northrouter adapter", "see NORTH_ROUTER_ADAPTER", "\u5317\u8def x", "caf\u00e9 \u212aelvin"),
    *(
        quote("key = ghp_" + "qX7v9Lm2Rt4B" * 3, safe=""),
        b64encode(b"the northrouter adapter").decode(),
    ),
    *(b64encode(b"token = " + b"qX7v9Lm2Rt4Bw8Zk3Nd6").decode(), b64encode(b"plain text").decode()),
    *("token:", "  - qX7v9Lm2Rt4Bw8Zk3Nd6qX", "b" * 70_000, "x = 1\r", "prtool:begin-private"),
]
SIGNS = st.sampled_from("+++- ")
ROWS = st.lists(st.tuples(SIGNS, st.sampled_from(LINES)), min_size=1, max_size=24)
PATHS = st.sampled_from(
    ["a.py", "src/main.go", "docs/a b.txt", ".env", "config.yaml.bak", "x/northrouter-adapter.md"]
)


def _file(path: str, rows: list[tuple[str, str]], *, new: bool) -> str:
    if new:
        rows = [("+", text) for _, text in rows]
    tab = "\t" if " " in path else ""
    old = sum(sign != "+" for sign, _ in rows)
    added = sum(sign != "-" for sign, _ in rows)
    head = f"diff --git a/{path} b/{path}\n"
    head += "new file mode 100644\n" if new else ""
    head += "index 0000000..1234567" + ("" if new else " 100644") + "\n"
    head += f"--- {'/dev/null' if new else f'a/{path}{tab}'}\n+++ b/{path}{tab}\n"
    start = 0 if new else 7
    return (
        head
        + f"@@ -{start},{old} +{1 if new else 7},{added} @@ def x():\n"
        + "".join(f"{sign}{text}\n" for sign, text in rows)
    )


DIFFS = st.lists(st.tuples(PATHS, ROWS, st.booleans()), min_size=1, max_size=4).map(
    lambda files: "".join(_file(path, rows, new=new) for path, rows, new in files).encode(
        "utf-8", "surrogateescape"
    )
)


def told(findings: tuple[Finding, ...]) -> Counter[tuple[object, ...]]:
    return Counter(
        (
            each.rule.id, each.unit.channel, each.unit.path, each.line, each.column,
            each.end_column, each.via, each.state, each.fingerprint, each.confidence, each.kind,
            each.note,
        )
        for each in findings
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(DIFFS)
def test_a_sifted_diff_has_the_findings_of_the_whole_one(data: bytes) -> None:
    one = scanner()
    passed: Counter[Channel] = Counter()

    whole = one.scan(patch_units(data, []), NothingPublic())
    sifted = one.scan(
        patch_units(data, [], one.looks.finder, passed), NothingPublic(), passed=passed
    )

    assert told(whole.findings) == told(sifted.findings)
    assert whole.coverage.scanned == sifted.coverage.scanned


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=40).map("\n".join))
def test_detectors_miss_nothing_where_they_do_not_look(text: str) -> None:
    unit = TextUnit(channel=Channel.CONTENT, text=text, path="a.py")
    looks = scanner().looks

    sifted = Counter((span, match.rule, match.via) for span, match in looks.at(unit))
    everywhere = Counter((span, match.rule, match.via) for span, match in _blind(looks).at(unit))

    assert everywhere == sifted


def test_every_example_is_found_where_its_triggers_are() -> None:
    """Line by line, so that no trigger can hide behind another one's line."""
    looks = scanner().looks
    blind = _blind(looks)
    for line in dict.fromkeys(LINES):
        unit = TextUnit(channel=Channel.CONTENT, text=line, path="a.py")

        assert set(blind.at(unit)) == set(looks.at(unit)), line[:80]


def _blind(looks: Looks) -> Looks:
    """Return the same detectors without a sieve."""

    class Everywhere(Looks):
        def _parts(self, unit: TextUnit) -> dict[int, list[Span]]:
            people = unit.channel in (Channel.AUTHOR, Channel.COMMITTER)
            names = self._behind + 1
            numbers = [
                number
                for number, each in enumerate(self._detectors)
                if unit.channel is not Channel.BINARY or number == names
                if not people or getattr(each, "name", "") != FILES
            ]
            return {number: [Span(0, len(unit.text))] for number in numbers}

    blind = object.__new__(Everywhere)
    blind.__dict__.update(looks.__dict__)
    blind._people = {}
    blind._detectors = tuple(
        DecodedDetector(each._inner) if isinstance(each, DecodedDetector) else each
        for each in looks._detectors
    )
    return blind


@settings(max_examples=12, deadline=None)
@given(DIFFS)
def test_both_engines_find_the_same(data: bytes) -> None:
    findings = []
    for engine in ("hyperscan", "words"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(ENGINE, engine)
            one = scanner(engine)
            units = patch_units(data, [], one.looks.finder, Counter())
            findings.append(told(one.scan(units, NothingPublic()).findings))

    assert findings[0] == findings[1]


def test_every_example_is_found_in_every_channel() -> None:
    looks = scanner().looks
    blind = _blind(looks)
    for rule in scanner().rules.values():
        for example in rule.examples:
            for channel in Channel:
                unit = replace(example.unit(), channel=channel)

                assert _shown(blind, unit) == _shown(looks, unit), (rule.id, channel)


def _shown(looks: Looks, unit: TextUnit) -> set[tuple[Span, str, tuple[str, ...]]]:
    return {(span, match.rule, match.via) for span, match in looks.at(unit)}

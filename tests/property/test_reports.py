"""Reports of any findings: they parse, no line is one too many, no private value is in them."""

from __future__ import annotations

import datetime
import html
import json
import xml.etree.ElementTree as ET
from functools import cache
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from prtool.lexicon.expand import expand
from prtool.lexicon.model import Term
from prtool.model.finding import Kind, Severity
from prtool.model.results import Coverage, Skip
from prtool.model.text import Channel, TextUnit
from prtool.pipeline.leaks import tell
from prtool.pipeline.scanners import build_scanner
from prtool.pipeline.workspace import known_rules
from prtool.policy import decide
from prtool.reports.formats import REPORTS, render
from prtool.reports.public import PublicFinding
from prtool.reports.report import Report, place
from prtool.rules.load import builtin, load
from prtool.rules.model import RuleSet
from prtool.scan import NothingPublic, Scanner
from tests.support.junit import check_structure
from tests.support.reports import RULES
from tests.support.sarif import check as check_sarif
from tests.unit.detectors.samples import GITHUB as TOKEN

_NASTY = st.sampled_from("\udce9\ud800|`@#:%,\r\n\x00\x1b\u2028\x85\u202e <>&\"'{}[]\\]~*_/.")
_TEXT = st.text(st.one_of(_NASTY, st.characters()), max_size=30)
_CHANNELS = st.sampled_from(list(Channel))
_NUMBERS = st.none() | st.integers(1, 10**6)


@st.composite
def _findings(draw: st.DrawFn) -> PublicFinding:
    return PublicFinding(
        rule=draw(st.sampled_from([*RULES, "private/custom"])),
        severity=str(draw(st.sampled_from(tuple(Severity)))),
        confidence="high",
        state="new",
        channel=draw(_CHANNELS).value,
        commit=draw(st.none() | st.sampled_from(["0" * 40, "1" * 64])),
        path=draw(st.none() | _TEXT.filter(bool)),
        line=draw(_NUMBERS),
        column=draw(_NUMBERS),
        end_column=draw(_NUMBERS),
        via=tuple(draw(st.lists(st.sampled_from(["base64", "hex"]), max_size=2))),
        fingerprint=draw(st.sampled_from(["e" * 32, "f" * 32])),
        message=draw(_TEXT.filter(bool)),
    )


@st.composite
def _reports(draw: st.DrawFn) -> Report:
    coverage = Coverage()
    coverage.scanned.update(draw(st.dictionaries(_CHANNELS, st.integers(0, 9))))
    coverage.skipped.extend(draw(st.lists(st.builds(Skip, _CHANNELS, _TEXT, _TEXT), max_size=8)))
    return Report(
        findings=tuple(draw(st.lists(_findings(), max_size=40))),
        fail_on=draw(st.sampled_from(tuple(Severity))), coverage=coverage,
        lexicon_terms=draw(st.none() | st.integers(0, 9)),
        not_listed=draw(st.dictionaries(st.just("allowed"), st.integers(0, 9))), rules=RULES,
    )  # fmt: skip


@given(_reports())
def test_what_programs_read_parses_and_is_whole(report: Report) -> None:
    number = len(report.findings)

    document = json.loads(render("json", report))
    assert len(document["findings"]) == number
    json.dumps(document, ensure_ascii=False).encode()  # no lone surrogate
    assert len(check_sarif(render("sarif", report))["results"]) == number
    violations = json.loads(render("gitlab", report))
    json.dumps(violations, ensure_ascii=False).encode()
    assert len({each["fingerprint"] for each in violations}) == number
    root = ET.fromstring(render("junit", report))
    check_structure(root)
    assert sum(1 for _ in root.iter("failure")) == len(report.leaks)
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(names)) == len(names)


@given(_reports())
def test_what_people_read_has_the_lines_it_should_and_no_other(report: Report) -> None:
    found = report.findings
    for name in ("text", "github", "markdown", "junit"):
        rendered = render(name, report).decode()
        assert all(char.isprintable() or char == "\n" for char in rendered), name

    lines = render("text", report).decode().split("\n")
    groups = sum(n == 0 or place(found[n - 1]) != place(each) for n, each in enumerate(found))
    body = lines[: lines.index("what to do")] if found else []
    assert len(body) == 2 * groups + len(found)
    assert not any("##" in line or line.lstrip().startswith("::") for line in lines)

    lines = render("github", report).decode().split("\n")
    counts = [sum(each.severity == str(level) for each in found) for level in Severity]
    annotated = sum(min(10, count) for count in counts)
    assert sum(line.startswith("::") for line in lines) == annotated
    assert len(lines) == annotated + sum(count > 10 for count in counts) + 3

    rows = [line for line in render("markdown", report).decode().split("\n") if line[:1] == "|"]
    assert len(rows) == (len(found) + 2 if found else 0)
    assert all(row.count("|") == 6 for row in rows)


_TERM = "NorthRouter-Adapter"
_SPELLINGS = (_TERM, "north_router_adapter", "NORTHROUTERADAPTER", TOKEN)


@cache
def _machine() -> tuple[Scanner, RuleSet]:
    rules = load([builtin()], known_rules())
    terms = expand([Term(value=_TERM, kind=Kind.PROVIDER)])
    return build_scanner(rules, terms, b"k" * 32), rules


@st.composite
def _units(draw: st.DrawFn) -> list[TextUnit]:
    """Return texts of any channel that each hold something private; files come with their path."""
    units = []
    for number in range(draw(st.integers(1, 5))):
        value, channel = draw(st.sampled_from(_SPELLINGS)), draw(_CHANNELS)
        around = draw(st.sampled_from(["", "a\n", "é `x` | ", "@x #1 ", "\udce9\x1b "]))
        folder = draw(st.sampled_from(["", *_SPELLINGS]))
        path = f"src/{folder}/{number}.txt" if draw(st.booleans()) or folder else None
        if channel is Channel.PATH:
            path = f"src/{value} {number}.txt"
        else:
            text = f"{around} {value} {around}"
            units.append(TextUnit(channel=channel, text=text, commit=f"{number:040x}", path=path))
        if path is not None:
            units.append(TextUnit(channel=Channel.PATH, text=path, path=path))
    return units


@given(_units())
def test_no_private_value_is_in_any_report(units: list[TextUnit]) -> None:
    scanner, rules = _machine()
    scan = scanner.scan(units, NothingPublic())
    scan.coverage.skipped.extend(
        Skip(Channel.BINARY, each.path, "x") for each in units if each.path
    )
    plan = decide(scan.findings, rules, paths=(), upstream_paths=frozenset(),
                  today=datetime.date(2026, 1, 1))  # fmt: skip
    told = tell(plan.decisions, scan.coverage, (), ())
    report = Report(findings=told.findings, fail_on=Severity.LOW, coverage=told.coverage,
                    lexicon_terms=1, rules=scanner.rules)  # fmt: skip
    assert report.leaks

    for name in REPORTS:
        rendered = unquote(html.unescape(render(name, report).decode())).lower()
        assert not any(value.lower() in rendered for value in _SPELLINGS), name

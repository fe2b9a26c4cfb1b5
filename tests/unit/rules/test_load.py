"""What a rules file says arrives, and several files combine as documented."""

from __future__ import annotations

import datetime
import hashlib

import pytest

from prtool.errors import RulesError
from prtool.model.finding import Severity
from prtool.model.parts import Part
from prtool.model.plan import Action, Cause
from prtool.model.settings import FileShape, Pattern, Settings
from prtool.model.text import Channel
from prtool.rules.load import load
from prtool.rules.model import RuleSet

KNOWN = ("secret/jwt", "private/term")


def read(*texts: str) -> RuleSet:
    return load([(f"{number}.yaml", text.encode()) for number, text in enumerate(texts)], KNOWN)


def test_every_key_of_a_rule_arrives() -> None:
    (entry,) = read(
        """\
version: 1
rules:

  - find: [secret/jwt, "private/*"]
    do: replace
    channels: [content, pr-body]
    paths: ["docs/**", "!docs/x"]
    regex: "a+"
    with: ""
    severity: low
    until: 2027-01-31
    reason: "because: so"
"""
    ).entries
    assert entry.find == ("secret/jwt", "private/*")
    assert entry.action is Action.REPLACE
    assert entry.channels == frozenset({Channel.CONTENT, Channel.PR_BODY})
    assert entry.paths == ("docs/**", "!docs/x")
    assert entry.text is None
    assert entry.regex is not None
    assert entry.regex.pattern == "a+"
    assert entry.replacement == ""
    assert entry.severity is Severity.LOW
    assert entry.until == datetime.date(2027, 1, 31)
    assert entry.reason == "because: so"
    assert entry.cause == Cause("0.yaml", 4)


def test_values_are_taken_as_written_whatever_yaml_would_make_of_them() -> None:
    (entry,) = read(
        "version: 1\nrules: [{find: secret/jwt, do: replace, with: no, reason: 1.0}]"
    ).entries
    assert (entry.replacement, entry.reason) == ("no", "1.0")


def test_single_values_stand_for_lists_of_one() -> None:
    (entry,) = read(
        "version: 1\nrules: [{find: secret/jwt, do: block, paths: '*.md', channels: path}]"
    ).entries
    assert (entry.find, entry.paths, entry.channels) == (
        ("secret/jwt",), ("*.md",), frozenset({Channel.PATH}),
    )  # fmt: skip


def test_a_file_with_a_version_alone_says_nothing() -> None:
    rules = read("version: 1\n")
    assert rules.entries == ()
    assert rules.settings == Settings()
    assert (rules.keep_trailers, rules.inline_allows, rules.require_lexicon) == ((), False, False)


def test_settings_hold_what_detectors_need() -> None:
    rules = read(
        """\
version: 1
files: [{name: log, paths: ["*.log"], content: "^x"}]
patterns: [{id: private/ticket, title: ticket, severity: medium, regex: "ABC-1"}]
hosts: {public: [GitHub.com, .example.org]}
"""
    )
    assert rules.settings == Settings(
        shapes=(FileShape(name="log", paths=("*.log",), content="^x"),),
        public_hosts=("github.com", ".example.org"),
        patterns=(
            Pattern(id="private/ticket", regex="ABC-1", severity=Severity.MEDIUM, title="ticket"),
        ),
    )


def test_sets_are_written_out_where_they_are_used() -> None:
    (shape,) = read(
        """\
version: 1
files: [{name: log, paths: ["logs/", "!<source>", "!<tests>"]}]
sets: {source: ["*.go", "*.py"], tests: tests/}
"""
    ).shapes
    assert shape.paths == ("logs/", "!*.go", "!*.py", "!tests/")


def test_later_files_know_the_sets_of_earlier_ones() -> None:
    rules = read(
        "version: 1\nsets: {source: '*.go'}",
        "version: 1\nrules: [{find: secret/jwt, do: allow, paths: <source>}]",
    )
    assert rules.entries[0].paths == ("*.go",)


def test_rules_of_several_files_follow_each_other() -> None:
    one = "version: 1\nrules: [{find: secret/jwt, do: block}]"
    two = "version: 1\nrules: [{find: private/term, do: allow}]"
    rules = read(one, two)
    assert [str(entry.cause) for entry in rules.entries] == ["0.yaml:2", "1.yaml:2"]
    assert rules.sources == ("0.yaml", "1.yaml")


def test_a_shape_or_pattern_replaces_all_earlier_ones_of_its_name() -> None:
    rules = read(
        """\
version: 1
files: [{name: log, paths: a}, {name: log, paths: b}, {name: unit, paths: c}]
patterns: [{id: private/x, title: one, severity: low, regex: x}]
""",
        """\
version: 1
files: [{name: log, paths: d}]
patterns: [{id: private/x, title: two, severity: low, regex: x}]
""",
    )
    assert [(shape.name, shape.paths) for shape in rules.shapes] == [
        ("unit", ("c",)), ("log", ("d",)),
    ]  # fmt: skip
    assert [pattern.title for pattern in rules.patterns] == ["two"]


def test_hosts_add_up_and_the_last_word_on_trailers_and_flags_counts() -> None:
    rules = read(
        "version: 1\nhosts: {public: [a.org, b.org]}\ntrailers: {keep: [Fixes]}\n"
        "inline_allows: true\nrequire_lexicon: true",
        "version: 1\nhosts: {public: [b.org, c.org]}\ntrailers: {keep: [Changelog]}\n"
        "inline_allows: false",
        "version: 1",
    )
    assert rules.public_hosts == ("a.org", "b.org", "c.org")
    assert rules.keep_trailers == ("changelog",)
    assert (rules.inline_allows, rules.require_lexicon) == (False, True)


def test_digest_is_the_checksum_of_the_bytes() -> None:
    text = "version: 1\n"
    assert hashlib.sha256(text.encode()).hexdigest() == read(text).digest
    assert hashlib.sha256((text * 2).encode()).hexdigest() == read(text, text).digest


def test_a_rule_may_name_shapes_and_patterns_of_any_file() -> None:
    rules = read(
        "version: 1\nrules: [{find: [file/log, private/x], do: block}]",
        "version: 1\nfiles: [{name: log, paths: a}]\n"
        "patterns: [{id: private/x, title: t, severity: low, regex: x}]",
    )
    assert rules.entries[0].find == ("file/log", "private/x")


def test_a_whole_family_may_be_named_before_it_has_a_rule() -> None:
    assert read("version: 1\nrules: [{find: metadata/*, do: block}]").entries
    with pytest.raises(RulesError, match="no rule is called"):
        read("version: 1\nrules: [{find: metadata/x*, do: block}]")


def test_headings_of_notes_add_up() -> None:
    one = "version: 1\nnotes:\n  headings:\n    problem: [Incident, 'What users saw']\n"
    other = "version: 1\nnotes:\n  headings:\n    local-only: incident\n"

    assert read(one, other).headings == (
        ("incident", Part.PROBLEM), ("what users saw", Part.PROBLEM), ("incident", Part.LOCAL),
    )  # fmt: skip

"""File shapes: told by path and sample, whole paths, errors with the shape's name."""

from __future__ import annotations

import pytest

from prtool.detectors.base import FileShape, Settings
from prtool.detectors.files import RULES, FileDetector
from prtool.errors import RulesError
from prtool.model.finding import Severity
from prtool.model.text import Channel, Span, TextUnit
from tests.unit.detectors.samples import SETTINGS, found

FILES = FileDetector(SETTINGS)


def test_the_whole_path_is_found() -> None:
    assert found(FILES, "deploy/a.log", channel=Channel.PATH) == [("file/log", "deploy/a.log")]


def test_only_paths_are_looked_at() -> None:
    assert found(FILES, "deploy/a.log", channel=Channel.CONTENT) == []


def test_a_path_is_judged_whole_where_only_its_end_is_new() -> None:
    unit = TextUnit(channel=Channel.PATH, text=".idea/x", new=(Span(6, 7),))
    assert FILES.whole_text
    assert [m.span for m in FILES.scan(unit, unit.text)] == [Span(0, 7)]


def test_content_must_match_too_where_a_shape_names_it() -> None:
    unit = "deploy/acme.service"
    assert found(FILES, unit, channel=Channel.PATH, sample="# x\n[Unit]\n") == [("file/unit", unit)]
    assert found(FILES, unit, channel=Channel.PATH, sample="class Service:\n") == []


def test_two_shapes_of_one_name_give_one_finding() -> None:
    shapes = (FileShape(name="log", paths=("*.log",)), FileShape(name="log", paths=("a.*",)))
    detector = FileDetector(Settings(shapes=shapes))
    assert found(detector, "a.log", channel=Channel.PATH) == [("file/log", "a.log")]
    assert [rule.id for rule in detector.rules] == ["file/log"]


def test_a_shape_of_another_name_gets_a_rule_of_its_own() -> None:
    detector = FileDetector(Settings(shapes=(FileShape(name="cassette", paths=("*.vcr",)),)))
    assert found(detector, "a.vcr", channel=Channel.PATH) == [("file/cassette", "a.vcr")]
    assert [(r.id, r.severity) for r in detector.rules] == [("file/cassette", Severity.MEDIUM)]


def test_examples_that_the_users_shapes_decide_otherwise_are_no_bait() -> None:
    detector = FileDetector(Settings(shapes=(FileShape(name="log", paths=("*.txt",)),)))
    (rule,) = detector.rules
    assert [example.span for example in rule.examples] == [None]


def test_known_rules_are_used_only_where_a_shape_feeds_them() -> None:
    assert FileDetector(Settings()).rules == ()
    assert {rule.id for rule in FILES.rules} == {rule.id for rule in RULES}


@pytest.mark.parametrize(
    "shape",
    [FileShape(name="x", paths=("a[",)), FileShape(name="x", paths=("a",), content="(")],
)
def test_a_broken_shape_is_an_error_of_the_rules(shape: FileShape) -> None:
    with pytest.raises(RulesError, match="file shape x"):
        FileDetector(Settings(shapes=(shape,)))

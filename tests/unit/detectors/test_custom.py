"""The user's own patterns."""

from __future__ import annotations

import pytest

from prtool.detectors.base import Pattern, Settings
from prtool.detectors.custom import CustomDetector
from prtool.errors import RulesError
from prtool.model.finding import Severity
from tests.unit.detectors.samples import found


def detector(regex: str) -> CustomDetector:
    pattern = Pattern(id="private/x", regex=regex, severity=Severity.LOW, title="x")
    return CustomDetector(Settings(patterns=(pattern,)))


def test_the_whole_match_or_the_group_secret_is_found() -> None:
    assert found(detector("QX-[0-9]+"), "a QX-12 b QX-3") == [
        ("private/x", "QX-12"),
        ("private/x", "QX-3"),
    ]
    assert found(detector("id=(?P<secret>[0-9]+)"), "id=12") == [("private/x", "12")]


def test_a_match_without_extent_or_group_is_left_out() -> None:
    assert found(detector("x*"), "axb") == [("private/x", "x")]
    assert found(detector("a(?P<secret>b)?"), "a ab") == [("private/x", "b")]


def test_the_rule_is_the_patterns() -> None:
    (rule,) = detector("x").rules
    assert (rule.id, rule.title, rule.severity) == ("private/x", "x", Severity.LOW)


def test_what_does_not_compile_is_an_error_of_the_rules() -> None:
    with pytest.raises(RulesError, match="private/x"):
        detector("(")

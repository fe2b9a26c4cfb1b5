from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from prtool.model.record import replace
from prtool.reports import junit
from prtool.reports.report import Report
from tests.support.junit import check_structure
from tests.support.reports import HOSTILE, clean, finding, full


def _suite(report: Report) -> ET.Element:
    root = ET.fromstring(junit.render(report))
    check_structure(root)
    suite = root.find("testsuite")
    assert suite is not None
    return suite


def test_each_leak_is_a_failed_test_and_each_clean_channel_a_passed_one() -> None:
    report = full()
    suite = _suite(report)

    assert suite.get("failures") == str(len(report.leaks))
    assert suite.get("skipped") == str(len(report.findings) - len(report.leaks))
    passed = [case.get("name") for case in suite.iter("testcase") if not len(case)]
    assert passed == ["no leak in date", "no leak in mode"]


def test_a_clean_run_has_tests() -> None:
    (case,) = _suite(clean()).iter("testcase")

    assert case.get("name") == "no leak in text"
    assert not len(case)


def test_no_two_tests_have_the_same_name() -> None:
    """GitLab would ignore the second."""
    report = replace(full(), findings=(finding(), finding(line=13)) * 20)

    names = [(each.get("classname"), each.get("name")) for each in _suite(report).iter("testcase")]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "path", [HOSTILE, "\x00\x0b\x1f", "\ufffe\uffff", "]]>&amp;<!--", "\udce9"]
)
def test_any_name_can_stand_in_it(path: str) -> None:
    (case,) = _suite(replace(full(), findings=(finding(path=path),))).iter("failure")

    assert case.text
    assert case.text.isascii()


def test_it_stays_smaller_than_gitlab_takes_and_says_so() -> None:
    many = tuple(finding(path="p" * 4000, line=n) for n in range(4000))

    rendered = junit.render(replace(full(), findings=many))

    assert 20_000_000 < len(rendered) < 30_000_000
    cases = list(_suite(replace(full(), findings=many)).iter("testcase"))
    assert cases[-1].get("name") == "more findings"
    failure = cases[-1].find("failure")
    assert failure is not None
    listed = sum(1 for case in cases if len(case)) - 1
    assert f"{4000 - listed} more findings did not fit" in (failure.text or "")

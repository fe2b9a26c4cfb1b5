"""Every report format against its golden file; PRTOOL_UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from prtool import __version__
from prtool.model.record import replace
from prtool.model.text import Channel
from prtool.reports.formats import REPORTS, render
from prtool.reports.places import numbered
from prtool.reports.report import Report, verdict
from tests.support.reports import clean, finding, full

GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(("outcome", "report"), [("report", full), ("clean", clean)])
def test_a_report_is_as_its_golden_file(
    name: str, outcome: str, report: Callable[[], Report]
) -> None:
    rendered = render(name, report()).replace(__version__.encode(), b"VERSION")
    golden = GOLDEN / f"check-{outcome}.{name}"
    if os.environ.get("PRTOOL_UPDATE_GOLDEN"):
        golden.write_bytes(rendered)

    assert golden.read_bytes() == rendered


def test_the_fixed_set_has_every_channel() -> None:
    assert {each.channel for each in full().findings} == {channel.value for channel in Channel}


def test_json_has_the_fields_of_the_contract() -> None:
    document = json.loads(render("json", full()))

    assert document["schema"] == "prtool/check/1"
    assert document["status"] == "findings"
    assert list(document["findings"][0]) == [
        "rule", "severity", "confidence", "state", "channel", "commit", "path", "line", "column",
        "end_column", "via", "fingerprint", "message",
    ]  # fmt: skip
    assert document["coverage"]["binary"] == {
        "scanned": 3, "skipped": [{"what": "a.bin", "why": "only the first MiB is looked at"}]
    }  # fmt: skip


def test_json_has_no_lone_surrogate() -> None:
    report = replace(full(), findings=(finding(path="caf\udce9\ud800😀", message="\udfff"),))

    (found,) = json.loads(render("json", report))["findings"]

    assert (found["path"], found["message"]) == ("caf\\xe9\\ud800😀", "\\udfff")


def test_low_findings_are_listed_and_do_not_fail() -> None:
    low = replace(full(), findings=(finding(severity="low"),))

    assert (low.status, low.leaks) == ("clean", ())
    assert verdict(low) == "clean (1 below --fail-on medium)"


def test_ids_are_unique_and_survive_moved_lines_and_rewritten_commits() -> None:
    before = [name for _, name in numbered([finding(line=1), finding(line=9)])]
    after = [
        name for _, name in numbered(finding(line=line, commit="a" * 40) for line in (200, 300))
    ]

    assert len(set(before)) == 2
    assert after == before

"""The pages that are made from tables say what the tables say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from prtool.evidence.compare import Change
from prtool.evidence.model import End, Listed, Media, Outcome, Param, Shape
from prtool.model.record import StrEnum
from prtool.pipeline.scanners import build_scanner
from prtool.pipeline.workspace import known_rules
from prtool.rules.load import builtin, load
from prtool.verify import canary
from prtool.verify.checks import CHECKS
from tests.support.reference_pages import PAGES, pages


@pytest.mark.parametrize("path", sorted(pages()), ids=lambda path: path.name)
def test_reference_page_is_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == pages()[path], "stale: run `make docs`"


WRITTEN = {"evidence.md", "reports.md", "secret-kinds-seen.md"}
"""Reference pages that are written by hand."""


def test_every_reference_page_is_made_or_known_as_written() -> None:
    found = {path for path in PAGES.glob("*.md") if path.name not in WRITTEN}

    assert found == {path for path in pages() if path.parent == PAGES}


@pytest.mark.parametrize("kind", [Change, End, Listed, Media, Outcome, Param, Shape])
def test_the_page_about_evidence_has_every_word(kind: type[StrEnum]) -> None:
    page = (PAGES / "evidence.md").read_text("utf-8")

    assert [each.value for each in kind if f"`{each.value}`" not in page] == []


def test_the_first_example_shows_what_is_proven() -> None:
    readme = (PAGES.parents[1] / "README.md").read_text("utf-8")
    shown = readme.partition("\nverification\n")[2].partition("\n\n")[0].split("\n")
    modules = [sys.modules[check.__module__] for check in CHECKS]
    rules = build_scanner(load([builtin()], known_rules()), (), bytes(32)).rules.values()

    assert [row.split()[0] for row in shown] == [canary.NAME, *(each.NAME for each in modules)]
    assert f" bait of {sum(bool(rule.examples) for rule in rules)} rules " in shown[0]

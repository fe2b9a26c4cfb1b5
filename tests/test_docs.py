"""The pages that are made from tables say what the tables say."""

from __future__ import annotations

from pathlib import Path

import pytest

from prtool.evidence.compare import Change
from prtool.evidence.model import End, Listed, Media, Outcome, Param, Shape
from prtool.model.record import StrEnum
from tests.support.reference_pages import PAGES, pages


@pytest.mark.parametrize("path", sorted(pages()), ids=lambda path: path.name)
def test_reference_page_is_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == pages()[path], "stale: run `make docs`"


WRITTEN = {"evidence.md", "reports.md", "secret-kinds-seen.md"}
"""Reference pages that are written by hand."""


def test_every_reference_page_is_made_or_known_as_written() -> None:
    found = {path for path in PAGES.glob("*.md") if path.name not in WRITTEN}

    assert found == set(pages())


@pytest.mark.parametrize("kind", [Change, End, Listed, Media, Outcome, Param, Shape])
def test_the_page_about_evidence_has_every_word(kind: type[StrEnum]) -> None:
    page = (PAGES / "evidence.md").read_text("utf-8")

    assert [each.value for each in kind if f"`{each.value}`" not in page] == []

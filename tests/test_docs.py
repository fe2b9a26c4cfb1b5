"""The pages that are made from tables say what the tables say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.reference_pages import PAGES, pages


@pytest.mark.parametrize("path", sorted(pages()), ids=lambda path: path.name)
def test_reference_page_is_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == pages()[path], "stale: run `make docs`"


WRITTEN = {"evidence.md", "reports.md", "secret-kinds-seen.md"}
"""Reference pages that are written by hand."""


def test_every_reference_page_is_made_or_known_as_written() -> None:
    found = {path for path in PAGES.glob("*.md") if path.name not in WRITTEN}

    assert found == set(pages())

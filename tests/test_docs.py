"""The pages that are made from tables say what the tables say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.reference_pages import PAGES, pages


@pytest.mark.parametrize("path", sorted(pages()), ids=lambda path: path.name)
def test_reference_page_is_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == pages()[path], "stale: run `make docs`"


def test_every_reference_page_is_made() -> None:
    assert set(PAGES.glob("*.md")) == set(pages())

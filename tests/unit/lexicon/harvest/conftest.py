"""One door for the tests of formats: text in, harvest out."""

from __future__ import annotations

from pathlib import Path

import pytest

from prtool.lexicon.harvest import Harvest, choose, harvest_file
from tests.unit.lexicon.harvest.samples import PLACES, Reaper


@pytest.fixture
def reap(tmp_path: Path) -> Reaper:
    """Write a text under a name, harvest it, take all that nobody publishes."""

    def harvest(name: str, text: str) -> Harvest:
        for place, value in PLACES.items():
            text = text.replace(place, value)
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return choose(harvest_file(path), lambda _: frozenset())

    return harvest

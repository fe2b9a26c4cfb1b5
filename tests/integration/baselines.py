"""Helpers of the tests of ``prtool check --baseline``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.integration.checking import TOKEN
from tests.integration.conftest import Prtool

LINE = f'var k = "{TOKEN}"\n'


def write(prtool: Prtool, known: Path, *args: str | Path) -> list[dict[str, Any]]:
    """Write a baseline, see that it silences everything, and return its entries."""
    status, stdout, stderr = prtool("check", *args, "--write-baseline", known)
    assert (status, stderr) == (0, ""), stdout
    entries: list[dict[str, Any]] = json.loads(known.read_text())["entries"]
    return entries


def edit(known: Path, number: int = 0, **fields: object) -> None:
    document = json.loads(known.read_text())
    document["entries"][number] |= fields
    known.write_text(json.dumps(document))

"""What may be imported where, and how large a file may be."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "reference_impl"
LARGEST = 400
"""Lines."""
OF_THE_EXTRA = {
    "gateway/config_file.py": {"yaml"},
    "gateway/demo.py": {"httpx"},
    "gateway/pool.py": {"httpx"},
    "gateway/serve.py": {"uvicorn"},
    "gateway/upstream.py": {"httpx"},
}
"""All other modules are fine with the standard library."""


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.name)
def test_only_the_server_needs_more_than_the_standard_library(path: Path) -> None:
    others = _imported(path) - sys.stdlib_module_names - {"reference_impl"}

    assert others == OF_THE_EXTRA.get(path.relative_to(PACKAGE).as_posix(), set())


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.name)
def test_files_are_small(path: Path) -> None:
    assert len(path.read_text("utf-8").split("\n")) <= LARGEST

"""Prints, as pip's constraints, the least version of every package that the project names.

``make test-lowest`` runs the tests with them: what is promised there has to work there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

_LEAST = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)>=(?P<version>[0-9][0-9A-Za-z.]*)")


def constraints(project: Path, extras: Iterable[str]) -> Iterator[str]:
    """Yield ``NAME==VERSION`` for each requirement of a project and of some of its extras.

    Args:
        project: the pyproject.toml.
        extras: names of optional dependencies.
    """
    table = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    optional = table["optional-dependencies"]
    for requirement in (
        *table["dependencies"],
        *(each for name in extras for each in optional[name]),
    ):
        if least := _LEAST.match(requirement):
            yield f"{least['name']}=={least['version']}"


if __name__ == "__main__":
    print("\n".join(constraints(Path("pyproject.toml"), ("gateway", "test"))))

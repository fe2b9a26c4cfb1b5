"""How much of one thing is looked at."""

from __future__ import annotations

from prtool.model.results import Skip
from prtool.model.text import Channel, TextUnit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = 4096
"""Code points of a file that rules on its shape may look at."""

BINARY_LIMIT = 1 << 20
"""Bytes of a binary that are looked at."""
LARGE = 1 << 20
"""Bytes of a diff from which on more than one process may read it; each takes some milliseconds."""

POINTER = "version https://git-lfs.github.com/spec/v1\n"
"""How a file begins that stands for one that is not looked at.

Source: git-lfs, docs/spec.md, "The Pointer".
"""


def beyond(unit: TextUnit) -> Iterator[Skip]:
    """Yield what lies beyond a text that is looked at."""
    name = unit.path or "input"
    if unit.channel is Channel.BINARY and len(unit.text) >= BINARY_LIMIT:
        yield Skip(Channel.BINARY, name, "only the first MiB is looked at")
    elif unit.channel is Channel.SUBMODULE and not name.endswith(".gitmodules"):
        yield Skip(Channel.SUBMODULE, name, "the other repository is not looked into")
    elif unit.channel is Channel.CONTENT and unit.text.startswith(POINTER):
        yield Skip(Channel.CONTENT, name, "the large file that this pointer stands for")

"""Which files were renamed, as git sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from prtool.model.record import replace
from prtool.repo.run import Git

_RENAMES = ("-M", "--diff-filter=R", "--name-status", "-z", "--no-ext-diff")


def renames_of_commits(git: Git, *revisions: str) -> dict[str, set[str]]:
    """Return the old names by the new one, of the commits that ``git log`` lists."""
    return _read(git.run("log", "--format=", *_RENAMES, *revisions, "--"))


def renames_of_index(git: Git, index: Path | None = None) -> dict[str, set[str]]:
    """Return the old names by the new one, of an index beside HEAD, the usual one by default."""
    if index is not None:
        git = replace(git, extra={**git.extra, "GIT_INDEX_FILE": str(index)})
    return _read(git.run("diff-index", "--cached", *_RENAMES, "HEAD", "--"))


def old_names(renames: dict[str, set[str]], path: str) -> Collection[str]:
    """Return all names that a file had before, over any number of renames, in order."""
    found: set[str] = set()
    ask = [path]
    while ask:
        fresh = renames.get(ask.pop(), set()) - found - {path}
        found |= fresh
        ask += fresh
    return sorted(found)


def _read(raw: bytes) -> dict[str, set[str]]:
    renames: dict[str, set[str]] = {}
    for old, new in _pairs(raw):
        renames.setdefault(new, set()).add(old)
    return renames


def _pairs(raw: bytes) -> Iterator[tuple[str, str]]:
    # Source: git's Documentation/diff-format.txt: with -z, status, old and new name end with NUL.
    fields = iter(raw.decode("utf-8", "surrogateescape").split("\0"))
    for status in fields:
        if status.strip("\n"):
            yield next(fields), next(fields)

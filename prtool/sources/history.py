"""Commits as they are, merges among them: a range for the gate, or all that any ref reaches.

A merge is read for what it introduces itself, the paths that differ from all of its parents: what
it takes from a parent is that parent's, or public.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prtool.errors import InputError, RepositoryError
from prtool.model.changes import ChangeSet, Commit, Entry, FileChange
from prtool.model.record import Counter
from prtool.model.results import Skip
from prtool.model.text import Channel, TextUnit, decode
from prtool.repo.ahead import reading_ahead
from prtool.repo.commits import CHANGES, IN_ORDER, listed, read_commit
from prtool.repo.open import Repository
from prtool.sources.heads import header_units, ref_units
from prtool.sources.history_sift import sifted
from prtool.sources.patch_sift import Finder
from prtool.sources.units import NOTHING, reads_of, units_of


def read_history(
    repository: Repository, base: str, head: str, *, branch: str | None = None
) -> ChangeSet:
    """Read ``base..head`` with its merges, oldest commit first.

    Raises:
        InputError: the range is empty.
    """
    commits = _commits(repository, [f"{base}..{head}"])
    if not commits:
        raise InputError(
            "no commit between base and head: nothing to look at",
            hint="check that --head names the branch in question, and --base where it began",
        )
    return ChangeSet(base=base, base_tree=repository.tree_id(base), commits=commits, branch=branch)


def history_units(
    repository: Repository,
    skipped: list[Skip],
    finder: Finder | None = None,
    passed: Counter[Channel] | None = None,
) -> Iterator[TextUnit]:
    """Yield everything that any ref reaches, each blob once: commits, files, names, tags.

    Args:
        repository: whose refs.
        skipped: gets what can't be looked at.
        finder: with it, only what it finds worth a look is yielded.
        passed: gets the number of texts that are not.

    Raises:
        RepositoryError: an object is missing or not whole.
        GitError: git failed.
    """
    if finder is not None and passed is not None:
        git_dir = str(repository.git_dir)
        yield from sifted(listed(git_dir), git_dir, repository, skipped, finder, passed)
        return
    commits = _commits(repository, ["--all", "HEAD"])
    yield from ref_units(repository)
    yield from header_units(repository.read, commits, skipped)
    seen: set[tuple[str, Channel]] = set()
    everything = ChangeSet(base="", base_tree="", commits=commits)
    with reading_ahead(repository, reads_of(everything)) as read:
        for unit in units_of(everything, NOTHING, read):
            if unit.blob is not None:
                if (unit.blob, unit.channel) in seen:
                    continue
                seen.add((unit.blob, unit.channel))
            yield unit


def _commits(repository: Repository, revisions: Sequence[str]) -> tuple[Commit, ...]:
    listed = repository.git.run(*IN_ORDER, *revisions, "--")
    order = listed.decode().split()
    changes = _changes(repository, order)
    with reading_ahead(repository, order) as read:
        return tuple(read_commit(read, oid, changes[oid]) for oid in order)


def _changes(repository: Repository, commits: Sequence[str]) -> dict[str, tuple[FileChange, ...]]:
    """Return what each commit changed; of a merge, what differs from all of its parents."""
    raw = repository.git.run(*CHANGES, stdin="".join(f"{oid}\n" for oid in commits).encode())
    found: dict[str, list[FileChange]] = {}
    fields = iter(raw.split(b"\0"))
    current: list[FileChange] = []
    for field in fields:
        if field.startswith(b":"):
            current.append(_change(field, next(fields)))
        elif field:
            current = found[field.decode()] = []
    if found.keys() != set(commits):
        raise RepositoryError("git did not list the changes of every commit", hint="run 'git fsck'")
    return {oid: tuple(changes) for oid, changes in found.items()}


def _change(meta: bytes, path: bytes) -> FileChange:
    """Read one row: a colon, a mode and an id for every parent, those of the result after them.

    Source: git's Documentation/diff-format.txt, "Diff format for merges".
    """
    parents = len(meta) - len(meta.lstrip(b":"))
    words = meta[parents:].decode().split(" ")
    modes, oids = words[: parents + 1], words[parents + 1 : 2 * parents + 2]
    old, new = (
        Entry(int(modes[n], 8), oids[n]) if int(modes[n], 8) else None for n in (0, parents)
    )
    return FileChange(decode(path), old, new)

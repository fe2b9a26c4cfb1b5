"""What is about to be committed: the index beside HEAD; and the work tree beside HEAD."""

from __future__ import annotations

import os

from prtool.errors import InputError
from prtool.model.changes import ChangeSet, Commit, Entry, FileChange, Identity
from prtool.model.plan import FILE_CHANNELS
from prtool.model.record import replace
from prtool.model.text import Channel, TextUnit, decode
from prtool.repo.beside import Beside
from prtool.repo.commits import changes_between
from prtool.sources.units import units_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from prtool.repo.open import Repository
    from prtool.repo.scratch import Scratch
    from prtool.sources.units import Base

_NOBODY = Identity(b"", b"", 0, 0)


def listed_changes(git_dir: str, index: str | None) -> Beside:
    """Start the git that lists what the index changes in HEAD.

    Args:
        git_dir: the repository's, as an absolute path.
        index: another index file than the repository's own, as ``git commit -a`` uses.

    Raises:
        InputError: that file is not there.
    """
    if index is not None and not os.path.isfile(index):
        raise InputError("the index that GIT_INDEX_FILE names is missing", hint="unset it")
    return Beside(
        git_dir,
        "diff-index", "--cached", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff",
        "--ignore-submodules=none", "HEAD", "--",
        extra={"GIT_INDEX_FILE": index} if index is not None else None,
    )  # fmt: skip


def staged_changes(listed: Beside) -> tuple[FileChange, ...]:
    """Return what the index changes in HEAD.

    Args:
        listed: see :func:`listed_changes`.

    Raises:
        GitError: there is no HEAD yet, or the index can't be read.
        InputError: the index has an unresolved conflict.
    """
    raw = listed.output(doing="reading the index")
    fields = raw.split(b"\0")
    found = []
    for meta, path in zip(fields[::2], fields[1::2], strict=False):
        old_mode, new_mode, old_oid, new_oid, status = meta[1:].decode().split(" ")
        if status.startswith("U"):
            raise InputError(
                f"{decode(path)} has an unresolved conflict", hint="resolve and add it first"
            )
        found.append(FileChange(decode(path), _entry(old_mode, old_oid), _entry(new_mode, new_oid)))
    return tuple(found)


def worktree_changes(
    repository: Repository, store: Repository, scratch: Scratch, folder: Path
) -> tuple[FileChange, ...]:
    """Return what the work tree changes in HEAD, untracked files included, ignored ones not.

    Args:
        repository: the user's repository.
        store: reads ``scratch``.
        scratch: gets the objects of changed files.
        folder: a private folder for an index.
    """
    from prtool.sources.worktree import worktree_tree

    tree = worktree_tree(repository, scratch, folder, untracked=True)
    return changes_between(store.git, repository.tree_id("HEAD"), tree)


def change_units(
    changes: Sequence[FileChange], base: Base, read: Callable[[str], bytes]
) -> Iterator[TextUnit]:
    """Yield the texts of changes that no commit holds yet; what is deleted as its path alone."""
    commit = Commit(
        oid="", parents=(), author=_NOBODY, committer=_NOBODY, message="", changes=tuple(changes)
    )
    for unit in units_of(ChangeSet(base="", base_tree="", commits=(commit,)), base, read):
        if unit.channel in FILE_CHANNELS:
            yield replace(unit, commit=None)
    yield from deleted_units(changes)


def deleted_units(changes: Sequence[FileChange], commit: str | None = None) -> Iterator[TextUnit]:
    """Yield the paths that are gone; nothing of them is new."""
    for change in changes:
        if change.new is None:
            path = change.path
            yield TextUnit(channel=Channel.PATH, text=path, commit=commit, path=path, new=())


def _entry(mode: str, oid: str) -> Entry | None:
    return Entry(int(mode, 8), oid) if int(mode, 8) else None

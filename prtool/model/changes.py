"""The private range as git has it: commits, identities, changed entries. Bytes stay bytes."""

from __future__ import annotations

from prtool.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """An author or committer line."""

    name: bytes
    email: bytes
    seconds: int
    """Since the epoch."""
    offset_minutes: int
    """East of UTC."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One tree entry: a mode and the object it names."""

    mode: int
    oid: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """What one commit does to one path, relative to its parent; ``new`` is None for a deletion."""

    path: str
    """Decoded with ``surrogateescape``."""
    old: Entry | None
    new: Entry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One private commit."""

    oid: str
    parents: tuple[str, ...]
    author: Identity
    committer: Identity
    message: str
    headers: tuple[str, ...] = ()
    """Names of header fields beyond the usual ones (``gpgsig``, ``encoding``, ``mergetag``…)."""
    changes: tuple[FileChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """A linear private range on a public base, oldest commit first."""

    base: str
    """Object id of the public commit."""
    base_tree: str
    commits: tuple[Commit, ...]
    branch: str | None = None
    """Short name of the branch that head is on, None when detached."""
    squashed: tuple[Commit, ...] = ()
    """What the only commit stands for, where the range was made one: all private commits."""

    @property
    def private(self) -> tuple[Commit, ...]:
        """Return the commits of the private branch, as they are there."""
        return self.squashed or self.commits

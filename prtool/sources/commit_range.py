"""A range of commits, as it is or squashed into one, with or without uncommitted changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prtool.errors import InputError
from prtool.model.changes import ChangeSet, Commit
from prtool.model.message import parse_message
from prtool.model.record import replace
from prtool.repo.commits import ancestry, changes_between, changes_of, read_commit
from prtool.repo.open import Repository

_FIX_UPS = ("fixup! ", "squash! ", "amend! ")
"""Subjects that ``git commit --fixup`` and ``--squash`` write. Source: git's
Documentation/git-commit.txt."""
SHORT = 12
"""Hexadecimal digits of a commit id in a message to the user."""


def resolve(repository: Repository, base: str, head: str) -> tuple[str, str]:
    """Return the ids of base and head.

    Raises:
        InputError: one is unknown, or base is no ancestor of head.
    """
    base_id, head_id = repository.commit_id(base), repository.commit_id(head)
    if repository.merge_base(base_id, head_id) != base_id:
        fork = repository.merge_base(base_id, head_id)
        raise InputError(
            f"base '{base}' is no ancestor of '{head}'",
            hint=(
                f"rebase the branch onto it, or use the fork point: --base {fork[:SHORT]}"
                if fork
                else "the two share no history: name the upstream commit the branch began at"
            ),
        )
    return base_id, head_id


def read_range(
    repository: Repository, base: str, head: str, *, squash: bool = False, branch: str | None = None
) -> ChangeSet:
    """Read the private range on its public base.

    Args:
        repository: where the objects are.
        base: full id of the public commit.
        head: full id of the last private commit.
        squash: take all of it as one change.
        branch: the name of the branch it is on, None when that does not matter.

    Raises:
        InputError: the range is empty, or it holds a merge and is not to be squashed.
    """
    line = ancestry(repository.git, base, head)
    if not line:
        raise InputError(
            "no commit between base and head: nothing to look at",
            hint="check that --head names the branch with the fix, and --base where it began",
        )
    if not squash:
        _refuse_merges(line)
    changes = changes_of(repository.git, [oid for oid, *parents in line if len(parents) == 1])
    commits = tuple(read_commit(repository.read, oid, changes.get(oid, ())) for oid, *_ in line)
    read = ChangeSet(base=base, base_tree=repository.tree_id(base), commits=commits, branch=branch)
    if not squash:
        return read
    own = [commit for commit in commits if not _is_merge(commit)] or commits
    one = replace(
        commits[-1], parents=(base,), message=_message(own), author=own[-1].author,
        changes=changes_between(repository.git, base, head),
    )  # fmt: skip
    return replace(read, commits=(one,), squashed=commits)


def telling(changeset: ChangeSet, dropped: Collection[str]) -> ChangeSet:
    """Return a squashed range whose message tells of the commits alone that have a part in it.

    Without those whose files are all left out, or undone later on; as without a squash, where such
    a commit is empty. A range that is not squashed comes back as it is, and so does one of which
    nothing would leave.

    Args:
        changeset: the range.
        dropped: the paths whose changes are left out.
    """
    if not changeset.squashed:
        return changeset
    (one,) = changeset.commits
    leaves = {change.path for change in one.changes} - set(dropped)
    told = [
        commit
        for commit in changeset.squashed
        if not _is_merge(commit) and any(change.path in leaves for change in commit.changes)
    ]
    return (
        replace(changeset, commits=(replace(one, message=_message(told)),)) if told else changeset
    )


def _refuse_merges(line: Sequence[tuple[str, ...]]) -> None:
    for commit, *parents in line:
        if len(parents) > 1:
            raise InputError(
                f"commit {commit[:SHORT]} is a merge: a patch series is a line of commits",
                hint="pass --squash for one patch, or flatten it with 'git rebase BASE' first",
            )


def _is_merge(commit: Commit) -> bool:
    return len(commit.parents) > 1


def _message(commits: Sequence[Commit]) -> str:
    """Return the only commit's message, or the first subject with what all of them say below.

    What git would squash into another commit by itself (``git rebase --autosquash``) says nothing.
    """
    every = [(commit.message, parse_message(commit.message)) for commit in commits]
    said = [each for each in every if not each[1].subject.startswith(_FIX_UPS)] or every
    if len(said) == 1:
        return said[0][0]
    parts = [[f"* {each.subject}", *filter(None, (each.body,))] for _, each in said]
    gap = "\n\n" if any(len(part) > 1 for part in parts) else "\n"
    items = gap.join("\n\n".join(part) for part in parts)
    return f"{said[0][1].subject}\n\n{items}\n"

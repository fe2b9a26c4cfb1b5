"""A range of commits, as it is or squashed into one, with or without uncommitted changes."""

from __future__ import annotations

from collections.abc import Sequence

from prtool.errors import InputError
from prtool.model.changes import ChangeSet, Commit
from prtool.model.message import parse_message
from prtool.model.record import replace
from prtool.repo.commits import ancestry, changes_between, changes_of, read_commit
from prtool.repo.open import Repository

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
    if squash:
        commits: tuple[Commit, ...] = (_squashed(repository, base, [row[0] for row in line]),)
    else:
        _refuse_merges(line)
        changes = changes_of(repository.git, [row[0] for row in line])
        commits = tuple(read_commit(repository.read, row[0], changes[row[0]]) for row in line)
    return ChangeSet(base=base, base_tree=repository.tree_id(base), commits=commits, branch=branch)


def _refuse_merges(line: Sequence[tuple[str, ...]]) -> None:
    for commit, *parents in line:
        if len(parents) > 1:
            raise InputError(
                f"commit {commit[:SHORT]} is a merge: a patch series is a line of commits",
                hint="pass --squash for one patch, or flatten it with 'git rebase BASE' first",
            )


def _squashed(repository: Repository, base: str, oids: Sequence[str]) -> Commit:
    """Return one commit that changes what all of ``oids`` change together.

    Its message is the only commit's, or the first subject with all subjects below.
    """
    commits = [read_commit(repository.read, oid) for oid in oids]
    last = commits[-1]
    message = last.message
    own = [commit for commit in commits if len(commit.parents) < 2]
    if len(own) > 1:
        subjects = [parse_message(commit.message).subject for commit in own]
        message = subjects[0] + "\n\n" + "\n".join(f"* {subject}" for subject in subjects) + "\n"
    return replace(
        last,
        parents=(base,),
        message=message,
        author=own[-1].author if own else last.author,
        changes=changes_between(repository.git, base, last.oid),
    )

"""Hands public commits to another clone, as a new branch; the one place that writes to one."""

from __future__ import annotations

from pathlib import Path

from prtool.errors import GitError, InputError, UsageError
from prtool.repo.open import Repository, open_repository
from prtool.repo.run import Git


def check_receiver(folder: Path, branch: str, base: str, sender: Repository) -> None:
    """Refuse a clone that can't take the branch.

    Raises:
        InputError: it lacks the public base, has such a branch already, or is the private one.
        UsageError: the branch's name is no name for a branch.
    """
    receiver = open_repository(folder)
    try:
        if receiver.common_dir == sender.common_dir:
            raise InputError(
                f"--into {folder} is the private repository itself",
                hint="name another clone, one that was never private",
            )
        if not receiver.git.succeeds("check-ref-format", f"refs/heads/{branch}"):
            raise UsageError(f"'{branch}' is no name for a branch")
        if not receiver.git.succeeds("cat-file", "-e", f"{base}^{{commit}}"):
            raise InputError(
                f"{folder} does not have the public base {base[:12]}",
                hint="fetch upstream in that clone first",
            )
        if receiver.git.succeeds("show-ref", "--verify", "--quiet", f"refs/heads/{branch}"):
            raise InputError(
                f"{folder} has a branch '{branch}' already",
                hint="choose another name with --branch, or delete that branch",
            )
    finally:
        receiver.close()


def send_branch(git: Git, base: str, head: str, folder: Path, branch: str) -> None:
    """Create a branch in another clone with the commits ``base..head`` of a scratch repository.

    Raises:
        GitError: the other clone does not take them.
    """
    receiver = open_repository(folder)
    try:
        pack = git.run(
            "pack-objects", "--revs", "--thin", "--stdout", "--quiet",
            stdin=f"{head}\n^{base}\n".encode(),
        )  # fmt: skip
        try:
            receiver.git.run("unpack-objects", "-q", stdin=pack)
            receiver.git.run("update-ref", f"refs/heads/{branch}", head, "")
        except GitError as error:
            raise GitError(
                f"{folder} did not take the branch '{branch}'", stderr=error.stderr
            ) from error
    finally:
        receiver.close()

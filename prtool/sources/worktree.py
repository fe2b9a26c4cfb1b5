"""Uncommitted changes as a commit in a scratch store; the user's index is only read.

Git runs here on the scratch repository with the user's folder as its work tree: so none of the
filters, hooks and monitors that the user's config names can run, and the index that is written
is a private one.
"""

from __future__ import annotations

import os
from pathlib import Path

from prtool.errors import InputError
from prtool.model.text import decode
from prtool.repo.open import Repository
from prtool.repo.scratch import Scratch

NOBODY = "prtool@example.com"
"""Address of the author of uncommitted changes, which nobody has signed yet."""
SUBJECT = "Apply uncommitted changes"

_HARMLESS = (("core", "autocrlf"), ("core", "eol"), ("core", "filemode"), ("core", "symlinks"))
"""Settings of the user's that decide how a file's bytes are read, and can't run anything."""


def worktree_tree(
    repository: Repository, scratch: Scratch, folder: Path, *, untracked: bool
) -> str:
    """Return the id of the tree that the work tree's files make, ignored files left out.

    Args:
        repository: the user's repository.
        scratch: where new objects go.
        folder: a private folder for the index.
        untracked: whether files that git does not track yet count.
    """
    reader = scratch.with_work_tree(repository.root, _copy_of_index(repository, scratch, folder))
    for section, option in _HARMLESS:
        value = repository.setting(section, option)
        if value is not None:
            reader.run("config", f"{section}.{option}", value)
    unmerged = reader.run("ls-files", "-z", "--unmerged")
    if unmerged:
        path = decode(unmerged.split(b"\0")[0].split(b"\t", 1)[1])
        raise InputError(
            f"{path} has an unresolved conflict",
            hint="finish the merge or rebase first",
        )
    changed = set(_paths(reader.run("diff-files", "--name-only", "-z", "--ignore-submodules")))
    if untracked:
        ignores = _ignores(repository)
        changed |= set(_paths(reader.run("ls-files", "-z", "--others", *ignores)))
    if changed:
        reader.run(
            "update-index", "--add", "--remove", "-z", "--stdin",
            stdin=b"".join(path + b"\0" for path in sorted(changed)),
            doing="reading the work tree",
        )  # fmt: skip
    return reader.run("write-tree").decode().strip()


def _copy_of_index(repository: Repository, scratch: Scratch, folder: Path) -> Path:
    """Copy the user's index, so that it is neither refreshed nor read with the user's settings."""
    import shutil

    copy = folder / "worktree.index"
    shutil.copyfile(repository.git_dir / "index", copy)
    # A split index keeps most of itself in files beside it.
    for shared in repository.git_dir.glob("sharedindex.*"):
        shutil.copyfile(shared, scratch.git_dir / shared.name)
    return copy


def is_dirty(repository: Repository, scratch: Scratch, folder: Path) -> bool:
    """Tell whether a tracked file differs from HEAD."""
    tree = worktree_tree(repository, scratch, folder, untracked=False)
    return tree != repository.tree_id("HEAD")


def commit_worktree(
    repository: Repository, scratch: Scratch, folder: Path, title: str
) -> str | None:
    """Store the work tree as a commit on HEAD in the scratch store, None when nothing differs."""
    tree = worktree_tree(repository, scratch, folder, untracked=True)
    head = repository.commit_id("HEAD")
    if tree == repository.tree_id(head):
        return None
    seconds = repository.git.run("show", "-s", "--format=%ct", head).decode().strip()
    stamp = f"prtool <{NOBODY}> {seconds} +0000"
    body = f"tree {tree}\nparent {head}\nauthor {stamp}\ncommitter {stamp}\n\n{title}\n"
    made = scratch.git.run("hash-object", "-t", "commit", "-w", "--stdin", stdin=body.encode())
    return made.decode().strip()


def _ignores(repository: Repository) -> list[str]:
    """Return the options that name what git ignores for this user in this repository."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    named = repository.setting("core", "excludesfile")
    own = Path(named).expanduser() if named else home / "git" / "ignore"
    files = (own, repository.common_dir / "info" / "exclude")
    return [
        "--exclude-per-directory=.gitignore",
        *(f"--exclude-from={file}" for file in files if file.is_file()),
    ]


def _paths(listed: bytes) -> list[bytes]:
    """Return the paths of a listing, other repositories within the work tree left out."""
    paths = (path for path in listed.split(b"\0") if path and not path.endswith(b"/"))
    return [path for path in paths if not path.startswith(b".prtool/")]

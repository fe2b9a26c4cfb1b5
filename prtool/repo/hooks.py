"""Git's hooks of a repository: puts prtool's beside what is there, and takes them away again.

A hook that is there already moves to ``NAME.prtool-chained`` in the same folder. Prtool's own hook
runs it first, with the same arguments and the same standard input.
"""

from __future__ import annotations

import os
from pathlib import Path

from prtool.errors import OutputError
from prtool.model.record import dataclass
from prtool.repo.beside import ask_git
from prtool.repo.hook_script import CHAINED, HOOKS, MARK, script
from prtool.repo.work_tree import WorkTree

_MODE = 0o755

_MANAGERS = {
    b"pre-commit.com": (
        "pre-commit",
        "name prtool-staged, prtool-message and prtool-push in .pre-commit-config.yaml instead",
    ),
    b"lefthook": ("lefthook", "call 'prtool check --hook {hook} {{0}}' from lefthook.yml instead"),
    b"overcommit": (
        "overcommit",
        "call 'prtool check --hook {hook}' from .overcommit.yml instead",
    ),
    b"husky": ("husky", "call 'prtool check --hook {hook} \"$@\"' from its hook instead"),
}
"""What stands in the hooks of programs that write them anew at will, its name and what to do."""


@dataclass(frozen=True, slots=True)
class HookChange:
    """What became of one hook."""

    path: Path
    done: str
    """In a few words."""


def install(folder: Path, python: str) -> tuple[HookChange, ...]:
    """Write prtool's hooks where git looks for them; what is there already is chained.

    Either all hooks can be installed, or nothing is changed.

    Args:
        folder: any folder in the work tree.
        python: the interpreter that has prtool, for when ``prtool`` is not on PATH.

    Raises:
        RepositoryError: there is no work tree.
        OutputError: another program or other repositories own the place, or it can't be written.
    """
    place = ready(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        return tuple(_install(place / name, python) for name in HOOKS)
    except OSError as error:
        raise OutputError(f"can't write hooks to {place}: {error.strerror}") from error


def ready(folder: Path) -> Path:
    """Return the folder of the hooks when all of them can be installed in it.

    Raises:
        RepositoryError, OutputError: as ``install`` does.
    """
    place = hooks_folder(WorkTree.of(folder))
    for name in HOOKS:
        _refuse(place / name)
    return place


def remove(folder: Path) -> tuple[HookChange, ...]:
    """Take prtool's hooks away and put back what was there.

    Raises:
        RepositoryError: there is no work tree.
        OutputError: the place is not a repository's own, or can't be written.
    """
    place = hooks_folder(WorkTree.of(folder))
    try:
        return tuple(_remove(place / name) for name in HOOKS)
    except OSError as error:
        raise OutputError(f"can't write hooks to {place}: {error.strerror}") from error


def hooks_folder(tree: WorkTree) -> Path:
    """Return the folder that git takes this repository's hooks from.

    Raises:
        OutputError: it holds tracked files, is other repositories' too, or is no folder.
    """
    root = tree.root
    named = os.fsdecode(ask_git(str(root), "rev-parse", "--git-path", "hooks"))
    place = (root / named).resolve()
    tops = [top for top in (root, tree.main_root) if top is not None]
    inside = any(place.is_relative_to(top) for top in tops)
    if inside and not any(place.is_relative_to(each) for each in (tree.common_dir, tree.git_dir)):
        raise OutputError(
            f"core.hooksPath leads to {named} in the work tree: its files are the project's",
            hint="call 'prtool check --hook NAME \"$@\"' from the files there, NAME being "
            f"{', '.join(HOOKS)}",
        )
    scope = ask_git(str(root), "config", "--show-scope", "--get", "core.hooksPath").split(b"\t")[0]
    if scope not in (b"", b"local", b"worktree"):
        raise OutputError(
            "core.hooksPath is not this repository's own setting: other repositories use the place",
            hint=f"give this one a folder: git config core.hooksPath '{tree.common_dir}/hooks'",
        )
    if place.exists() and not place.is_dir():
        raise OutputError(
            f"core.hooksPath is {named}, which is no folder: git runs no hooks here",
            hint="run 'git config --unset core.hooksPath', or name a folder",
        )
    return place


def _refuse(hook: Path) -> None:
    """Refuse a hook that can't be chained."""
    if not os.path.lexists(hook) or _is_ours(hook):
        return
    if hook.is_dir():
        raise OutputError(f"{hook} is a folder", hint="move it away")
    text = _read(hook)
    for mark, (program, advice) in _MANAGERS.items():
        if mark in text:
            raise OutputError(
                f"{hook} belongs to {program}, which writes it anew at will",
                hint=advice.format(hook=hook.name),
            )
    chained = _chained(hook)
    if os.path.lexists(chained):
        raise OutputError(
            f"{hook} is not prtool's any more, and {chained.name} still lies beside it",
            hint="look at both and delete the one that is not needed",
        )


def _install(hook: Path, python: str) -> HookChange:
    wanted = script(hook.name, python)
    if _is_ours(hook):
        if _read(hook) == wanted and os.access(hook, os.X_OK):
            return HookChange(hook, "is there already")
        _write(hook, wanted)
        return HookChange(hook, "written anew")
    chained = _chained(hook)
    moved = os.path.lexists(hook)
    if moved:
        hook.rename(chained)
    try:
        _write(hook, wanted)
    except OSError:
        if moved:
            chained.rename(hook)
        raise
    kept = os.path.lexists(chained)
    return HookChange(hook, f"installed; {chained.name} runs first" if kept else "installed")


def _remove(hook: Path) -> HookChange:
    chained = _chained(hook)
    if os.path.lexists(hook) and not _is_ours(hook):
        return HookChange(hook, "is not prtool's: left as it is")
    if os.path.lexists(chained):
        chained.replace(hook)
        return HookChange(hook, "is again what it was")
    if not os.path.lexists(hook):
        return HookChange(hook, "is not there")
    hook.unlink()
    return HookChange(hook, "removed")


def _chained(hook: Path) -> Path:
    return hook.with_name(hook.name + CHAINED)


def _is_ours(hook: Path) -> bool:
    return hook.is_file() and not hook.is_symlink() and MARK in _read(hook)


def _read(hook: Path) -> bytes:
    try:
        return hook.read_bytes()
    except OSError:
        return b""


def _write(hook: Path, text: bytes) -> None:
    """Write a hook so that git never finds half of one."""
    partial = hook.with_name(f"{hook.name}.prtool-{os.getpid()}")
    try:
        partial.write_bytes(text)
        partial.chmod(_MODE)
        partial.replace(hook)
    finally:
        partial.unlink(missing_ok=True)

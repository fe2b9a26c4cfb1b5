"""P1: the series applies with ``git am`` to the pristine base and gives the promised tree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prtool.errors import GitError
from prtool.model.modes import MODE_SUBMODULE
from prtool.model.results import CheckResult, Status
from prtool.model.text import encode
from prtool.repo.open import Repository
from prtool.repo.run import Git
from prtool.repo.scratch import Scratch
from prtool.repo.series import Patch, paths_read
from prtool.verify.candidate import Candidate

NAME = "applies"


def check(candidate: Candidate) -> CheckResult:
    """Apply the series and compare tree ids."""
    count = len(candidate.patches)
    try:
        head = apply_series(
            candidate.scratch, candidate.store, candidate.base, candidate.patches, candidate.folder
        )
    except GitError:
        detail = f"'git am' refuses one of {count} patches on the public base"
        return CheckResult(name=NAME, status=Status.FAILED, detail=detail)
    if candidate.store.tree_id(head) != candidate.head_tree:
        detail = f"{count} patches apply, but give another tree than the manifest's"
        return CheckResult(name=NAME, status=Status.FAILED, detail=detail)
    detail = f"{count} patch{'es' * (count > 1)} applied by 'git am' to the public base, same tree"
    return CheckResult(name=NAME, status=Status.PASSED, detail=detail)


def apply_series(
    scratch: Scratch, store: Repository, base: str, patches: Sequence[Patch], folder: Path
) -> str:
    """Apply patches to a commit with ``git am`` and return the new head.

    Only files that a patch can touch are written to disk; the rest is marked as left out, so that
    a large base costs no more than a small one.

    Raises:
        GitError: a patch does not apply.
    """
    tree, inbox = folder / "am", folder / "inbox"
    tree.mkdir()
    inbox.mkdir()
    files = []
    for number, patch in enumerate(patches):
        files.append(inbox / f"{number:06d}.patch")
        files[-1].write_bytes(patch.data)
    git = scratch.with_work_tree(tree, folder / "am.index")
    git.run("update-ref", "--no-deref", "HEAD", base)
    git.run("read-tree", base)
    needed = {path for patch in patches for path in paths_read(patch.data)}
    left_out, touched = [], []
    for path, entry in store.entries(base).items():
        raw = encode(path)
        if entry.mode != MODE_SUBMODULE and (raw in needed or _is_quoted(raw)):
            touched.append(raw)
        else:
            left_out.append(raw)
    git.run("update-index", "-z", "--skip-worktree", "--stdin", stdin=_rows(left_out))
    git.run("checkout-index", "-z", "--force", "--quiet", "--stdin", stdin=_rows(touched))
    git.run("update-index", "-q", "--refresh", ok=(0, 1))
    who = {"GIT_COMMITTER_NAME": "prtool", "GIT_COMMITTER_EMAIL": "prtool@example.com"}
    Git(git.git_dir, git.work_tree, {**git.extra, **who}).run(
        "am", "--quiet", *(str(file) for file in files), doing="applying the series"
    )
    return store.git.run("rev-parse", "HEAD").decode().strip()


def _is_quoted(path: bytes) -> bool:
    """Tell whether git quotes a path in patches: it is not looked for there, but written anyway."""
    return not path.isascii() or any(byte < 32 or byte in b'"\\\x7f' for byte in path)


def _rows(paths: Sequence[bytes]) -> bytes:
    return b"".join(path + b"\0" for path in paths)

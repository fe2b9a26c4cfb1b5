"""The tests of a change on the base: whether they would have seen the defect."""

from __future__ import annotations

from collections.abc import Sequence

from prtool.describe.changed import ChangedFile
from prtool.describe.failures import failed_tests
from prtool.describe.pr import BaseRun
from prtool.model.modes import MODE_SUBMODULE
from prtool.model.text import decode, encode
from prtool.repo.run import run_command
from prtool.repo.scratch import Scratch, scratch_folder
from prtool.verify.command import parse_command, scrubbed_environment


def run_on_base(
    scratch: Scratch,
    base_tree: str,
    files: Sequence[ChangedFile],
    command: str,
    *,
    timeout_s: float,
    variables: Sequence[str],
) -> BaseRun | None:
    """Run the user's test command on the base with the test files of the series put over it.

    Returns:
        What came of it; None when the series has no test files.

    Raises:
        CommandError, UsageError: the command can't be started.
    """
    tests = [file for file in files if file.is_test and file.mode != MODE_SUBMODULE]
    if all(file.status == "D" for file in tests):
        return None
    with scratch_folder() as folder:
        tree = folder / "tree"
        tree.mkdir()
        git = scratch.with_work_tree(tree, folder / "index")
        git.run("read-tree", base_tree)
        git.run("update-index", "-z", "--index-info", stdin=b"".join(map(_entry, tests)))
        git.run("checkout-index", "--all", "--force", "--quiet")
        ended = run_command(
            parse_command(command, "--test-cmd"), cwd=tree,
            environment=scrubbed_environment(variables), timeout_s=timeout_s,
        )  # fmt: skip
    names = [name for file in tests for name in file.new_tests]
    return BaseRun(
        status=None if ended.timed_out else ended.status,
        failing=failed_tests(decode(ended.output), names) if ended.status else (),
    )


def _entry(file: ChangedFile) -> bytes:
    """Return what index-info has to say. Source: git's Documentation/git-update-index.txt."""
    gone = file.path if file.status == "D" else file.old_path if file.status == "R" else ""
    rows = b"0 %s\t%s\0" % (b"0" * len(file.oid), encode(gone)) if gone else b""
    if file.status != "D":
        rows += b"%o %s\t%s\0" % (file.mode, file.oid.encode(), encode(file.path))
    return rows

"""P4: a command of the user's (its tests) succeeds in the tree that leaves."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable

from prtool.errors import UsageError
from prtool.model.results import CheckResult, Status
from prtool.repo.run import run_command
from prtool.repo.scratch import scratch_folder
from prtool.verify.candidate import Candidate

NAME = "command"
LOG = "test-output.log"

PASSED_ON = (
    "PATH", "HOME", "TMPDIR", "LANG", "LC_ALL",
    "GOPATH", "GOROOT", "GOCACHE", "GOMODCACHE", "GOPROXY", "GOSUMDB", "GOTOOLCHAIN", "GOFLAGS",
    "CARGO_HOME", "RUSTUP_HOME", "JAVA_HOME", "NVM_DIR", "VIRTUAL_ENV", "PYENV_ROOT",
)  # fmt: skip
"""Variables that tool chains need to be found; all others, tokens among them, are withheld."""


def check(candidate: Candidate) -> CheckResult:
    """Run the command in a fresh checkout, with a scrubbed environment and a time limit.

    The checkout holds public content alone and lies outside the user's repository, so that no
    tool finds a private config in a folder above it.
    """
    if candidate.test_command is None:
        detail = "no --test-cmd was given"
        return CheckResult(name=NAME, status=Status.SKIPPED, detail=detail, mandatory=False)
    with scratch_folder() as folder:
        tree = folder / "tree"
        tree.mkdir()
        candidate.scratch.checkout(candidate.head_tree, tree)
        ended = run_command(
            parse_command(candidate.test_command, "--test-cmd"),
            cwd=tree,
            environment=scrubbed_environment(candidate.test_variables),
            timeout_s=candidate.test_timeout_s,
        )
    (candidate.folder / LOG).write_bytes(ended.output)
    if ended.timed_out:
        status, how = Status.FAILED, f"took more than {candidate.test_timeout_s:g} s"
    elif ended.status:
        status, how = Status.FAILED, f"ended with status {ended.status}"
    else:
        status, how = Status.PASSED, "succeeded"
    detail = f"the test command {how} in the tree that leaves"
    return CheckResult(name=NAME, status=status, detail=detail)


def parse_command(command: str, option: str) -> list[str]:
    """Cut a command line into words, as a shell would.

    Raises:
        UsageError: it is empty or has an open quote.
    """
    try:
        argv = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"{option} can't be read as a command line: {error}") from error
    if not argv:
        raise UsageError(f"{option} is empty")
    return argv


def scrubbed_environment(more: Iterable[str] = ()) -> dict[str, str]:
    """Return the environment for a command of the user's: tool chains yes, tokens no."""
    names = (*PASSED_ON, *more)
    return {name: os.environ[name] for name in names if name in os.environ} | {"TZ": "UTC"}

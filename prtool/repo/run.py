"""The one door to processes: argv lists in, bytes out, never a shell."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress

from prtool.errors import CommandError, GitError
from prtool.model.record import dataclass, field
from prtool.repo.beside import Process, cannot_start
from prtool.repo.environment import git_environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import IO

CHUNK = 1 << 20
"""Bytes read at once from a stream."""


@dataclass(frozen=True, slots=True)
class Git:
    """Runs git on one repository, away from everybody's settings."""

    git_dir: Path
    work_tree: Path | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    """Further variables, such as a private index file."""

    def run(
        self,
        *args: str,
        stdin: bytes | None = None,
        ok: Sequence[int] = (0,),
        doing: str = "reading the repository",
    ) -> bytes:
        """Run one git command and return what it printed.

        Raises:
            GitError: git is missing, or ended with a status that is not in ``ok``.
        """
        process = Process(
            args[0], self._argv(args), git_environment(self.extra), stdin=stdin or b""
        )
        return process.output(ok=ok, doing=doing)

    def succeeds(self, *args: str) -> bool:
        """Tell whether the command ends with status 0."""
        try:
            self.run(*args)
        except GitError as error:
            if isinstance(error.__cause__, OSError):
                raise
            return False
        return True

    @contextmanager
    def piped(self, *args: str, stdin: IO[bytes] | None = None) -> Iterator[Piped]:
        """Run git with both ends open; the end of the block waits for it.

        Raises:
            GitError: git is missing or ended with a status other than 0.
        """
        import subprocess

        try:
            process = subprocess.Popen(
                self._argv(args),
                stdin=stdin or subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=git_environment(self.extra),
            )
        except OSError as error:
            raise cannot_start(error) from error
        try:
            yield Piped(process)
        except BaseException:
            process.kill()
            raise
        finally:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    # A git that ended early says so by its status, below.
                    with suppress(BrokenPipeError):
                        stream.close()
            status = process.wait()
        if status:
            raise GitError(f"git {args[0]} failed with status {status}")

    def _argv(self, args: Sequence[str]) -> list[str]:
        argv = ["git", "-C", str(self.work_tree or self.git_dir), f"--git-dir={self.git_dir}"]
        if self.work_tree is not None:
            argv.append(f"--work-tree={self.work_tree}")
        return [*argv, "--no-pager", "--literal-pathspecs", *args]


@dataclass(frozen=True, slots=True)
class Piped:
    """A running git with its pipes."""

    process: subprocess.Popen[bytes]

    @property
    def stdin(self) -> IO[bytes]:
        """Return the end to write to."""
        assert self.process.stdin is not None  # noqa: S101 - opened as a pipe above
        return self.process.stdin

    @property
    def stdout(self) -> IO[bytes]:
        """Return the end to read from."""
        assert self.process.stdout is not None  # noqa: S101 - opened as a pipe above
        return self.process.stdout


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command of the user's ended."""

    status: int
    """Exit status; negative for a signal."""
    output: bytes
    """Standard output and error, mixed."""
    timed_out: bool


def run_command(
    argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], timeout_s: float
) -> Ended:
    """Run a command of the user's in a folder, with just this environment and a time limit.

    The command gets a process group of its own, so that a time-out ends its children too.

    Raises:
        CommandError: it could not be started.
    """
    import signal
    import subprocess

    try:
        process = subprocess.Popen(
            list(argv),
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise CommandError(
            f"could not start the command '{argv[0]}': {error.strerror}",
            hint="check that it is installed and on PATH",
        ) from error
    timed_out = False
    try:
        output, _ = process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        timed_out = True
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    return Ended(process.returncode, output, timed_out)

"""A git that runs while this process does something else, started in the quickest way there is.

``subprocess`` alone takes longer to import than git needs for a small answer. Where the system
can't start a process without it, nothing is started here: ask :func:`possible` first.
"""

from __future__ import annotations

import os

from prtool.errors import GitError
from prtool.repo.environment import git_environment
from prtool.repo.objects import unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PIPE = 1 << 20
"""Bytes that a pipe may hold, so that git goes on while others work. Source: the default of
/proc/sys/fs/pipe-max-size; see pipe(7)."""
_AT_ONCE = 1 << 17
"""Bytes that are read from a pipe at once."""
_KILL = 9
_OBJECTS = ("cat-file", "--batch=%(objectsize)", "--buffer")


def possible() -> bool:
    """Tell whether processes can be started here."""
    return hasattr(os, "posix_spawnp") and hasattr(os, "waitstatus_to_exitcode")


class Beside:
    """One git command on one repository, away from everybody's settings."""

    def __init__(self, git_dir: str, *args: str, stdin: bytes = b"", streams: bool = False) -> None:
        """Start it.

        Args:
            git_dir: the folder of the repository's objects and refs, as an absolute path.
            args: command and options.
            stdin: what it reads.
            streams: whether its output is read while it runs; else it is kept until it is asked.

        Raises:
            GitError: git is missing.
        """
        self._name = args[0]
        self._process = -1
        given, errors = _holding(stdin), _holding()
        self._output, output = _pipe() if streams else (_holding(),) * 2
        self._errors = errors
        argv = ["git", "-C", git_dir, f"--git-dir={git_dir}", "--no-pager", "--literal-pathspecs"]
        ends = enumerate((given, output, errors))
        try:
            self._process = os.posix_spawnp(
                "git", [*argv, *args], git_environment(),
                file_actions=[(os.POSIX_SPAWN_DUP2, end, number) for number, end in ends],
            )  # fmt: skip
        except OSError as error:
            self.end()
            raise cannot_start(error) from error
        finally:
            os.close(given)
            if streams:
                os.close(output)

    def output(self) -> bytes:
        """Wait for it and return all that it has printed.

        Raises:
            GitError: it ended with a status other than 0.
        """
        try:
            self._wait()
            return _all_of(self._output)
        finally:
            self.end()

    def objects(self, oids: Sequence[str]) -> Iterator[bytes]:
        """Yield the objects that were asked for by :func:`started_objects`, in their order.

        Raises:
            RepositoryError: an object is not there or not whole.
            GitError: git ended with a status other than 0.
        """
        try:
            with os.fdopen(self._output, "rb", _AT_ONCE, closefd=False) as stream:
                line, read = stream.readline, stream.read
                for oid in oids:
                    head = line()
                    # Else "<id> missing". Source: git-cat-file, "BATCH OUTPUT".
                    size = int(head) if head[:-1].isdigit() else -1
                    raw = read(size + 1)
                    if size < 0 or len(raw) != size + 1:
                        raise unreadable(oid)
                    yield raw[:-1]
            self._wait()
        finally:
            self.end()

    def end(self) -> None:
        """Leave nothing behind, whether it has been asked or not."""
        process, self._process = self._process, -1
        if process != -1:
            os.kill(process, _KILL)
            os.waitpid(process, 0)
        for descriptor in (self._output, self._errors):
            if descriptor != -1:
                os.close(descriptor)
        self._output = self._errors = -1

    def _wait(self) -> None:
        process, self._process = self._process, -1
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        if status:
            raise GitError(
                f"git {self._name} failed while reading the repository",
                stderr=_all_of(self._errors).decode("utf-8", "replace"),
            )


def started_objects(git_dir: str, oids: Sequence[str]) -> Beside:
    """Return a git that reads objects ahead; see :meth:`Beside.objects`."""
    asked = "".join([f"{oid}\n" for oid in oids]).encode()
    return Beside(git_dir, *_OBJECTS, stdin=asked, streams=True)


def cannot_start(error: OSError) -> GitError:
    """Return the error for a git that is not there."""
    return GitError(
        f"could not start git: {error.strerror}", hint="install git 2.30 or newer, put it on PATH"
    )


def _holding(data: bytes = b"") -> int:
    """Return a file without a name that holds some bytes, read from its beginning."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("git")
    else:
        from tempfile import TemporaryFile

        with TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _all_of(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        return file.read()


def _pipe() -> tuple[int, int]:
    """Return the two ends of a pipe that holds much, where the system lets it."""
    ends = os.pipe()
    try:
        import fcntl

        fcntl.fcntl(ends[0], fcntl.F_SETPIPE_SZ, _PIPE)
    except (AttributeError, ImportError, OSError):
        pass  # it holds less
    return ends

"""Git, started in the quickest way there is: for one answer, for many, or while others work.

``subprocess`` alone takes longer to import than git needs for a small answer.
"""

from __future__ import annotations

import os

from prtool.errors import GitError
from prtool.repo.environment import git_environment
from prtool.repo.objects import unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

_PIPE = 1 << 20
"""Bytes that a pipe may hold, so that git goes on while others work. Source: the default of
/proc/sys/fs/pipe-max-size; see pipe(7)."""
_AT_ONCE = 1 << 17
"""Bytes that are read from a pipe at once."""
_KILL = 9
_BATCH = "--batch=%(objectsize)"
_KINDS = frozenset({b"blob", b"commit", b"tag", b"tree"})
_DIGITS = frozenset(b"0123456789abcdef")


class Process:
    """One git command that has been started."""

    def __init__(
        self,
        name: str,
        argv: list[str],
        environment: Mapping[str, str],
        *,
        stdin: bytes | None = b"",
        streams: bool = False,
    ) -> None:
        """Start it.

        Args:
            name: the command, for errors.
            argv: all of the command line.
            environment: all of the environment.
            stdin: what it reads; None: what is written to it while it runs.
            streams: whether its output is read while it runs; else it is kept until it is asked.

        Raises:
            GitError: git is missing.
        """
        self._name = name
        self._owner = os.getpid()
        self._process = self._input = self._output = self._errors = -1
        if stdin is None:
            given, self._input = _pipe()
        else:
            given = _holding(stdin)
        self._output, output = _pipe() if streams else (_holding(),) * 2
        self._errors = _holding()
        ends = enumerate((given, output, self._errors))
        try:
            self._process = os.posix_spawnp(
                "git", argv, environment,
                file_actions=[(os.POSIX_SPAWN_DUP2, end, number) for number, end in ends],
            )  # fmt: skip
        except OSError as error:
            self.end()
            raise cannot_start(error) from error
        finally:
            os.close(given)
            if streams:
                os.close(output)

    def output(self, *, ok: Sequence[int] = (0,), doing: str = "reading the repository") -> bytes:
        """Wait for it and return all that it has printed.

        Args:
            ok: exit statuses that are no failure.
            doing: what it was for.

        Raises:
            GitError: it ended with another status.
        """
        try:
            self._wait(ok, doing)
            return _all_of(self._output)
        finally:
            self.end()

    def end(self) -> None:
        """Leave nothing behind, whether it has been asked or not."""
        process, self._process = self._process, -1
        # A copy of this process has no part in it.
        if process != -1 and self._owner == os.getpid():
            os.kill(process, _KILL)
            os.waitpid(process, 0)
        for descriptor in (self._input, self._output, self._errors):
            if descriptor != -1:
                os.close(descriptor)
        self._input = self._output = self._errors = -1

    def __del__(self) -> None:
        """End it for whoever has forgotten to."""
        self.end()

    def _wait(self, ok: Sequence[int] = (0,), doing: str = "reading the repository") -> None:
        process, self._process = self._process, -1
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        if status not in ok:
            raise GitError(
                f"git {self._name} failed while {doing}",
                stderr=_all_of(self._errors).decode("utf-8", "replace"),
            )


class Beside(Process):
    """One git command on one repository, away from everybody's settings."""

    def __init__(
        self,
        git_dir: str,
        *args: str,
        stdin: bytes | None = b"",
        streams: bool = False,
        extra: Mapping[str, str] | None = None,
    ) -> None:
        """Start it.

        Args:
            git_dir: the folder of the repository's objects and refs, as an absolute path.
            args: command and options.
            stdin: see :class:`Process`.
            streams: see there.
            extra: further variables, such as a private index file.

        Raises:
            GitError: git is missing.
        """
        argv = ["git", "-C", git_dir, f"--git-dir={git_dir}", "--no-pager", "--literal-pathspecs"]
        super().__init__(
            args[0], [*argv, *args], git_environment(extra), stdin=stdin, streams=streams
        )

    def objects(self, oids: Sequence[str]) -> Iterator[bytes]:
        """Yield the objects that were asked for by :func:`started_objects`, in their order.

        Raises:
            RepositoryError: an object is not there or not whole.
            GitError: git ended with a status other than 0.
        """
        try:
            with os.fdopen(self._output, "rb", _AT_ONCE, closefd=False) as stream:
                for oid in oids:
                    yield _next(stream, oid)
            self._wait()
        finally:
            self.end()


class _Asked(Beside):
    """A ``cat-file`` that is asked for one thing after the other."""

    def __init__(self, git_dir: str, *options: str) -> None:
        super().__init__(git_dir, "cat-file", *options, stdin=None, streams=True)
        self._stream = os.fdopen(self._output, "rb", _AT_ONCE, closefd=False)

    def _ask(self, name: str) -> BinaryIO:
        """Name an object, and return where git answers; one that has ended says nothing there."""
        try:  # noqa: SIM105 - contextlib takes its time to be imported
            os.write(self._input, name.encode("utf-8", "surrogateescape") + b"\n")
        except BrokenPipeError:
            pass
        return self._stream


class Objects(_Asked):
    """A git that is asked for one object after the other."""

    def __init__(self, git_dir: str) -> None:
        """Start it; see :class:`Beside`."""
        super().__init__(git_dir, _BATCH)

    def read(self, oid: str) -> bytes:
        """Return an object's bytes.

        Raises:
            RepositoryError: it is not there or not whole.
        """
        return _next(self._ask(oid), oid)


class Revisions(_Asked):
    """A git that is asked what one name after the other stands for."""

    def __init__(self, git_dir: str) -> None:
        """Start it; see :class:`Beside`."""
        super().__init__(git_dir, "--batch-check=%(objecttype) %(objectname)")

    def id_of(self, revision: str) -> str | None:
        """Return the id of what a revision names, None where it names nothing.

        Raises:
            GitError: git has ended instead of answering.
        """
        if "\n" in revision:
            return None
        answer = self._ask(revision).readline()
        if not answer.endswith(b"\n"):
            raise GitError(
                "git cat-file ended while reading the repository",
                stderr=_all_of(self._errors).decode("utf-8", "replace"),
            )
        kind, _, oid = answer[:-1].partition(b" ")
        # Else "<revision> missing" or "<revision> ambiguous". Source: git-cat-file, "BATCH OUTPUT".
        return oid.decode() if kind in _KINDS and _DIGITS.issuperset(oid) else None


def started_objects(git_dir: str, oids: Sequence[str]) -> Beside:
    """Return a git that reads objects ahead; see :meth:`Beside.objects`."""
    asked = "".join([f"{oid}\n" for oid in oids]).encode()
    return Beside(git_dir, "cat-file", _BATCH, "--buffer", stdin=asked, streams=True)


_NAMES_A_REPOSITORY = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"}
)
"""What git tells its hooks of the repository; where git is asked from says that already."""


def ask_git(folder: str, *args: str) -> bytes:
    """Ask git something as the user's own git would answer, with all of the user's settings.

    For ``config`` and ``rev-parse`` alone: they start no program that a setting names.

    Returns:
        What git printed, without the line end; nothing when it has no answer (status 1).

    Raises:
        GitError: git is missing or ended with another status.
    """
    given = {name: text for name, text in os.environ.items() if name not in _NAMES_A_REPOSITORY}
    process = Process(args[0], ["git", "-C", folder, *args], given)
    return process.output(ok=(0, 1), doing="reading the settings").removesuffix(b"\n")


def cannot_start(error: OSError) -> GitError:
    """Return the error for a git that is not there."""
    return GitError(
        f"could not start git: {error.strerror}", hint="install git 2.30 or newer, put it on PATH"
    )


def _next(stream: BinaryIO, oid: str) -> bytes:
    """Return the next object that git prints."""
    head = stream.readline()
    # Else "<id> missing". Source: git-cat-file, "BATCH OUTPUT".
    size = int(head) if head[:-1].isdigit() else -1
    raw = stream.read(size + 1)
    if size < 0 or len(raw) != size + 1:
        raise unreadable(oid)
    return raw[:-1]


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

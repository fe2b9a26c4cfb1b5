"""The door to the user's repository: finds it, resolves names, hands out objects; writes nothing.

GitPython opens the repository, resolves revisions and streams objects through one
``git cat-file --batch`` process.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from prtool.errors import InputError, RepositoryError
from prtool.model.changes import Entry
from prtool.model.record import dataclass
from prtool.model.text import decode
from prtool.repo.environment import git_environment
from prtool.repo.objects import unreadable
from prtool.repo.run import Git

if TYPE_CHECKING:
    from git import Repo


SHA256_DIGITS = 64
"""Hexadecimal digits of an object id in a repository of the newer format. Source: git's
Documentation/technical/hash-function-transition.txt."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A user's repository with a work tree. Nothing here changes it."""

    root: Path
    """Top of the work tree."""
    git_dir: Path
    common_dir: Path
    git: Git
    handle: Repo

    def commit_id(self, revision: str) -> str:
        """Return the full id of the commit that a revision names.

        Raises:
            InputError: there is no such commit.
        """
        spec = f"{revision}^{{commit}}"
        found = b""
        if revision and not revision.startswith("-"):
            found = self.git.run("rev-parse", "--verify", "--quiet", spec, ok=(0, 1, 128)).strip()
        if not found:
            raise InputError(
                f"unknown revision '{revision}': it names no commit in this repository",
                hint="name a commit, tag or branch that 'git log' knows, such as origin/main",
            )
        return found.decode()

    def tree_id(self, commit: str) -> str:
        """Return the id of a commit's tree."""
        return self.git.run("rev-parse", "--verify", f"{commit}^{{tree}}").decode().strip()

    def merge_base(self, one: str, other: str) -> str | None:
        """Return the best common ancestor of two commits, None when there is none."""
        found = self.git.run("merge-base", one, other, ok=(0, 1)).decode().split()
        return found[0] if found else None

    def read(self, oid: str) -> bytes:
        """Return an object's bytes.

        Raises:
            RepositoryError: it is not there or not whole (a partial clone, a damaged store).
        """
        import zlib

        from git.exc import ODBError

        if len(oid) == SHA256_DIGITS:
            # GitPython knows SHA-1 alone; one process an object is slow, but right.
            head, _, data = self.git.run("cat-file", "--batch", stdin=oid.encode()).partition(b"\n")
            if len(head.split()) != 3:  # "<id> missing"
                raise unreadable(oid)
            return data[:-1]
        try:
            stream = self.handle.odb.stream(bytes.fromhex(oid))
            size, data = stream.size, bytes(stream.read())
            del stream  # while git still runs: it reads on to its end
        except (ODBError, ValueError, OSError, zlib.error) as error:
            raise unreadable(oid) from error
        # A stream that was cut off ends early, and says nothing.
        if len(data) != size:
            raise unreadable(oid)
        return data

    def entries(self, tree: str) -> Iterator[tuple[str, Entry]]:
        """Yield (path, entry) for everything in a tree, folders opened."""
        for record in self.git.run("ls-tree", "-r", "-z", "--full-tree", tree).split(b"\0"):
            if record:
                head, path = record.split(b"\t", 1)
                mode, _, oid = head.split()
                yield decode(path), Entry(int(mode, 8), oid.decode())

    def blob_at(self, commit: str, path: str) -> bytes | None:
        """Return a file's bytes as of a commit, None when it has no such file."""
        # A tree that can't be read must not look like one without the file.
        listed = self.git.run("ls-tree", "-z", "--full-tree", commit, "--", path)
        kind, oid = listed.split(b"\t")[0].split()[1:3] if listed else (b"", b"")
        return self.read(oid.decode()) if kind == b"blob" else None

    @property
    def object_format(self) -> str:
        """Return ``sha1`` or ``sha256``."""
        return self.git.run("rev-parse", "--show-object-format").decode().strip()

    def setting(self, section: str, option: str) -> str | None:
        """Return a value from git's config (the user's and the repository's), None if unset."""
        with self.handle.config_reader() as reader:
            value = reader.get_value(section, option, default="")
        return str(value) or None

    def branch(self) -> str | None:
        """Return the short name of the branch that HEAD is on, None when detached."""
        name = self.git.run("symbolic-ref", "--quiet", "--short", "HEAD", ok=(0, 1)).strip()
        return decode(name) or None

    def close(self) -> None:
        """End the helper processes."""
        self.handle.close()


def open_store(git_dir: Path) -> Repository:
    """Open a repository of prtool's own, such as a scratch one, to read from it."""
    from git import Repo

    handle = Repo(git_dir, expand_vars=False)
    handle.git.update_environment(**git_environment({"GIT_DIR": str(git_dir)}))
    return Repository(git_dir, git_dir, git_dir, Git(git_dir), handle)


def open_repository(folder: Path) -> Repository:
    """Open the repository that a folder lies in.

    Raises:
        RepositoryError: there is none, or it is bare, shallow or without a commit.
    """
    from git import Repo
    from git.exc import GitError

    if not folder.is_dir():
        raise RepositoryError(
            f"no such folder: {folder}", hint="give the folder of your clone with -C"
        )
    try:
        handle = Repo(folder, search_parent_directories=True, expand_vars=False)
    except (GitError, OSError) as error:
        raise RepositoryError(
            f"not a git repository: {folder}", hint="give the folder of your clone with -C"
        ) from error
    git_dir, common_dir = Path(handle.git_dir).resolve(), Path(handle.common_dir).resolve()
    if handle.bare or handle.working_tree_dir is None:
        raise RepositoryError(
            f"{folder} is a bare repository", hint="work in a clone that has its files checked out"
        )
    if (common_dir / "shallow").exists():
        raise RepositoryError(
            f"{folder} is a shallow clone: what upstream already has can't be told",
            hint="run 'git fetch --unshallow' first",
        )
    root = Path(handle.working_tree_dir).resolve()
    handle.git.update_environment(
        **git_environment({"GIT_DIR": str(git_dir), "GIT_WORK_TREE": str(root)})
    )
    runner = Git(git_dir)
    if not runner.succeeds("rev-parse", "--verify", "--quiet", "HEAD^{commit}"):
        raise RepositoryError(
            "the current branch has no commit yet",
            hint="commit the fix first, or check out a branch",
        )
    return Repository(root, git_dir, common_dir, runner, handle)

"""The door to the user's repository: finds it, resolves names, hands out objects; writes nothing.

GitPython opens the repository, reads its settings and remotes and streams its objects. A check, for
which loading it would take longer than all else, does without where a repository is plain to see.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from prtool.errors import InputError, RepositoryError
from prtool.model.record import dataclass
from prtool.model.text import decode
from prtool.repo.beside import ask_git
from prtool.repo.environment import git_environment
from prtool.repo.objects import unreadable
from prtool.repo.plain import may_track, plain_root
from prtool.repo.run import Git
from prtool.repo.store import GitStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git import Repo

    from prtool.repo.tree import Tree


SHA256_DIGITS = 64
"""Hexadecimal digits of an object id in a repository of the newer format. Source: git's
Documentation/technical/hash-function-transition.txt."""
_HEAD = "HEAD^{commit}"


@dataclass(frozen=True, slots=True)
class Repository:
    """A user's repository with a work tree. Nothing here changes it."""

    root: Path
    """Top of the work tree."""
    git_dir: Path
    common_dir: Path
    git: Git
    store: GitStore
    handle: Repo | None = None
    """GitPython's; None where git alone reads it."""

    def commit_id(self, revision: str) -> str:
        """Return the full id of the commit that a revision names.

        Raises:
            InputError: there is no such commit.
        """
        found = None
        if revision and not revision.startswith("-"):
            found = self.id_of(f"{revision}^{{commit}}")
        if found is None:
            raise InputError(
                f"unknown revision '{revision}': it names no commit in this repository",
                hint="name a commit, tag or branch that 'git log' knows, such as origin/main",
            )
        return found

    def id_of(self, name: str) -> str | None:
        """Return the id of what a name stands for, None where it names nothing."""
        return self.store.id_of(name)

    def tree_id(self, commit: str) -> str:
        """Return the id of a commit's tree.

        Raises:
            RepositoryError: it can't be read.
        """
        found = self.id_of(f"{commit}^{{tree}}")
        if found is None:
            raise unreadable(f"{commit}^{{tree}}")
        return found

    def merge_base(self, one: str, other: str) -> str | None:
        """Return the best common ancestor of two commits, None when there is none."""
        found = self.git.run("merge-base", one, other, ok=(0, 1)).decode().split()
        return found[0] if found else None

    def read(self, oid: str) -> bytes:
        """Return an object's bytes.

        Raises:
            RepositoryError: it is not there or not whole (a partial clone, a damaged store).
        """
        # GitPython knows SHA-1 alone.
        if self.handle is None or len(oid) == SHA256_DIGITS:
            return self.store.read(oid)
        import zlib

        from git.exc import ODBError

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

    def entries(self, tree: str) -> Tree:
        """Return all files of a tree."""
        return self.store.entries(tree)

    def blob_at(self, commit: str, path: str) -> bytes | None:
        """Return a file's bytes as of a commit, None when it has no such file."""
        # A tree that can't be read must not look like one without the file.
        listed = self.git.run("ls-tree", "-z", "--full-tree", commit, "--", path)
        kind, oid = listed.split(b"\t")[0].split()[1:3] if listed else (b"", b"")
        return self.read(oid.decode()) if kind == b"blob" else None

    def tracked(self, place: Path) -> tuple[str, ...]:
        """Return the files in the index that are this file, or lie in this folder."""
        if not place.is_relative_to(self.root):
            return ()
        name = str(place.relative_to(self.root))
        with suppress(OSError):
            if not may_track(str(self.git_dir), name):
                return ()
        listed = self.git.run("ls-files", "-z", "--", name)
        return tuple(decode(path) for path in listed.split(b"\0") if path)

    @property
    def object_format(self) -> str:
        """Return ``sha1`` or ``sha256``."""
        return self.git.run("rev-parse", "--show-object-format").decode().strip()

    def setting(self, section: str, option: str) -> str | None:
        """Return a value from git's config (the user's and the repository's), None if unset."""
        if self.handle is None:
            return decode(ask_git(str(self.root), "config", "--get", f"{section}.{option}")) or None
        with self.handle.config_reader() as reader:
            value = reader.get_value(section, option, default="")
        return str(value) or None

    @property
    def remote_urls(self) -> tuple[str, ...]:
        """Return the URLs of all remotes."""
        if self.handle is not None:
            return tuple(url for remote in self.handle.remotes for url in remote.urls)
        listed = ask_git(str(self.root), "config", "--get-regexp", r"^remote\..*\.url$")
        return tuple(line.partition(" ")[2] for line in decode(listed).split("\n") if line)

    def branch(self) -> str | None:
        """Return the short name of the branch that HEAD is on, None when detached."""
        name = self.git.run("symbolic-ref", "--quiet", "--short", "HEAD", ok=(0, 1)).strip()
        return decode(name) or None

    def close(self) -> None:
        """End the helper processes."""
        self.store.close()
        if self.handle is not None:
            self.handle.close()


def open_store(git_dir: Path) -> Repository:
    """Open a repository of prtool's own, such as a scratch one, to read from it."""
    from git import Repo

    handle = Repo(git_dir, expand_vars=False)
    handle.git.update_environment(**git_environment({"GIT_DIR": str(git_dir)}))
    return Repository(git_dir, git_dir, git_dir, Git(git_dir), GitStore(str(git_dir)), handle)


def open_quickly(folder: Path) -> Repository:
    """Open the repository that a folder lies in, where it is plain to see without GitPython.

    Raises:
        RepositoryError: see :func:`open_repository`.
    """
    root = plain_root(str(folder)) if folder.is_dir() else None
    if root is not None:
        git_dir = Path(root, ".git")
        store = GitStore(str(git_dir))
        repository = Repository(Path(root), git_dir, git_dir, Git(git_dir), store)
        if repository.id_of(_HEAD) is not None:
            return repository
        repository.close()
    return open_repository(folder)


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
    store = GitStore(str(git_dir))
    repository = Repository(root, git_dir, common_dir, Git(git_dir), store, handle)
    if repository.id_of(_HEAD) is None:
        repository.close()
        raise RepositoryError(
            "the current branch has no commit yet",
            hint="commit the fix first, or check out a branch",
        )
    return repository

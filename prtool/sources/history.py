"""Commits as they are, merges among them: a range for the gate, or all that any ref reaches.

A merge is read for what it introduces itself, the paths that differ from all of its parents: what
it takes from a parent is that parent's, or public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from prtool.errors import InputError, RepositoryError
from prtool.model.changes import ChangeSet, Commit, Entry, FileChange
from prtool.model.record import dataclass
from prtool.model.results import Skip
from prtool.model.text import Channel, TextUnit, decode
from prtool.repo.ahead import reading_ahead
from prtool.repo.commits import read_commit
from prtool.repo.open import Repository
from prtool.sources.units import reads_of, units_of

_DIFF = (
    "diff-tree", "--stdin", "--root", "--always", "-r", "-c", "-z", "--raw", "--no-renames",
    "--no-abbrev", "--no-ext-diff", "--ignore-submodules=none",
)  # fmt: skip
_SIGNATURES = ("gpgsig", "gpgsig-sha256")
_READ_OTHERWISE = frozenset({"tree", "parent", "author", "committer", "encoding", *_SIGNATURES})


@dataclass(frozen=True, slots=True)
class NoBase:
    """Stands for the public base where nothing counts as public."""

    entries: dict[str, Entry]
    folders: frozenset[str] = frozenset()

    @property
    def lines(self) -> Callable[[str], frozenset[str]]:
        """Return what says that no line is public."""
        return lambda _: frozenset()


NOTHING = NoBase({})


def read_history(
    repository: Repository, base: str, head: str, *, branch: str | None = None
) -> ChangeSet:
    """Read ``base..head`` with its merges, oldest commit first.

    Raises:
        InputError: the range is empty.
    """
    commits = _commits(repository, [f"{base}..{head}"])
    if not commits:
        raise InputError(
            "no commit between base and head: nothing to look at",
            hint="check that --head names the branch in question, and --base where it began",
        )
    return ChangeSet(base=base, base_tree=repository.tree_id(base), commits=commits, branch=branch)


def history_units(repository: Repository, skipped: list[Skip]) -> Iterator[TextUnit]:
    """Yield everything that any ref reaches, each blob once: commits, files, names, tags."""
    commits = _commits(repository, ["--all", "HEAD"])
    yield from _ref_units(repository)
    yield from header_units(repository, commits, skipped)
    seen: set[tuple[str, Channel]] = set()
    everything = ChangeSet(base="", base_tree="", commits=commits)
    with reading_ahead(repository, reads_of(everything)) as read:
        for unit in units_of(everything, NOTHING, read):
            if unit.blob is not None:
                if (unit.blob, unit.channel) in seen:
                    continue
                seen.add((unit.blob, unit.channel))
            yield unit


def header_units(
    repository: Repository, commits: Sequence[Commit], skipped: list[Skip]
) -> Iterator[TextUnit]:
    """Yield what stands in commit headers that git itself gives no name to, or in merged tags."""
    for commit in commits:
        if not commit.headers:
            continue
        if not set(_SIGNATURES).isdisjoint(commit.headers):
            skipped.append(Skip(Channel.MESSAGE, commit.oid[:12], "a signature is not looked into"))
        head = repository.read(commit.oid).partition(b"\n\n")[0]
        kept: list[bytes] = []
        keeps = False
        for line in head.split(b"\n"):
            if not line.startswith(b" "):
                keeps = line.partition(b" ")[0].decode("ascii", "replace") not in _READ_OTHERWISE
            if keeps:
                kept.append(line)
        if kept:
            text = decode(b"\n".join(kept))
            yield TextUnit(channel=Channel.MESSAGE, text=text, commit=commit.oid)


def _ref_units(repository: Repository) -> Iterator[TextUnit]:
    """Yield the names of branches and tags, and what annotated tags say."""
    wanted = "--format=%(objecttype) %(objectname) %(refname:lstrip=2)"
    listed = repository.git.run("for-each-ref", wanted, "refs/heads", "refs/tags")
    for row in decode(listed).split("\n"):
        if not row:
            continue
        kind, oid, name = row.split(" ", 2)
        yield TextUnit(channel=Channel.BRANCH, text=name)
        if kind == "tag":
            head, _, message = decode(repository.read(oid)).partition("\n\n")
            tagger = [line for line in head.split("\n") if line.startswith("tagger ")]
            if tagger:
                who = tagger[0].removeprefix("tagger ").rpartition(">")[0] + ">"
                yield TextUnit(channel=Channel.AUTHOR, text=who, commit=oid)
            yield TextUnit(channel=Channel.MESSAGE, text=message, commit=oid)


def _commits(repository: Repository, revisions: Sequence[str]) -> tuple[Commit, ...]:
    listed = repository.git.run("rev-list", "--topo-order", "--reverse", *revisions, "--")
    order = listed.decode().split()
    changes = _changes(repository, order)
    with reading_ahead(repository, order) as read:
        return tuple(read_commit(read, oid, changes[oid]) for oid in order)


def _changes(repository: Repository, commits: Sequence[str]) -> dict[str, tuple[FileChange, ...]]:
    """Return what each commit changed; of a merge, what differs from all of its parents."""
    raw = repository.git.run(*_DIFF, stdin="".join(f"{oid}\n" for oid in commits).encode())
    found: dict[str, list[FileChange]] = {}
    fields = iter(raw.split(b"\0"))
    current: list[FileChange] = []
    for field in fields:
        if field.startswith(b":"):
            current.append(_change(field, next(fields)))
        elif field:
            current = found[field.decode()] = []
    if found.keys() != set(commits):
        raise RepositoryError("git did not list the changes of every commit", hint="run 'git fsck'")
    return {oid: tuple(changes) for oid, changes in found.items()}


def _change(meta: bytes, path: bytes) -> FileChange:
    """Read one row: a colon, a mode and an id for every parent, those of the result after them.

    Source: git's Documentation/diff-format.txt, "Diff format for merges".
    """
    parents = len(meta) - len(meta.lstrip(b":"))
    words = meta[parents:].decode().split(" ")
    modes, oids = words[: parents + 1], words[parents + 1 : 2 * parents + 2]
    old, new = (
        Entry(int(modes[n], 8), oids[n]) if int(modes[n], 8) else None for n in (0, parents)
    )
    return FileChange(decode(path), old, new)

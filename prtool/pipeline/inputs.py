"""What ``prtool check`` can look at, each as text units with what of them is public already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from itertools import chain
from pathlib import Path

from prtool.bundle.read import read_bundle
from prtool.errors import InputError
from prtool.lexicon.privatedir import PrivateDir
from prtool.model.patterns import regex
from prtool.model.record import dataclass, field
from prtool.model.results import Skip
from prtool.model.text import Channel, TextUnit, decode
from prtool.repo.open import Repository, open_store
from prtool.repo.public import PublicBase
from prtool.repo.scratch import new_scratch, scratch_folder
from prtool.scan import NothingPublic, PublicText
from prtool.sources.heads import header_units
from prtool.sources.history import history_units, read_history
from prtool.sources.odd_refs import odd_ref_units
from prtool.sources.patch_sift import Finder
from prtool.sources.patch_units import patch_units
from prtool.sources.staged import change_units, deleted_units, staged_changes, worktree_changes
from prtool.sources.texts import pull_request_units, text_units
from prtool.sources.units import units_of
from prtool.verify.documents import told

UPSTREAM = tuple(
    f"refs/remotes/{remote}/{name}"
    for remote in ("upstream", "origin")
    for name in ("HEAD", "main", "master", "dev", "trunk")
)
"""Where the upstream default branch is when nobody says, the surest first."""
_OID = regex(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Input(Enum):
    """The kinds of input."""

    RANGE = auto()
    STAGED = auto()
    WORKTREE = auto()
    DIFF = auto()
    TEXT = auto()
    BUNDLE = auto()
    HISTORY = auto()
    NOTHING = auto()
    """Only the texts that are added to any input."""


NEEDS_REPOSITORY = frozenset({Input.RANGE, Input.STAGED, Input.WORKTREE, Input.HISTORY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the user names."""

    kind: Input
    base: str | None = None
    """A revision; the fork point of the upstream default branch when None."""
    head: str = "HEAD"
    data: bytes = b""
    """The diff or the text."""
    bundle: Path = Path()
    index: Path | None = None
    """The index file of a running ``git commit``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An input, ready to be scanned."""

    units: Iterator[TextUnit]
    public: PublicText = field(default_factory=NothingPublic)
    upstream_paths: Container[str] = ()
    commits: tuple[str, ...] = ()
    """Oldest first."""
    private_ids: tuple[str, ...] = ()
    """Commits whose ids mean nothing upstream."""
    skipped: list[Skip] = field(default_factory=list)
    """Fills while the units are read."""
    passed: Counter[Channel] = field(default_factory=Counter)
    """Texts in which nothing is worth a look; fills while the units are read."""


def rules_base(subject: Subject, repository: Repository) -> str | None:
    """Return the commit whose rules count, None for those in the work tree.

    A range must not bring the rules along that let it through, nor choose older ones by where it
    begins: the base itself has them.

    Raises:
        InputError: the base is unknown, or there is no upstream.
    """
    return base_commit(subject, repository) if subject.kind is Input.RANGE else None


def base_commit(subject: Subject, repository: Repository) -> str:
    """Return the id of the base of a range.

    Raises:
        InputError: it is unknown, or none is named and there is no upstream.
    """
    base = subject.base
    if base is None:
        base = _upstream(repository)
    if base is None:
        raise InputError(
            "no remote called upstream or origin: where the public history ends can't be told",
            hint="name the public commit with --base, or another input such as --staged",
        )
    return repository.commit_id(base)


def fork_point(subject: Subject, repository: Repository) -> str:
    """Return the id of the newest commit that a range has in common with its base.

    Raises:
        InputError: a revision is unknown, there is no upstream, or the two share no history.
    """
    head = repository.commit_id(subject.head)
    fork = repository.merge_base(base_commit(subject, repository), head)
    if fork is None:
        raise InputError(
            "base and head share no history",
            hint="name the upstream commit that the branch began at, or use --all-history",
        )
    return fork


@contextmanager
def open_input(
    subject: Subject,
    repository: Repository | None,
    private: PrivateDir | None,
    finder: Finder | None = None,
) -> Iterator[Opened]:
    """Open what the user names.

    Args:
        subject: what to look at.
        repository: None where there is none; only some inputs can do without.
        private: the private folder, for temporary files, where there is one.
        finder: knows what of a large diff is worth a look.

    Raises:
        InputError: it can't be read.
    """
    skipped: list[Skip] = []
    if repository is not None and subject.kind is Input.RANGE:
        yield _range(subject, repository, skipped)
    elif repository is not None and subject.kind is Input.HISTORY:
        passed: Counter[Channel] = Counter()
        units = chain(
            history_units(repository, skipped, finder, passed), odd_ref_units(repository, skipped)
        )
        yield Opened(units=units, skipped=skipped, passed=passed)
    elif repository is not None and subject.kind is Input.STAGED:
        changes = staged_changes(repository, subject.index)
        head = PublicBase(repository, repository.commit_id("HEAD"))
        yield Opened(
            units=change_units(changes, head, repository.read),
            public=public_text(repository), upstream_paths=head.entries, skipped=skipped,
        )  # fmt: skip
    elif repository is not None and subject.kind is Input.WORKTREE:
        with scratch_folder(private.tmp if private is not None else None) as folder:
            yield from _worktree(repository, folder, skipped)
    else:
        yield _standalone(subject, repository, skipped, finder)


def _range(subject: Subject, repository: Repository, skipped: list[Skip]) -> Opened:
    base, head = fork_point(subject, repository), repository.commit_id(subject.head)
    changes = read_history(repository, base, head, branch=_branch(subject.head, head, repository))
    public = PublicBase(repository, base)
    gone = (unit for each in changes.commits for unit in deleted_units(each.changes, each.oid))
    ids = tuple(commit.oid for commit in changes.commits)
    return Opened(
        units=chain(
            units_of(changes, public, repository.read),
            header_units(repository.read, changes.commits, skipped),
            gone,
        ),
        public=public, upstream_paths=public.entries, commits=ids, private_ids=ids,
        skipped=skipped,
    )  # fmt: skip


def _worktree(repository: Repository, folder: Path, skipped: list[Skip]) -> Iterator[Opened]:
    objects = repository.common_dir / "objects"
    scratch = new_scratch(folder / "store.git", objects, repository.object_format)
    store = open_store(scratch.git_dir)
    try:
        changes = worktree_changes(repository, store, scratch, folder)
        head = PublicBase(repository, repository.commit_id("HEAD"))
        yield Opened(
            units=change_units(changes, head, store.read),
            public=public_text(repository), upstream_paths=head.entries, skipped=skipped,
        )  # fmt: skip
    finally:
        store.close()


def _standalone(
    subject: Subject, repository: Repository | None, skipped: list[Skip], finder: Finder | None
) -> Opened:
    """Open what is read without a repository; one that is at hand says what is public."""
    passed: Counter[Channel] = Counter()
    if subject.kind is Input.BUNDLE:
        base, units = _bundle(subject.bundle, skipped)
        known = repository is not None and repository.git.succeeds(
            "cat-file", "-e", f"{base}^{{commit}}"
        )
        public = PublicBase(repository, base) if repository is not None and known else None
        return Opened(units=units, public=public or NothingPublic(), skipped=skipped)
    if subject.kind is Input.DIFF:
        units = patch_units(subject.data, skipped, finder, passed)
    elif subject.kind is Input.TEXT:
        units = text_units(subject.data)
    else:
        units = iter(())
    return Opened(units=units, public=public_text(repository), skipped=skipped, passed=passed)


def _bundle(folder: Path, skipped: list[Skip]) -> tuple[str, Iterator[TextUnit]]:
    """Return the base that a bundle was made for, and everything in it as units."""
    bundle = read_bundle(folder)
    base = str(bundle.manifest["base"].get("commit", ""))
    if not _OID.fullmatch(base):
        raise InputError(
            f"{folder / 'manifest.json'} names no base commit", hint="prepare the bundle again"
        )

    def units() -> Iterator[TextUnit]:
        patches = {patch.file for patch in bundle.patches}
        for name, data in bundle.files.items():
            yield TextUnit(channel=Channel.TEXT, text=name)
            if name in patches:
                yield from patch_units(data, skipped)
            elif name == "PR.md":
                title, _, body = decode(data).partition("\n")
                yield from pull_request_units(title.removeprefix("# "), body.strip("\n"))
            else:
                for text in told(name, data, ()):
                    yield TextUnit(channel=Channel.TEXT, text=text, path=name)

    return base, units()


def public_text(repository: Repository | None) -> PublicText:
    """Return what upstream publishes; nothing when no upstream is known.

    HEAD itself is no measure: private commits may stand there.
    """
    base = _upstream(repository) if repository is not None else None
    if repository is None or base is None:
        return NothingPublic()
    fork = repository.merge_base(base, repository.commit_id("HEAD"))
    return PublicBase(repository, fork) if fork is not None else NothingPublic()


def _upstream(repository: Repository) -> str | None:
    """Return the commit of the upstream default branch, None when no remote has one."""
    for name in UPSTREAM:
        found = repository.git.run(
            "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", ok=(0, 1, 128)
        )
        if found:
            return found.decode().strip()
    return None


def _branch(revision: str, head: str, repository: Repository) -> str | None:
    """Return the name of the branch that a range ends at, None when it is none."""
    if repository.git.succeeds("show-ref", "--verify", "--quiet", f"refs/heads/{revision}"):
        return revision
    return repository.branch() if head == repository.commit_id("HEAD") else None

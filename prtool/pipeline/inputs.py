"""What ``prtool check`` can look at, each as text units with what of them is public already."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain

from prtool.errors import InputError
from prtool.model.patterns import regex
from prtool.model.record import Counter, dataclass, field
from prtool.model.results import Skip
from prtool.model.text import Channel, TextUnit, decode
from prtool.pipeline.request import Input, Subject
from prtool.repo.public import PublicBase
from prtool.scan import NothingPublic, PublicText
from prtool.sources.heads import header_units
from prtool.sources.patch_units import patch_units
from prtool.sources.staged import change_units, deleted_units, listed_changes, staged_changes
from prtool.sources.units import units_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator
    from pathlib import Path

    from prtool.lexicon.privatedir import PrivateDir
    from prtool.repo.open import Repository
    from prtool.sources.patch_sift import Finder

UPSTREAM = tuple(
    f"refs/remotes/{remote}/{name}"
    for remote in ("upstream", "origin")
    for name in ("HEAD", "main", "master", "dev", "trunk")
)
"""Where the upstream default branch is when nobody says, the surest first."""
_OID = regex(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


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
        from prtool.sources.history import history_units
        from prtool.sources.odd_refs import odd_ref_units

        passed: Counter[Channel] = Counter()
        units = chain(
            history_units(repository, skipped, finder, passed), odd_ref_units(repository, skipped)
        )
        yield Opened(units=units, skipped=skipped, passed=passed)
    elif repository is not None and subject.kind is Input.STAGED:
        index = str(subject.index) if subject.index is not None else None
        changes = staged_changes(listed_changes(str(repository.git_dir), index))
        head = PublicBase(repository, repository.commit_id("HEAD"))
        yield Opened(
            units=change_units(changes, head, repository.read),
            public=PublicLater(repository), upstream_paths=head.entries, skipped=skipped,
        )  # fmt: skip
    elif repository is not None and subject.kind is Input.WORKTREE:
        from prtool.repo.scratch import scratch_folder

        with scratch_folder(private.tmp if private is not None else None) as folder:
            yield from _worktree(repository, folder, skipped)
    else:
        yield _standalone(subject, repository, skipped, finder)


def _range(subject: Subject, repository: Repository, skipped: list[Skip]) -> Opened:
    from prtool.sources.history import read_history

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
    from prtool.repo.open import open_store
    from prtool.repo.scratch import new_scratch
    from prtool.sources.staged import worktree_changes

    objects = repository.common_dir / "objects"
    scratch = new_scratch(folder / "store.git", objects, repository.object_format)
    store = open_store(scratch.git_dir)
    try:
        changes = worktree_changes(repository, store, scratch, folder)
        head = PublicBase(repository, repository.commit_id("HEAD"))
        yield Opened(
            units=change_units(changes, head, store.read),
            public=PublicLater(repository), upstream_paths=head.entries, skipped=skipped,
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
        from prtool.sources.texts import text_units

        units = text_units(subject.data)
    else:
        units = iter(())
    later = PublicLater(repository) if repository is not None else NothingPublic()
    return Opened(units=units, public=later, skipped=skipped, passed=passed)


def _bundle(folder: Path, skipped: list[Skip]) -> tuple[str, Iterator[TextUnit]]:
    """Return the base that a bundle was made for, and everything in it as units."""
    from prtool.bundle.read import read_bundle
    from prtool.sources.texts import pull_request_units
    from prtool.verify.documents import told

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


class PublicLater:
    """What upstream publishes, looked up when something has been found."""

    def __init__(self, repository: Repository) -> None:
        """Take the repository that knows it."""
        self._repository = repository

    def lines_with(self, needles: Collection[str]) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield each public line that contains one of ``needles``, with those it contains."""
        if needles:
            yield from public_text(self._repository).lines_with(needles)


def public_text(repository: Repository) -> PublicText:
    """Return what upstream publishes; nothing when no upstream is known.

    HEAD itself is no measure: private commits may stand there.
    """
    base = _upstream(repository)
    if base is None:
        return NothingPublic()
    fork = repository.merge_base(base, repository.commit_id("HEAD"))
    return PublicBase(repository, fork) if fork is not None else NothingPublic()


def _upstream(repository: Repository) -> str | None:
    """Return the commit of the upstream default branch, None when no remote has one."""
    for name in UPSTREAM:
        found = repository.id_of(f"{name}^{{commit}}")
        if found is not None:
            return found
    return None


def _branch(revision: str, head: str, repository: Repository) -> str | None:
    """Return the name of the branch that a range ends at, None when it is none."""
    name = f"refs/heads/{revision}"
    if repository.id_of(name) and repository.git.succeeds("show-ref", "--verify", "--quiet", name):
        return revision
    return repository.branch() if head == repository.commit_id("HEAD") else None

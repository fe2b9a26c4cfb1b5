"""What a push would publish: for each ref the commits that the remote does not have yet.

The name of a ref that is new there and the message of a tag leave as well. A deletion leaves none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from prtool.errors import InputError
from prtool.model.changes import ChangeSet
from prtool.model.record import dataclass, replace
from prtool.model.text import Channel, TextUnit, decode
from prtool.pipeline.inputs import UPSTREAM
from prtool.pipeline.request import CheckRequest, Input, Subject
from prtool.repo.commits import changes_between, empty_tree, read_commit
from prtool.repo.open import Repository, open_repository
from prtool.repo.work_tree import WorkTree
from prtool.sources.heads import header_units
from prtool.sources.units import NOTHING, units_of

_FIELDS = 4
"""Of a line that git gives to its pre-push hook: local ref and id, remote ref and id."""


@dataclass(frozen=True, slots=True)
class Update:
    """One ref that a push changes."""

    oid: str
    """What it will be: an id, or a name of pre-commit's."""
    ref: str
    """Its full name on the remote."""
    was: str | None
    """A commit that is there, None when none is known."""
    new: bool
    """Whether the remote has not seen its name."""


def push_requests(
    tree: WorkTree, arguments: Sequence[str], given: bytes, environ: Mapping[str, str],
    request: CheckRequest,
) -> Iterator[CheckRequest]:  # fmt: skip
    """Yield what a push would publish.

    Args:
        tree: where it is pushed from.
        arguments: the remote's name and URL.
        given: the lines that git gives to its pre-push hook.
        environ: where pre-commit says what is pushed, having read those lines itself.
        request: everything that is the same for all.

    Raises:
        InputError: that can't be told.
    """
    remote = arguments[0] if arguments else ""
    updates = list(_from_git(given))
    framework = bool(environ.get("PRE_COMMIT"))
    if not updates and not framework:
        return
    repository = open_repository(tree.root)
    try:
        if framework:
            remote = environ.get("PRE_COMMIT_REMOTE_NAME", "")
            updates = [_from_pre_commit(environ, repository)]
        published = _published(repository, remote)
        seen: set[tuple[str, str | None]] = set()
        for update in updates:
            yield from _requests(repository, update, published, seen, request)
    finally:
        repository.close()


def _from_git(given: bytes) -> Iterator[Update]:
    for line in decode(given).splitlines():
        # A local ref may be any expression, with blanks in it.
        fields = line.rsplit(" ", _FIELDS - 1)
        if len(fields) != _FIELDS:
            raise InputError(
                "a line on standard input does not say what is pushed",
                hint="this is what git gives to its pre-push hook; let git run it",
            )
        _, oid, ref, was = fields
        new = set(was) == {"0"}
        if set(oid) != {"0"}:
            yield Update(oid, ref, None if new else was, new)


def _from_pre_commit(environ: Mapping[str, str], repository: Repository) -> Update:
    """Return the one ref that pre-commit passes on.

    Source: pre-commit's documentation, "pre-push". A push of a whole history, its first commit
    included, comes with the local branch alone.
    """
    local = environ.get("PRE_COMMIT_TO_REF") or environ.get("PRE_COMMIT_LOCAL_BRANCH")
    if not local:
        raise InputError(
            "pre-commit does not say what is pushed",
            hint="push with the hook, or run it with --from-ref and --to-ref",
        )
    remote = environ.get("PRE_COMMIT_REMOTE_NAME", "")
    ref = environ.get("PRE_COMMIT_REMOTE_BRANCH", "")
    known = _commit(repository, f"refs/remotes/{remote}/{_short(ref)}") is not None
    return Update(local, ref, environ.get("PRE_COMMIT_FROM_REF"), new=not known)


def _published(repository: Repository, remote: str) -> tuple[str, ...]:
    """Return the commits that the remote is known to have, and those of the upstream branch."""
    listed = b""
    if remote:
        where = f"refs/remotes/{remote}/"
        listed = repository.git.run("for-each-ref", "--format=%(objectname)", where)
    upstream = next(filter(None, (_commit(repository, name) for name in UPSTREAM)), None)
    return tuple(dict.fromkeys([*listed.decode().split(), *([upstream] if upstream else [])]))


def _requests(
    repository: Repository, update: Update, published: Sequence[str],
    seen: set[tuple[str, str | None]], request: CheckRequest,
) -> Iterator[CheckRequest]:  # fmt: skip
    texts = tuple(_own_texts(repository, update))
    head = repository.commit_id(update.oid)
    was = _commit(repository, update.was) if update.was else None
    base = _base(repository, head, (*([was] if was else []), *published))
    fresh = head != base and (head, base) not in seen
    seen.add((head, base))
    if fresh and base is None:
        base = repository.git.run("rev-list", "--max-parents=0", head).decode().split()[0]
        units = chain(texts, _first_commit(repository, base))
        yield replace(request, subject=Subject(kind=Input.NOTHING), texts=units)
        fresh, texts = head != base, ()
    if fresh:
        subject = Subject(kind=Input.RANGE, base=base, head=head)
        yield replace(request, subject=subject, texts=texts, local_branch=False)
    elif texts:
        yield replace(request, subject=Subject(kind=Input.NOTHING), texts=texts)


def _base(repository: Repository, head: str, published: Sequence[str]) -> str | None:
    """Return the newest commit of ``head`` that is published, None when none of it is."""
    if not published:
        return None
    found = repository.git.run("merge-base", head, *published, ok=(0, 1)).decode().split()
    return found[0] if found else None


def _own_texts(repository: Repository, update: Update) -> Iterator[TextUnit]:
    """Yield the name of a ref that is new there, and what an annotated tag says."""
    if update.new and update.ref:
        yield TextUnit(channel=Channel.BRANCH, text=_short(update.ref))
    oid = update.oid
    while repository.git.run("cat-file", "-t", oid).strip() == b"tag":
        raw = repository.git.run("cat-file", "tag", oid)
        head, _, message = decode(raw).partition("\n\n")
        fields = dict(line.split(" ", 1) for line in head.split("\n") if " " in line)
        who = fields.get("tagger", "").rpartition(">")[0]
        if who:
            yield TextUnit(channel=Channel.AUTHOR, text=f"{who}>", commit=oid)
        yield TextUnit(channel=Channel.MESSAGE, text=message, commit=oid)
        oid = fields["object"]


def _first_commit(repository: Repository, oid: str) -> Iterator[TextUnit]:
    """Yield all of a commit that has no parent."""
    git = repository.git
    commit = read_commit(repository.read, oid, changes_between(git, empty_tree(git), oid))
    changes = ChangeSet(base="", base_tree="", commits=(commit,))
    yield from units_of(changes, NOTHING, repository.read)
    yield from header_units(repository.read, changes.commits, [])


def _commit(repository: Repository, revision: str) -> str | None:
    spec = f"{revision}^{{commit}}"
    found = repository.git.run("rev-parse", "--verify", "--quiet", spec, ok=(0, 1, 128))
    return found.decode().strip() or None


def _short(ref: str) -> str:
    return ref.split("/", 2)[-1]

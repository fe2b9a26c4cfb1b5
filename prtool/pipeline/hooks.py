"""What git's hooks have to look at, each as requests to ``prtool check``.

A hook runs in the middle of the user's work. Where nothing private can leave, such as in a commit
of a message alone or when a remote branch is deleted, there is no request, and the hook lets go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from prtool.errors import GitError, InputError
from prtool.model.record import dataclass, field, replace
from prtool.model.results import Skip
from prtool.pipeline.places import PRIVATE_DIR, Places
from prtool.pipeline.pushes import push_requests
from prtool.pipeline.request import CheckRequest, Input, Subject
from prtool.repo.commits import empty_tree
from prtool.repo.run import Git
from prtool.repo.work_tree import WorkTree
from prtool.sources.commit_msg import commit_message_units


@dataclass(frozen=True, slots=True, kw_only=True)
class HookCall:
    """How git, or a program in its place, calls a hook. Source: git's Documentation/githooks."""

    name: str
    """One of ``prtool.repo.hook_script.HOOKS``."""
    arguments: tuple[str, ...] = ()
    """``commit-msg``: the file of the message. ``pre-push``: the remote's name and URL."""
    given: bytes = b""
    """Standard input, of ``pre-push``; the message itself, of ``commit-msg``."""
    environ: Mapping[str, str] = field(default_factory=dict)
    index: Path | None = None
    """The index that the commit is made from, when git names one."""


@contextmanager
def hook_requests(call: HookCall, request: CheckRequest) -> Iterator[Iterator[CheckRequest]]:
    """Hand out what the hook has to look at; nothing when nothing leaves.

    Args:
        call: the hook and what git gives it.
        request: everything that is the same for all of them.
    """
    tree = WorkTree.of(request.places.folder)
    request = replace(request, places=_places(request.places, tree))
    if call.name == "pre-commit":
        with _folder_for_merge(tree, request.places) as folder:
            subject = _staged(tree, call, folder)
            yield iter(() if subject is None else (replace(request, subject=subject),))
    elif call.name == "commit-msg":
        yield _message(tree, call, request)
    else:
        yield push_requests(tree, call.arguments, call.given, call.environ, request)


def _places(places: Places, tree: WorkTree) -> Places:
    """Return where things are: a linked work tree has the private folder of the main one."""
    main = tree.main_root
    if places.private_dir is not None or main is None or (tree.root / PRIVATE_DIR).exists():
        return places
    folder = main / PRIVATE_DIR
    return replace(places, private_dir=folder) if folder.is_dir() else places


@contextmanager
def _folder_for_merge(tree: WorkTree, places: Places) -> Iterator[Path | None]:
    """Make a folder for an index while a merge is committed, which is all that needs one."""
    if not (tree.git_dir / "MERGE_HEAD").exists():
        yield None
        return
    from prtool.repo.scratch import scratch_folder

    tmp = (places.private_dir or tree.root / PRIVATE_DIR) / "tmp"
    with scratch_folder(tmp if tmp.is_dir() else None) as folder:
        yield folder


def _staged(tree: WorkTree, call: HookCall, folder: Path | None) -> Subject | None:
    """Return what a commit would take, None when it takes nothing.

    Raises:
        InputError: nothing is staged, and nobody is committing.
    """
    index = {"GIT_INDEX_FILE": str(call.index)} if call.index is not None else {}
    git = Git(tree.git_dir, None, index)
    try:
        changes = _changes(git, "HEAD")
    except GitError:
        if git.succeeds("rev-parse", "--verify", "--quiet", "HEAD^{commit}"):
            raise
        return _first(git)
    if changes and folder is not None:
        # As in a merge commit, what it takes from a parent is that parent's.
        for parent in (tree.git_dir / "MERGE_HEAD").read_text("ascii").split():
            others = _changes(git, parent)
            changes = {path: change for path, change in changes.items() if path in others}
        return _only(tree, changes, folder) if changes else None
    if changes:
        return Subject(kind=Input.STAGED, index=call.index)
    if "GIT_INDEX_FILE" in call.environ:
        return None
    # Git names the index whenever it runs this hook. Whoever else asks, such as a CI job with
    # 'pre-commit run --all-files', must not take it for a look at anything.
    raise InputError(
        "nothing to look at: nothing is staged, and git is not committing",
        hint="in CI use 'prtool check --base REV', and SKIP=prtool-staged for pre-commit",
    )


def _first(git: Git) -> Subject | None:
    """Return the first commit of a history as a diff: there is nothing to compare it with."""
    diff = git.run(
        "diff-index", "--cached", "--patch", "--binary", "--full-index", "--unified=0",
        "--no-renames", "--no-ext-diff", empty_tree(git), "--", doing="reading the index",
    )  # fmt: skip
    return Subject(kind=Input.DIFF, data=diff) if diff else None


def _changes(git: Git, commit: str) -> dict[bytes, bytes]:
    """Return what the index changes in a commit: by path the raw row of git's."""
    raw = git.run(
        "diff-index", "--cached", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff",
        commit, "--", doing="reading the index",
    )  # fmt: skip
    fields = raw.split(b"\0")
    return dict(zip(fields[1::2], fields[::2], strict=False))


def _only(tree: WorkTree, changes: Mapping[bytes, bytes], folder: Path) -> Subject:
    """Return HEAD with just these changes, in an index of its own."""
    index = folder / "index"
    git = Git(tree.git_dir, None, {"GIT_INDEX_FILE": str(index)})
    git.run("read-tree", "HEAD")
    rows = []
    for path, row in changes.items():
        _, mode, _, oid, _ = row.split(b" ")
        rows.append(mode.lstrip(b":") + b" " + oid + b"\t" + path + b"\0")
    git.run("update-index", "-z", "--index-info", stdin=b"".join(rows))
    return Subject(kind=Input.STAGED, index=index)


def _message(tree: WorkTree, call: HookCall, request: CheckRequest) -> Iterator[CheckRequest]:
    skipped: list[Skip] = []
    units = tuple(commit_message_units(str(tree.root), call.given, call.environ, skipped))
    # Git itself stops at an empty message, unless it was told not to.
    if units:
        texts = (*request.texts, *units)
        yield replace(request, texts=texts, skipped=(*request.skipped, *skipped))

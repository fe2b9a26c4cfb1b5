"""Reads commit objects and the tree changes between commits, byte for byte."""

from __future__ import annotations

from prtool.errors import RepositoryError
from prtool.model.changes import Commit, Entry, FileChange, Identity
from prtool.model.patterns import bytes_regex
from prtool.model.text import decode
from prtool.repo.beside import Beside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from prtool.repo.run import Git

IN_ORDER = ("rev-list", "--topo-order", "--reverse")
"""Lists commits, oldest first."""
CHANGES = (
    "diff-tree", "--stdin", "--root", "--always", "-r", "-c", "-z", "--raw", "--no-renames",
    "--no-abbrev", "--no-ext-diff", "--ignore-submodules=none",
)  # fmt: skip
"""Lists what commits change; of merges, what differs from all of their parents."""
_IDENTITY = bytes_regex(
    rb"(?P<name>.*?) ?<(?P<email>[^>]*)> (?P<seconds>-?\d+) (?P<offset>[+-]\d+)"
)
_USUAL_HEADERS = frozenset({"tree", "parent", "author", "committer"})


def empty_tree(git: Git) -> str:
    """Return the id of the tree without files, which every git knows."""
    return git.run("hash-object", "-t", "tree", "--stdin").decode().strip()


def ancestry(git: Git, base: str, head: str) -> tuple[tuple[str, ...], ...]:
    """Return (commit, parent, parent…) for each commit in ``base..head``, oldest first."""
    listed = git.run("rev-list", "--topo-order", "--reverse", "--parents", f"{base}..{head}", "--")
    return tuple(tuple(line.split()) for line in listed.decode().splitlines())


def read_commit(
    read: Callable[[str], bytes], oid: str, changes: tuple[FileChange, ...] = ()
) -> Commit:
    """Read one commit object.

    A message that is neither in its declared encoding nor UTF-8 is read as Latin-1.

    Args:
        read: returns an object's bytes.
        oid: the commit's id.
        changes: what it changes.

    Raises:
        RepositoryError: the object is missing or is no commit that git would write.
    """
    head, _, message = read(oid).partition(b"\n\n")
    headers: list[tuple[str, bytes]] = []
    for line in head.split(b"\n"):
        if line.startswith(b" ") and headers:
            headers[-1] = (headers[-1][0], headers[-1][1] + b"\n" + line[1:])
        else:
            name, _, value = line.partition(b" ")
            headers.append((name.decode("ascii", "replace"), value))
    fields = dict(headers)
    try:
        author, committer = _identity(fields["author"]), _identity(fields["committer"])
    except (KeyError, ValueError) as error:
        raise RepositoryError(
            f"commit {oid} has no readable author or committer line", hint="run 'git fsck'"
        ) from error
    return Commit(
        oid=oid,
        parents=tuple(value.decode() for name, value in headers if name == "parent"),
        author=author,
        committer=committer,
        message=_message(message, fields.get("encoding", b"").decode("ascii", "replace")),
        headers=tuple(sorted({name for name, _ in headers} - _USUAL_HEADERS)),
        changes=changes,
    )


def listed(git_dir: str) -> Beside:
    """Return a git that lists all commits that refs reach, oldest first."""
    return Beside(git_dir, *IN_ORDER, "--all", "HEAD", "--")


def started_changes(git_dir: str, commits: Iterable[str]) -> Beside:
    """Return a git that lists what some commits change, in their order."""
    return Beside(git_dir, *CHANGES, stdin="".join([f"{oid}\n" for oid in commits]).encode())


_RAW_DIFF = (
    "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff",
    "--ignore-submodules=none",
)  # fmt: skip


def changes_between(git: Git, old: str, new: str) -> tuple[FileChange, ...]:
    """Return what changed between two commits.

    Renames are a deletion and an addition here: what a patch shows is git's to decide later.
    """
    return tuple(_changes(git.run(*_RAW_DIFF, old, new).split(b"\0")))


def changes_of(git: Git, commits: Iterable[str]) -> Mapping[str, tuple[FileChange, ...]]:
    """Return what each of the commits, none of them a merge or a root, changed in its parent."""
    ordered = list(commits)
    listed = git.run(
        *_RAW_DIFF,
        "--stdin",
        "--always",
        stdin="".join(f"{commit}\n" for commit in ordered).encode(),
    )
    found: dict[str, list[bytes]] = {}
    fields: list[bytes] = []
    expect_path = False
    for field in listed.split(b"\0"):
        if expect_path:
            expect_path = False
        elif field.startswith(b":"):
            expect_path = True
        elif field:
            fields = found[field.decode()] = []
            continue
        else:
            continue
        fields.append(field)
    if found.keys() != set(ordered):
        raise RepositoryError("git did not list the changes of every commit", hint="run 'git fsck'")
    return {commit: tuple(_changes(found[commit])) for commit in ordered}


def _changes(fields: list[bytes]) -> Iterable[FileChange]:
    for meta, path in zip(fields[::2], fields[1::2], strict=False):
        old_mode, new_mode, old_oid, new_oid, _ = meta[1:].decode().split(" ")
        yield FileChange(decode(path), _entry(old_mode, old_oid), _entry(new_mode, new_oid))


def _entry(mode: str, oid: str) -> Entry | None:
    return Entry(int(mode, 8), oid) if int(mode, 8) else None


def _identity(raw: bytes) -> Identity:
    return Identity(*identity_parts(raw))


def identity_parts(raw: bytes) -> tuple[bytes, bytes, int, int]:
    """Return name, address, seconds since the epoch and minutes east of UTC of a header's value.

    Raises:
        ValueError: it names nobody.
    """
    match = _IDENTITY.fullmatch(raw)
    if match is None:
        raise ValueError("not an identity line")
    name, email, seconds, digits = match.groups()
    offset = int(digits)
    minutes = (abs(offset) // 100 * 60 + abs(offset) % 100) * (-1 if offset < 0 else 1)
    return name, email, int(seconds), minutes


def _message(raw: bytes, encoding: str) -> str:
    for candidate in (encoding or "utf-8", "utf-8"):
        try:
            return raw.decode(candidate)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("latin-1")

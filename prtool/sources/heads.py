"""What stands in the heads of commits, in the names of refs and in tags."""

from __future__ import annotations

from prtool.model.results import Skip
from prtool.model.text import Channel, TextUnit, decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prtool.model.changes import Commit
    from prtool.repo.objects import Store

_SIGNATURES = ("gpgsig", "gpgsig-sha256")
_READ_OTHERWISE = frozenset({"tree", "parent", "author", "committer", "encoding", *_SIGNATURES})


def header_units(
    read: Callable[[str], bytes], commits: Iterable[Commit], skipped: list[Skip]
) -> Iterator[TextUnit]:
    """Yield what stands in commit headers that git itself gives no name to, or in merged tags."""
    for commit in commits:
        if not commit.headers:
            continue
        if not set(_SIGNATURES).isdisjoint(commit.headers):
            skipped.append(Skip(Channel.MESSAGE, commit.oid[:12], "a signature is not looked into"))
        head = read(commit.oid).partition(b"\n\n")[0]
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


def ref_units(store: Store) -> Iterator[TextUnit]:
    """Yield the names of branches and tags, and what annotated tags say."""
    wanted = "--format=%(objecttype) %(objectname) %(refname:lstrip=2)"
    listed = store.git.run("for-each-ref", wanted, "refs/heads", "refs/tags")
    for row in decode(listed).split("\n"):
        if not row:
            continue
        kind, oid, name = row.split(" ", 2)
        yield TextUnit(channel=Channel.BRANCH, text=name)
        if kind == "tag":
            head, _, message = decode(store.read(oid)).partition("\n\n")
            tagger = [line for line in head.split("\n") if line.startswith("tagger ")]
            if tagger:
                who = tagger[0].removeprefix("tagger ").rpartition(">")[0] + ">"
                yield TextUnit(channel=Channel.AUTHOR, text=who, commit=oid)
            yield TextUnit(channel=Channel.MESSAGE, text=message, commit=oid)

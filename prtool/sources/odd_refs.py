"""What refs name besides commits: files, and what tags of tags say."""

from __future__ import annotations

from prtool.model.results import Skip
from prtool.model.text import Channel, TextUnit, decode, is_binary
from prtool.sources.limits import BINARY_LIMIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from prtool.repo.objects import Store


def odd_ref_units(store: Store, skipped: list[Skip]) -> Iterator[TextUnit]:
    """Yield the files that refs name without any commit, and the messages of tags within tags."""
    listed = store.git.run("for-each-ref", "--format=%(objecttype) %(objectname)")
    seen: set[str] = set()
    for row in sorted(set(listed.decode().split("\n"))):
        kind, _, oid = row.partition(" ")
        # The outermost tag is read with the history.
        outermost = True
        while kind == "tag" and oid not in seen:
            seen.add(oid)
            raw = store.read(oid)
            if not outermost:
                message = decode(raw).partition("\n\n")[2]
                yield TextUnit(channel=Channel.MESSAGE, text=message, commit=oid)
            fields = dict(line.split(b" ", 1) for line in raw.split(b"\n")[:2])
            kind, oid, outermost = fields[b"type"].decode(), fields[b"object"].decode(), False
        if kind == "tree":
            skipped.append(Skip(Channel.CONTENT, oid[:12], "a folder that a ref names by itself"))
        elif kind == "blob" and oid not in seen:
            seen.add(oid)
            raw = store.read(oid)
            channel = Channel.BINARY if is_binary(raw) else Channel.CONTENT
            text = raw[:BINARY_LIMIT].decode("latin-1") if is_binary(raw) else decode(raw)
            yield TextUnit(channel=channel, text=text, blob=oid)

"""Builds history: one ``git fast-import`` makes all commits of a run, in a scratch repository.

The stream format is that of git's Documentation/git-fast-import.txt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prtool.model.changes import Entry, Identity
from prtool.model.record import dataclass
from prtool.model.text import encode
from prtool.repo.scratch import Scratch

RESULT = "refs/heads/result"


@dataclass(frozen=True, slots=True)
class NewCommit:
    """A commit to be made: what it sets and removes relative to the one before."""

    author: Identity
    committer: Identity
    message: bytes
    entries: Mapping[str, Entry | None]
    """New entries by path, None for a deletion; all objects are in the store already, or given
    to :func:`build_history` as blobs."""


def build_history(
    scratch: Scratch, base: str, commits: Sequence[NewCommit], blobs: Sequence[bytes]
) -> tuple[str, ...]:
    """Make ``commits`` on top of ``base`` and return their ids, oldest first.

    ``blobs`` are stored first.
    """
    marks = scratch.git_dir / "marks"
    with scratch.git.piped(
        "fast-import", "--quiet", "--done", "--date-format=raw", f"--export-marks={marks}"
    ) as pipes:
        write = pipes.stdin.write
        for blob in blobs:
            write(b"blob\n" + _data(blob))
        parent = base.encode()
        for number, commit in enumerate(commits, start=1):
            write(b"commit %s\nmark :%d\n" % (RESULT.encode(), number))
            write(b"author %s\ncommitter %s\n" % (_line(commit.author), _line(commit.committer)))
            write(_data(commit.message) + b"from %s\n" % parent)
            # Deletions first: a file may give way to a folder of the same name.
            for path, entry in commit.entries.items():
                if entry is None:
                    write(b"D " + _quoted(path) + b"\n")
            for path, entry in commit.entries.items():
                if entry is not None:
                    write(f"M {entry.mode:o} {entry.oid} ".encode() + _quoted(path) + b"\n")
            write(b"\n")
            parent = b":%d" % number
        write(b"done\n")
    made = dict(line.split() for line in marks.read_text("ascii").splitlines())
    return tuple(made[f":{number}"] for number in range(1, len(commits) + 1))


def _data(payload: bytes) -> bytes:
    return b"data %d\n" % len(payload) + payload + b"\n"


def _line(identity: Identity) -> bytes:
    sign = "-" if identity.offset_minutes < 0 else "+"
    hours, minutes = divmod(abs(identity.offset_minutes), 60)
    zone = f"{sign}{hours:02d}{minutes:02d}".encode()
    return b"%s <%s> %d %s" % (identity.name, identity.email, identity.seconds, zone)


def _quoted(path: str) -> bytes:
    """Quote a path as C would: every byte that is not plain as three octal digits."""
    return (
        b'"'
        + b"".join(
            bytes((byte,)) if 32 <= byte < 127 and byte not in b'"\\' else b"\\%03o" % byte
            for byte in encode(path)
        )
        + b'"'
    )

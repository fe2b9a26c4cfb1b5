"""Turns the private range into public commits: what each sets, removes and says.

Everything is worked out here, in memory and relative to the public base; building the commits is
``prtool.repo.fastimport``'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from prtool.errors import InternalError
from prtool.model.changes import ChangeSet, Commit, Entry, FileChange
from prtool.model.edits import apply
from prtool.model.modes import MODE_SUBMODULE, MODE_SYMLINK
from prtool.model.plan import Plan
from prtool.model.record import dataclass, field, replace
from prtool.model.text import Channel, decode, encode, is_binary
from prtool.model.tickets import NO_REFERENCES, References
from prtool.repo.fastimport import NewCommit
from prtool.rewrite.edits import Edits
from prtool.rewrite.identity import Dates, PublicIdentity
from prtool.rewrite.messages.compose import PublicMessage, public_message
from prtool.rewrite.messages.style import neutral_subject


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStyle:
    """What the public commits look like, whatever the private ones were."""

    identity: PublicIdentity
    dates: Dates = Dates.UTC
    signoff: bool = False
    keep_trailers: frozenset[str] = frozenset()
    known: References = NO_REFERENCES
    """What messages may refer to."""
    object_format: str = "sha1"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The public history, ready to be built."""

    commits: tuple[NewCommit, ...]
    origins: tuple[str, ...]
    """The private commit of each public one."""
    blobs: tuple[bytes, ...]
    """Contents that no private commit has as they are."""
    paths: Mapping[str, str]
    """Public path of each private path that leaves."""
    emptied: tuple[str, ...]
    """Private commits of which nothing was left."""
    clashes: tuple[tuple[str, str], ...] = ()
    """Pairs of a public path and why it can't be used: each needs a person."""
    messages: tuple[PublicMessage, ...] = ()
    """The message of each public commit."""


@dataclass(slots=True)
class HistoryWriter:
    """Walks the private range once, oldest commit first."""

    plan: Plan
    edits: Edits
    base: Mapping[str, Entry]
    read: Callable[[str], bytes]
    style: PublicStyle
    reformat: Callable[[Mapping[str, tuple[bytes, bytes]]], Mapping[str, bytes]] | None = None
    """Given (original, rewritten) bytes by public path, returns what a formatter makes of them."""
    _made: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _blobs: dict[str, bytes] = field(default_factory=dict)

    def rewrite(self, changeset: ChangeSet) -> Rewrite:
        """Return the public history of a private range."""
        paths = self._public_paths(changeset)
        clashes = _clashes(paths, self.base)
        if clashes:
            return Rewrite((), (), (), paths, (), clashes)
        state: dict[str, Entry | None] = {}
        commits: list[NewCommit] = []
        origins: list[str] = []
        messages: list[PublicMessage] = []
        emptied: list[str] = []
        for commit in changeset.commits:
            wanted = self._entries(commit, paths)
            entries = {
                path: entry
                for path, entry in wanted.items()
                if entry != (state[path] if path in state else self.base.get(path))
            }
            if not entries:
                emptied.append(commit.oid)
                continue
            existing = {p for p in entries if (state[p] if p in state else self.base.get(p))}
            message = self._message(commit, neutral_subject(entries, existing))
            state.update(entries)
            commits.append(self._commit(commit, message, entries))
            messages.append(message)
            origins.append(commit.oid)
        return Rewrite(
            commits=tuple(commits),
            origins=tuple(origins),
            blobs=tuple(self._blobs.values()),
            paths=paths,
            emptied=tuple(emptied),
            messages=tuple(messages),
        )

    def _public_paths(self, changeset: ChangeSet) -> dict[str, str]:
        return {
            change.path: apply(change.path, self.edits.of(Channel.PATH, change.path))
            for commit in changeset.commits
            for change in commit.changes
            if change.path not in self.plan.dropped
        }

    def _entries(self, commit: Commit, paths: Mapping[str, str]) -> dict[str, Entry | None]:
        """Return what a commit sets and removes, by public path."""
        entries: dict[str, Entry | None] = {}
        touched: dict[str, tuple[bytes, bytes]] = {}
        modes: dict[str, int] = {}
        for change in commit.changes:
            if change.path not in paths:
                continue
            path = paths[change.path]
            rewritten = self._content(change)
            if change.new is None:
                entries[path] = None
            elif rewritten is None:
                entries[path] = change.new
            else:
                touched[path] = (self.read(change.new.oid), rewritten)
                modes[path] = change.new.mode
        for path, content in self._formatted(touched).items():
            entries[path] = Entry(modes[path], self._store(content))
        return entries

    def _formatted(self, touched: Mapping[str, tuple[bytes, bytes]]) -> dict[str, bytes]:
        done = {path: new for path, (_, new) in touched.items()}
        if self.reformat is not None and touched:
            done.update(self.reformat(touched))
        return done

    def _content(self, change: FileChange) -> bytes | None:
        """Return a file's rewritten bytes, None when they stay as they are."""
        new = change.new
        if new is None or new.mode == MODE_SUBMODULE:
            return None
        key = (change.path, new.oid)
        if key not in self._made:
            channels = (
                (Channel.SYMLINK,)
                if new.mode == MODE_SYMLINK
                else (Channel.CONTENT, Channel.SUBMODULE)
            )
            edits = next(
                (some for c in channels if (some := self.edits.of(c, change.path, new.oid))), ()
            )
            if not edits:
                return None
            raw = self.read(new.oid)
            if new.mode != MODE_SYMLINK and is_binary(raw):
                raise InternalError("an edit of a binary was planned")
            self._made[key] = encode(apply(decode(raw), edits))
        return self._made[key]

    def _store(self, content: bytes) -> str:
        oid = blob_id(content, self.style.object_format)
        self._blobs[oid] = content
        return oid

    def _message(self, commit: Commit, fallback: str) -> PublicMessage:
        return public_message(
            commit,
            self.edits,
            keep_trailers=self.style.keep_trailers,
            identity=self.style.identity,
            signoff=self.style.signoff,
            fallback=fallback,
            known=self.style.known,
        )

    def _commit(
        self, commit: Commit, message: PublicMessage, entries: dict[str, Entry | None]
    ) -> NewCommit:
        who = self.style.identity.at(commit.author, self.style.dates)
        # Author and committer are one: when it was committed here is nobody's business.
        return NewCommit(who, replace(who), encode(message.text), entries)


def blob_id(content: bytes, object_format: str = "sha1") -> str:
    """Return the id that git gives a blob. Source: gitformat-object, "blob <size>" and a NUL."""
    digest = hashlib.new(object_format, usedforsecurity=False)
    digest.update(b"blob %d\0" % len(content))
    digest.update(content)
    return digest.hexdigest()


def _clashes(paths: Mapping[str, str], base: Mapping[str, Entry]) -> tuple[tuple[str, str], ...]:
    taken: dict[str, str] = {}
    clashes: list[tuple[str, str]] = []
    for private, public in sorted(paths.items()):
        if public in taken and taken[public] != private:
            clashes.append((public, "two private paths would get this name"))
        elif public != private and public in base:
            clashes.append((public, "a private path would get the name of a public file"))
        elif _is_unusable(public):
            clashes.append((public, "what is left of the private path is no usable name"))
        taken[public] = private
    return tuple(clashes)


def _is_unusable(path: str) -> bool:
    return any(part in ("", ".", "..") or part.lower() == ".git" for part in path.split("/"))

"""Gathers what the review page shows, from a run of ``prepare`` that got far enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from prtool.errors import PrivateDirError
from prtool.lexicon.privatedir import PrivateDir
from prtool.model.changes import ChangeSet, Commit, Entry, FileChange, Identity
from prtool.model.edits import apply
from prtool.model.modes import MODE_SUBMODULE, MODE_SYMLINK
from prtool.model.plan import Action, Plan
from prtool.model.record import dataclass, field
from prtool.model.results import CheckResult, Verification
from prtool.model.text import Channel, TextUnit, decode, is_binary
from prtool.pipeline.blocked import Reason
from prtool.pipeline.marks import Marks
from prtool.pipeline.places import Places
from prtool.pipeline.publish import DONE
from prtool.pipeline.workspace import private_dir, refuse_tracked
from prtool.repo.fastimport import NewCommit
from prtool.repo.open import open_repository
from prtool.review.model import Compared, Mark, Need, Review, ReviewedCommit
from prtool.review.page import review_page
from prtool.review.rows import Hunks, compare, only_marked, whole
from prtool.review.sides import Sides, lines_of
from prtool.rewrite.edits import Edits, unit_key
from prtool.rewrite.history import Rewrite, blob_id
from prtool.sources.commit_range import SHORT
from prtool.sources.units import commit_units, moment

MOST_ROWS = 20_000
"""Rows of comparisons on one page; in files beyond them only rows with marks are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A run as far as it got."""

    changeset: ChangeSet
    plan: Plan
    edits: Edits
    rewrite: Rewrite
    read: Callable[[str], bytes]
    """Returns the bytes of a private object."""
    made: tuple[str, ...] = ()
    """Ids of the public commits; none when they were not built."""
    title: str
    body: str = ""
    """The pull request text; none before everything is decided."""
    texts: tuple[TextUnit, ...] = ()
    """What the user wrote for the pull request."""
    needs: tuple[Reason, ...] = ()
    results: tuple[CheckResult, ...] = ()
    object_format: str = "sha1"

    def write(self, private: PrivateDir) -> None:
        """Write the private page and, when everything holds, the one without originals."""
        review = self.review()
        private.write(private.review.name, review_page(review))
        if self.made and Verification(self.results).ok:
            page = review_page(review.without_originals())
            private.write(private.public_review.name, page)
        else:
            private.public_review.unlink(missing_ok=True)

    def review(self) -> Review:
        """Return what the page shows."""
        messages = {
            unit_key(unit): unit.text
            for commit in self.changeset.commits
            for unit in commit_units(commit)
            if unit.channel is Channel.MESSAGE
        }
        marks = Marks.of(self.plan, self.edits, messages)
        builder = _Builder(self, marks)
        commits = tuple(builder.commits())
        return Review(
            title=self.title, body=self.body, commits=commits,
            texts=tuple(builder.text(unit) for unit in self.texts),
            needs=tuple(
                Need(each.rule, each.place, each.why, each.ways_out, each.askable)
                for each in self.needs
            ), results=self.results,
            dropped=tuple(sorted(self.plan.dropped)), dropped_count=len(self.plan.dropped),
            matters=marks.matters(), facts=self._facts(),
        )  # fmt: skip

    def _facts(self) -> tuple[tuple[str, str], ...]:
        files = {path for commit in self.rewrite.commits for path in commit.entries}
        return (
            ("base", self.changeset.base[:SHORT]),
            ("commits", str(len(self.rewrite.commits))),
            ("files", str(len(files))),
        )


@dataclass(slots=True)
class _Builder:
    """Compares text by text, with an eye on the size of the page."""

    run: Reviewed
    marks: Marks
    room: int = MOST_ROWS
    _public: dict[str, bytes] = field(init=False)
    """Contents that only the public history has, by blob."""
    _written: dict[tuple[str, str], str] = field(default_factory=dict)
    """What each private version of a file, by path and blob, has become."""

    def __post_init__(self) -> None:
        format_ = self.run.object_format
        self._public = {blob_id(content, format_): content for content in self.run.rewrite.blobs}

    def commits(self) -> Iterator[ReviewedCommit]:
        rewrite = self.run.rewrite
        made = dict(zip(rewrite.origins, self.run.made, strict=False))
        public = dict(zip(rewrite.origins, rewrite.commits, strict=True))
        for commit in self.run.changeset.commits:
            yield self._commit(commit, public.get(commit.oid), made.get(commit.oid, ""))

    def text(self, unit: TextUnit) -> Compared:
        edits = self.run.edits.by_unit.get(unit_key(unit), ())
        sides = Sides(unit.text, self.marks.at(unit_key(unit)), apply(unit.text, edits))
        return Compared(label=unit.channel.value, hunks=self._fitting(whole(sides))[0])

    def _commit(self, commit: Commit, public: NewCommit | None, made: str) -> ReviewedCommit:
        private = commit.message
        message = decode(public.message) if public is not None else ""
        subject = (message or private).lstrip().split("\n", 1)[0]
        sides = Sides(private, self._message_marks(commit), message)
        hunks = self._fitting(whole(sides))[0]
        return ReviewedCommit(
            left_id=commit.oid[:SHORT], right_id=made[:SHORT],
            left_author=_people(commit.author, commit.committer),
            right_author=_people(public.author, public.committer) if public is not None else "",
            subject=subject or "(no message)", gone=public is None,
            message=Compared(label="message", hunks=hunks, gone=public is None),
            files=tuple(self._file(change, public) for change in commit.changes),
        )  # fmt: skip

    def _message_marks(self, commit: Commit) -> tuple[Mark, ...]:
        """Return the marks of text and trailers as marks of the message as it is."""
        found: list[Mark] = []
        offset = 0
        for unit in commit_units(commit):
            if unit.channel not in (Channel.MESSAGE, Channel.TRAILER):
                continue
            start = commit.message.find(unit.text, offset)
            if start == -1:
                continue
            offset = start + len(unit.text)
            found += [
                mark._replace(span=mark.span.shift(start)) for mark in self.marks.at(unit_key(unit))
            ]
        return tuple(found)

    def _file(self, change: FileChange, commit: NewCommit | None) -> Compared:
        path = change.path
        marks = self.marks.at((Channel.PATH, path, None))
        left = Sides(path, marks, self.run.rewrite.paths.get(path, path)).row(1, " ")
        if path in self.run.plan.dropped:
            return Compared(
                label="file", left_name=left.left, gone=True, notes=(self._size(change),)
            )
        name = self.run.rewrite.paths[path]
        leaves = commit is not None and name in commit.entries
        notes = list(_notes(change))
        about = self.marks.about(path, change.new.oid if change.new is not None else None)
        notes += [f"{matter.rule}: {DONE[Action(matter.action)]}" for matter in about]
        if not leaves:
            notes.append("nothing of this change leaves with this commit")
        public = commit.entries[name] if commit is not None and leaves else None
        hunks: Hunks = ()
        hidden = 0
        old, new = self._version(path, change.old, None), self._version(path, change.new, public)
        if old is not None and new is not None:
            hunks, hidden = self._fitting(compare(old, new))
        else:
            notes.append(self._size(change))
        return Compared(
            label="file", left_name=left.left, right_name=left.right, notes=tuple(notes),
            hunks=hunks, hidden=hidden, gone=not leaves,
            whole=frozenset(matter.look for matter in about),
        )  # fmt: skip

    def _version(self, path: str, entry: Entry | None, public: Entry | None) -> Sides | None:
        """Return one version of a file, None for a binary; a missing one is empty."""
        if entry is None:
            return Sides("", (), "")
        if entry.mode == MODE_SUBMODULE:
            return Sides(entry.oid, (), entry.oid)
        raw = self.run.read(entry.oid)
        if is_binary(raw):
            return None
        text = decode(raw)
        channels = (
            (Channel.SYMLINK,)
            if entry.mode == MODE_SYMLINK
            else (Channel.CONTENT, Channel.SUBMODULE)
        )
        keys = [(channel, path, entry.oid) for channel in channels]
        marks = next((found for key in keys if (found := self.marks.at(key))), ())
        edits = next((some for key in keys if (some := self.run.edits.of(*key))), ())
        version = (path, entry.oid)
        if public is not None and public.mode == entry.mode:
            content = self._public.get(public.oid)
            written = decode(content if content is not None else self.run.read(public.oid))
            self._written[version] = written
        else:
            written = self._written.get(version, apply(text, edits))
        return Sides(text, marks, written)

    def _size(self, change: FileChange) -> str:
        entry = change.new or change.old
        if entry is None or entry.mode == MODE_SUBMODULE:
            return "not shown"
        raw = self.run.read(entry.oid)
        if is_binary(raw):
            return f"binary, {len(raw):,} bytes"
        lines = len(lines_of(decode(raw)))
        return f"{lines:,} line{'s' * (lines != 1)}, not shown"

    def _fitting(self, hunks: Hunks) -> tuple[Hunks, int]:
        rows = sum(map(len, hunks))
        if rows <= self.room:
            self.room -= rows
            return hunks, 0
        hunks, hidden = only_marked(hunks)
        self.room = max(0, self.room - sum(map(len, hunks)))
        return hunks, hidden


def _notes(change: FileChange) -> Iterator[str]:
    if change.old is None:
        yield "new file" + _mode(change.new)
    elif change.new is None:
        yield "removed"
    elif change.old.mode != change.new.mode:
        yield f"mode {change.old.mode:o} becomes {change.new.mode:o}"


def _mode(entry: Entry | None) -> str:
    if entry is None or entry.mode == 0o100644:
        return ""
    return f", mode {entry.mode:o}"


def _people(author: Identity, committer: Identity) -> str:
    text = _who(author)
    return text if author == committer else f"{text}; committed by {_who(committer)}"


def _who(who: Identity) -> str:
    return f"{decode(who.name)} <{decode(who.email)}> {moment(who)}"


def find_page(places: Places, *, public: bool) -> Path:
    """Return the page of the last run, in the private folder.

    Raises:
        PrivateDirError: there is none, or the folder is not private.
    """
    repository = open_repository(places.folder)
    try:
        private = private_dir(repository, places)
        refuse_tracked(repository, private)
    finally:
        repository.close()
    private.check()
    page = private.public_review if public else private.review
    if page.exists():
        return page
    if public and private.review.exists():
        raise PrivateDirError(
            f"{page}: the last run has written no page without originals",
            hint="that page is only written with a bundle: see 'prtool review' for what is missing",
        )
    raise PrivateDirError(
        f"{page}: there is no review page", hint="'prtool prepare' writes it: run that first"
    )

"""Puts a rewritten input together: changes, mails, and what can't be done without a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from prtool.model.edits import apply
from prtool.model.record import dataclass, field
from prtool.model.text import Channel, decode, encode
from prtool.rewrite.edits import Edits
from prtool.rewrite.identity import Dates, PublicIdentity
from prtool.rewrite.patch.heads import HeadStyle, public_stamp, rewrite_head
from prtool.rewrite.patch.pieces import Change, Part
from prtool.rewrite.patch.rows import NotPossibleError, Rewritten, rewrite_hunks

_METADATA = (
    b"old mode ",
    b"new mode ",
    b"new file mode ",
    b"deleted file mode ",
    b"rename ",
    b"copy ",
)
"""Lines that make a change one without a hunk. Source: ``metadata_changes`` in git's apply.c."""
_IN_CHANNELS = (Channel.CONTENT, Channel.SYMLINK, Channel.SUBMODULE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchStyle:
    """What mails and time stamps look like, whatever they were."""

    identity: PublicIdentity
    dates: Dates = Dates.UTC
    keep_trailers: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that can't be done without breaking the patch."""

    rule: str
    line: int
    """1-based, of the input."""
    why: str


@dataclass(slots=True)
class Built:
    """A rewritten input."""

    data: bytes = b""
    mails: list[bytes] = field(default_factory=list)
    """Those with changes, in order; empty for a diff on its own."""
    kept: list[Change] = field(default_factory=list)
    """The changes that are still there, in order."""
    gone: Counter[str] = field(default_factory=Counter)
    """How many files, hunks, mails and texts were left out."""
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PatchBuilder:
    """Rewrites the parts of one input."""

    edits: Edits
    dropped: Collection[str]
    """Paths whose changes are left out."""
    style: PatchStyle
    private_prose: bool
    """Whether something private stands in the text around a diff."""
    _built: Built = field(default_factory=Built)
    _rewritten: dict[int, Rewritten] = field(default_factory=dict)
    _paths: dict[bytes, bytes] = field(default_factory=dict)

    def build(self, data: bytes, parts: Sequence[Part]) -> Built:
        """Return the input as it may leave; with problems it may not.

        Args:
            data: the whole input.
            parts: what it consists of.
        """
        built = self._built
        changes = [change for part in parts for change in part.changes if not self._drops(change)]
        built.gone["file"] = sum(len(part.changes) for part in parts) - len(changes)
        self._name(changes)
        self._rewrite(changes)
        tainted = _tainted(changes, self._rewritten)
        rendered = {
            change.number: lines
            for change in changes
            if change.number in self._rewritten and (lines := self._render(change, tainted))
        }
        built.kept = [change for change in changes if change.number in rendered]
        if not built.problems and not built.kept:
            built.problems.append(Problem("range/empty", 1, "no change is left"))
        built.data = b"".join(self._parts(data, parts, rendered))
        return built

    def _drops(self, change: Change) -> bool:
        named = [decode(name) in self.dropped for name in change.names]
        if any(named) and not all(named):
            self._problem(
                "path/half-dropped", change.file.line,
                "one of the two names of this change is left out and the other stays",
            )  # fmt: skip
        return all(named)

    def _problem(self, rule: str, line: int, why: str) -> None:
        self._built.problems.append(Problem(rule, line, why))

    def _name(self, changes: Iterable[Change]) -> None:
        """Choose the public paths; a path from before the input has to stay as it is."""
        created: set[bytes] = set()
        homes: dict[bytes, bytes] = {}
        for change in changes:
            file = change.file
            if file.new_path is not None and (file.old_path is None or file.moved):
                created.add(file.new_path)
            for name in change.names:
                text = decode(name)
                public = encode(apply(text, self.edits.of(Channel.PATH, text)))
                self._paths[name] = public
                if public != name and name not in created:
                    why = "the file had this path before the patch: it can't get another one here"
                    self._problem("path/before", file.line, why)
                if homes.setdefault(public, name) != name:
                    self._problem("path/clash", file.line, "two files would get the same path")
                if public != name and not _is_sound(public):
                    self._problem("path/clash", file.line, "its public path would be no path")

    def _rewrite(self, changes: Iterable[Change]) -> None:
        fates: dict[bytes | None, dict[bytes, set[bytes | None]]] = {}
        for change in changes:
            before = fates.get(change.file.old_path, {})
            path = decode(change.file.path)
            own = [self.edits.of(channel, path, change.tag) for channel in _IN_CHANNELS]
            try:
                done = rewrite_hunks(
                    change,
                    next((some for some in own if some), ()),
                    self.edits.of(Channel.HEADING, path, change.tag),
                    {line: frozenset(some) for line, some in before.items()},
                )
            except NotPossibleError as error:
                self._problem("private/kept-line", error.line, error.why)
                continue
            self._rewritten[change.number] = done
            after = fates.setdefault(change.file.new_path, {})
            for line, some in (*before.items(), *done.fates.items()):
                after.setdefault(line, set()).update(some)

    def _render(self, change: Change, tainted: Collection[bytes]) -> list[bytes]:
        """Return a change's lines; none when nothing is left of it."""
        done = self._rewritten[change.number]
        clean = not any(name in tainted for name in change.names)
        if change.file.binary == ():
            self._problem("input/no-content", change.file.line, "binary content that is not there")
        if change.file.binary and not clean:
            why = "a binary change of a file that is rewritten elsewhere in this input"
            self._problem("input/binary", change.file.line, why)
        left_out = len(change.file.hunks) - len(done.hunks)
        renamed = any(self._paths[name] != name for name in change.names)
        stamped = any(public_stamp(s, self.style.dates) != s for s in change.file.stamps)
        if clean and not (done.headed or renamed or stamped):
            return list(change.lines)
        head = rewrite_head(
            change, HeadStyle(self._paths, self.style.dates, clean, bool(done.hunks))
        )
        emptied = change.file.hunks and not done.hunks
        if emptied and not any(line.startswith(_METADATA) for line in head):
            self._built.gone["file"] += 1
            return []
        self._built.gone["hunk"] += left_out
        return [*head, *(line for hunk in done.hunks for line in hunk.lines())]

    def _parts(
        self, data: bytes, parts: Sequence[Part], rendered: Mapping[int, list[bytes]]
    ) -> Iterator[bytes]:
        for part in parts:
            lines = [line for each in part.changes for line in rendered.get(each.number, ())]
            changes = b"".join(line + b"\n" for line in lines)
            if part.letter is None:
                yield self._diff(data, part, changes, rendered)
            elif part.changes and not lines:
                self._built.gone["mail"] += 1
            else:
                files = sum(each.number in rendered for each in part.changes)
                mail = part.letter.render(
                    self.edits, changes, files, identity=self.style.identity,
                    dates=self.style.dates, keep_trailers=self.style.keep_trailers,
                )  # fmt: skip
                if changes:
                    self._built.mails.append(mail)
                yield mail

    def _diff(
        self, data: bytes, part: Part, changes: bytes, rendered: Mapping[int, list[bytes]]
    ) -> bytes:
        """Return a diff on its own: as it came in when nothing of it has to change.

        Otherwise the text around the changes goes: no program reads it, and it names files and
        commits as they were.
        """
        same = all(rendered.get(each.number) == list(each.lines) for each in part.changes)
        if same and not self.private_prose and not part.is_log:
            return data
        self._built.gone["text"] = len(part.prose)
        return changes


def _tainted(changes: Iterable[Change], rewritten: Mapping[int, Rewritten]) -> set[bytes]:
    """Return the paths whose blob ids tell something private: of rewritten files, also moved."""
    changes = [change for change in changes if change.number in rewritten]
    found = {name for each in changes if rewritten[each.number].touched for name in each.names}
    count = -1
    while count != len(found):
        count = len(found)
        for change in changes:
            if not found.isdisjoint(change.names):
                found.update(change.names)
    return found


def _is_sound(path: bytes) -> bool:
    return not any(
        part in (b"", b".", b"..") or part.lower() == b".git" for part in path.split(b"/")
    )

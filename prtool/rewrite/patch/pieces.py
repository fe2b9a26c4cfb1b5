"""A diff or a mailbox in pieces that can be rewritten: what each says beside the bytes it had.

Owns which lines of the input belong to which change, and the text units made of them. Every unit
counts its lines as the input does, so that a place can be told without quoting anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from prtool.errors import InputError
from prtool.model.record import dataclass, field, replace
from prtool.model.results import Skip
from prtool.model.text import Channel, Span, TextUnit, decode
from prtool.rewrite.patch.letters import Letter, read_letter
from prtool.sources.mail_shape import is_mailbox
from prtool.sources.mailbox import read_mailbox
from prtool.sources.patch import FilePatch, Prose, read_diff
from prtool.sources.patch_check import cross_check
from prtool.sources.patch_units import file_units

PROSE = "prose"
"""Marks units made of text that belongs to no file."""
NO_NEWLINE = b"\\ No newline at end of file"
_FROM_ROWS = frozenset({Channel.CONTENT, Channel.SYMLINK, Channel.SUBMODULE})
_LOG = re.compile(
    rb"^(?:(?:commit )?[0-9a-f]{7,64}\b|(?:Author|AuthorDate|Commit|CommitDate|Date|Merge): )",
    re.MULTILINE,
)
"""What ``git log`` and ``git show`` put before a message. Source: git-log, "PRETTY FORMATS"."""


@dataclass(frozen=True, slots=True)
class Run:
    """Added lines that follow one another."""

    hunk: int
    rows: range
    """Indexes of the hunk's rows."""
    span: Span
    """In the text of :meth:`Change.new_side`."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file's change with the lines that it had in the input."""

    number: int
    """Tells it from all others of the input."""
    file: FilePatch
    lines: tuple[bytes, ...]
    r"""All of its lines, without ``\n``."""
    carried: frozenset[bytes] = frozenset()
    """Lines that earlier changes of the input add to this file, without their sign."""

    @property
    def tag(self) -> str:
        """Return what marks its units."""
        return str(self.number)

    @property
    def names(self) -> tuple[bytes, ...]:
        """Return its old and new path, each once."""
        both = (self.file.old_path, self.file.new_path)
        return tuple(dict.fromkeys(name for name in both if name is not None))

    @property
    def head(self) -> tuple[bytes, ...]:
        """Return the lines before the first hunk; all of them when there is none."""
        below = sum(1 + len(hunk.rows) + len(hunk.unended) for hunk in self.file.hunks)
        return self.lines[: len(self.lines) - below]

    def places(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield for each hunk the input's line of its head and those of its rows."""
        at = self.file.line + len(self.head)
        for hunk in self.file.hunks:
            marks = sorted(hunk.unended)
            rows = []
            line = at
            for index in range(len(hunk.rows)):
                line += 1
                rows.append(line)
                line += marks.count(index)
            yield at, tuple(rows)
            at = line + 1

    def new_side(self) -> tuple[str, tuple[int, ...], tuple[Run, ...]]:
        """Return text, line numbers and runs of added lines; hunks have an empty line between."""
        parts: list[str] = []
        numbers: list[int] = []
        runs: list[Run] = []
        length = 0
        for at, (head, places) in enumerate(self.places()):
            hunk = self.file.hunks[at]
            for index, row in enumerate(hunk.rows):
                if row[:1] == b"-":
                    continue
                text = decode(row[1:]) + ("" if index in hunk.unended else "\n")
                if row[:1] == b"+":
                    first, start = index, length
                    if runs and runs[-1].hunk == at and runs[-1].rows.stop == index:
                        last = runs.pop()
                        first, start = last.rows.start, last.span.start
                    run = Run(at, range(first, index + 1), Span(start, length + len(text)))
                    runs.append(run)
                parts.append(text)
                numbers.append(places[index])
                length += len(text)
            parts.append("\n")
            numbers.append(places[-1] if places else head)
            length += 1
        return "".join(parts), tuple(numbers), tuple(runs)

    def units(self, skipped: list[Skip]) -> Iterator[TextUnit]:
        """Yield its texts."""
        line = (self.file.line,)
        for unit in file_units(self.file, None, skipped):
            if unit.channel is Channel.PATH:
                yield replace(unit, numbers=line)
            elif unit.channel is Channel.HEADING:
                heads = [
                    at
                    for (at, _), hunk in zip(self.places(), self.file.hunks, strict=True)
                    if hunk.heading.strip()
                ]
                yield replace(unit, numbers=tuple(heads), blob=self.tag)
            elif unit.channel in _FROM_ROWS and self.file.hunks:
                text, numbers, runs = self.new_side()
                new = tuple(run.span for run in runs if run.span.start < run.span.end)
                yield replace(unit, text=text, numbers=numbers, new=new, blob=self.tag)
            elif unit.channel not in (Channel.CONTEXT, Channel.REMOVED) or not self.file.hunks:
                yield replace(unit, numbers=line * (unit.text.count("\n") + 1), blob=self.tag)
        yield from self._fixed(Channel.REMOVED, b"-", self.file.old_path)
        yield from self._fixed(Channel.CONTEXT, b" ", self.file.path)

    def _fixed(self, channel: Channel, sign: bytes, name: bytes | None) -> Iterator[TextUnit]:
        """Yield the lines of one sign that stand in the file before the whole input."""
        found = [
            (decode(row[1:]) + "\n", place)
            for (_, places), hunk in zip(self.places(), self.file.hunks, strict=True)
            for row, place in zip(hunk.rows, places, strict=True)
            if sign_of(row) == sign and row[1:] and row[1:] not in self.carried
        ]
        if found:
            yield TextUnit(
                channel=channel, text="".join(text for text, _ in found), blob=self.tag,
                path=decode(name or b""), numbers=tuple(place for _, place in found),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One mail, or a diff on its own."""

    letter: Letter | None
    """None for a diff on its own."""
    changes: tuple[Change, ...]
    prose: tuple[Prose, ...]
    """What stands around the changes, but for the letter."""

    def units(self, skipped: list[Skip]) -> Iterator[TextUnit]:
        """Yield its texts; mails lose what stands around letter and changes, so it is no text."""
        if self.letter is not None:
            yield from self.letter.units()
        for piece in self.prose if self.letter is None else ():
            numbers = tuple(range(piece.line, piece.line + piece.text.count(b"\n") + 1))
            yield TextUnit(
                channel=Channel.MESSAGE, text=decode(piece.text), numbers=numbers, blob=PROSE,
                commit=str(piece.line),
            )  # fmt: skip
        for change in self.changes:
            yield from change.units(skipped)

    @property
    def is_log(self) -> bool:
        """Tell whether the text around a diff names commits, authors or times, as a log does."""
        return any(_LOG.search(piece.text) for piece in self.prose)


def read_parts(data: bytes) -> tuple[Part, ...]:
    """Take an input apart.

    Raises:
        InputError: it is malformed, cut off, ambiguous for unidiff, or has no diff in it.
    """
    reader = _Reader()
    if not is_mailbox(data):
        parts = [reader.part(data, 1, None)]
    else:
        if data.partition(b"\n")[0].endswith(b"\r"):
            # A mail program saved it so: none of these bytes is the patch's.
            data = data.replace(b"\r\n", b"\n")
        parts = [
            reader.part(mail.body, mail.line, read_letter(mail, number))
            for number, mail in enumerate(read_mailbox(data), 1)
        ]
    if not any(part.changes for part in parts):
        raise InputError(
            "there is no diff in this input", hint="scrub takes a unified diff or a mailbox"
        )
    return tuple(parts)


@dataclass(slots=True)
class _Reader:
    """Reads the parts in order and remembers what they add."""

    count: int = 0
    added: dict[bytes, set[bytes]] = field(default_factory=dict)

    def part(self, data: bytes, first: int, letter: Letter | None) -> Part:
        pieces = list(read_diff(data, first))
        lines = data.removesuffix(b"\n").split(b"\n")
        ends = [*(piece.line - first for piece in pieces[1:]), len(lines)][: len(pieces)]
        changes = []
        prose = []
        for piece, end in zip(pieces, ends, strict=True):
            if isinstance(piece, FilePatch):
                changes.append(self._change(piece, lines[piece.line - first : end]))
            else:
                prose.append(piece)
        if letter is not None and prose and prose[0] is pieces[0]:
            letter = letter.with_text(prose.pop(0).text, alone=not changes)
        return Part(letter, tuple(changes), tuple(prose))

    def _change(self, file: FilePatch, lines: Sequence[bytes]) -> Change:
        cross_check(file)
        self.count += 1
        before = self.added.get(file.old_path, set()) if file.old_path is not None else set()
        change = Change(self.count, file, tuple(lines), frozenset(before))
        own = {row[1:] for hunk in file.hunks for row in hunk.rows if row[:1] == b"+"}
        if file.new_path is not None:
            self.added.setdefault(file.new_path, set()).update(before, own)
        return change


def sign_of(row: bytes) -> bytes:
    """Return ``+``, ``-`` or a blank, which the row of an empty context line may lack."""
    return row[:1] if row[:1] in (b"+", b"-") else b" "

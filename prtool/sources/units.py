"""Turns a change set into text units: one for every channel that a range of commits has."""

from __future__ import annotations

import time

from prtool.model.changes import ChangeSet, Commit, Entry, FileChange, Identity
from prtool.model.message import parse_message
from prtool.model.modes import MODE_SUBMODULE, MODE_SYMLINK
from prtool.model.record import Protocol, dataclass
from prtool.model.text import Channel, Span, TextUnit, decode, is_binary, iter_lines
from prtool.sources.limits import BINARY_LIMIT, SAMPLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_DAY = 24 * 60 * 60
"""Seconds."""
_FIRST, _LAST = -719_162, 2_932_896
"""Days since the epoch: the first one of the year 1, the last one of the year 9999."""
_DATES: dict[int, str] = {}
"""Those that have been asked for, by the day since the epoch: many commits are of one day."""
_MANY_DATES = 1 << 16
_TWO = tuple(f"{number:02}" for number in range(60))
"""Numbers of a clock, in two digits."""
WITHOUT_SAMPLE = (MODE_SUBMODULE, MODE_SYMLINK)
"""What stands for no file has none."""

_Step = tuple[FileChange, Entry | None, Entry | None]
"""A change; the last version of a path that comes for the first time; a version that does."""


class Base(Protocol):
    """What has to be known of the public base."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Return all public files by path."""

    @property
    def folders(self) -> frozenset[str]:
        """Return all public folders, each with a slash at its end."""

    @property
    def lines(self) -> Callable[[str], frozenset[str]]:
        """Return the lines that the public version of a path has."""


@dataclass(frozen=True, slots=True)
class NoBase:
    """Stands for the public base where nothing counts as public."""

    entries: Mapping[str, Entry]
    folders: frozenset[str] = frozenset()

    @property
    def lines(self) -> Callable[[str], frozenset[str]]:
        """Return what says that no line is public."""
        return lambda _: frozenset()


NOTHING = NoBase({})


def units_of(changeset: ChangeSet, base: Base, read: Callable[[str], bytes]) -> Iterator[TextUnit]:
    """Yield every text that the range would publish, each file version once.

    Args:
        changeset: the private range.
        base: the public base, which says what is new.
        read: returns an object's bytes.
    """
    if changeset.branch is not None:
        yield TextUnit(channel=Channel.BRANCH, text=changeset.branch)
    steps = _steps(changeset)
    for commit in changeset.commits:
        yield from commit_units(commit)
        for change, named, new in steps(commit):
            if named is not None:
                yield path_unit(change.path, commit.oid, base, _sample(named, read))
            if new is not None:
                yield from _entry_units(change, new, commit.oid, base, read)


def reads_of(changeset: ChangeSet) -> Iterator[str]:
    """Yield the ids of the objects that :func:`units_of` reads, in its order."""
    steps = _steps(changeset)
    for commit in changeset.commits:
        for _, named, new in steps(commit):
            if named is not None and named.mode not in WITHOUT_SAMPLE:
                yield named.oid
            if new is not None and new.mode != MODE_SUBMODULE:
                yield new.oid


def _steps(changeset: ChangeSet) -> Callable[[Commit], Iterator[_Step]]:
    """Return what yields, commit by commit, what is read of each change."""
    last = _last_versions(changeset)
    seen: set[tuple[str, int, str]] = set()
    known: set[str] = set()

    def steps(commit: Commit) -> Iterator[_Step]:
        for change in commit.changes:
            new = change.new
            if new is None:
                continue
            named = None if change.path in known else last[change.path]
            known.add(change.path)
            version = (change.path, new.mode, new.oid)
            yield change, named, None if version in seen else new
            seen.add(version)

    return steps


def commit_units(commit: Commit) -> Iterator[TextUnit]:
    """Yield the texts of a commit object itself."""
    message = parse_message(commit.message)
    yield TextUnit(channel=Channel.MESSAGE, text=message.text, commit=commit.oid)
    if message.trailers:
        yield TextUnit(channel=Channel.TRAILER, text=message.trailers, commit=commit.oid)
    for channel, identity in (
        (Channel.AUTHOR, commit.author),
        (Channel.COMMITTER, commit.committer),
    ):
        text = f"{decode(identity.name)} <{decode(identity.email)}>"
        yield TextUnit(channel=channel, text=text, commit=commit.oid)
    for identity in sorted({commit.author, commit.committer}, key=lambda who: who.seconds):
        yield TextUnit(channel=Channel.DATE, text=moment(identity), commit=commit.oid)


def path_unit(path: str, commit: str, base: Base, sample: str) -> TextUnit:
    """Return the unit of a path; the folders that upstream has are not new."""
    if path in base.entries:
        new: tuple[Span, ...] = ()
    else:
        start = path.rfind("/") + 1
        while start and path[:start] not in base.folders:
            start = path.rfind("/", 0, start - 1) + 1
        new = (Span(start, len(path)),)
    return TextUnit(
        channel=Channel.PATH, text=path, commit=commit, path=path, new=new, sample=sample
    )


def content_unit(path: str, commit: str | None, blob: str, raw: bytes, base: Base) -> TextUnit:
    """Return the unit of a text file; the lines that upstream's version has are not new."""
    text = decode(raw)
    channel = Channel.SUBMODULE if path.endswith(".gitmodules") else Channel.CONTENT
    return TextUnit(
        channel=channel, text=text, commit=commit, path=path, blob=blob,
        new=new_spans(text, base.lines(path)),
    )  # fmt: skip


def new_spans(text: str, public: frozenset[str]) -> tuple[Span, ...]:
    """Return the runs of whole lines that are not among ``public``."""
    if not public:
        return (Span(0, len(text)),) if text else ()
    spans: list[Span] = []
    for start, line in iter_lines(text):
        if line.removesuffix("\n") in public:
            continue
        end = start + len(line)
        if spans and spans[-1].end == start:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def moment(identity: Identity) -> str:
    """Return an identity's time in ISO 8601 with its own offset."""
    return moment_at(identity.seconds, identity.offset_minutes)


def moment_at(seconds: int, offset_minutes: int) -> str:
    """Return a time since the epoch in ISO 8601, as it was so many minutes east of UTC."""
    minutes = max(-1439, min(1439, offset_minutes))
    day, second = divmod(seconds + 60 * minutes, _DAY)
    date = _date(day)
    if not date or not _date(seconds // _DAY):
        return f"@{seconds}"
    minute, second = divmod(second, 60)
    hour, minute = divmod(minute, 60)
    return f"{date}T{_TWO[hour]}:{_TWO[minute]}:{_TWO[second]}{_zone(minutes)}"


def _zone(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{_TWO[hours]}:{_TWO[rest]}"


def _date(day: int) -> str:
    """Return the date of a day since the epoch; empty where there is none such."""
    known = _DATES.get(day)
    if known is None:
        known = ""
        if _FIRST <= day <= _LAST:
            year, month, date, *_ = time.gmtime(day * _DAY)
            known = f"{year:04}-{month:02}-{date:02}"
        if len(_DATES) < _MANY_DATES:
            _DATES[day] = known
    return known


def _entry_units(
    change: FileChange, new: Entry, commit: str, base: Base, read: Callable[[str], bytes]
) -> Iterator[TextUnit]:
    path = change.path
    if change.old is not None and change.old.mode != new.mode:
        yield TextUnit(channel=Channel.MODE, text=f"{new.mode:o}", commit=commit, path=path)
    if new.mode == MODE_SUBMODULE:
        yield TextUnit(channel=Channel.SUBMODULE, text=new.oid, commit=commit, path=path)
        return
    yield blob_unit(path, new, commit, read(new.oid), base)


def blob_unit(path: str, new: Entry, commit: str, raw: bytes, base: Base) -> TextUnit:
    """Return the unit of a file or a symbolic link."""
    public = base.entries.get(path)
    if new.mode == MODE_SYMLINK:
        return TextUnit(
            channel=Channel.SYMLINK, text=decode(raw), commit=commit, path=path, blob=new.oid,
            new=() if public == new else None,
        )  # fmt: skip
    if is_binary(raw):
        return TextUnit(
            channel=Channel.BINARY, text=raw[:BINARY_LIMIT].decode("latin-1"), commit=commit,
            path=path, blob=new.oid, new=() if public and public.oid == new.oid else None,
        )  # fmt: skip
    return content_unit(path, commit, new.oid, raw, base)


def _last_versions(changeset: ChangeSet) -> dict[str, Entry]:
    """Return the last entry that each path has in the range."""
    return {
        change.path: change.new
        for commit in changeset.commits
        for change in commit.changes
        if change.new is not None
    }


def _sample(entry: Entry, read: Callable[[str], bytes]) -> str:
    return sample(read(entry.oid)) if entry.mode not in WITHOUT_SAMPLE else ""


def sample(raw: bytes) -> str:
    """Return what of a file is shown beside its path."""
    return decode(raw[: 4 * SAMPLE])[:SAMPLE]

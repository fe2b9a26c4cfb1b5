"""Reads of many commits only the texts in which something may be found; the others are counted.

Most commits of a history say nothing that any detector would look at, and all of them name the
same few people. So texts of one channel are shown to the sieves together, and people once.
"""

from __future__ import annotations

from prtool.model.message import parse_message
from prtool.model.patterns import bytes_regex
from prtool.model.text import Channel, TextUnit, decode, encode
from prtool.repo.beside import started_objects
from prtool.repo.commits import identity_parts, read_commit
from prtool.sources.heads import header_units
from prtool.sources.units import moment_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from prtool.model.changes import Identity
    from prtool.model.record import Counter
    from prtool.model.results import Skip
    from prtool.sources.patch_sift import Finder

    Who = tuple[bytes, int, int]
    """Name and address as they are looked at, seconds since the epoch, minutes east of UTC."""

_USUAL = bytes_regex(
    rb"tree [0-9a-f]+\n(?:parent [0-9a-f]+\n)*author ([^\n]+)\ncommitter ([^\n]+)\n\n"
)
"""The head of a commit without any further field, as git's ``commit_tree`` writes it."""
_NAMED = b"%b <%b>"
"""A name and an address as they are looked at."""
_MANY = 1 << 20
"""Code points that are kept to be looked at together."""


class Together:
    """Texts of one channel that are looked at together."""

    def __init__(self, channel: Channel, finder: Finder, passed: Counter[Channel]) -> None:
        self._channel = channel
        self._finder = finder
        self._passed = passed
        self._texts: list[str] = []
        self._commits: list[str] = []
        self._size = 0

    @property
    def is_full(self) -> bool:
        """Tell whether it is time to look."""
        return self._size > _MANY

    def add(self, text: str, commit: str) -> None:
        """Take a text of a commit."""
        self._texts.append(text)
        self._commits.append(commit)
        self._size += len(text)

    def told(self) -> Iterator[TextUnit]:
        """Yield those in which something may be found, count the others, forget all of them."""
        if not self._texts:
            return
        worth = self._finder.places_in(self._channel, [encode(text) for text in self._texts])
        self._passed[self._channel] += len(self._texts) - len(worth)
        for number in sorted(worth):
            yield TextUnit(
                channel=self._channel, text=self._texts[number], commit=self._commits[number]
            )
        self._texts, self._commits, self._size = [], [], 0


def sifted_commits(
    git_dir: str,
    order: Sequence[str],
    skipped: list[Skip],
    finder: Finder,
    passed: Counter[Channel],
) -> Iterator[TextUnit]:
    """Yield what of some commits themselves is worth a look: messages, people, dates, headers.

    Args:
        git_dir: the folder of the repository's objects, as an absolute path.
        order: their ids.
        skipped: gets what can't be looked at.
        finder: knows what is worth a look.
        passed: gets the number of texts that are not.

    Raises:
        RepositoryError: a commit is missing or is none that git would write.
        GitError: git failed.
    """
    messages, trailers, dates = every = [
        Together(channel, finder, passed)
        for channel in (Channel.MESSAGE, Channel.TRAILER, Channel.DATE)
    ]
    people: dict[tuple[Channel, bytes], list[str]] = {}
    reader = _Usual()
    ahead = started_objects(git_dir, order)
    for oid, raw in zip(order, ahead.objects(order), strict=True):
        usual = reader.read(raw)
        if usual is None:
            read = {oid: raw}.__getitem__
            commit = read_commit(read, oid)
            yield from header_units(read, [commit], skipped)
            usual = _who(commit.author), _who(commit.committer), commit.message
        author, committer, message = usual
        people.setdefault((Channel.AUTHOR, author[0]), []).append(oid)
        people.setdefault((Channel.COMMITTER, committer[0]), []).append(oid)
        for _, seconds, minutes in {author, committer}:
            dates.add(moment_at(seconds, minutes), oid)
        message = message.rstrip()
        if "\n\n" in message:  # else there is no last paragraph
            parsed = parse_message(message)
            message = parsed.text
            if parsed.trailers:
                trailers.add(parsed.trailers, oid)
        messages.add(message, oid)
        for each in every:
            if each.is_full:
                yield from each.told()
    for each in every:
        yield from each.told()
    yield from _people(people, finder, passed)


def _people(
    people: dict[tuple[Channel, bytes], list[str]], finder: Finder, passed: Counter[Channel]
) -> Iterator[TextUnit]:
    """Yield everybody once, and in all of their commits those in whom something is found."""
    for (channel, who), commits in people.items():
        text = decode(who)
        first = TextUnit(channel=channel, text=text, commit=commits[0])
        yield first
        if any(True for _ in finder.at(first)):
            for oid in commits[1:]:
                yield TextUnit(channel=channel, text=text, commit=oid)
        else:
            passed[channel] += len(commits) - 1


class _Usual:
    """Reads commits whose head has nothing else to tell; most people and zones come many times."""

    def __init__(self) -> None:
        self._names: dict[bytes, bytes] = {}
        self._zones: dict[bytes, int] = {}

    def read(self, raw: bytes) -> tuple[Who, Who, str] | None:
        """Return author, committer and message; None if it is not of this kind."""
        head = _USUAL.match(raw)
        if head is None:
            return None
        first, second = head.groups()
        try:
            author = self._who(first)
            committer = author if second == first else self._who(second)
        except ValueError:
            return None
        message = raw[head.end() :]
        try:
            return author, committer, message.decode()
        except UnicodeDecodeError:
            return author, committer, message.decode("latin-1")

    def _who(self, line: bytes) -> Who:
        """Return who a line names, as ``repo.commits`` reads it.

        Raises:
            ValueError: it names nobody in the usual way.
        """
        person, _, when = line.rpartition(b"> ")
        seconds, _, zone = when.partition(b" ")
        if not seconds.isdigit():
            raise ValueError("before 1970, or no time at all")
        name, minutes = self._names.get(person), self._zones.get(zone)
        if name is None or minutes is None:
            own, address, _, minutes = identity_parts(line)
            name = self._names[person] = _NAMED % (own, address)
            self._zones[zone] = minutes
        return name, int(seconds), minutes


def _who(identity: Identity) -> Who:
    name = _NAMED % (identity.name, identity.email)
    return name, identity.seconds, identity.offset_minutes

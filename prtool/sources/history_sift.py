"""Reads of all that refs reach only the texts in which something may be found.

What it yields is a part of what ``history.history_units`` does, and nothing is found in the rest.
Git runs beside: it lists what commits change while these are looked at, and reads files ahead.
"""

from __future__ import annotations

from itertools import pairwise

from prtool.errors import RepositoryError
from prtool.model.changes import Entry
from prtool.model.modes import MODE_SUBMODULE, MODE_SYMLINK
from prtool.model.text import Channel, TextUnit, decode, encode, is_binary
from prtool.repo.beside import Beside, started_objects
from prtool.repo.commits import started_changes
from prtool.sources.commit_sift import sifted_commits
from prtool.sources.crew import Crew, processors
from prtool.sources.heads import ref_units
from prtool.sources.limits import POINTER
from prtool.sources.text_sift import telling_files
from prtool.sources.units import NOTHING, WITHOUT_SAMPLE, blob_unit, path_unit, sample

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import TypeVar

    from prtool.model.record import Counter
    from prtool.model.results import Skip
    from prtool.repo.objects import Store
    from prtool.sources.crew import Found
    from prtool.sources.patch_sift import Finder

    _Part = TypeVar("_Part")
    Version = tuple[bytes, str, int, str]
    """Path, the first commit that has it, mode and object id of a version of a file."""
    _File = tuple[Version, bytes, bool]
    """A version, its bytes, and whether they are a text."""

_MANY = 1 << 19
"""Bytes of files that are looked at together."""
_SHARE = 1 << 10
"""Commits, or versions of files, that are worth a process of their own."""
_LAST = 0.7
"""The share of versions that is left to this process, which looks at paths before it begins."""
_POINTER = encode(POINTER)
_MODULES = b".gitmodules"
_SYMLINK, _SUBMODULE = (f"{mode:o}".encode() for mode in (MODE_SYMLINK, MODE_SUBMODULE))


def sifted(
    listed: Beside,
    git_dir: str,
    store: Store,
    skipped: list[Skip],
    finder: Finder,
    passed: Counter[Channel],
    found: Found | None = None,
) -> Iterator[TextUnit]:
    """Yield what is worth a look, each blob once: commits, files, names, tags.

    Args:
        listed: the git that lists the commits.
        git_dir: the folder of the repository's objects, as an absolute path.
        store: the same repository.
        skipped: gets what can't be looked at.
        finder: knows what is worth a look.
        passed: gets the number of texts that are not.
        found: with it, many files may be read by several processes; see ``crew``.

    Raises:
        RepositoryError: an object is missing or not whole.
        GitError: git failed.
    """
    order = listed.output().decode().split()
    changes = _Changes()
    rows: list[Beside] = []
    try:
        rows.extend(started_changes(git_dir, commits) for commits in _shares(order))
        yield from ref_units(store)
        yield from sifted_commits(git_dir, order, skipped, finder, passed)
        for each in rows:
            changes.add(each.output())
    finally:
        for each in rows:
            each.end()
    changes.must_be_of(order)
    parts = _shares(changes.versions, _LAST) if found is not None else []
    oids = [oid for _, _, mode, oid in changes.versions if mode != MODE_SUBMODULE]
    if len(set(oids)) < len(oids):
        parts = []  # whether bytes of two kinds are one text is told by one process

    def read(number: int, _: list[Skip], passed: Counter[Channel]) -> Iterator[TextUnit]:
        return _Files(git_dir, parts[number]).units(finder, passed)

    crew = Crew(len(parts), read, finder) if len(parts) > 1 else None
    files = _Files(git_dir, changes.versions) if crew is None else None
    units = None
    try:
        yield from changes.mode_units
        yield from _path_units(changes, git_dir, finder, passed)
        if crew is not None and found is not None:
            units = crew.units(skipped, passed, found)
        if units is None:
            files = files or _Files(git_dir, changes.versions)
            units = files.units(finder, passed)
        yield from units
    finally:
        if crew is not None:
            crew.end()
        if files is not None:
            files.end()


def _shares(whole: Sequence[_Part], last: float = 1.0) -> list[Sequence[_Part]]:
    """Return shares of commits or versions, one for each process.

    Git reads a share ahead; with more of them it would have to be started again, and to unpack
    again what it knows.

    Args:
        whole: what is shared.
        last: the size of the last share, where that of the others is 1.
    """
    count = min(processors(), len(whole) // _SHARE + 1)
    cuts = [int(number * len(whole) / (count - 1 + last)) for number in range(count)]
    return [whole[start:end] for start, end in pairwise([*cuts, len(whole)])]


class _Changes:
    """What commits change, as far as it is new: paths, and versions of files."""

    def __init__(self) -> None:
        self.paths: dict[bytes, str] = {}
        """The first commit of each path."""
        self.last: dict[bytes, tuple[bytes, bytes]] = {}
        """The last version of each path: mode and object id, as git writes them."""
        self.versions: list[Version] = []
        self.mode_units: list[TextUnit] = []
        self._seen: set[tuple[bytes, bytes, bytes]] = set()
        self._known: set[tuple[bytes, object]] = set()
        self._commits: set[str] = set()

    def must_be_of(self, order: Collection[str]) -> None:
        """Make sure that these are the changes of all commits.

        Raises:
            RepositoryError: a commit is missing.
        """
        if self._commits != set(order):
            raise RepositoryError(
                "git did not list the changes of every commit", hint="run 'git fsck'"
            )

    def add(self, raw: bytes) -> None:
        """Read git's rows.

        Source: git's Documentation/diff-format.txt, "Diff format for merges".
        """
        seen, known, commits = self._seen, self._known, self._commits
        commit = ""
        fields = iter(raw.split(b"\0"))
        for field in fields:
            if field[:1] != b":":
                if field:
                    commit = field.decode()
                    commits.add(commit)
                continue
            path = next(fields)
            words = field.lstrip(b":").split(b" ")
            parents = len(words) // 2 - 1
            mode, oid = words[parents], words[2 * parents + 1]
            if not mode.strip(b"0"):
                continue  # it is gone
            self.paths.setdefault(path, commit)
            self.last[path] = mode, oid
            if (path, mode, oid) in seen:
                continue
            seen.add((path, mode, oid))
            if mode != words[0]:
                self._other_mode(words[0], mode, commit, path)
            # The same bytes are looked at again only where they are another kind of thing.
            kind = mode if mode in (_SYMLINK, _SUBMODULE) else path.endswith(_MODULES)
            if mode == _SUBMODULE or (oid, kind) not in known:
                known.add((oid, kind))
                self.versions.append((path, commit, int(mode, 8), oid.decode()))

    def _other_mode(self, old: bytes, mode: bytes, commit: str, path: bytes) -> None:
        if int(old, 8) not in (0, int(mode, 8)):
            text = f"{int(mode, 8):o}"
            unit = TextUnit(channel=Channel.MODE, text=text, commit=commit, path=decode(path))
            self.mode_units.append(unit)


def _path_units(
    changes: _Changes, git_dir: str, finder: Finder, passed: Counter[Channel]
) -> Iterator[TextUnit]:
    """Yield the paths that may be a finding, each with the beginning of its last version."""
    paths = list(changes.paths)
    if not paths:
        return
    worth = sorted(finder.places_in(Channel.PATH, paths))
    passed[Channel.PATH] += len(paths) - len(worth)
    telling = [paths[number] for number in worth]
    last = [(int(mode, 8), oid.decode()) for mode, oid in map(changes.last.__getitem__, telling)]
    oids = [oid for mode, oid in last if mode not in WITHOUT_SAMPLE]
    if not telling:
        return
    samples = started_objects(git_dir, oids).objects(oids)
    for path, (mode, _) in zip(telling, last, strict=True):
        begin = "" if mode in WITHOUT_SAMPLE else sample(next(samples))
        yield path_unit(decode(path), changes.paths[path], NOTHING, begin)
    for _ in samples:
        pass


class _Files:
    """Versions of files, which git begins to read at once."""

    def __init__(self, git_dir: str, versions: Sequence[Version]) -> None:
        self._versions = versions
        self._oids = [oid for _, _, mode, oid in versions if mode != MODE_SUBMODULE]
        self._git = started_objects(git_dir, self._oids)

    def end(self) -> None:
        """Leave nothing behind, whether they have been read or not."""
        self._git.end()

    def units(self, finder: Finder, passed: Counter[Channel]) -> Iterator[TextUnit]:
        """Yield what of them is worth a look."""
        objects = self._git.objects(self._oids)
        binaries: set[str] = set()
        together: list[_File] = []
        size = 0
        for version in self._versions:
            _, _, mode, oid = version
            raw = b"" if mode == MODE_SUBMODULE else next(objects)
            is_text = mode not in WITHOUT_SAMPLE and not is_binary(raw)
            if not is_text and mode not in WITHOUT_SAMPLE:
                if oid in binaries:
                    continue
                binaries.add(oid)
            together.append((version, raw, is_text))
            size += len(raw)
            if size > _MANY:
                yield from _told(together, finder, passed)
                together, size = [], 0
        yield from _told(together, finder, passed)
        for _ in objects:
            pass


def _told(
    together: Sequence[_File], finder: Finder, passed: Counter[Channel]
) -> Iterator[TextUnit]:
    """Yield what of some files is worth a look."""
    plain = [
        number
        for number, ((path, _, _, _), raw, is_text) in enumerate(together)
        if is_text and not path.endswith(_MODULES) and not raw.startswith(_POINTER)
    ]
    files = [(decode(version[0]), raw) for version, raw, _ in (together[n] for n in plain)]
    worth = telling_files(files, finder)
    if len(plain) > len(worth):
        passed[Channel.CONTENT] += len(plain) - len(worth)
    left_out = {number for at, number in enumerate(plain) if at not in worth}
    for number, ((path, commit, mode, oid), raw, _) in enumerate(together):
        if number in left_out:
            continue
        if mode == MODE_SUBMODULE:
            yield TextUnit(channel=Channel.SUBMODULE, text=oid, commit=commit, path=decode(path))
        else:
            yield blob_unit(decode(path), Entry(mode, oid), commit, raw, NOTHING)

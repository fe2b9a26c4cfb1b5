"""``prtool check``: the gate. Does anything private stand in what is about to leave?"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain

from prtool import start
from prtool.detectors.gate import GateDetector
from prtool.errors import InputError, LexiconError, RepositoryError
from prtool.lexicon.privacy import FILES
from prtool.lexicon.privatedir import PrivateDir
from prtool.model.record import dataclass, replace
from prtool.model.results import Skip
from prtool.model.text import Channel, TextUnit
from prtool.pipeline import gatecache
from prtool.pipeline.gatefiles import GateFiles
from prtool.pipeline.inline_allows import allow_inline
from prtool.pipeline.inputs import open_input, rules_base
from prtool.pipeline.leaks import addresses, tell
from prtool.pipeline.names import key_for, open_names
from prtool.pipeline.places import PRIVATE_DIR
from prtool.pipeline.request import NEEDS_REPOSITORY, Input
from prtool.pipeline.scanners import scanner_of
from prtool.policy import decide
from prtool.progress import Silent
from prtool.repo.open import open_quickly
from prtool.reports.report import Report
from prtool.rules import NAME as RULES_FILE
from prtool.rules import builtin_text
from prtool.sources.limits import beyond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from prtool.detectors.base import Detector
    from prtool.model.finding import Finding
    from prtool.model.secret import Secret
    from prtool.pipeline.baseline import Book
    from prtool.pipeline.gatecache import Gate
    from prtool.pipeline.inputs import Opened
    from prtool.pipeline.names import Names
    from prtool.pipeline.places import Places
    from prtool.pipeline.request import CheckRequest
    from prtool.pipeline.squash import Squashing
    from prtool.progress import Progress
    from prtool.repo.open import Repository
    from prtool.reports.public import PublicFinding
    from prtool.rules.model import RuleSet
    from prtool.scan import Scan, Scanner


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it."""

    report: Report
    values: Mapping[PublicFinding, Secret]
    """The matched texts, for their owner's eyes only."""


@dataclass(frozen=True, slots=True)
class _Home:
    """Where the check takes place: a repository, one that can't be read from, or none."""

    root: Path | None
    repository: Repository | None
    private: PrivateDir | None
    tracked: tuple[str, ...]
    """Files of the private folder, or the lexicon, that git tracks."""

    @property
    def usable(self) -> PrivateDir | None:
        """Return the private folder where it is there and git has nothing of it."""
        there = self.private is not None and self.private.path.is_dir() and not self.tracked
        return self.private if there else None


@dataclass(frozen=True, slots=True)
class _Laws:
    """What the findings are judged by."""

    scanner: Scanner
    rules: RuleSet
    book: Book | None
    """The baseline, where one is named."""
    files: GateFiles


def check(request: CheckRequest, progress: Progress | None = None) -> Checked:
    """Look at everything that the request names.

    Raises:
        PrtoolError: something could not be looked at; then nothing has passed.
    """
    progress = progress or Silent()
    with _home(request) as home:
        files = _gate_files(request, home)
        law, kept = _known_rules(request, home, files)
        rules = law.rules if law is not None else _rules(request, home, files)
        sealed, unsealed = _sealed(request, files)
        names = _names(request.places, home, needed=rules.require_lexicon and not sealed)
        key = key_for(names, home.usable, home.repository)
        book = _baseline(request, home, files)
        scanner = scanner_of(rules, names.terms, key, law.sieves if law is not None else None)
        gate = _gate(request, home, files)
        scanner = replace(scanner, detectors=(*scanner.detectors, gate, *sealed))
        if law is None or names.untried is not None:
            _prove(scanner, names, rules, law, kept)
        finder = scanner.looks.finder
        with open_input(request.subject, home.repository, home.usable, finder) as opened:
            opened.skipped.extend((*unsealed, *request.skipped))
            if home.repository is not None and request.subject.kind is Input.WORKTREE:
                from prtool.pipeline.unseen import hidden_in_worktree

                opened.skipped.extend(hidden_in_worktree(home.repository))
            scan = _scan(request, home, opened, scanner, progress)
            laws = _Laws(scanner, rules, book, files)
            return _judge(request, opened, scan, laws, names.count)


def _prove(
    scanner: Scanner, names: Names, rules: RuleSet, law: Gate | None, kept: gatecache.Files | None
) -> None:
    """Let the canary try what has not been tried before, and keep what was worked out for it.

    Raises:
        InputError: something is not caught.
    """
    from prtool.lexicon.model import Lexicon
    from prtool.verify import canary

    canary.require(scanner, names.untried or Lexicon(), proven=law is not None)
    if law is None and kept is not None:
        gatecache.write(kept, rules, scanner.looks.public)
    names.keep()
    if law is None or names.place is not None:
        start.learn_nothing()  # the next check will not do this work


def _sealed(
    request: CheckRequest, files: GateFiles
) -> tuple[tuple[Detector, ...], tuple[Skip, ...]]:
    """Return the detector of the sealed lexicon, or what is to be said when there is no key.

    Raises:
        LexiconError: the sealed lexicon can't be used; without a key only if nobody agreed to it.
    """
    if request.sealed is None:
        return (), ()
    from prtool.lexicon.sealed_key import MissingKeyError
    from prtool.pipeline.sealed import sealed_detector

    raw = files.read(request.sealed, "--sealed")
    try:
        return (sealed_detector(request.sealed, request.seal_key, request.environ, raw=raw),), ()
    except MissingKeyError:
        if not request.without_seal_key:
            raise
        return (), (Skip(Channel.TEXT, "sealed lexicon", "its key is not at hand here"),)


def _baseline(request: CheckRequest, home: _Home, files: GateFiles) -> Book | None:
    if request.baseline.are_none:
        return None
    from prtool.pipeline.baseline import open_baseline

    return open_baseline(
        request.baseline, files, home.private, request.environ,
        subject=request.subject, tracked=bool(home.tracked),
    )  # fmt: skip


def _scan(
    request: CheckRequest, home: _Home, opened: Opened, scanner: Scanner, progress: Progress
) -> tuple[Scan, Collection[str]]:
    """Return what is found, and the addresses of all authors and committers."""
    progress.stage("scanning")
    if opened.private_ids:
        from prtool.detectors.commits import CommitIds

        ids = CommitIds(opened.private_ids)
        scanner = replace(scanner, detectors=(*scanner.detectors, ids))
    authors: set[str] = set()
    own = [TextUnit(channel=Channel.PATH, text=path, path=path, new=()) for path in home.tracked]
    named = request.local_branch
    given = (unit for unit in opened.units if named or unit.channel is not Channel.BRANCH)
    units = chain(_counted(chain(given, _texts(request, home, opened.skipped)), opened), own)
    squashing = _squashing(request)
    scan = scanner.scan(
        addresses(squashing.watched(units) if squashing else units, authors),
        opened.public, on_unit=progress.step, passed=opened.passed,
    )  # fmt: skip
    if squashing:
        scan = squashing.settled(scan)
    scan.coverage.skipped.extend(opened.skipped)
    return scan, authors


def _squashing(request: CheckRequest) -> Squashing | None:
    """Return what builds the squash messages of a range; no other input is ever squashed."""
    if request.subject.kind is not Input.RANGE:
        return None
    from prtool.pipeline.squash import Squashing

    return Squashing()


def _judge(
    request: CheckRequest, opened: Opened, found: tuple[Scan, Collection[str]], laws: _Laws,
    lexicon_terms: int | None,
) -> Checked:  # fmt: skip
    """Let the rules decide, then comments on a line, then the baseline."""
    (scan, authors), known = found, laws.scanner.rules_later
    plan = decide(
        scan.findings, laws.rules, paths=(), upstream_paths=opened.upstream_paths,
        today=request.today,
    )  # fmt: skip
    decisions, commented = allow_inline(
        plan.decisions, enabled=laws.rules.inline_allows, known=known, today=request.today
    )
    if commented:
        scan.coverage.notes.append(f"findings that comments allow: {commented}")
    silenced: tuple[Finding, ...] = ()
    if laws.book is not None:
        from prtool.pipeline.baseline import old_names_in

        renamed = old_names_in(request.subject, laws.files)
        applied = laws.book.apply(decisions, authors, opened.commits, request.today, renamed)
        decisions, silenced = applied.decisions, applied.silenced
        scan.coverage.notes.extend(applied.notes)
    told = tell(decisions, scan.coverage, authors, opened.commits, silenced)
    report = Report(
        findings=told.findings, fail_on=request.fail_on, coverage=told.coverage,
        lexicon_terms=lexicon_terms,
        not_listed=told.not_listed, rules=known,
    )  # fmt: skip
    return Checked(report, told.values)


def _counted(units: Iterator[TextUnit], opened: Opened) -> Iterator[TextUnit]:
    """Pass units on, and note what lies beyond them.

    Raises:
        InputError: there is none; a gate that looked at nothing has not passed.
    """
    count = 0
    skipped = opened.skipped
    for unit in units:
        count += 1
        skipped.extend(beyond(unit))
        yield unit
    if not count and not opened.passed:
        raise InputError(
            "nothing to look at: the input is empty",
            hint="check the range, the staged changes or the file that you named",
        )


def _texts(request: CheckRequest, home: _Home, skipped: list[Skip]) -> Iterator[TextUnit]:
    yield from request.texts
    if request.message is not None:
        comment, cleanup = "#", ""
        if home.repository is not None:
            setting = home.repository.setting
            comment = setting("core", "commentString") or setting("core", "commentChar") or "#"
            cleanup = setting("commit", "cleanup") or ""
        from prtool.sources.texts import message_units

        yield from message_units(request.message, skipped, comment=comment, cleanup=cleanup)


@contextmanager
def _home(request: CheckRequest) -> Iterator[_Home]:
    places = request.places
    root: Path | None = None
    repository: Repository | None = None
    try:
        repository = open_quickly(places.folder)
        root = repository.root
    except RepositoryError:
        if request.subject.kind in NEEDS_REPOSITORY or not places.folder.is_dir():
            raise
        folder = places.folder.resolve()
        root = next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
    try:
        named = places.private_dir or (root / PRIVATE_DIR if root is not None else None)
        private = PrivateDir(named) if named is not None else None
        yield _Home(root, repository, private, _tracked(places, repository, private))
    finally:
        if repository is not None:
            repository.close()


def _tracked(
    places: Places, repository: Repository | None, private: PrivateDir | None
) -> tuple[str, ...]:
    if repository is None:
        return ()
    named = [private.path] if private is not None else []
    named += [places.lexicon.absolute()] if places.lexicon is not None else []
    return tuple(path for each in named for path in repository.tracked(each))


def _gate_files(request: CheckRequest, home: _Home) -> GateFiles:
    """Return what reads the gate's own files: as of the base, when the check is of a range."""
    subject, repository = request.subject, home.repository
    if repository is None or subject.kind is not Input.RANGE:
        return GateFiles(repository)
    base, head = rules_base(subject, repository), repository.commit_id(subject.head)
    return GateFiles(repository, base, head)


def _gate(request: CheckRequest, home: _Home, gate: GateFiles) -> GateDetector:
    """Return the detector of the gate's own files, which knows where private ones would lie."""
    places = request.places
    files = [places.lexicon.absolute()] if places.lexicon is not None else []
    if home.private is not None:
        files += [home.private.path / name for name in FILES]
    inside = [
        str(path.relative_to(home.root))
        for path in files
        if home.root is not None
        and path.is_relative_to(home.root)
        and not path.is_relative_to(home.root / PRIVATE_DIR)  # those are known to all
    ]
    # All of history holds every version of these files, and none of them is under test.
    configs: set[str] = set()
    if request.subject.kind is not Input.HISTORY:
        named = (*places.rules, request.baseline.path, request.baseline.write, request.sealed)
        steering = [gate.name(path) for path in named if path is not None]
        configs = {RULES_FILE, *(name for name in steering if name is not None)}
    return GateDetector((*inside, *home.tracked), configs=configs)


def _known_rules(
    request: CheckRequest, home: _Home, files: GateFiles
) -> tuple[Gate | None, gatecache.Files | None]:
    """Return what is kept of the rules in force, and the files that it is kept for.

    Nothing is kept of rules that the user names.
    """
    if request.places.rules:
        return None, None
    found = [("built-in", builtin_text())]
    own: bytes | None = None
    if files.base is not None and home.repository is not None:
        own = home.repository.blob_at(files.base, RULES_FILE)
    elif home.root is not None:
        path = home.root / RULES_FILE
        try:
            own = path.read_bytes() if path.is_file() and not path.is_symlink() else None
        except OSError:
            return None, None  # said where they are loaded
    if own is not None:
        found.append((RULES_FILE, own))
    return gatecache.read(found), found


def _rules(request: CheckRequest, home: _Home, files: GateFiles) -> RuleSet:
    from prtool.pipeline.workspace import load_rules

    if home.repository is not None:
        return load_rules(home.repository, request.places, base=files.base, read=files.read_rules)
    own = home.root / RULES_FILE if home.root is not None else None
    places = request.places
    if not places.rules and own is not None and own.is_file() and not own.is_symlink():
        places = replace(places, rules=(own,))
    return load_rules(None, places)


def _names(places: Places, home: _Home, *, needed: bool) -> Names:
    """Return what looks for private names.

    Raises:
        LexiconError: the lexicon is wrong, or needed and not there.
    """
    private = home.private
    path = places.lexicon or (private.lexicon if private is not None else None)
    if places.lexicon is None and path is not None and not path.exists():
        path = None
    names = open_names(path, home.usable)
    if needed and not names.count:
        state = "there is none" if names.count is None else "there is no term in it"
        raise LexiconError(f"the rules require a lexicon, and {state}")
    return names

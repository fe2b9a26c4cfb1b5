"""The baseline of one check: found, applied, written."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from prtool.baseline import file
from prtool.baseline.file import Entry
from prtool.baseline.key import find_key
from prtool.baseline.match import Matcher, OldNames, Seen
from prtool.errors import InputError, OutputError
from prtool.lexicon.privatedir import PrivateDir, write_private
from prtool.lexicon.sealed_key import MissingKeyError, write_new_key
from prtool.model.finding import Finding, State
from prtool.model.plan import Decision
from prtool.model.record import dataclass, field, replace
from prtool.pipeline.gatefiles import GateFiles
from prtool.pipeline.leaks import is_listed, path_masks
from prtool.pipeline.request import BaselineOptions, Input, Subject
from prtool.pipeline.sealed import keep_apart
from prtool.repo.open import Repository
from prtool.repo.renames import old_names, renames_of_commits, renames_of_index

_PUBLIC_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Applied:
    """The decisions of a check after the baseline."""

    decisions: tuple[Decision, ...]
    silenced: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A baseline, ready to be applied."""

    key: bytes = b""
    entries: tuple[Entry, ...] = ()
    target: Path | None = None
    """Where to write it."""
    key_out: Path | None = None
    whole: bool = False
    """Whether the check looks at everything."""
    notes: tuple[str, ...] = field(default=())

    def apply(
        self,
        decisions: Sequence[Decision],
        authors: Collection[str],
        commits: Sequence[str],
        today: datetime.date,
        old_names: OldNames,
    ) -> Applied:
        """Mark what is known as allowed, and write the baseline where that is asked for.

        Args:
            decisions: those of the rules.
            authors: see :func:`prtool.pipeline.leaks.may_be_known`.
            commits: ids of the commits, oldest first.
            today: the day on which the last days of entries are looked at.
            old_names: what files were called before.

        Raises:
            OutputError: the baseline or its key can't be written.
        """
        if not self.key:
            return Applied(tuple(decisions), notes=self.notes)
        order = {oid: number for number, oid in enumerate(commits)}
        decisions = sorted(decisions, key=lambda each: order.get(each.finding.unit.commit or "", 0))
        findings = tuple(each.finding for each in decisions)
        listed = tuple(is_listed(each, authors) for each in decisions)
        matcher = Matcher(self.key, Seen(findings=findings, listed=listed, old_names=old_names))
        entries, notes = self.entries, list(self.notes)
        if self.target is not None:
            told = (each for each, shown in zip(findings, listed, strict=True) if shown)
            entries = matcher.record(entries, path_masks(told), whole=self.whole)
            self._write(self.target, entries)
            notes.append(f"baseline: {_number(len(entries), 'entry')} written")
        outcome = matcher.silence(entries, today)
        made = list(decisions)
        for position in outcome.silenced:
            made[position] = _with(made[position], state=State.ALLOWED)
        for position, note in outcome.notes.items():
            old = findings[position].note
            made[position] = _with(made[position], note=f"{old}; {note}" if old else note)
        silenced = tuple(findings[position] for position in sorted(outcome.silenced))
        notes.append(f"baseline: {_number(len(silenced), 'finding')} silenced")
        notes += self._news(entries, outcome.matched, today)
        return Applied(tuple(made), silenced, tuple(notes))

    def _news(
        self, entries: Sequence[Entry], matched: Collection[str], today: datetime.date
    ) -> list[str]:
        """Return what somebody should tidy up in the baseline."""
        news = []
        lapsed = [number for number, each in enumerate(entries, 1) if each.lapsed(today)]
        if lapsed:
            news.append(f"baseline: {_number(len(lapsed), 'entry')} past its last day{_at(lapsed)}")
        stale = [n for n, each in enumerate(entries, 1) if each.fingerprint not in matched]
        if stale and self.whole:
            news.append(f"baseline: {_number(len(stale), 'entry')} without a finding{_at(stale)}")
        return news

    def _write(self, target: Path, entries: Sequence[Entry]) -> None:
        if self.key_out is not None:
            write_new_key(self.key_out, self.key)
        write_private(target, file.render(entries, self.key))
        target.chmod(_PUBLIC_MODE)


def open_baseline(
    options: BaselineOptions,
    files: GateFiles,
    private: PrivateDir | None,
    environ: Mapping[str, str],
    *,
    subject: Subject,
    tracked: bool,
) -> Book:
    """Return the baseline of a check.

    Args:
        options: what the user asks for; one is named.
        files: reads what steers the gate.
        private: the private folder, None where there can be none.
        environ: where the key may be.
        subject: what is looked at.
        tracked: whether git tracks the private folder; then its key is no key.

    Raises:
        InputError: the baseline can't be read, is damaged or was made with another key.
        LexiconError, PrivateDirError: there is no key, or it is none.
        OutputError: the baseline or its key can't be written there.
    """
    whole = subject.kind is Input.HISTORY
    source = None if tracked else private
    try:
        key = find_key(options.key_file, environ, source, make=options.key_out is not None)
    except MissingKeyError:
        if options.write is not None or not options.without_key:
            raise
        return Book(notes=("baseline: its key is not at hand here, so nothing is silenced",))
    if options.write is not None:
        bundle = subject.bundle if subject.kind is Input.BUNDLE else None
        present = _check_target(options.write, files.repository, private, bundle)
        if options.key_out is not None and files.repository is not None:
            keep_apart(files.repository, private, options.key_out)
        entries = file.parse(present, key, name=str(options.write)) if present else ()
        return Book(
            key=key, entries=entries, target=options.write, key_out=options.key_out, whole=whole
        )
    assert options.path is not None  # noqa: S101 - one of the two is named
    raw = files.read(options.path, "--baseline")
    if raw is None:
        return Book(notes=("baseline: the base does not have it, so nothing is silenced",))
    return Book(key=key, entries=file.parse(raw, key, name=str(options.path)), whole=whole)


def old_names_in(subject: Subject, files: GateFiles) -> OldNames:
    """Return what tells the former names of a file, as git sees its renames in what is looked at.

    A diff or a text on its own tells nothing: git shows a renamed file by what differs.
    """

    @cache
    def renames() -> dict[str, set[str]]:
        repository = files.repository
        if repository is None:
            return {}
        if subject.kind is Input.RANGE:
            return renames_of_commits(repository.git, f"{files.base}..{files.head}")
        if subject.kind is Input.HISTORY:
            return renames_of_commits(repository.git, "--all", "HEAD")
        if subject.kind in (Input.STAGED, Input.WORKTREE):
            return renames_of_index(repository.git, subject.index)
        return {}

    return lambda path: old_names(renames(), path)


def _check_target(
    target: Path, repository: Repository | None, private: PrivateDir | None, bundle: Path | None
) -> bytes:
    """Return what the file holds now, nothing when it is new.

    Raises:
        OutputError: a baseline can't or must not lie there.
    """
    place = target.absolute().parent.resolve() / target.name
    hint = "name another file with --write-baseline"
    closed = [(private.path, "the private folder")] if private is not None else []
    closed += [(bundle, "the bundle")] if bundle is not None else []
    if repository is not None:
        closed += [(path, "git's folder") for path in (repository.git_dir, repository.common_dir)]
    for folder, name in closed:
        if place.is_relative_to(folder.resolve()):
            raise OutputError(f"{target} lies in {name}: a baseline must not", hint=hint)
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise OutputError(f"{target} is no plain file", hint=hint)
    if not place.parent.is_dir():
        raise OutputError(f"{place.parent} is no folder", hint="make it first, or correct the name")
    if not target.exists():
        return b""
    try:
        raw = target.read_bytes()
    except OSError as error:
        raise InputError(f"can't read {target}: {error.strerror}", hint=hint) from error
    if not file.is_baseline(raw):
        raise OutputError(f"{target} exists and is not a baseline", hint=hint)
    return raw


def _with(decision: Decision, **fields: object) -> Decision:
    return replace(decision, finding=replace(decision.finding, **fields))  # type: ignore[arg-type]


def _number(count: int, what: str) -> str:
    many = {"entry": "entries", "finding": "findings"}[what]
    return f"{count} {what if count == 1 else many}"


def _at(numbers: Sequence[int], most: int = 10) -> str:
    """Return which entries of the file are meant, 1-based."""
    more = ", …" if len(numbers) > most else ""
    return f" ({', '.join(map(str, numbers[:most]))}{more})"

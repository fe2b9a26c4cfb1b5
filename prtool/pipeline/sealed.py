"""``prtool lexicon seal``, and the detector of a sealed lexicon for whoever checks with one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from prtool.detectors.sealed import SealedDetector
from prtool.errors import LexiconError, OutputError, PrivateDirError
from prtool.lexicon import store
from prtool.lexicon.expand import expand
from prtool.lexicon.model import Term
from prtool.lexicon.privatedir import PrivateDir, write_private
from prtool.lexicon.sealed import SealedMatcher, omissions, seal
from prtool.lexicon.sealed_file import HEADER
from prtool.lexicon.sealed_forms import Omission
from prtool.lexicon.sealed_key import read_key, write_new_key
from prtool.model.record import dataclass
from prtool.pipeline.places import Places
from prtool.pipeline.workspace import private_dir, refuse_tracked
from prtool.repo.open import Repository, open_repository

_FIRST_LINE = HEADER.partition("\n")[0].encode("ascii")
_PUBLIC_MODE = 0o644


@dataclass(frozen=True, slots=True)
class SealedLexicon:
    """What was sealed and what was not."""

    path: Path
    terms: int
    """How many terms of the lexicon are found by it, or something of them."""
    omissions: tuple[Omission, ...]
    """By line; never with a value."""


def seal_lexicon(
    places: Places, out: Path, *, key_file: Path | None, new_key: bool, environ: Mapping[str, str]
) -> SealedLexicon:
    """Write the sealed lexicon of a repository's private terms.

    Args:
        places: where things are.
        out: the file to write; one that is not a sealed lexicon is never replaced.
        key_file: the key; the environment's by default.
        new_key: make the key first.
        environ: where ``PRTOOL_SEAL_KEY`` may be.

    Raises:
        LexiconError: there is no lexicon or no usable key, or nothing can be sealed.
        PrivateDirError: git tracks the private folder or the key.
        OutputError: ``out`` or the new key can't be written.
    """
    repository = open_repository(places.folder)
    try:
        private = private_dir(repository, places)
        refuse_tracked(repository, private)
        terms = _terms(private, places)
        _check_target(out)
        if key_file is not None:
            keep_apart(repository, private, key_file)
            if new_key:
                write_new_key(key_file)
        data = seal(terms, key := read_key(key_file, environ))
        matcher = SealedMatcher.from_bytes(data, key)
        found = {term.line for term in terms if any(matcher.find(f"({term.value})"))}
        write_private(out, data)
        out.chmod(_PUBLIC_MODE)
        return SealedLexicon(out, len(found), _omissions(terms, found))
    finally:
        repository.close()


def make_key(places: Places, path: Path) -> None:
    """Write a new key and nothing else.

    Raises:
        PrivateDirError: it would lie among the repository's files.
        OutputError: the file exists or can't be written.
    """
    repository = open_repository(places.folder)
    try:
        keep_apart(repository, private_dir(repository, places), path)
        write_new_key(path)
    finally:
        repository.close()


def sealed_detector(
    path: Path, key_file: Path | None, environ: Mapping[str, str], *, raw: bytes | None = None
) -> SealedDetector:
    """Return the detector of a sealed lexicon.

    Args:
        path: the file.
        key_file: its key; the environment's by default.
        environ: where ``PRTOOL_SEAL_KEY`` may be.
        raw: the file's content, in place of what lies on the disk.

    Raises:
        MissingKeyError: there is no key at all, as for a pull request from a fork.
        LexiconError: the key is another or none, or the file is not whole.
    """
    key = read_key(key_file, environ)
    if raw is None:
        return SealedDetector(SealedMatcher.load(path, key))
    return SealedDetector(SealedMatcher.from_bytes(raw, key, name=str(path)))


def _terms(private: PrivateDir, places: Places) -> tuple[Term, ...]:
    path = places.lexicon or private.lexicon
    if not path.exists():
        raise LexiconError(f"no lexicon at {path}")
    if path == private.lexicon:
        private.check()
    return expand(store.load(path).terms)


def _check_target(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_file()):
        raise OutputError(f"{out} is no plain file", hint="name another file with --out")
    if not out.exists():
        return
    try:
        with out.open("rb") as file:
            ours = file.read(len(_FIRST_LINE)) == _FIRST_LINE
    except OSError as error:
        raise OutputError(f"{out}: can't be read: {error.strerror}") from error
    if not ours:
        raise OutputError(
            f"{out} exists and is not a sealed lexicon", hint="name another file with --out"
        )


def keep_apart(repository: Repository, private: PrivateDir | None, key_file: Path) -> None:
    """Refuse a key that lies where the next commit would take it along.

    Raises:
        PrivateDirError: it does.
    """
    place = key_file.absolute().parent.resolve() / key_file.name
    apart = private is not None and place.is_relative_to(private.path.resolve())
    if place.is_relative_to(repository.root) and not apart:
        raise PrivateDirError(
            f"{key_file} lies among the repository's files: a key must not",
            hint="keep it in the private folder or outside of the repository",
        )


def _omissions(terms: Sequence[Term], found: Collection[int]) -> tuple[Omission, ...]:
    """Return what is left out; ``found`` are the lines of which something is found again."""
    known = [
        Omission(one.line, one.reason, whole=one.line not in found) for one in omissions(terms)
    ]
    told = {one.line for one in known}
    lost = {term.line for term in terms} - {*told, *found}
    known += [Omission(line, "not found in its own spelling", whole=True) for line in lost]
    return tuple(sorted(known, key=lambda one: (one.line, one.reason)))

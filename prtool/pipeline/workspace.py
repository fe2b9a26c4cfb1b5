"""What every command on a repository begins with: the doors opened, the rules and terms loaded."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prtool import detectors
from prtool.detectors.base import Detector
from prtool.detectors.commits import CommitIds
from prtool.detectors.gate import GateDetector
from prtool.detectors.sealed import SEALED_TERM
from prtool.detectors.terms import TermDetector
from prtool.errors import InputError, LexiconError, PrivateDirError
from prtool.lexicon import store
from prtool.lexicon.expand import expand
from prtool.lexicon.model import Lexicon, Term
from prtool.lexicon.privatedir import PrivateDir
from prtool.model.record import dataclass
from prtool.model.settings import Settings
from prtool.pipeline.places import PRIVATE_DIR, Places
from prtool.pipeline.scanners import build_scanner
from prtool.repo.exclude import keep_out
from prtool.repo.open import Repository, open_repository
from prtool.rules.load import NAME as RULES_FILE
from prtool.rules.load import builtin, load
from prtool.rules.model import RuleSet
from prtool.scan import Scanner


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A repository with its private folder, rules, terms and scanner."""

    repository: Repository
    private: PrivateDir
    rules: RuleSet
    lexicon: Lexicon
    """The user's own terms."""
    terms: tuple[Term, ...]
    """With what follows from them, such as the host of a URL."""
    scanner: Scanner
    key: bytes


@contextmanager
def open_workspace(places: Places, *, need_lexicon: bool = True) -> Iterator[Workspace]:
    """Open everything that a command needs.

    Args:
        places: where things are.
        need_lexicon: refuse to go on without the user's terms; otherwise only the general
            detectors look when there are none.

    Raises:
        RepositoryError, RulesError, LexiconError, PrivateDirError: something is missing or wrong.
    """
    repository = open_repository(places.folder)
    try:
        private = private_dir(repository, places)
        refuse_tracked(repository, private)
        rules = load_rules(repository, places)
        lexicon, key = _private_parts(
            repository, private, places, need=need_lexicon or rules.require_lexicon
        )
        terms = expand(lexicon.terms)
        yield Workspace(
            repository=repository, private=private, rules=rules, lexicon=lexicon, terms=terms,
            scanner=build_scanner(rules, terms, key), key=key,
        )  # fmt: skip
    finally:
        repository.close()


def private_dir(repository: Repository, places: Places) -> PrivateDir:
    """Return the private folder of a repository, which need not exist yet."""
    return PrivateDir(places.private_dir or repository.root / PRIVATE_DIR)


def load_rules(
    repository: Repository | None,
    places: Places,
    *,
    base: str | None = None,
    read: Callable[[Path], bytes] | None = None,
) -> RuleSet:
    """Load the rules: those named, else the repository's own, else the built-in ones.

    Whatever the files leave open, the built-in file says.

    Args:
        repository: None where there is none: then only named files count.
        places: the named files.
        base: the commit whose rules file counts, in place of the one in the work tree.
        read: reads a named file, in place of the one on the disk.
    """
    named = list(places.rules)
    files: list[tuple[str, bytes]] = []
    if repository is not None and not named:
        own = repository.root / RULES_FILE
        if base is not None:
            raw = repository.blob_at(base, RULES_FILE)
            files = [(RULES_FILE, raw)] if raw is not None else []
        elif own.is_file() and not own.is_symlink():
            named = [own]
    files += [(_label(path, repository), (read or _read)(path)) for path in named]
    return load([builtin(), *files], known_rules())


def known_rules() -> frozenset[str]:
    """Return the ids of all rules that some run could report."""
    found: tuple[Detector, ...] = (
        *detectors.build(Settings()), TermDetector(()), CommitIds(()), GateDetector(),
    )  # fmt: skip
    return frozenset({rule.id for each in found for rule in each.rules} | {SEALED_TERM.id})


def refuse_tracked(repository: Repository, private: PrivateDir) -> None:
    """Refuse to work while git tracks the private folder.

    Raises:
        PrivateDirError: a file of it is in the index.
    """
    if repository.tracked(private.path):
        name = str(private.path.relative_to(repository.root))
        raise PrivateDirError(
            f"{name} is tracked by git: it holds what must not leave",
            hint=f"run 'git rm -r --cached {name}' and take it out of the history",
        )


def _private_parts(
    repository: Repository, private: PrivateDir, places: Places, *, need: bool
) -> tuple[Lexicon, bytes]:
    path = places.lexicon or private.lexicon
    if not path.exists():
        if need:
            raise LexiconError(f"no lexicon at {path}: private names can't be told from others")
        return Lexicon(), secrets.token_bytes(32)
    lexicon = store.load(path)
    if private.map.exists() and not private.key_file.exists():
        raise PrivateDirError(
            f"{private.key_file} is missing, but {private.map.name} was made with it",
            hint="put the key back, or remove the map to begin with new pseudonyms",
        )
    private.create()
    keep_out(repository, private.path)
    return lexicon, private.key()


def _label(path: Path, repository: Repository | None) -> str:
    """Return what reports call a rules file: they are public, so no folder of this machine's."""
    path = path.absolute()
    if repository is None or not path.is_relative_to(repository.root):
        return path.name
    return str(path.relative_to(repository.root))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"can't read {path}: {error.strerror}", hint="name an existing rules file with --rules"
        ) from error

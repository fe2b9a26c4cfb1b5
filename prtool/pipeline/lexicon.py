"""``prtool init`` and ``prtool lexicon``: where private terms come from and how they are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from prtool.errors import InputError, LexiconError, OutputError
from prtool.lexicon import store
from prtool.lexicon.harvest import Candidate, Harvest, choose, harvest_file, harvest_machine
from prtool.lexicon.model import Lexicon, Term
from prtool.lexicon.privatedir import PrivateDir
from prtool.lexicon.store import Added, Removed
from prtool.model.record import dataclass
from prtool.pipeline.machine import machine_facts
from prtool.pipeline.places import Places
from prtool.pipeline.published import published
from prtool.pipeline.workspace import private_dir, refuse_tracked
from prtool.repo.exclude import keep_out
from prtool.repo.open import Repository, open_repository
from prtool.repo.public import PublicBase
from prtool.rules.load import NAME as RULES_FILE
from prtool.rules.load import builtin

UPSTREAM_NAMES = ("upstream/HEAD", "upstream/main", "upstream/master", "upstream/dev")
"""Where upstream is when nobody says: only a remote of that name is surely public."""


@dataclass(frozen=True, slots=True)
class Harvested:
    """What a harvest found and what it put into the lexicon."""

    harvest: Harvest
    added: Added
    lexicon: Path


@dataclass(frozen=True, slots=True)
class Initialised:
    """What ``init`` did."""

    harvested: Harvested
    rules: Path | None
    """The rules file, when it was written."""


def init(places: Places) -> Initialised:
    """Create the private folder and the rules file, and harvest this machine's own names.

    What is there already stays.
    """
    with _doors(places) as (repository, private):
        candidates = harvest_machine(machine_facts(repository))
        harvested = _take(private, candidates, _nothing)
        return Initialised(harvested, _write_rules(repository))


def harvest_files(places: Places, files: Sequence[Path], base: str | None = None) -> Harvested:
    """Read local config files and put the private names in them into the lexicon.

    Args:
        places: where things are.
        files: the files to read; all of them are read before anything is written.
        base: the public commit whose words are left; a remote called ``upstream`` by default.

    Raises:
        InputError: a file can't be read or parsed.
    """
    with _doors(places) as (repository, private):
        candidates = [candidate for file in files for candidate in harvest_file(file)]
        return _take(private, candidates, _published(repository, base))


def add_terms(places: Places, terms: Iterable[Term]) -> Added:
    """Add terms by hand."""
    with _doors(places) as (_, private):
        return store.add(private.lexicon, terms)


def remove_terms(places: Places, values: Collection[str]) -> Removed:
    """Take terms out."""
    with _doors(places) as (_, private):
        _require(private)
        return store.remove(private.lexicon, values)


def list_terms(places: Places) -> Lexicon:
    """Return the lexicon."""
    with _doors(places) as (_, private):
        _require(private)
        return store.load(private.lexicon)


@contextmanager
def _doors(places: Places) -> Iterator[tuple[Repository, PrivateDir]]:
    repository = open_repository(places.folder)
    try:
        private = private_dir(repository, places)
        refuse_tracked(repository, private)
        private.create()
        keep_out(repository, private.path)
        yield repository, private
    finally:
        repository.close()


def _require(private: PrivateDir) -> None:
    if not private.lexicon.exists():
        raise LexiconError(f"no lexicon at {private.lexicon}")


def _take(
    private: PrivateDir,
    candidates: Iterable[Candidate],
    is_public: Callable[[Collection[str]], frozenset[str]],
) -> Harvested:
    harvest = choose(tuple(candidates), is_public)
    added = store.add(private.lexicon, [candidate.term for candidate in harvest.taken])
    return Harvested(harvest, added, private.lexicon)


def _published(
    repository: Repository, base: str | None
) -> Callable[[Collection[str]], frozenset[str]]:
    """Return what tells the strings that upstream already publishes."""
    commit = repository.commit_id(base) if base is not None else upstream_commit(repository)
    if commit is None:
        return _nothing
    return partial(published, PublicBase(repository, commit))


def _nothing(values: Collection[str]) -> frozenset[str]:
    del values
    return frozenset()


def upstream_commit(repository: Repository) -> str | None:
    """Return the public commit to ask when nobody names one, None when there is none."""
    for name in UPSTREAM_NAMES:
        try:
            return repository.commit_id(name)
        except InputError:
            continue
    return None


def _write_rules(repository: Repository) -> Path | None:
    path = repository.root / RULES_FILE
    if path.exists() or path.is_symlink():
        return None
    try:
        path.write_bytes(builtin()[1])
    except OSError as error:
        raise OutputError(f"can't write {path}: {error.strerror}") from error
    return path

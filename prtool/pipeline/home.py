"""Where a command that may do without a repository finds rules, lexicon and key."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from prtool.errors import LexiconError, RepositoryError
from prtool.lexicon import store
from prtool.lexicon.model import Lexicon
from prtool.lexicon.privatedir import PrivateDir
from prtool.model.record import dataclass
from prtool.pipeline.places import Places
from prtool.pipeline.workspace import Workspace, load_rules, open_workspace
from prtool.repo.open import Repository
from prtool.rules.model import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where the run finds its things: a repository, a private folder, or neither."""

    repository: Repository | None
    private: PrivateDir | None
    """None where nothing is remembered."""
    rules: RuleSet
    lexicon: Lexicon | None
    key: bytes


@contextmanager
def open_home(places: Places, *, need_repository: bool) -> Iterator[Home]:
    """Open whatever there is.

    Raises:
        RepositoryError: there is a repository that can't be read, or none where one is needed.
        RulesError, LexiconError, PrivateDirError: something is missing or wrong.
    """
    with ExitStack() as stack:
        # A lexicon that somebody names must be there.
        opening = open_workspace(places, need_lexicon=places.lexicon is not None)
        try:
            workspace = stack.enter_context(opening)
        except RepositoryError:
            # A repository that can't be read may have a lexicon: it must not be overlooked.
            if need_repository or not places.folder.is_dir() or _is_in_repository(places.folder):
                raise
            home = _outside(places)
        else:
            home = _inside(places, workspace)
        yield home


def _is_in_repository(folder: Path) -> bool:
    folder = folder.resolve()
    return any((each / ".git").exists() for each in (folder, *folder.parents))


def _inside(places: Places, workspace: Workspace) -> Home:
    has_lexicon = (places.lexicon or workspace.private.lexicon).exists()
    return Home(
        repository=workspace.repository, rules=workspace.rules, key=workspace.key,
        private=workspace.private if has_lexicon else None,
        lexicon=workspace.lexicon if has_lexicon else None,
    )  # fmt: skip


def _outside(places: Places) -> Home:
    rules = load_rules(None, places)
    private = PrivateDir(places.private_dir) if places.private_dir is not None else None
    if private is not None:
        private.check()
    path = places.lexicon or (private.lexicon if private is not None else None)
    if path is None and rules.require_lexicon:
        raise LexiconError("the rules require a lexicon, and there is none")
    return Home(
        repository=None, private=private, rules=rules,
        lexicon=store.load(path) if path is not None else None,
        key=private.key() if private is not None else secrets.token_bytes(32),
    )  # fmt: skip

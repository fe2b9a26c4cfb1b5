"""The private names that a check looks for, and the key of what it finds."""

from __future__ import annotations

import os

from prtool.detectors.late import LateTerms, NoTerms
from prtool.model.record import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from prtool.detectors.base import Terms
    from prtool.lexicon.model import Lexicon
    from prtool.lexicon.privatedir import PrivateDir
    from prtool.repo.open import Repository

_PLACE = os.path.join("tmp", "names")
"""Where in the private folder what has been worked out is kept."""
_KEY_BYTES = 32
"""Of a key that nobody needs again; see ``privatedir.KEY_BYTES``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What looks for the names of a lexicon; the canary's bait is among them."""

    terms: Terms
    count: int | None = None
    """How many terms the lexicon has; None: there is no lexicon."""
    raw: bytes = b""
    """All that its file holds."""
    untried: Lexicon | None = None
    """The same, as long as nobody knows whether all of it is caught."""
    place: str | None = None
    """The file to keep what has been worked out."""

    def keep(self) -> None:
        """Keep what has been worked out, now that every name has been caught."""
        if self.untried is not None and self.place is not None:
            from prtool.pipeline import termcache

            termcache.write(self.place, self.raw, self.terms, len(self.untried.terms))


def open_names(path: Path | None, private: PrivateDir | None) -> Names:
    """Return what looks for private names.

    Args:
        path: the lexicon's file; None where there is none.
        private: the folder that keeps what is worked out; None where there is none.

    Raises:
        LexiconError: the file can't be read, or is wrong.
    """
    if path is None:
        return Names(terms=LateTerms(_bait_alone, NoTerms.sieve, everywhere=False))
    from prtool.lexicon import rawfile
    from prtool.pipeline import termcache

    raw = rawfile.read(path)
    place = str(private.path / _PLACE) if private is not None else None
    known = termcache.read(place, raw) if place is not None else None
    if known is None:
        return _made(path, raw, place)
    return Names(terms=known[0], count=known[1], raw=raw)


def known_names(root: str | None) -> Names | None:
    """Return what looks for the private names of a work tree, without git.

    Args:
        root: the top of the work tree; None: there is no repository, and no name is private.

    Returns:
        None: it has not been worked out yet, or git or the private folder is not as usual, and
        somebody has to say so.
    """
    nothing = Names(terms=NoTerms())
    if root is None:
        return nothing
    from prtool.errors import PrivateDirError
    from prtool.lexicon.privacy import FOLDERS, check_folder, read_key
    from prtool.pipeline import termcache
    from prtool.pipeline.places import PRIVATE_DIR
    from prtool.repo.exclude import is_kept_out
    from prtool.repo.plain import may_track

    git_dir, folder = os.path.join(root, ".git"), os.path.join(root, PRIVATE_DIR)
    try:
        if may_track(git_dir, PRIVATE_DIR):
            return None
        if not os.path.lexists(folder):
            return nothing
        check_folder(folder)
        read_key(os.path.join(folder, "key"))
        there = all(os.path.lexists(os.path.join(folder, name)) for name in FOLDERS)
        if not there or not is_kept_out(git_dir, PRIVATE_DIR):
            return None
        lexicon = os.path.join(folder, "lexicon.yaml")
        if not os.path.lexists(lexicon):
            return nothing
        with open(lexicon, "rb") as file:
            raw = file.read()
    except (OSError, PrivateDirError):
        return None
    known = termcache.read(os.path.join(folder, _PLACE), raw)
    return None if known is None else Names(terms=known[0], count=known[1], raw=raw)


def _made(path: Path, raw: bytes, place: str | None) -> Names:
    from prtool.detectors.terms import TermDetector
    from prtool.lexicon import store
    from prtool.lexicon.expand import expand
    from prtool.verify.canary import bait_term

    lexicon = store.parse(path, raw)
    return Names(
        terms=TermDetector((bait_term(), *expand(lexicon.terms))),
        count=len(lexicon.terms), raw=raw, untried=lexicon, place=place,
    )  # fmt: skip


def _bait_alone() -> Terms:
    from prtool.detectors.terms import TermDetector
    from prtool.verify.canary import bait_term

    return TermDetector((bait_term(),))


def key_for(names: Names, private: PrivateDir | None, repository: Repository | None) -> bytes:
    """Return the key of the fingerprints: that of the private folder.

    Where there is no such folder it follows from the lexicon, so that fingerprints stay the same
    from run to run; without a lexicon it is random.

    Args:
        names: what is looked for.
        private: the private folder, where it is there; what it lacks is made.
        repository: out of which the folder is kept.

    Raises:
        PrivateDirError: what is private is open to others, or its key is none.
        OutputError: something can't be written there.
    """
    if private is not None:
        private.create()
        if repository is not None:
            from prtool.repo.exclude import keep_out

            keep_out(repository, private.path)
        return private.key()
    if names.count is None:
        return os.urandom(_KEY_BYTES)
    import hashlib

    return hashlib.sha256(b"prtool fingerprints\0" + names.raw).digest()

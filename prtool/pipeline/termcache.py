"""The sieve of the private names, worked out once and kept beside them, in the private folder.

It is kept for exactly this lexicon, this version and this code, and only when every name was caught
in every spelling. Nothing of it gets into the user's cache folder.
"""

from __future__ import annotations

import marshal
import os
import sys

from prtool import __version__, cache
from prtool.detectors.late import LateTerms
from prtool.pipeline.gatecache import state_of
from prtool.sieve.sieve import ENGINE, Sieve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from prtool.detectors.base import Terms
    from prtool.lexicon.model import Term

    Known = tuple[LateTerms, int]
    """The names, and how many terms the lexicon has."""

_CODE = ("detectors", "lexicon", "model", "sieve")
"""Folders of the package that say how a name is spelled and what its triggers are."""


def read(path: str, lexicon: bytes) -> Known | None:
    """Return what was kept in a file for a lexicon; None if nothing was, or it is not whole.

    Args:
        path: the file.
        lexicon: all that the lexicon's file holds.
    """
    kept = cache.open_file(path)
    if kept is None:
        return None
    try:
        of, count, terms, everywhere, rows, size, digest = marshal.loads(kept.head)  # noqa: S302 - the user's own
        if of != _key(lexicon):
            return None
        database = kept.part(0, size)
        if cache.digest(database) != digest:
            return None
        sieve = Sieve.load(rows, database)
    except (EOFError, OSError, TypeError, ValueError):
        return None
    if sieve is None:
        return None
    return LateTerms(lambda: _detector(terms), sieve, everywhere=everywhere), count


def write(path: str, lexicon: bytes, names: Terms, count: int) -> None:
    """Keep the sieve of the names of a lexicon.

    Args:
        path: the file, in the private folder.
        lexicon: all that the lexicon's file holds.
        names: their detector, which has caught them all.
        count: how many terms the lexicon itself has.
    """
    dumped = names.sieve.dump()
    if dumped is None:
        return
    rows, database = dumped
    everywhere = names.triggers is None
    terms = [_plain(term) for term in names.terms]
    head = (
        _key(lexicon), count, terms, everywhere, rows, len(database), cache.digest(database),
    )  # fmt: skip
    cache.write_file(path, marshal.dumps(head), database)


def _plain(term: Term) -> tuple[str | int | None, ...]:
    return (
        term.value, term.kind.value, term.match.value, term.pseudonym, term.ambiguous.value,
        term.note, term.line,
    )  # fmt: skip


def _detector(terms: Any) -> Terms:
    """Return the detector of terms in their plain form."""
    from prtool.detectors.terms import TermDetector
    from prtool.lexicon.model import Ambiguous, MatchMode, Term
    from prtool.model.finding import Kind

    return TermDetector([
        Term(
            value=value, kind=Kind(kind), match=MatchMode(match), pseudonym=pseudonym,
            ambiguous=Ambiguous(ambiguous), note=note, line=line,
        )
        for value, kind, match, pseudonym, ambiguous, note, line in terms
    ])  # fmt: skip


def _key(lexicon: bytes) -> Any:
    engine = os.environ.get(ENGINE)
    return (__version__, sys.version, engine, state_of(_CODE), lexicon)

"""Decides which candidates go into the lexicon, and keeps one of those that mean the same.

Asks nothing of files or git; what upstream publishes is asked of the caller, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from prtool.lexicon.harvest.facts import Candidate, Harvest, Reason
from prtool.lexicon.harvest.reasons import why_left
from prtool.lexicon.schema import identities
from prtool.lexicon.words import squash
from prtool.model.finding import Kind

_BY_CHANCE = 3
"""Code points up to which a provider or a user may be called like a public word by chance."""
_RANK = (
    *(Kind.SECRET, Kind.PROVIDER, Kind.ALIAS, Kind.EMAIL, Kind.URL, Kind.PATH, Kind.HOST),
    *(Kind.PERSON, Kind.UNIT, Kind.PROJECT, Kind.TICKET, Kind.USER, Kind.OTHER),
)
"""Of two candidates for the same term, the kind that stands first here wins."""

_Key = tuple[str, Kind, Reason | None]
"""Value, kind and doubt: candidates with the same are judged once."""


def choose(
    candidates: Iterable[Candidate],
    is_public: Callable[[Collection[str]], frozenset[str]],
) -> Harvest:
    """Return what to take and what to leave, each in the order of ``candidates``, none twice.

    ``is_public`` gets all values that are still to be taken, in one call, and returns those that
    upstream publishes exactly so; see :func:`publishes`. The name of a provider or a user that has
    up to three letters is taken all the same: it may equal a public word by chance, and is then
    told apart at each occurrence.
    """
    unique: dict[_Key, Candidate] = {}
    for candidate in candidates:
        unique.setdefault((candidate.term.value, candidate.term.kind, candidate.doubt), candidate)
    reasons = {key: why_left(item.term) or item.doubt for key, item in unique.items()}
    asked = sorted({key[0] for key in unique if not reasons[key] and not _may_be_chance(key)})
    public = is_public(asked) if asked else frozenset()
    for key in unique:
        if key[0] in public and not reasons[key] and not _may_be_chance(key):
            reasons[key] = Reason.UPSTREAM
    winners = _one_of_each(item for key, item in unique.items() if not reasons[key])
    known = {item.term.value for item in winners}
    left = {
        (item, reason): None
        for key, item in unique.items()
        if (reason := reasons[key]) and item.term.value not in known
    }
    return Harvest(winners, tuple(left))


def _one_of_each(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates without those that a more specific or an earlier one stands for."""
    numbered = list(enumerate(candidates))
    seen: set[str] = set()
    kept: list[tuple[int, Candidate]] = []
    for number, candidate in sorted(numbered, key=lambda pair: _RANK.index(pair[1].term.kind)):
        same = identities(candidate.term)
        if not same & seen:
            kept.append((number, candidate))
        seen |= same
    return tuple(candidate for _, candidate in sorted(kept, key=lambda pair: pair[0]))


def publishes(line: str, value: str) -> bool:
    """Tell whether ``value`` stands in a public line by itself: ``round-robin`` is no ``robin``."""
    alone = rf"(?<![\w-])(?<!\w[.@/]){re.escape(value)}(?![\w-]|[.@]\w)"
    return re.search(alone, line) is not None


def _may_be_chance(key: _Key) -> bool:
    value, kind, _ = key
    return kind in {Kind.PROVIDER, Kind.USER} and len(squash(value)) <= _BY_CHANCE

"""Tells which words are still free to become a pseudonym."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from prtool.lexicon.book import Entry
from prtool.lexicon.draw import DOMAIN, HOST, NETWORKS, NUMBERS, SURNAME, USER
from prtool.lexicon.names import FIRST, NOUNS, PEOPLE, SAMPLE_FIRST, SAMPLES, SECOND, SINGLE
from prtool.lexicon.words import words
from prtool.model.finding import Kind

HOME_PATHS = ("/home/user", "/users/user")
"""Where ``user`` would be mixed up with upstream's own example, in lower case."""
_LITERAL = f"{USER}@{DOMAIN}"
_PADDING = frozenset({USER, SURNAME, "com", "1"})
"""Words that every pseudonym of a kind has."""

Taken = Callable[[Collection[str]], frozenset[str]]
"""Returns which of some lower-case texts occur in the base or the head, in any case."""


class Vacancy:
    """What a new pseudonym may claim."""

    def __init__(self, private: Iterable[str], given: Iterable[str], taken: Taken) -> None:
        """Prepare; nothing is asked of ``taken`` yet.

        Args:
            private: squashed forms of everything private.
            given: words of the pseudonyms that the user gave.
            taken: see there.
        """
        self._private = {text for text in private if len(text) > 1}
        self._joined = "\n".join(sorted(self._private))
        self._given = frozenset(given)
        self._used: set[str] = set()
        self._ask = taken
        self._taken: frozenset[str] | None = None
        self._taken_numbers: frozenset[str] | None = None

    def use(self, claim: str) -> None:
        """Mark a claim as somebody's."""
        self._used.add(claim)

    def is_free(self, claim: str, in_paths_only: bool) -> bool:  # noqa: FBT001 - a callback
        """Tell whether nobody and nothing has a claim yet."""
        if claim in self._used:
            return False
        if claim == USER and in_paths_only:
            return not self._asked().intersection(HOME_PATHS)
        if claim in (USER, _LITERAL):
            return claim not in self._asked()
        if not _is_made_of_words(claim):
            return claim not in self._asked_numbers()
        # A noun may be upstream's too: the sample in front of it makes the pair one of a kind.
        parts = [part for part in claim.split("-") if part not in NOUNS]
        return self._asked().isdisjoint(parts) and self.suits(claim)

    def suits(self, claim: str) -> bool:
        """Tell whether a claim goes with what is private and with what the user gave."""
        parts = claim.split("-")
        return self._given.isdisjoint(parts) and not (
            _is_made_of_words(claim) and self._clashes("".join(parts))
        )

    def _clashes(self, word: str) -> bool:
        """Tell whether a word holds something private or lies within it."""
        return word in self._joined or any(
            word[start:end] in self._private
            for start in range(len(word))
            for end in range(start + 2, len(word) + 1)
        )

    def _asked(self) -> frozenset[str]:
        if self._taken is None:
            tables = (*SAMPLES, *SAMPLE_FIRST, *SINGLE, *FIRST, *SECOND, *PEOPLE)
            self._taken = self._ask((*tables, USER, _LITERAL, *HOME_PATHS))
        return self._taken

    def _asked_numbers(self) -> frozenset[str]:
        if self._taken_numbers is None:
            first, count = NUMBERS
            numbers = range(first, first + count)
            self._taken_numbers = self._ask(
                (
                    *(f"{network}.{host}" for network in NETWORKS for host in range(1, 255)),
                    *(f"{stem}{number}" for stem in (USER, HOST) for number in numbers),
                )
            )
        return self._taken_numbers


def _is_made_of_words(claim: str) -> bool:
    return claim.replace("-", "").isalpha()


def claim_of(entry: Entry) -> str:
    """Return what a pseudonym of the private map claims."""
    literal = entry.subject.kind is Kind.ADDRESS or entry.pseudonym in (USER, _LITERAL)
    if literal:
        return entry.pseudonym
    if any(char.isdecimal() for char in entry.pseudonym) and entry.subject.kind is not Kind.TICKET:
        return entry.pseudonym.replace("-", "")
    return "-".join(word for word in words(entry.pseudonym) if word not in _PADDING)

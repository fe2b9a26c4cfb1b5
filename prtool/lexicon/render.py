"""Writes a name in the style of another text: its case, its separators, its place in an identifier.

Knows nothing of terms and pseudonyms; ``prtool.lexicon.restore`` uses it the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise

from prtool.lexicon.fold import Folder, is_word
from prtool.lexicon.words import SIGNS
from prtool.model.text import Span


class Case(Enum):
    """How the letters of one word are written."""

    LOWER = auto()
    UPPER = auto()
    TITLE = auto()
    SINGLE = auto()
    """One capital letter: its neighbours tell what it stands for."""
    NONE = auto()
    """No letter that has a case."""
    MIXED = auto()


def restyle(
    words: Sequence[str], like: str, spans: Sequence[Span], *, joint: str | None = None
) -> str:
    """Return ``words`` written like a text.

    Args:
        words: lower-case words of the new name.
        like: the text whose style is wanted.
        spans: the words of ``like``, at least one.
        joint: what stands between the new words, whatever ``like`` has.
    """
    old = [like[start:end] for start, end in spans]
    joint = _joint(like, spans) if joint is None else joint
    cases: list[Case]
    if all(word.isdecimal() for word in old):
        cases = [Case.LOWER] * len(words)
    elif len(old) == 1:
        case = case_of(old[0])
        if case is Case.MIXED:
            return _patterned(joint.join(words), old[0])
        cases = [Case.TITLE if case is Case.SINGLE else case] * len(words)
    else:
        cases = _spread(_cases(old), len(words))
    return joint.join(_cased(word, case) for word, case in zip(words, cases, strict=True))


def case_of(word: str) -> Case:
    """Return how a word is written."""
    letters = [char for char in word if char.islower() or char.isupper()]
    if not letters:
        return Case.NONE
    if all(char.islower() for char in letters):
        return Case.LOWER
    if all(char.isupper() for char in letters):
        return Case.SINGLE if len(letters) == 1 else Case.UPPER
    if letters[0].isupper() and all(char.islower() for char in letters[1:]):
        return Case.TITLE
    return Case.MIXED


def _cases(words: Sequence[str]) -> list[Case]:
    """Return the case of each word; what can't be told of one is taken from the others."""
    cases = [case_of(word) for word in words]
    told = {Case.LOWER, Case.UPPER, Case.TITLE, Case.MIXED}.intersection(cases)
    single = Case.UPPER if told <= {Case.UPPER} and (told or len(words) > 1) else Case.TITLE
    none = Case.UPPER if told == {Case.UPPER} else Case.LOWER if Case.LOWER in told else Case.NONE
    replaced = {Case.SINGLE: single, Case.NONE: none, Case.MIXED: None}
    return [
        replaced.get(case, case) or (Case.TITLE if word[0].isupper() else Case.LOWER)
        for word, case in zip(words, cases, strict=True)
    ]


def _spread(cases: Sequence[Case], count: int) -> list[Case]:
    """Return as many cases as there are new words: the first, the second…, the last."""
    if count == 1:
        return [Case.LOWER if cases[0] is Case.LOWER else _only(cases)]
    middle = [cases[min(number, len(cases) - 1)] for number in range(1, count - 1)]
    return [cases[0], *middle, cases[-1]]


def _only(cases: Sequence[Case]) -> Case:
    return Case.UPPER if all(case is Case.UPPER for case in cases) else Case.TITLE


def _cased(word: str, case: Case) -> str:
    match case:
        case Case.LOWER:
            return word.lower()
        case Case.UPPER:
            return word.upper()
        case _:
            return word[:1].upper() + word[1:]


def _patterned(word: str, like: str) -> str:
    """Return ``word`` with capitals where ``like`` has them, its last letter going on for ever."""
    last = len(like) - 1
    return "".join(
        char.upper() if like[min(number, last)].isupper() else char.lower()
        for number, char in enumerate(word)
    )


def _joint(like: str, spans: Sequence[Span]) -> str:
    """Return the first separator between the words of ``like``."""
    gaps = (like[one.end : other.start] for one, other in pairwise(spans))
    return next((gap for gap in gaps if gap), "")


def align(value: str, like: str, spans: Sequence[Span]) -> tuple[Span, ...] | None:
    """Return where ranges of ``value`` lie in another spelling of it.

    Args:
        value: a name.
        like: the same name, perhaps in another case or with other separators.
        spans: ranges of ``value`` that begin and end with a word character.

    Returns:
        The ranges of ``like``; None if it is another name.
    """
    here, there = _letters(value), _letters(like)
    if [letter for letter, _ in here] != [letter for letter, _ in there]:
        return None
    found = []
    for span in spans:
        inside = [n for n, (_, place) in enumerate(here) if span.covers(place)]
        if not inside:
            return None
        found.append(Span(there[inside[0]][1].start, there[inside[-1]][1].end))
    return tuple(found)


def _letters(text: str) -> list[tuple[str, Span]]:
    """Return the folded word characters of ``text`` with their places."""
    folded = Folder().fold(text)
    return [
        (letter, Span(*folded.original(number, number + 1)))
        for number, letter in enumerate(folded.text)
        if is_word(letter) or letter in SIGNS
    ]

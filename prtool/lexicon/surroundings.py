"""What stands around a word in a line: the run it is glued into, its token, its neighbours.

All ranges count code points; nothing looks further than the line, nor far into a very long one.
"""

from __future__ import annotations

import re
from enum import StrEnum

from prtool.model.patterns import regex
from prtool.model.record import dataclass
from prtool.model.text import Span

_FAR = 120
"""How many code points are looked at on either side."""
_RUN = regex(r"\w*")
_WORD = regex(r"\w+")
_TOKEN = regex(r"[\w.()-]*")
_NEIGHBOUR = regex(r"[^\S\n]*(\w+|[^\w\n])?")
_NEIGHBOUR_BEFORE = regex(r"[^\S\n]*([:=]+[^\S\n]*[\"']?\w+|\w+|[^\w\n])?")
"""Read backwards; of a value the key in front of it is the neighbour: ``mode:``."""
_PADDING = regex(r"[\s\"']+")
_DIGITS = regex(r"\d+")
_QUOTES = frozenset("\"'`")

EDGE = ""
"""The neighbour of a word at the edge of its line."""


class Joint(StrEnum):
    """How a word is glued to what stands beside it."""

    UNDERSCORE = "_"
    DIGIT = "digit"
    HUMP = "hump"
    OTHER = "other"
    """Glued in a way that nobody would do on purpose: ``INTmax``."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A word in its line."""

    word: str
    run: str
    """The word with all letters, digits and underscores that are glued to it."""
    token: str
    """The same, with dots, hyphens and pairs of brackets."""
    before: str
    after: str
    """The neighbours: a word, digits as 0, or a single sign; before a value ``key:``."""
    quoted: bool
    """Whether the word is all that stands in quotes."""
    between: tuple[str, str]
    """The next words on either side, whatever signs are between; EDGE where there is none."""
    joints: frozenset[tuple[str, Joint]]
    """How it is glued on either side, within its run."""
    left: str
    right: str
    """The line on either side, as far as it is looked at."""

    @property
    def glued(self) -> bool:
        """Tell whether the word is a part of a longer run."""
        return self.run != self.word


def look_around(text: str, span: Span) -> Surroundings:
    """Return what stands around ``span`` in its line."""
    left = text[max(0, span.start - _FAR) : span.start]
    left = left[left.rfind("\n") + 1 :]
    right = text[span.end : span.end + _FAR].partition("\n")[0]
    word = text[span.start : span.end]
    backwards = left[::-1]
    glued_left, glued_right = _text(_RUN, backwards)[::-1], _text(_RUN, right)
    token_left, token_right = _text(_TOKEN, backwards)[::-1], _text(_TOKEN, right)
    quote = left[-1:]
    return Surroundings(
        word=word,
        run=glued_left + word + glued_right,
        token=_trimmed(token_left, word, token_right),
        before=_neighbour(_NEIGHBOUR_BEFORE, backwards)[::-1],
        after=_neighbour(_NEIGHBOUR, right),
        quoted=quote in _QUOTES and right[:1] == quote,
        between=(_next_word(backwards)[::-1], _next_word(right)),
        joints=frozenset(_joints(glued_left, word, glued_right)),
        left=left,
        right=right,
    )


def _next_word(text: str) -> str:
    found = _WORD.search(text)
    return found.group() if found else EDGE


def _text(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return found.group() if found else ""


def _neighbour(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    if not (found and found[1]):
        return EDGE
    shown = found[1] if len(found[1]) == 1 else _PADDING.sub("", found[1])
    return _DIGITS.sub("0", shown)


def _trimmed(left: str, word: str, right: str) -> str:
    """Return the token without sentence marks at its ends and without half pairs of brackets."""
    left, right = left.lstrip(".-"), right.rstrip(".-")
    while left.count("(") > (left + right).count(")"):
        left = left.partition("(")[2]
    while right.count(")") > (left + right).count("("):
        right = right.rpartition(")")[0]
    return (left.lstrip(".-)") + word + right.rstrip(".-(")).strip()


def _joints(left: str, word: str, right: str) -> list[tuple[str, Joint]]:
    joints = []
    if left:
        joints.append(("left", _joint(left[-1], word[0])))
    if right:
        joints.append(("right", _joint(word[-1], right[0])))
    return joints


def _joint(one: str, other: str) -> Joint:
    if "_" in (one, other):
        return Joint.UNDERSCORE
    if one.isdecimal() or other.isdecimal():
        return Joint.DIGIT
    return Joint.HUMP if other.isupper() else Joint.OTHER

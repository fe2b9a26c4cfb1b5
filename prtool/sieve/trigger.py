r"""What must stand in a line before a detector can find anything there.

A trigger is a necessary condition, never a sufficient one: it may fire too often, and it must not
miss. It is matched against UTF-8 bytes, never across lines, by whichever engine is at hand. So its
pattern keeps to what all of them read alike: literals, classes, groups, bounded and unbounded
repeats, ``^`` and ``$`` for the ends of a line, ``\n`` as the last character. Bytes from 0x80 stand
for all that is not ASCII.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

WHOLE = -1
"""For ``below``: all of the text has to be looked at, not only some lines of it."""

LETTERS_BEYOND_ASCII = "\xe2\x84\xaa|\xc4[\xb0\xb1]|\xc5\xbf"
"""Letters beyond ASCII that are an ASCII letter in some other case: K, I with and without dot, s.

A word that is looked for in any case may be spelled with them.
Source: UnicodeData.txt and SpecialCasing.txt of the Unicode Character Database.
"""


class Triggers:
    """All triggers of one detector, by the texts in which they count."""

    __slots__ = ("paths", "private", "prose", "text")

    def __init__(
        self,
        text: Iterable[Trigger] = (),
        *,
        prose: Iterable[Trigger] = (),
        paths: Iterable[Trigger] = (),
        private: Iterable[Trigger] = (),
    ) -> None:
        """Take them.

        Args:
            text: those that count everywhere.
            prose: further ones in messages and the texts of pull requests.
            paths: further ones in paths.
            private: further ones everywhere, which must not be kept in the user's cache folder.
        """
        self.text = tuple(text)
        self.prose = tuple(prose)
        self.paths = tuple(paths)
        self.private = tuple(private)


_SPECIAL = frozenset("\\.^$*+?{}[]|()/-#&~ \t")


class Trigger(tuple[str, tuple[str, ...], int, bool, str]):
    """One condition: a pattern, words one of which is in every match of it, and how far to look."""

    __slots__ = ()

    def __new__(
        cls,
        pattern: str,
        words: Iterable[str] = (),
        *,
        below: int = 0,
        any_case: bool = True,
        narrow: str = "",
    ) -> Trigger:
        """Make one.

        Args:
            pattern: what must match, in any case unless ``any_case`` says otherwise.
            words: words in ASCII, one of which stands in every match, in any case; none if there
                are no such words.
            below: how many lines below the match belong to what may be found, or ``WHOLE``.
            any_case: whether upper and lower case are the same.
            narrow: what else must hold where a match ends, by its name in ``detectors.narrow``.
        """
        return tuple.__new__(cls, (pattern, tuple(words), below, any_case, narrow))

    @property
    def pattern(self) -> str:
        """Return the regular expression, one character per byte."""
        return self[0]

    @property
    def words(self) -> tuple[str, ...]:
        """Return words one of which is in every match; empty if there are none such."""
        return self[1]

    @property
    def below(self) -> int:
        """Return how many further lines are to be looked at, or ``WHOLE``."""
        return self[2]

    def line(self) -> Trigger:
        """Return the trigger that matches whole lines alone."""
        pattern = self.pattern.replace(r"[\x00-\xff]", r"[^\n]").replace("[^", r"[^\n")
        return Trigger(f"^(?:{pattern})$", self.words, any_case=self.any_case)

    def whole(self) -> Trigger:
        """Return the same trigger, after which all of the text is looked at."""
        return Trigger(self.pattern, self.words, below=WHOLE, any_case=self.any_case)

    @property
    def any_case(self) -> bool:
        """Tell whether the pattern matches in any case."""
        return self[3]

    @property
    def narrow(self) -> str:
        """Return the name of what else must hold where a match ends; empty if nothing."""
        return self[4]


def literal(word: str) -> str:
    """Return the pattern of a word: special characters escaped, UTF-8 spelled byte by byte."""
    if word.isascii() and word.isidentifier():  # most are
        return word
    return "".join(
        f"\\{char}" if char in _SPECIAL else char for char in word.encode().decode("latin-1")
    )


def words_triggers(words: Iterable[str], *, below: int = 0) -> tuple[Trigger, ...]:
    """Return the triggers of plain words in any case."""
    return (
        *(Trigger(literal(word), (word,), below=below) for word in words),
        Trigger(LETTERS_BEYOND_ASCII, below=below),
    )


def either(words: Iterable[str]) -> str:
    """Return the pattern of one of several words."""
    return "(?:" + "|".join(literal(word) for word in words) + ")"

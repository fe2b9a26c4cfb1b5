"""Finds code points that a reader does not see: bidirectional controls, zero-width ones, tags."""

from __future__ import annotations

from prtool.model.finding import Example, Match, Rule, Severity
from prtool.model.patterns import regex
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import Trigger, Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

BIDI = Rule(
    id="unicode/bidi-control",
    title="Bidirectional control",
    severity=Severity.HIGH,
    why="The text reads differently from what it is.",
    source="https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters",
    examples=(
        Example(text="if admin\u202e {", span=(8, 9)),
        Example(text="\u0627\u0644\u0639\u0631\u0628\u064a\u0629", span=None),
    ),
)
ZERO_WIDTH = Rule(
    id="unicode/zero-width",
    title="Zero-width code point",
    severity=Severity.MEDIUM,
    why="It hides a word from a search, or marks a copy.",
    source="https://www.unicode.org/reports/tr36/#Invisible_Characters",
    examples=(
        Example(text="ac\u200bme", span=(2, 3)),
        Example(
            text="\U0001f468\u200d\U0001f469\u200d\U0001f467 \u0645\u06cc\u200c\u062e", span=None
        ),
    ),
)
TAG = Rule(
    id="unicode/tag-character",
    title="Tag character",
    severity=Severity.HIGH,
    why="It carries text that nobody sees.",
    source="https://www.unicode.org/charts/PDF/UE0000.pdf",
    examples=(
        Example(text="ok\U000e0068\U000e0069", span=(2, 4)),
        Example(
            text="\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", span=None
        ),
    ),
)

_BIDI = regex(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_BIDI_MARKS = frozenset("\u061c\u200e\u200f")
"""Marks that texts in right-to-left scripts need; only beside such letters are they in place."""
_NEAR = 40
"""Code points on each side of a mark in which such a letter is looked for."""
_ZERO_WIDTH = regex(
    r"[\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f"
    r"\u3164\ufeff\uffa0\ufff9-\ufffb]+"
    r"|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}"
)
_SELECTOR = r"(?:\xef\xb8[\x80-\x8f]|\xf3\xa0[\x84-\x87][\x80-\xbf])"
"""A variation selector in UTF-8, of which one alone is in place."""
_TAGS = regex(r"[\U000e0000-\U000e007f]+")
_JOINERS = "\u200c\u200d"
_WORD_SPACE = "\u200b"
"""Parts words in scripts that have no blanks. Source: The Unicode Standard, section 23.2."""
_UNSPACED = ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff")
"""Thai and Lao, Myanmar, Khmer."""
_BLACK_FLAG = "\U0001f3f4"
"""The base of the flags of England, Scotland and Wales, which are spelled with tags (UTS 51)."""
_SKIP_BACK = "\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""Variation selectors and skin tones that may stand between an emoji and a joiner."""


class UnicodeDetector:
    """The detector of the family ``unicode``."""

    triggers = Triggers(
        (
            Trigger(
                r"\xc2\xad|\xcd\x8f|\xd8\x9c|\xe1\x85[\x9f\xa0]|\xe1\xa0\x8e"
                r"|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xa4\xa6-\xaf]|\xe3\x85\xa4"
                r"|\xef\xbb\xbf|\xef\xbe\xa0|\xef\xbf[\xb9-\xbb]|\xf3\xa0[\x80\x81]"
                rf"|{_SELECTOR}{{2}}",
                any_case=False,
            ),
        )
    )
    """What the patterns above match, in UTF-8."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return its rules."""
        return (BIDI, ZERO_WIDTH, TAG)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield each run of unseen code points."""
        if text.isascii() or unit.channel is Channel.BINARY:
            return
        for match in _BIDI.finditer(text):
            if not (_BIDI_MARKS.issuperset(match[0]) and _is_right_to_left(text, match)):
                yield Match(rule=BIDI.id, span=Span(*match.span()))
        for match in _ZERO_WIDTH.finditer(text):
            if not _is_orthography(unit, text, match):
                yield Match(rule=ZERO_WIDTH.id, span=Span(*match.span()))
        for match in _TAGS.finditer(text):
            if text[match.start() - 1 : match.start()] != _BLACK_FLAG:
                yield Match(rule=TAG.id, span=Span(*match.span()))


def _is_orthography(unit: TextUnit, text: str, match: re.Match[str]) -> bool:
    """Tell whether a run belongs where it is: a byte order mark, or a sign that a script needs."""
    start, end = match.span()
    if match[0] == "\ufeff":
        first = not unit.numbers or unit.numbers[0] == 1
        return start == 0 and first and unit.text.startswith(text)
    before = text[max(0, start - 4) : start].rstrip(_SKIP_BACK)[-1:]
    after = text[end : end + 1]
    if match[0].strip(_WORD_SPACE) == "":
        return _is_unspaced(before) or _is_unspaced(after)
    if len(match[0]) > 2 or len(set(match[0])) > 1 or match[0][0] not in _JOINERS:
        return False
    beside = [char for char in (before, after) if char.isalnum() or _joins(char)]
    return bool(beside) and all(_joins(char) for char in beside)


def _is_right_to_left(text: str, match: re.Match[str]) -> bool:
    from unicodedata import bidirectional

    around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return any(bidirectional(char) in {"R", "AL"} for char in around if char not in _BIDI_MARKS)


def _joins(char: str) -> bool:
    """Tell whether joiners have a meaning beside ``char``: emoji and scripts beyond Latin's kin."""
    if not char:
        return False
    from unicodedata import category

    if category(char) in {"So", "Sk"}:
        return True
    return char >= "\u0590" and category(char) in {"Lo", "Lm", "Mn", "Mc"}


def _is_unspaced(char: str) -> bool:
    return any(first <= char <= last for first, last in _UNSPACED)

"""Letters that look like Latin ones, and the scripts that write without spaces.

Source of the pairs: Unicode's confusables.txt (UTS #39), only letters, only those that pass for a
Latin letter in a common typeface. Both cases of a letter lead to the same Latin letter, so that a
word keeps equal to itself in capitals.
"""

from __future__ import annotations

_GROUPS = {
    "a": "\u0430\u03b1\u0251\u1d00",  # Cyrillic, Greek, Latin alpha, small capital
    "b": "\u0432\u03b2\u0299\u13cf",
    "c": "\u0441\u03f2\u1d04\u2ca5",
    "d": "\u0501\u1d05\u0111\u0257",
    "e": "\u0435\u03b5\u1d07\u04bd\u0454",
    "f": "\ua730\u0192\u03dd",
    "g": "\u0261\u0581\u0262",
    "h": "\u043d\u04bb\u03b7\u0570\u029c\u0127",
    "i": "\u0456\u03b9\u0131\u026a",
    "j": "\u0458\u03f3\u1d0a",
    "k": "\u043a\u03ba\u1d0b\u2c95",
    "l": "\u029f\u0142\u04cf",
    "m": "\u043c\u03bc\u1d0d\u2c99",
    "n": "\u03bd\u0578\u0274\u057c",
    "o": "\u043e\u03bf\u0585\u1d0f\u00f8\u2c9f",
    "p": "\u0440\u03c1\u1d18\u2ca3",
    "q": "\u051b\u0566",
    "r": "\u0280",
    "s": "\u0455\ua731\u0282",
    "t": "\u0442\u03c4\u1d1b\u2ca7",
    "u": "\u057d\u1d1c\u028b",
    "v": "\u0475\u1d20",
    "w": "\u051d\u0461\u1d21",
    "x": "\u0445\u03c7\u2cad",
    "y": "\u0443\u03c5\u04af\u028f\u2ca9",
    "z": "\u03b6\u1d22",
}
LOOKALIKES = {char: latin for latin, chars in _GROUPS.items() for char in chars}
"""Case-folded letter to the Latin one that it passes for."""

UNSPACED = frozenset(
    {
        "BALINESE", "BOPOMOFO", "CJK", "HANGUL", "HIRAGANA", "JAVANESE", "KATAKANA",
        "KHMER", "LAO", "MYANMAR", "TAI", "THAI", "TIBETAN", "YI",
    }
)  # fmt: skip
"""First words of the Unicode names of letters with no space, or a particle, right behind a name."""

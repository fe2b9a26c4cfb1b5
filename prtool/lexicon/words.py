"""Cuts a name into its words and tells where, in running text, a word may begin and end.

Words change at separators, at humps (``NorthRouter``, ``HTTPServer``) and where the script changes;
letters and digits with nothing between them stay together (``gpt5``). Spans count code points.
"""

from __future__ import annotations

from prtool.lexicon.fold import Folder, is_invisible, is_unspaced, is_word, script
from prtool.model.patterns import regex
from prtool.model.text import Span

_INNER = "&"
_TRAILING = "+#"
SIGNS = _INNER + _TRAILING
"""Signs that belong to a word when they stand within it, or at its end: ``R&D``, ``C++``."""
_BETWEEN_DIGITS = regex(r"(?<=\d) (?=\d)")
_SHORTEST_RUN = 2
"""Capitals that make a word of their own in front of lower-case letters: ``QXmax``."""
PLURAL = 4
_PLURAL_IN_CAPITALS = 6
"""Letters that a name needs for an ``s`` behind it to be a plural."""
_SIBILANTS = frozenset("sxzh")
"""Last letters of names whose plural ends in ``es``."""
_ACRONYM_PLURAL = regex(r"s(?![^\W\d_])")


def word_spans(text: str) -> tuple[Span, ...]:
    """Return the ranges of the words in ``text``."""
    spans: list[Span] = []
    start: int | None = None
    for position, char in enumerate(text):
        if start is None:
            if is_word(char):
                start = position
        elif not _belongs(text, position):
            spans.append(Span(start, position))
            start = position if is_word(char) else None
    if start is not None:
        spans.append(Span(start, len(text)))
    return tuple(spans)


def words(text: str) -> tuple[str, ...]:
    """Return the words of ``text``, each folded."""
    folder = Folder()
    folded = (folder.fold(text[start:end]).text for start, end in word_spans(text))
    return tuple(word for word in folded if word)


def squash(text: str) -> str:
    """Return the words of ``text``, folded and joined: the same for all spellings of a name.

    Between two digits a dot stays, 1.23 is not 12.3.
    """
    return _BETWEEN_DIGITS.sub(".", " ".join(words(text))).replace(" ", "")


def _belongs(text: str, position: int) -> bool:
    """Tell whether the character at ``position`` goes on with the word before it."""
    char = text[position]
    visible = _before(text, position)
    if is_invisible(char) or visible < 0:
        return True
    before = text[visible]
    if not is_word(char):
        if char == _INNER:
            return is_word(before) and is_word(text[position + 1 : position + 2] or " ")
        return char in _TRAILING and (is_word(before) or before in _TRAILING)
    if before in _TRAILING:
        return False
    if before == _INNER:
        return True
    if char.isdecimal() or before.isdecimal():
        return not (char.isupper() and text[position + 1 : position + 2].islower())
    return script(before) == script(char) and not _is_hump(text, position, before)


def _is_hump(text: str, position: int, before: str) -> bool:
    """Tell whether a new word begins with the upper-case letter at ``position``."""
    if not text[position].isupper():
        return False
    if not before.isupper():
        return True
    following = position + 1
    return text[following : following + 1].islower() and not _ACRONYM_PLURAL.match(text, following)


def starts_word(text: str, start: int) -> bool:
    """Tell whether a name that begins at ``start`` begins where a word may begin."""
    outer = text[start - 1 : start]
    if outer < "\x80" and not outer.isalnum():
        return True
    first = text[start]
    position = _before(text, start)
    if position < 0:
        return True
    before = text[position]
    if not (is_word(before) and is_word(first)):
        return True
    if _changes_script(before, first):
        return True
    if not first.isupper():
        # Lower-case letters right behind a run of capitals: ``INTmax``.
        return first.islower() and before.isupper() and _is_run(text, position)
    if not before.isupper():
        return before.islower()
    return text[start + 1 : start + 2].islower()


def ends_word(text: str, start: int, end: int, letters: int) -> bool:
    """Tell whether a name at ``[start, end)`` ends where a word may end, or is a plural.

    ``letters`` is the length of the folded name: a plural of a short one is more likely a word.
    """
    outer = text[end : end + 1]
    if outer < "\x80" and not outer.isalnum():
        return True
    last = text[_before(text, end)]
    position = _at(text, end)
    if position >= len(text):
        return True
    after = text[position]
    if not (is_word(last) and is_word(after)) or _changes_script(last, after):
        return True
    if after.isupper():
        if not last.isupper():
            return last.islower()
        return _is_hump(text, position, last) or (
            letters >= _PLURAL_IN_CAPITALS and after == "S" and _is_end(text, position + 1)
        )
    if not (after.islower() and last.isalpha()):
        return False
    if end - start >= _SHORTEST_RUN and text[start:end].isupper():
        return True
    return letters >= PLURAL and _is_plural(text, position, last)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether no letter, digit or underscore is glued to ``[start, end)``."""
    before, after = _before(text, start), _at(text, end)
    return not (before >= 0 and _is_glued(text[before], text[start])) and not (
        after < len(text) and _is_glued(text[after], text[end - 1])
    )


def _is_glued(outer: str, inner: str) -> bool:
    return (is_word(outer) or outer == "_") and not (is_unspaced(outer) or is_unspaced(inner))


def _changes_script(one: str, other: str) -> bool:
    return is_unspaced(one) or is_unspaced(other) or script(one) != script(other)


def _is_run(text: str, position: int) -> bool:
    return position > 0 and text[position - 1].isupper()


def _is_plural(text: str, position: int, last: str) -> bool:
    if text.startswith("s", position) and _is_end(text, position + 1):
        return True
    sibilant = last.lower() in _SIBILANTS and text.startswith("es", position)
    return sibilant and _is_end(text, position + 2)


def _is_end(text: str, position: int) -> bool:
    position = _at(text, position)
    return position >= len(text) or not text[position].islower()


def _before(text: str, position: int) -> int:
    """Return the offset of the last visible character before ``position``, -1 for none."""
    position -= 1
    while position >= 0 and text[position] >= "\x80" and is_invisible(text[position]):
        position -= 1
    return position


def _at(text: str, position: int) -> int:
    """Return the offset of the first visible character from ``position`` on."""
    while position < len(text) and text[position] >= "\x80" and is_invisible(text[position]):
        position += 1
    return position

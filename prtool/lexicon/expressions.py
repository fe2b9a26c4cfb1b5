"""Compiles the regular expressions of a lexicon; none of them can run for ever.

What people write by accident is refused when the lexicon is read, the rest ends at a time limit.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from prtool.errors import LexiconError
from prtool.lexicon.model import Term
from prtool.model.text import Span

WINDOW = 4_000
"""Most code points of a line that an expression sees at once."""
LIMIT_S = 5.0
"""Longest time that one expression may take for one window."""
OVERLAP = 1_000
"""Longest match that is sure to be found across two windows of one long line."""
_OFTEN = 10
"""A group that may repeat this often may hold neither a repetition nor a choice."""
_WIDE_REPEATS = 2
"""Most open-ended repetitions of something that takes almost any character."""
_FLAGS = re.compile(r"\(\?[a-wyzA-Z]*(x)")
"""The verbose flag would make this reading of an expression wrong."""
_HINT = "write it with fixed or bounded repetitions, without (…)* around another repetition"
_TOKEN = re.compile(
    r"""
    (?P<wide> \. | \\[wWSD] | \[\^ \]? (?: \\. | [^\]\\] )* \] )
  | \\. | \[ \]? (?: \\. | [^\]\\] )* \]
  | (?P<open> \( (?: \? (?: P<\w+> | <[=!] | [:=!>] | [a-zA-Z-]+:? ) )? )
  | (?P<close> \) )
  | (?P<bar> \| )
  | (?P<many> (?: [*+] | \{\d*,\} ) (?P<possessive> \+ )? \?? )
  | (?P<few> (?: \? | \{(?:\d*,)?(?P<most>\d+)\} ) [?+]? )
  | .
    """,
    re.VERBOSE | re.DOTALL,
)
"""Source: https://docs.python.org/3/library/re.html#regular-expression-syntax"""


class Expression:
    """A compiled expression of a term; looks at each line on its own."""

    def __init__(self, term: Term) -> None:
        """Compile.

        Raises:
            LexiconError: it is not an expression, matches nothing at all or could run for ever.
        """
        # The one engine at hand that can be told when to give up.
        import regex

        self._where = where = f"line {term.line}: " if term.line else ""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                re.compile(term.value)  # both have to read it, so that the check below is right
                self._pattern = regex.compile(term.value)
        except (re.error, regex.error, Warning, OverflowError, RecursionError) as error:
            message = f"{where}the value is not a regular expression"
            raise LexiconError(message, hint=_HINT) from error
        if self._pattern.search(""):
            raise LexiconError(f"{where}the expression matches the empty text", hint=_HINT)
        if _may_run_for_ever(term.value):
            raise LexiconError(f"{where}the expression could run for ever", hint=_HINT)

    def find(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Yield the matches in the lines within ``[start, end)``, ascending.

        Raises:
            LexiconError: the expression takes longer than ``LIMIT_S``.
        """
        while start < end:
            stop = text.find("\n", start, end)
            stop = end if stop == -1 else stop
            try:
                yield from self._find_in_line(text[start:stop], start)
            except TimeoutError as error:
                raise LexiconError(
                    f"{self._where}the expression takes too long on a line of this text",
                    hint=_HINT,
                ) from error
            start = stop + 1

    def _find_in_line(self, line: str, offset: int) -> Iterator[Span]:
        reached = start = 0
        while True:
            stop = start + WINDOW
            begin = max(start, reached)
            for found in self._pattern.finditer(line, begin, stop, timeout=LIMIT_S):
                if stop < len(line) and found.start() >= stop - OVERLAP:
                    break  # The next window shows it whole.
                if found.end() > found.start():
                    yield Span(offset + found.start(), offset + found.end())
                    reached = found.end()
            if stop >= len(line):
                return
            start = stop - OVERLAP


def _may_run_for_ever(expression: str) -> bool:
    """Tell whether a group repeats that can itself be read in several ways, or too much is open.

    It finds what people write by accident, not every slow expression.
    """
    # For each open group: whether it holds a repetition or a choice.
    groups = [False]
    loose = wide = False
    wide_repeats = 0
    for token in _TOKEN.finditer(expression):
        if token["many"] or token["few"]:
            if loose and (token["many"] or int(token["most"] or 1) >= _OFTEN):
                return True
            wide_repeats += bool(token["many"]) and wide
            groups[-1] = groups[-1] or not token["possessive"]
        elif token["bar"]:
            groups[-1] = True
        elif token["open"]:
            groups.append(False)
        loose = False
        if token["close"] and len(groups) > 1:
            loose = groups.pop()
            groups[-1] = groups[-1] or loose
        wide = bool(token["wide"] or token["close"])
    return wide_repeats > _WIDE_REPEATS or "x" in _FLAGS.findall(expression)

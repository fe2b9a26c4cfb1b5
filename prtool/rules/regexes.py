"""Compiles regular expressions from a rules file; refuses those that could run for ever.

Owns a cheap test on how the expression is written. It refuses a repetition within a repetition; it
does not find every slow expression (``(a|a)*`` passes), it finds what people write by accident.
"""

from __future__ import annotations

import math
import re
import warnings

MAX_LENGTH = 4000
"""Longest expression, in code points."""

_MANY = 10
"""A group that may repeat this often may not hold a repetition of varying length."""

_TOKEN = re.compile(
    r"""
    (?P<plain> \\. | \[ \^? \]? (?: \\. | [^\]\\] )* \] )
  | (?P<comment> \(\?\# [^)]* \) )
  | (?P<flags> \(\? (?P<names>[a-zA-Z]*) (?:-[a-zA-Z]+)? \) )
  | (?P<open> \( (?: \? (?: P<\w+> | <[=!] | [:=!>] | (?P<inline>[a-zA-Z]*) (?:-[a-zA-Z]+)? : ) )? )
  | (?P<close> \) )
  | (?P<repeat> [*+] | \{ \d* , \d* \} | \{ \d+ \} | \? ) (?P<mode> [+?]? )
  | .
    """,
    re.VERBOSE | re.DOTALL,
)
"""Source: https://docs.python.org/3/library/re.html#regular-expression-syntax"""


def compile_regex(expression: str) -> re.Pattern[str]:
    """Return the compiled expression.

    Raises:
        ValueError: It is not valid or could run for ever; the message says why.
    """
    if len(expression) > MAX_LENGTH:
        raise ValueError(f"longer than {MAX_LENGTH} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = re.compile(expression)
    except (re.error, Warning, OverflowError, RecursionError) as error:
        raise ValueError(str(error) or "not valid") from None
    _check_repetition(expression)
    return compiled


def _check_repetition(expression: str) -> None:
    # One entry per open group: whether it can't give back what it took, and whether something in
    # it repeats a varying number of times and can.
    groups = [(False, False)]
    # Whether what stands just before is a group in which something does.
    inner = False
    for token in _TOKEN.finditer(expression):
        if "x" in (token["names"] or "") + (token["inline"] or ""):
            raise ValueError("the verbose flag (?x) is not supported")
        if token["open"]:
            groups.append((token["open"] == "(?>", False))
            inner = False
        elif token["close"]:
            atomic, loose = groups.pop()
            inner = loose and not atomic
            groups[-1] = (groups[-1][0], groups[-1][1] or inner)
        elif repeat := token["repeat"]:
            lower, upper = _bounds(repeat)
            if inner and upper >= _MANY:
                raise ValueError(
                    "a repetition within a repetition could run for ever;"
                    " make the inner one possessive, as in (a++b)*"
                )
            if lower != upper and repeat != "?" and token["mode"] != "+":
                groups[-1] = (groups[-1][0], True)
        else:
            inner = False


def _bounds(repeat: str) -> tuple[float, float]:
    if not repeat.startswith("{"):
        return {"*": (0, math.inf), "+": (1, math.inf), "?": (0, 1)}[repeat]
    lower, comma, upper = repeat[1:-1].partition(",")
    least = float(lower or 0)
    return least, float(upper or math.inf) if comma else least

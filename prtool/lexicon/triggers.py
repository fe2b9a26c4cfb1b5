"""What stands in a line before the matcher can find a term there: for the sieve."""

from __future__ import annotations

from collections.abc import Sequence

from prtool.lexicon.fold import SEPARATOR
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.needles import compile_term
from prtool.sieve.derive import derive
from prtool.sieve.encoded import name_triggers
from prtool.sieve.trigger import WHOLE, Trigger, literal

_BETWEEN = r"[\-_.\/ \t\r\x0b\x0c]"
"""What is folded to a separator, in ASCII; see ``prtool.lexicon.fold``."""

_HIGH = r"[89a-f][0-9a-f]"
_ESCAPES = (
    Trigger(
        rf"\\(?:x{_HIGH}|u(?:00{_HIGH}|0[1-9a-f][0-9a-f]{{2}}|[1-9a-f][0-9a-f]{{3}}))",
        ("\\x", "\\u"),
    ),
    Trigger(r"\\[23][0-7]{2}"),
)
"""Escapes of characters beyond ASCII."""


def term_triggers(terms: Sequence[Term]) -> tuple[Trigger, ...] | None:
    """Return the triggers of some terms; None where a term may be anything.

    A line that is not all ASCII is always looked at: there the spellings are countless.
    """
    found: dict[Trigger, None] = {}
    beyond_ascii = False
    for order, term in enumerate(terms):
        if term.match is MatchMode.REGEX:
            derived = derive(term.value)
            if derived is None:
                return None
            found.update((each.whole(), None) for each in derived)
            continue
        for needle in compile_term(term, order):
            for probe in needle.probes():
                if probe.isascii():
                    pattern = _BETWEEN.join(literal(word) for word in probe.split(SEPARATOR))
                    found[Trigger(pattern, (probe,), below=WHOLE)] = None
        beyond_ascii = True
    if beyond_ascii:
        found[Trigger(r"[\x80-\xff][^\n]*$", any_case=False)] = None
    return tuple(found)


def encoded_triggers(terms: Sequence[Term]) -> tuple[Trigger, ...]:
    """Return the triggers of terms beyond ASCII behind base64, hex and escapes.

    Those in ASCII are found in what reads as ASCII behind an encoding, whatever it is.
    """
    found: dict[Trigger, None] = {}
    for order, term in enumerate(terms):
        if term.match is MatchMode.REGEX:
            continue
        for needle in compile_term(term, order):
            for probe in needle.probes():
                if not probe.isascii():
                    found.update(dict.fromkeys((*name_triggers(probe), *_ESCAPES)))
    return tuple(found)

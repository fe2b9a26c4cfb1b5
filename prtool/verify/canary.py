"""The bait: before anything is trusted, every detector must catch what it says it catches."""

from __future__ import annotations

from prtool.errors import InputError
from prtool.lexicon.alias import is_public_model
from prtool.lexicon.model import Lexicon, MatchMode, Term
from prtool.model.finding import Kind
from prtool.model.results import CheckResult, Status
from prtool.model.text import Channel, Span, TextUnit
from prtool.scan import Scanner

NAME = "canary"

BAIT = "-".join(("Zyxwabbit", "Burrow"))
"""A term that nobody has; every scanner is built with it beside the user's own."""


def bait_term() -> Term:
    """Return the term that every run's matcher must know."""
    return Term(value=BAIT, kind=Kind.OTHER, note="canary")


def check(scanner: Scanner, lexicon: Lexicon, *, proven: bool = False) -> CheckResult:
    """Feed each detector its own examples, and the matcher the bait and every term.

    A term that its own spelling does not trigger would be a gate that never shuts.

    Args:
        scanner: the detectors and the matcher.
        lexicon: the terms.
        proven: whether these very detectors have caught their examples before.
    """
    if proven and not _missed_terms(scanner, lexicon):
        detail = f"{len(lexicon.terms)} terms were caught in every spelling"
        return CheckResult(name=NAME, status=Status.PASSED, detail=detail)
    missed = [*_missed_examples(scanner), *_missed_terms(scanner, lexicon)]
    if missed:
        detail = f"not caught: {', '.join(sorted(set(missed)))}"
        return CheckResult(name=NAME, status=Status.FAILED, detail=detail)
    rules = sum(bool(rule.examples) for rule in scanner.rules.values())
    detail = f"bait of {rules} rules and {len(lexicon.terms)} terms was caught in every spelling"
    return CheckResult(name=NAME, status=Status.PASSED, detail=detail)


def require(scanner: Scanner, lexicon: Lexicon, *, proven: bool = False) -> CheckResult:
    """Return the result of :func:`check`, which has passed.

    Raises:
        InputError: something is not caught.
    """
    bait = check(scanner, lexicon, proven=proven)
    if bait.status is not Status.PASSED:
        raise InputError(
            f"the canary was missed ({bait.detail}): this gate would not hold",
            hint="correct or remove those terms; 'prtool lexicon list' shows them",
        )
    return bait


def _missed_examples(scanner: Scanner) -> list[str]:
    missed = []
    for detector in scanner.detectors:
        for rule in detector.rules:
            for example in rule.examples:
                unit = example.unit()
                found = {
                    tuple(match.span)
                    for match in detector.scan(unit, unit.text)
                    if match.rule == rule.id
                }
                if example.span is not None and example.span not in found:
                    missed.append(rule.id)
    return missed


def _missed_terms(scanner: Scanner, lexicon: Lexicon) -> list[str]:
    """Return a name for each term that is not found; the terms themselves stay private."""
    missed = []
    for term in (bait_term(), *lexicon.terms):
        spellings = (term.value, term.value.upper(), term.value.lower())
        if term.match is MatchMode.REGEX or is_public_model(term.value):
            continue  # not a text to be found as it stands
        for spelling in (term.value,) if term.line else spellings:
            unit = TextUnit(channel=Channel.TEXT, text=f"({spelling})")
            inside = Span(1, 1 + len(spelling))
            if not any(m.span.overlaps(inside) for m in scanner.terms.scan(unit, unit.text)):
                missed.append(f"lexicon line {term.line}" if term.line else "the canary term")
    return missed

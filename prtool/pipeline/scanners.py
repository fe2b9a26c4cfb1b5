"""Puts the detectors of a run together."""

from __future__ import annotations

from prtool import detectors
from prtool.scan import Scanner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from prtool.detectors.base import Terms
    from prtool.lexicon.model import Term
    from prtool.looks import Sieves
    from prtool.rules.model import RuleSet


def build_scanner(
    rules: RuleSet, terms: Sequence[Term], key: bytes, sieves: Sieves | None = None
) -> Scanner:
    """Return the scanner for some rules and terms, the canary's bait among them.

    With the sieves that belong to the rules, no detector is made before it is needed.
    """
    from prtool.detectors.terms import TermDetector
    from prtool.verify.canary import bait_term

    return scanner_of(rules, TermDetector((bait_term(), *terms)), key, sieves)


def scanner_of(rules: RuleSet, terms: Terms, key: bytes, sieves: Sieves | None = None) -> Scanner:
    """Return the same for a detector of terms."""
    settings = rules.settings
    made = detectors.build(settings) if sieves is None else detectors.build_late(lambda: settings)
    return Scanner(detectors=made, sieves=sieves, terms=terms, key=key)

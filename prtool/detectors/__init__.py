"""Find private data in text units; know nothing of git or of rules.

Owns the table of detectors. Private terms are found by another package with the same protocol.
"""

from __future__ import annotations

from collections.abc import Callable

from prtool.detectors.addresses import AddressDetector
from prtool.detectors.allow_comments import AllowCommentDetector
from prtool.detectors.base import Detector, Settings
from prtool.detectors.binaries import BinaryDetector
from prtool.detectors.commits import UtcOffsets
from prtool.detectors.custom import CustomDetector
from prtool.detectors.files import FileDetector
from prtool.detectors.home_paths import HomePathDetector
from prtool.detectors.hosts import HostDetector
from prtool.detectors.identities import IdentityDetector
from prtool.detectors.markers import MarkerDetector
from prtool.detectors.paths import PathDetector
from prtool.detectors.secrets import SecretDetector
from prtool.detectors.unicode_tricks import UnicodeDetector
from prtool.errors import RulesError
from prtool.model.finding import Rule

DETECTORS: tuple[Callable[[Settings], Detector], ...] = (
    lambda _: MarkerDetector(),
    lambda _: AllowCommentDetector(),
    lambda _: SecretDetector(),
    lambda _: HomePathDetector(),
    lambda _: PathDetector(),
    AddressDetector,
    HostDetector,
    lambda _: IdentityDetector(),
    FileDetector,
    lambda _: UnicodeDetector(),
    lambda _: BinaryDetector(),
    UtcOffsets,
    CustomDetector,
)
"""Every detector, as what makes it. A new one is a file of its own and a line here."""


def build(settings: Settings) -> tuple[Detector, ...]:
    """Make all detectors.

    Raises:
        RulesError: if a pattern, a glob or an id of the settings is not well formed.
    """
    detectors = tuple(make(settings) for make in DETECTORS)
    rules_by_id(detectors)
    return detectors


def rules_by_id(detectors: tuple[Detector, ...]) -> dict[str, Rule]:
    """Return the rules of ``detectors`` by their ids.

    Raises:
        RulesError: if two rules have the same id.
    """
    rules: dict[str, Rule] = {}
    for detector in detectors:
        for rule in detector.rules:
            if rule.id in rules:
                raise RulesError(f"two rules have the id {rule.id}", hint="rename your pattern")
            rules[rule.id] = rule
    return rules

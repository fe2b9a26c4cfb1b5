"""Find private data in text units; know nothing of git or of rules.

Owns the table of detectors. Private terms are found by another package with the same protocol.
"""

from __future__ import annotations

from prtool.detectors.late import Late
from prtool.errors import RulesError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from prtool.detectors.base import Detector, FileShape, Settings
    from prtool.model.finding import Rule

DETECTORS = {
    "markers.MarkerDetector": False,
    "allow_comments.AllowCommentDetector": False,
    "formats.FormatDetector": False,
    "guesses.GuessDetector": False,
    "home_paths.HomePathDetector": False,
    "paths.PathDetector": True,
    "addresses.AddressDetector": True,
    "hosts.HostDetector": True,
    "identities.IdentityDetector": False,
    "files.FileDetector": True,
    "unicode_tricks.UnicodeDetector": False,
    "binaries.BinaryDetector": False,
    "commits.UtcOffsets": False,
    "custom.CustomDetector": True,
}
"""Every detector by module and name, and whether it is told the settings of the rules.

A new one is a file of its own and a line here.
"""

FORMATS, GUESSES = "formats.FormatDetector", "guesses.GuessDetector"
SECRETS = "secrets.SecretDetector"
"""Both of them, for what is encoded."""
FILES = "files.FileDetector"
DATES = "commits.UtcOffsets"
"""It always looks at dates."""
OF_PEOPLE = ("hosts.HostDetector", "identities.IdentityDetector")
"""They see more in who has made a commit than in other texts."""
UNICODE = "unicode_tricks.UnicodeDetector"


def build(settings: Settings) -> tuple[Late, ...]:
    """Make all detectors.

    Raises:
        RulesError: if a pattern, a glob or an id of the settings is not well formed.
    """
    detectors = build_late(lambda: settings)
    rules_by_id(detectors)
    return detectors


def build_late(settings: Callable[[], Settings]) -> tuple[Late, ...]:
    """Return all detectors, each of which is made when it is needed.

    There is one for each shape of files: their expressions are large.
    """
    made: list[Late] = []
    for name, told in DETECTORS.items():
        if name == FILES:
            made.extend(Late(name, _one_shape(shape)) for shape in settings().shapes)
        else:
            made.append(Late(name, settings if told else None))
    return tuple(made)


def _one_shape(shape: FileShape) -> Callable[[], Settings]:
    from prtool.model.settings import Settings

    return lambda: Settings(shapes=(shape,))


def rules_by_id(detectors: Iterable[Detector]) -> dict[str, Rule]:
    """Return the rules of ``detectors`` by their ids.

    Several shapes of files may feed one rule.

    Raises:
        RulesError: if two rules have the same id.
    """
    rules: dict[str, Rule] = {}
    for detector in detectors:
        for rule in detector.rules:
            if rule.id in rules and getattr(detector, "name", "") != FILES:
                raise RulesError(f"two rules have the id {rule.id}", hint="rename your pattern")
            rules[rule.id] = rule
    return rules

"""The parts of a pull request text, as notes, rules and templates name them."""

from __future__ import annotations

from prtool.model.record import StrEnum


class Part(StrEnum):
    """A part of the text, in the order in which a reader wants them; and what never leaves."""

    SUMMARY = "summary"
    PROBLEM = "problem"
    ROOT_CAUSE = "root-cause"
    CHANGES = "changes"
    TESTS = "tests"
    REPRODUCE = "how-to-reproduce"
    VERIFICATION = "verification"
    COMPATIBILITY = "compatibility"
    OUT_OF_SCOPE = "out-of-scope"
    LOCAL = "local-only"
    """Deployment, running state and the like: a part of notes that stays out."""


ORDER = (
    Part.SUMMARY, Part.PROBLEM, Part.ROOT_CAUSE, Part.CHANGES, Part.TESTS, Part.REPRODUCE,
    Part.VERIFICATION, Part.COMPATIBILITY, Part.OUT_OF_SCOPE,
)  # fmt: skip
"""The parts that leave, in the order of the text."""

TITLES = {
    Part.SUMMARY: "Summary",
    Part.PROBLEM: "Problem",
    Part.ROOT_CAUSE: "Root cause",
    Part.CHANGES: "Changes",
    Part.TESTS: "Tests",
    Part.REPRODUCE: "How to reproduce",
    Part.VERIFICATION: "Verification",
    Part.COMPATIBILITY: "Compatibility and risks",
    Part.OUT_OF_SCOPE: "Out of scope",
}
"""What the heading of each part says."""

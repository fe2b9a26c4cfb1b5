"""The table of checks. The canary is not in it: it runs before there is a result."""

from __future__ import annotations

from collections.abc import Callable

from prtool.model.results import CheckResult
from prtool.verify import applies, command, rescan, reversible, squash
from prtool.verify.candidate import Candidate

Check = Callable[[Candidate], CheckResult]

CHECKS: tuple[Check, ...] = (
    applies.check,
    reversible.check,
    command.check,
    squash.check,
    rescan.check,
)
"""In the order in which they run: the rescan is last, its results are among what it scans."""

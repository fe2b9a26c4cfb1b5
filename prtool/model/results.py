"""What was looked at and what held: coverage and verification."""

from __future__ import annotations

from prtool.model.record import Counter, StrEnum, dataclass, field
from prtool.model.text import Channel


@dataclass(frozen=True, slots=True)
class Skip:
    """One thing that was not looked at, and why."""

    channel: Channel
    what: str
    why: str


@dataclass(slots=True)
class Coverage:
    """The ledger of one run: how many units of each channel were scanned, which not and why."""

    scanned: Counter[Channel] = field(default_factory=Counter)
    skipped: list[Skip] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What else bears on how far the outcome reaches, such as what a baseline silences; public."""

    @property
    def total(self) -> int:
        """Return how many units were scanned."""
        return sum(self.scanned.values())

    def as_json(self) -> dict[str, dict[str, object]]:
        """Return the contract's ``coverage`` object, every channel listed."""
        return {
            channel.value: {
                "scanned": self.scanned[channel],
                "skipped": [
                    {"what": skip.what, "why": skip.why}
                    for skip in self.skipped
                    if skip.channel is channel
                ],
            }
            for channel in Channel
            if self.scanned[channel] or any(skip.channel is channel for skip in self.skipped)
        }


class Status(StrEnum):
    """How one verification check ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check, how it ended, and one public line about it."""

    name: str
    status: Status
    detail: str
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class Verification:
    """All checks of one run."""

    results: tuple[CheckResult, ...]

    @property
    def ok(self) -> bool:
        """Tell whether it holds: no check at all, or a mandatory one that did not run, is a no."""
        mandatory = [result for result in self.results if result.mandatory]
        return bool(mandatory) and all(
            result.status is Status.PASSED
            or (result.status is Status.SKIPPED and not result.mandatory)
            for result in self.results
        )

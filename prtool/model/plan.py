"""What is to be done with each finding, and which rule said so."""

from __future__ import annotations

from prtool.model.finding import Finding
from prtool.model.record import StrEnum, dataclass
from prtool.model.text import Channel


class Action(StrEnum):
    """What a rule may ask for."""

    REPLACE = "replace"
    DROP_LINE = "drop-line"
    DROP_FILE = "drop-file"
    BLOCK = "block"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class Cause:
    """The place that decided: a line of a rules file, an option, or prtool itself."""

    where: str
    line: int = 0
    """1-based; 0 where lines make no sense."""

    def __str__(self) -> str:
        return f"{self.where}:{self.line}" if self.line else self.where


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One finding, the action, and the cause."""

    finding: Finding
    action: Action
    cause: Cause
    replacement: str | None = None
    """A fixed text to put in place, when the rule gives one."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All decisions of one run, in the order of the findings."""

    decisions: tuple[Decision, ...]
    dropped: frozenset[str]
    """Private paths whose changes do not leave."""
    unused: tuple[Cause, ...] = ()
    """Rules that matched nothing."""

    @property
    def blocked(self) -> tuple[Decision, ...]:
        """Return what needs a person; what lies in a dropped file no longer does."""
        return tuple(
            decision
            for decision in self.decisions
            if decision.action is Action.BLOCK and not self.leaves_nothing(decision.finding)
        )

    def leaves_nothing(self, finding: Finding) -> bool:
        """Tell whether the finding lies in a file that is dropped."""
        return finding.unit.path in self.dropped and finding.unit.channel in FILE_CHANNELS


FILE_CHANNELS = frozenset(
    {
        Channel.CONTENT,
        Channel.PATH,
        Channel.MODE,
        Channel.SYMLINK,
        Channel.SUBMODULE,
        Channel.BINARY,
    }
)
"""Channels whose units vanish with their file."""

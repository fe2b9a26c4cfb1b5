"""What a check is asked for."""

from __future__ import annotations

import datetime
from enum import Enum, auto
from pathlib import Path

from prtool.model.finding import Severity
from prtool.model.record import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from prtool.model.results import Skip
    from prtool.model.text import TextUnit
    from prtool.pipeline.places import Places


class Input(Enum):
    """The kinds of input."""

    RANGE = auto()
    STAGED = auto()
    WORKTREE = auto()
    DIFF = auto()
    TEXT = auto()
    BUNDLE = auto()
    HISTORY = auto()
    NOTHING = auto()
    """Only the texts that are added to any input."""


NEEDS_REPOSITORY = frozenset({Input.RANGE, Input.STAGED, Input.WORKTREE, Input.HISTORY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the user names."""

    kind: Input
    base: str | None = None
    """A revision; the fork point of the upstream default branch when None."""
    head: str = "HEAD"
    data: bytes = b""
    """The diff or the text."""
    bundle: Path = Path()
    index: Path | None = None
    """The index file of a running ``git commit``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineOptions:
    """What the user asks for."""

    path: Path | None = None
    """The baseline that counts."""
    write: Path | None = None
    """The baseline to write; it counts at once."""
    key_file: Path | None = None
    key_out: Path | None = None
    """Where to write the key for whoever reads the baseline elsewhere."""
    without_key: bool = False
    """Whether to go on without the baseline when there is no key at all."""

    @property
    def are_none(self) -> bool:
        """Tell whether no baseline is asked for."""
        return self.path is None and self.write is None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """What the user asks for; see the contract's ``prtool check``."""

    places: Places
    subject: Subject
    texts: Iterable[TextUnit] = ()
    """Further texts: of a pull request, of an event."""
    skipped: tuple[Skip, ...] = ()
    """What of those texts is not looked at."""
    local_branch: bool = True
    """Whether the name of the branch that HEAD is on leaves with the range."""
    message: bytes | None = None
    """A commit message as git's ``commit-msg`` hook is given it."""
    sealed: Path | None = None
    """A sealed lexicon."""
    seal_key: Path | None = None
    """The file of its key; the environment's by default."""
    environ: Mapping[str, str] = field(default_factory=dict)
    """Where the keys of a sealed lexicon and a baseline may be."""
    without_seal_key: bool = False
    """Whether to go on when there is no key at all, as for a pull request from a fork."""
    baseline: BaselineOptions = field(default_factory=BaselineOptions)
    fail_on: Severity = Severity.MEDIUM
    """Lower ones are listed, and fail nothing: every commit that was not made in UTC has one."""
    today: datetime.date = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).date())

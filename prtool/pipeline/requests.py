"""What ``prepare`` and ``describe`` are asked for, and what became of it."""

from __future__ import annotations

import datetime
from pathlib import Path

from prtool.describe.notes import LeftOut
from prtool.model.plan import Plan
from prtool.model.record import dataclass, field
from prtool.model.results import Verification
from prtool.pipeline.decisions import Recalled
from prtool.pipeline.places import Places
from prtool.pipeline.prtext import TextRequest
from prtool.repo.series import Patch
from prtool.rewrite.history import Rewrite
from prtool.rewrite.identity import Dates, PublicIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRequest:
    """What the user asks for that decides what leaves; see the contract's ``prtool prepare``."""

    places: Places
    base: str
    head: str = "HEAD"
    worktree: bool = False
    squash: bool = False
    title: str | None = None
    text: TextRequest = TextRequest()
    author: str | None = None
    """``Name <email>``; git's ``prtool.author`` setting, or a neutral one, by default."""
    signoff: bool | None = None
    """None: when upstream asks for it, and there is a public author."""
    dates: Dates = Dates.UTC
    reword: Path | None = None
    """The file of the commit messages: written when there is none, else read."""
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    format_command: str | None = None
    test_command: str | None = None
    test_timeout_s: float = 600.0
    test_variables: tuple[str, ...] = ()
    branch: str | None = None
    """A branch to create in ``into`` as well."""
    into: Path | None = None
    today: datetime.date = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).date())


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareRequest(DraftRequest):
    """And where the bundle goes."""

    out: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What became of it; the bundle exists only when ``ok``."""

    identity: PublicIdentity
    plan: Plan
    rewrite: Rewrite
    verification: Verification
    patches: tuple[Patch, ...]
    title: str
    files: tuple[str, ...]
    """Public paths that the series changes."""
    private_dir: Path
    unformatted: tuple[str, ...]
    """Public paths that were not as the formatter wants them before, and were left so."""
    notes_left_out: tuple[LeftOut, ...]
    """Passages of the notes that stayed out."""
    left: tuple[str, ...]
    """What of the text is left for the person."""
    messages: tuple[tuple[str, ...], ...]
    """What a person should know of the message of each patch."""
    recalled: Recalled = field(default_factory=Recalled)

    @property
    def ok(self) -> bool:
        """Tell whether every mandatory check passed."""
        return self.verification.ok

"""What a rules file says, as frozen values. Knows nothing of YAML and decides nothing."""

from __future__ import annotations

import datetime
import re

from prtool.model.finding import Severity
from prtool.model.plan import Action, Cause
from prtool.model.record import dataclass, field
from prtool.model.settings import FileShape, Pattern, Settings
from prtool.model.text import Channel

BUILTIN = "built-in redaction_rules.yaml"
"""The label of the file that comes with prtool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """One entry under ``rules``; equal when it says the same, wherever it stands."""

    find: tuple[str, ...]
    """Globs for rule ids."""
    action: Action
    channels: frozenset[Channel] | None = None
    paths: tuple[str, ...] | None = None
    """Globs for paths; a finding without a path does not fit."""
    text: str | None = None
    """The matched text has to be exactly this."""
    regex: re.Pattern[str] | None = None
    """The matched text as a whole has to match this."""
    replacement: str | None = None
    severity: Severity | None = None
    until: datetime.date | None = None
    """The last day on which it fits."""
    reason: str = ""
    cause: Cause = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """All rules files of one run, in force together."""

    entries: tuple[RuleEntry, ...] = ()
    """The last one that fits a finding decides."""
    shapes: tuple[FileShape, ...] = ()
    """Several may have the same name."""
    patterns: tuple[Pattern, ...] = ()
    public_hosts: tuple[str, ...] = ()
    keep_trailers: tuple[str, ...] = ()
    """Names in lower case; trailers of any other name vanish."""
    inline_allows: bool = False
    require_lexicon: bool = False
    sources: tuple[str, ...] = ()
    """Labels of the files, first to last."""
    digest: str = ""
    """SHA-256 over the bytes of the files, in hex."""

    @property
    def settings(self) -> Settings:
        """Return the part that detectors need."""
        return Settings(shapes=self.shapes, public_hosts=self.public_hosts, patterns=self.patterns)

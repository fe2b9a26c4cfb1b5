"""What a rules file says, as frozen values. Knows nothing of YAML and decides nothing."""

from __future__ import annotations

from prtool.model.finding import Severity
from prtool.model.globs import compile_globs, matches
from prtool.model.parts import Part
from prtool.model.plan import Action, Cause
from prtool.model.record import dataclass, field
from prtool.model.settings import FileShape, Pattern, Settings
from prtool.model.text import Channel

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    import re

MAY_BE_MUTED = ("host/new-public-host", "path/private-root")
"""Rules that find something on every other page, and that are allowed unless somebody says else."""

_NO_TEXTS = frozenset({Channel.AUTHOR, Channel.COMMITTER, Channel.DATE})

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
    headings: tuple[tuple[str, Part], ...] = ()
    """Headings of private notes beyond the usual ones, and what they mean; the last one wins."""
    sources: tuple[str, ...] = ()
    """Labels of the files, first to last."""
    digest: str = ""
    """SHA-256 over the bytes of the files, in hex."""

    @property
    def settings(self) -> Settings:
        """Return the part that detectors need."""
        return Settings(
            shapes=self.shapes, public_hosts=self.public_hosts, patterns=self.patterns,
            muted=frozenset(rule for rule in MAY_BE_MUTED if self._is_muted(rule)),
        )  # fmt: skip

    def _is_muted(self, rule: str) -> bool:
        """Tell whether the last entry that fits a rule's findings in texts allows them all."""
        for entry in reversed(self.entries):
            if not matches(compile_globs(entry.find), rule):
                continue
            if entry.channels is not None and entry.channels <= _NO_TEXTS:
                continue
            conditions = (entry.channels, entry.paths, entry.text, entry.regex, entry.until)
            return entry.action is Action.ALLOW and all(each is None for each in conditions)
        return False

"""What is about to leave, with all that a check needs to look at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from prtool.model.finding import Finding
from prtool.model.record import dataclass, field
from prtool.model.results import CheckResult
from prtool.model.text import TextUnit
from prtool.repo.open import Repository
from prtool.repo.public import PublicBase
from prtool.repo.scratch import Scratch
from prtool.repo.series import Patch
from prtool.rewrite.edits import Edits
from prtool.scan import Scanner


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A contribution before it becomes a bundle, or one read back from a bundle."""

    scratch: Scratch
    store: Repository
    """Reads the scratch repository."""
    public: PublicBase
    base: str
    head: str
    """The last public commit, in the scratch repository."""
    head_tree: str
    """The tree that the series must give."""
    patches: tuple[Patch, ...]
    render: Callable[[tuple[CheckResult, ...]], Mapping[str, bytes]]
    """Makes everything else that leaves, by path within the bundle, for these results."""
    texts: tuple[TextUnit, ...] = ()
    """Further texts that leave by another way, such as a branch name."""
    results: tuple[CheckResult, ...] = ()
    """What the checks before this one gave."""
    scanner: Scanner
    judge: Callable[[tuple[Finding, ...]], Sequence[Finding]]
    """Returns the findings that must not leave, by the rules of the run."""
    allowed: Sequence[str] = ()
    """Texts that may leave whatever the scanner says: the public identity."""
    folder: Path
    """An empty private folder for the checks' own use."""
    edits: Edits = field(default_factory=Edits)
    originals: Sequence[TextUnit] = ()
    """The private units that were rewritten."""
    restore: Callable[[str], str] | None = None
    """Gives the originals of pseudonyms back; None where the private map is not at hand."""
    test_command: str | None = None
    test_timeout_s: float = 600.0
    test_variables: Sequence[str] = ()
    """Names of further environment variables that the test command may see."""

"""Where a command finds its things."""

from __future__ import annotations

from prtool.model.record import dataclass
from prtool.rules import NAME as RULES_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PRIVATE_DIR = ".prtool"
OWN_FILES = (f"/{RULES_FILE}", "/.prtool/**")
"""prtool's own files on a private branch; upstream asked for none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a command finds its things; the same options for all commands."""

    folder: Path
    """Any folder in the repository."""
    private_dir: Path | None = None
    rules: Sequence[Path] = ()
    lexicon: Path | None = None

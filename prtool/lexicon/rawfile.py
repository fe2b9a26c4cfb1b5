"""The bytes of a lexicon file, for whoever need not know what they say."""

from __future__ import annotations

from prtool.errors import LexiconError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 10 * 1024 * 1024


def read(path: Path) -> bytes:
    """Return the bytes of a lexicon file.

    Raises:
        LexiconError: missing, unreadable or over 10 MiB.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise LexiconError(f"{path}: there is no lexicon") from None
    except OSError as err:
        raise LexiconError(f"{path}: can't be read: {err.strerror}", hint="") from err
    if len(raw) > MAX_BYTES:
        raise LexiconError(
            f"{path}: larger than {MAX_BYTES:,} bytes",
            hint="split it up, or take out what is not private",
        )
    return raw

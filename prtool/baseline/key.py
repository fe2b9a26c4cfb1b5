"""The key of a baseline: handed in, or made of the private folder's; never in the baseline.

The private folder's own key stays there: with it, every pseudonym could be tested. What CI is given
follows from it, and leads to baselines alone.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from pathlib import Path

from prtool.lexicon.privatedir import PrivateDir
from prtool.lexicon.sealed_key import KeyUse, MissingKeyError, new_key, read_key

USE = KeyUse(
    "baseline", "PRTOOL_BASELINE_KEY", "--baseline-key-file",
    "prtool check --write-baseline FILE --baseline-key-out FILE",
)  # fmt: skip


def find_key(
    key_file: Path | None,
    environ: Mapping[str, str],
    private: PrivateDir | None,
    *,
    make: bool = False,
) -> bytes:
    """Return the key: of the file, else of the environment, else from the private folder.

    Args:
        key_file: what ``--baseline-key-file`` names.
        environ: where ``PRTOOL_BASELINE_KEY`` may be.
        private: the private folder, None where there is none that can be trusted.
        make: whether to make a new one where there is none.

    Raises:
        MissingKeyError: there is none.
        LexiconError, PrivateDirError: it is not a key, or not private.
    """
    if key_file is not None or environ.get(USE.variable, "").strip():
        return read_key(key_file, environ, USE)
    if private is not None and private.key_file.exists():
        return derived(private.key())
    if make:
        return new_key()
    raise MissingKeyError(
        "there is no key for the baseline",
        hint=f"set {USE.variable}, name a file with {USE.option}, or run 'prtool init'; "
        "--baseline-key-out makes a key beside --write-baseline",
    )


def derived(private_key: bytes) -> bytes:
    """Return the key of baselines that follows from the private folder's key."""
    return hmac.digest(private_key, b"prtool baseline key", "sha256").hex().encode("ascii")

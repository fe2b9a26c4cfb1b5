"""The key of a sealed lexicon or a baseline: where it comes from and what may be one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from prtool.errors import LexiconError, OutputError
from prtool.model.record import dataclass

VARIABLE = "PRTOOL_SEAL_KEY"
SHORTEST = 16
"""Characters; a new key has 64 hexadecimal digits."""
_LONGEST_FILE = 4096
_BLANKS = b" \t\r\n\v\f"
_NEW_BYTES = 32
"""The output size of HMAC-SHA-256, as RFC 2104, section 3, advises."""


@dataclass(frozen=True, slots=True)
class KeyUse:
    """What a key is for, and where the user puts it."""

    what: str
    variable: str
    option: str
    maker: str
    """What writes such a key."""


SEAL = KeyUse("sealed lexicon", VARIABLE, "--seal-key-file", "prtool lexicon seal --new-key FILE")


class MissingKeyError(LexiconError):
    """There is no key, or an empty one, which is what a pull request from a fork is given."""


def read_key(key_file: Path | None, environ: Mapping[str, str], use: KeyUse = SEAL) -> bytes:
    """Return the key from a file, else from the environment; blanks and line ends around it go.

    Args:
        key_file: the file; the environment's key by default.
        environ: where the key may be.
        use: what it is for.

    Raises:
        MissingKeyError: there is none, or nothing but blanks.
        LexiconError: it is too short or holds something else than printable ASCII characters.
    """
    if key_file is None:
        where = use.variable
        raw = os.fsencode(environ.get(use.variable, ""))
    else:
        where = str(key_file)
        try:
            with key_file.open("rb") as file:
                raw = file.read(_LONGEST_FILE + 1)
        except OSError as error:
            raise LexiconError(
                f"{where}: the key can't be read: {error.strerror}", hint=f"check {use.option}"
            ) from error
    key = raw.strip(_BLANKS)
    if not key:
        raise MissingKeyError(
            f"{where}: there is no key for the {use.what}",
            hint=f"set {use.variable} or name a file with {use.option}",
        )
    hint = f"use the key as '{use.maker}' wrote it"
    if len(raw) > _LONGEST_FILE or not all(0x21 <= byte <= 0x7E for byte in key):
        raise LexiconError(f"{where}: not a key: it holds more than printable ASCII", hint=hint)
    if len(key) < SHORTEST:
        raise LexiconError(f"{where}: the key is shorter than {SHORTEST} characters", hint=hint)
    return key


def new_key() -> bytes:
    """Return a random key."""
    return secrets.token_hex(_NEW_BYTES).encode("ascii")


def write_new_key(path: Path, key: bytes | None = None) -> None:
    """Write a key to a new file, mode 0600; a file that is there is never replaced.

    Args:
        path: the file.
        key: a random one by default.

    Raises:
        OutputError: the file exists or can't be written.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write((key or new_key()) + b"\n")
    except FileExistsError:
        raise OutputError(
            f"{path} exists already: a key is never replaced", hint="name a new file"
        ) from None
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {error.strerror}") from error

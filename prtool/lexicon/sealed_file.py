"""The format of a sealed lexicon: digests, a canary and a checksum, all under one key.

Knows nothing of terms: what is digested is decided by ``sealed_forms``.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from prtool.errors import LexiconError
from prtool.model.patterns import regex
from prtool.model.record import dataclass

VERSION = 1
DIGEST_BYTES = 16
"""HMAC-SHA-256 cut to its leading half, as RFC 2104, section 5, allows."""
FEWEST = 256
"""Digests in the smallest file; padding fills up to a power of two."""
HEADER = """\
# Sealed lexicon of prtool: keyed digests of private names, made to lie in a public repository.
# Use:   prtool check --sealed THIS-FILE      (key in PRTOOL_SEAL_KEY, or --seal-key-file FILE)
# Renew: prtool lexicon seal --out THIS-FILE  (never edit it by hand)
#
# Who has this file but not the key learns about how many names there are (padding rounds their
# number up) and when the list changed. No name, length or order can be read, and no guess can be
# tested; for that the key must be a random one, as --new-key writes it.
# Who has the key too can test guesses: short names, common words and everything in a dictionary
# are found within minutes. Keep the key as secret as the names.
# Who may start the check and see its result can test guesses one by one, without the key.
#
# Each line of digits is HMAC-SHA-256 of one spelling of one name, cut to 128 bits, or padding.
"""
_LARGEST = 32 << 20
_FIELD = regex(r"(version|salt|count|canary|check): ([0-9a-f]+)")
_DIGEST = regex(rf"[0-9a-f]{{{2 * DIGEST_BYTES}}}")
_ORDER = ("version", "salt", "count", "canary", "check")
_BLOCK = 64
"""Bytes; the block size of SHA-256, for RFC 2104."""
_FOREIGN = "make it again with 'prtool lexicon seal'"


class Keyed:
    """HMAC-SHA-256 under one key and salt, several times as fast as a new one for each text."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        own = hmac.digest(key, b"prtool sealed lexicon\0" + salt, "sha256").ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in own))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in own))

    def mac(self, data: bytes) -> bytes:
        """Return all 32 bytes of the code."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(data)
        outer.update(inner.digest())
        return outer.digest()

    def digest(self, data: bytes) -> bytes:
        """Return the code as the file has it."""
        return self.mac(data)[:DIGEST_BYTES]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a sealed file says, once the key has been found to fit."""

    keyed: Keyed
    digests: frozenset[bytes]


def salt_of(key: bytes, content: Iterable[bytes]) -> bytes:
    """Return a salt that is the same for the same content, and tells nothing of it.

    Any change of the lexicon changes every line, so that two versions can't be compared.
    """
    whole = hashlib.sha256()
    for one in sorted(content):
        whole.update(len(one).to_bytes(4, "big") + one)
    return hmac.digest(key, b"prtool sealed salt\0" + whole.digest(), "sha256")[:DIGEST_BYTES]


def render(keyed: Keyed, salt: bytes, digests: Iterable[bytes]) -> bytes:
    """Return the file's content: the same for the same key, salt and digests."""
    rows = set(digests)
    wanted = max(FEWEST, 1 << (len(rows) - 1).bit_length())
    number = 0
    while len(rows) < wanted:
        rows.add(keyed.digest(b"padding\0%d" % number))
        number += 1
    body = "".join(f"{row.hex()}\n" for row in sorted(rows))
    fields = f"version: {VERSION}\nsalt: {salt.hex()}\ncount: {wanted}\n"
    canary, check = _proofs(keyed, rows)
    return f"{HEADER}{fields}{body}canary: {canary}\ncheck: {check}\n".encode("ascii")


def load(path: Path, key: bytes) -> Contents:
    """Return what a sealed file holds.

    Raises:
        LexiconError: it can't be read, is damaged, or the key is not the one that it was made with.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        raise LexiconError(
            f"{path}: the sealed lexicon can't be read: {error.strerror}", hint="check --sealed"
        ) from error
    return parse(raw, key, name=str(path))


def parse(raw: bytes, key: bytes, *, name: str = "sealed lexicon") -> Contents:
    """Return what the content of a sealed file says; see :func:`load`."""
    if len(raw) > _LARGEST:
        _refuse(name, 1, f"larger than {_LARGEST:,} bytes")
    fields: dict[str, tuple[int, str]] = {}
    rows: list[bytes] = []
    number = 0
    for number, line in enumerate(raw.decode("ascii", "replace").splitlines(), 1):
        if line.startswith("#") and not fields:
            continue
        if _DIGEST.fullmatch(line) and tuple(fields) == _ORDER[:3]:
            rows.append(bytes.fromhex(line))
            continue
        field = _FIELD.fullmatch(line)
        if field is None or len(fields) == len(_ORDER) or field[1] != _ORDER[len(fields)]:
            _refuse(name, number, "not a line of a sealed lexicon")
        if field[1] == "version" and field[2] != str(VERSION):
            _refuse(name, number, f"the version is not {VERSION}, the only one there is")
        fields[field[1]] = number, field[2]
    if len(fields) < len(_ORDER):
        _refuse(name, max(1, number), f"it ends before '{_ORDER[len(fields)]}'")
    line_of_count, count = fields["count"]
    if count != str(len(rows)) or len(set(rows)) != len(rows):
        _refuse(name, line_of_count, "the count does not fit the lines below")
    keyed = Keyed(key, _salt(name, *fields["salt"]))
    canary, check = _proofs(keyed, rows)
    if not hmac.compare_digest(fields["canary"][1], canary):
        raise LexiconError(
            f"{name}:{fields['canary'][0]}: the canary does not answer: the key is not the one "
            "that this sealed lexicon was made with",
            hint="check PRTOOL_SEAL_KEY or --seal-key-file, or seal the lexicon again",
        )
    if not hmac.compare_digest(fields["check"][1], check):
        _refuse(name, fields["check"][0], "the digests were changed after sealing")
    return Contents(keyed, frozenset(rows))


def _proofs(keyed: Keyed, rows: Iterable[bytes]) -> tuple[str, str]:
    """Return the canary, which shows that a key fits, and the checksum of the digests."""
    canary = keyed.digest(b"canary\0prtool")
    check = keyed.digest(b"check\0" + b"".join(sorted(rows)))
    return canary.hex(), check.hex()


def _salt(name: str, line: int, digits: str) -> bytes:
    if not _DIGEST.fullmatch(digits):
        _refuse(name, line, "the salt is damaged")
    return bytes.fromhex(digits)


def _refuse(name: str, line: int, what: str) -> NoReturn:
    raise LexiconError(f"{name}:{line}: {what}", hint=_FOREIGN)

"""Reads a bundle back, trusting nothing in it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from prtool.bundle.manifest import SCHEMA
from prtool.bundle.write import SUMS
from prtool.errors import InputError
from prtool.model.patterns import regex
from prtool.model.record import dataclass
from prtool.repo.series import Patch, subject_of

LARGEST = 256 << 20
"""Bytes of one file in a bundle."""
_ROW = regex(r"([0-9a-f]{64}) [ *](.+)")
_PATCH = regex(r"patches/[^/\0]+\.patch")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle's files and its manifest."""

    files: dict[str, bytes]
    manifest: dict[str, Any]
    patches: tuple[Patch, ...]
    damage: tuple[str, ...]
    """What does not fit the checksums."""


def read_bundle(folder: Path) -> Bundle:
    """Read a bundle.

    Raises:
        InputError: there is none, or it is not of the known form.
    """
    if not (folder / SUMS).is_file():
        raise InputError(
            f"{folder} is no bundle: it has no {SUMS}", hint="name the folder that --out named"
        )
    files = {str(path.relative_to(folder)): _read(path, folder) for path in _walk(folder)}
    damage = tuple(_damage(files))
    try:
        manifest = json.loads(files["manifest.json"])
        names = [patch["file"] for patch in manifest["patches"]]
        known = (
            manifest["schema"] == SCHEMA and manifest["base"]["tree"] and manifest["head"]["tree"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{folder / 'manifest.json'} is missing or not a manifest",
            hint="prepare the bundle again",
        ) from error
    bad = [name for name in names if not _PATCH.fullmatch(str(name)) or name not in files]
    if not known or bad or not names:
        raise InputError(
            f"{folder / 'manifest.json'} names a schema or patches that this bundle doesn't have",
            hint="prepare the bundle again with this version of prtool",
        )
    patches = tuple(Patch(name, files[name], subject_of(files[name])) for name in names)
    return Bundle(files, manifest, patches, damage)


def _walk(folder: Path) -> list[Path]:
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise InputError(f"{path} is a link or a special file", hint="don't trust this bundle")
        if path.is_file():
            found.append(path)
    return found


def _read(path: Path, folder: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise InputError(f"{path.relative_to(folder)} is larger than any file of a bundle")
    return path.read_bytes()


def _damage(files: dict[str, bytes]) -> list[str]:
    listed: dict[str, str] = {}
    for row in files[SUMS].decode("utf-8", "replace").splitlines():
        match = _ROW.fullmatch(row)
        if match is None:
            return [f"{SUMS} is not a list of checksums"]
        listed[match[2]] = match[1]
    damage = [f"{name} is not in {SUMS}" for name in files if name not in listed and name != SUMS]
    for name, digest in listed.items():
        if name not in files:
            damage.append(f"{name} is missing")
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            damage.append(f"{name} was changed")
    return damage

"""Fetches well-known packages with pip, and reads the text files in them."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

SOURCES = ("django", "ansible-core", "sphinx", "sqlalchemy", "botocore", "twisted", "kubernetes")
"""Packages whose source archive needs no compiler to be read by pip."""
WHEELS = ("numpy", "scipy", "pandas")
"""Packages that are taken built: pip would configure a compiler to fetch their sources."""
_LARGEST = 20_000_000
"""Bytes; nobody proposes a larger text."""
_PIP = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check")


def fetch(folder: Path) -> list[Path]:
    """Return the archives of all packages in ``folder``, fetching those that are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name in (*SOURCES, *WHEELS):
        if not (archive := _archive(folder, name)):
            kind = ("--no-binary", name) if name in SOURCES else ("--only-binary", ":all:")
            command = (*_PIP, "--no-deps", *kind, "--dest", str(folder), name)
            subprocess.run(command, check=True)
            archive = _archive(folder, name)
        if archive is None:
            raise SystemExit(f"pip fetched no archive of {name}")
        found.append(archive)
    return found


def _archive(folder: Path, name: str) -> Path | None:
    stem = name.replace("-", "_")
    return next(iter(sorted(folder.glob(f"{stem}-*"))), None)


def package_of(archive: Path) -> str:
    """Return name and version of an archive."""
    return "-".join(archive.name.removesuffix(".tar.gz").removesuffix(".whl").split("-")[:2])


def texts(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of every text file, in the order of the paths."""
    for path, raw in sorted(_members(archive)):
        if raw and b"\0" not in raw[:8000] and len(raw) <= _LARGEST:
            yield path, raw


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    home = package_of(archive)
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for entry in wheel.infolist():
                if not entry.is_dir():
                    yield f"{home}/{entry.filename}", wheel.read(entry)
        return
    with tarfile.open(archive) as source:
        for member in source:
            content = source.extractfile(member) if member.isfile() else None
            if content is not None:
                yield f"{home}/{member.name.partition('/')[2]}", content.read()

"""The files that steer the gate: named rules, a baseline, a sealed lexicon, and whose they are.

A range must not bring along what lets it through. A file of the repository is therefore read as of
the base of the range; a file of the range alone counts as brought by the change under test.
"""

from __future__ import annotations

from pathlib import Path

from prtool.errors import InputError
from prtool.model.record import dataclass
from prtool.repo.open import Repository


@dataclass(frozen=True, slots=True)
class GateFiles:
    """Reads such files for one check."""

    repository: Repository | None
    """None where there is none to read from: then every file is the user's own."""
    base: str | None = None
    """The commit that a range begins at, None when the check is of no range."""
    head: str = ""
    """The commit that it ends at."""

    def name(self, path: Path) -> str | None:
        """Return the path within the repository, None for a file elsewhere."""
        if self.repository is None:
            return None
        place = path.absolute().parent.resolve() / path.name
        root = self.repository.root
        return str(place.relative_to(root)) if place.is_relative_to(root) else None

    def read(self, path: Path, option: str) -> bytes | None:
        """Return a file's bytes, None when only the change under test has it.

        Args:
            path: as the user named it.
            option: with what it was named, for an error.

        Raises:
            InputError: it can't be read.
        """
        name = self.name(path)
        if name is not None and self.repository is not None and self.base is not None:
            public = self.repository.blob_at(self.base, name)
            if public is not None or self.repository.blob_at(self.head, name) is not None:
                return public
        try:
            return path.read_bytes()
        except OSError as error:
            raise InputError(
                f"can't read {path}: {error.strerror}", hint=f"name an existing file with {option}"
            ) from error

    def read_rules(self, path: Path) -> bytes:
        """Return the bytes of a rules file.

        Raises:
            InputError: it can't be read, or only the change under test has it.
        """
        data = self.read(path, "--rules")
        if data is None:
            raise InputError(
                f"{path} is not in the base: the change under test would bring its own rules",
                hint="name rules outside of the repository, or bring them in with another change",
            )
        return data

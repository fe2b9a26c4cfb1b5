"""The private map ``.prtool/map.json``: which pseudonym stands for whom, and how it was written.

Owns the file's format and that it fits the key. It never leaves the machine.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from prtool.errors import PrivateDirError
from prtool.lexicon.privatedir import write_private
from prtool.model.finding import Kind
from prtool.model.record import dataclass

SCHEMA = "prtool/map/1"
_HINT = "put the map back from a backup, or remove it to begin with new pseudonyms"


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What is replaced by one and the same pseudonym, however it is spelled."""

    kind: Kind
    """Names of all sorts (providers, aliases, projects, units, folders) are ``Kind.OTHER``."""
    identity: str
    """The folded name, or the value in its canonical form."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One subject with its pseudonym."""

    subject: Subject
    original: str
    """As the lexicon has it, or as it was found."""
    pseudonym: str


@dataclass(frozen=True, slots=True, order=True)
class Spelling:
    """One text that was replaced, and the text that took its place."""

    original: str
    rendered: str


@dataclass(frozen=True, slots=True)
class Book:
    """The private map of one key."""

    key_check: str
    entries: tuple[Entry, ...] = ()
    """Ascending by subject."""
    spellings: tuple[Spelling, ...] = ()
    """Ascending."""

    @classmethod
    def new(cls, key: bytes) -> Book:
        """Return the empty map of a key."""
        return cls(_key_check(key))

    @classmethod
    def load(cls, path: Path, key: bytes) -> Book:
        """Return the map in a file; the empty one if there is none.

        Raises:
            PrivateDirError: it can't be read, is damaged, or was made with another key.
        """
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            return cls.new(key)
        except OSError as error:
            raise PrivateDirError(f"{path}: can't be read: {error.strerror}", hint=_HINT) from error
        return cls.from_bytes(raw, key, name=str(path))

    @classmethod
    def from_bytes(cls, raw: bytes, key: bytes, *, name: str = "map.json") -> Book:
        """Return the map that :meth:`as_bytes` wrote.

        Raises:
            PrivateDirError: it is damaged or was made with another key.
        """
        try:
            book = _read(json.loads(raw))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise PrivateDirError(f"{name}: the private map is damaged", hint=_HINT) from error
        if not hmac.compare_digest(book.key_check, _key_check(key)):
            raise PrivateDirError(
                f"{name}: the private map was made with another key",
                hint="put the key back that belongs to it, or remove both to begin anew",
            )
        return book

    def with_more(self, entries: Iterable[Entry], spellings: Iterable[Spelling]) -> Book:
        """Return the map with more in it; a new entry takes the place of one of its subject."""
        by_subject = {entry.subject: entry for entry in (*self.entries, *entries)}
        return Book(
            self.key_check,
            tuple(sorted(by_subject.values())),
            tuple(sorted({*self.spellings, *spellings})),
        )

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """Return the written texts that stand for more than one original, ascending."""
        originals: dict[str, set[str]] = {}
        for spelling in self.spellings:
            originals.setdefault(spelling.rendered, set()).add(spelling.original)
        return tuple(sorted(text for text, some in originals.items() if len(some) > 1))

    def as_bytes(self) -> bytes:
        """Return the file's content: the same for the same map."""
        content = {
            "schema": SCHEMA,
            "key_check": self.key_check,
            "subjects": [
                {
                    "kind": entry.subject.kind.value,
                    "identity": entry.subject.identity,
                    "original": entry.original,
                    "pseudonym": entry.pseudonym,
                }
                for entry in self.entries
            ],
            "spellings": [
                {"original": spelling.original, "rendered": spelling.rendered}
                for spelling in self.spellings
            ],
        }
        # ASCII only, so that bytes that are not UTF-8 survive as escaped surrogates.
        return json.dumps(content, indent=1, sort_keys=True).encode("ascii") + b"\n"

    def save(self, path: Path) -> None:
        """Write the file, mode 0600, whole or not at all.

        Raises:
            OutputError: it can't be written.
        """
        write_private(path, self.as_bytes())


def _key_check(key: bytes) -> str:
    return hmac.new(key, b"prtool map", hashlib.sha256).hexdigest()


def _read(content: Any) -> Book:
    _require(content["schema"] == SCHEMA)
    entries = [
        Entry(
            Subject(Kind(_text(one["kind"])), _text(one["identity"])),
            _text(one["original"]),
            _text(one["pseudonym"]),
        )
        for one in content["subjects"]
    ]
    spellings = [
        Spelling(_text(one["original"]), _text(one["rendered"])) for one in content["spellings"]
    ]
    _require(len({entry.subject for entry in entries}) == len(entries))
    return Book(_text(content["key_check"]), tuple(sorted(entries)), tuple(sorted(set(spellings))))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        _damaged()
    return value


def _require(holds: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        _damaged()


def _damaged() -> NoReturn:
    raise ValueError("not a private map")

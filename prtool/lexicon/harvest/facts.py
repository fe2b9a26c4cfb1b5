"""What passes between the formats, the classifier and the choice."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from prtool.lexicon.model import Term
from prtool.model.record import dataclass

ITEM = "[]"
"""Stands in a key path for "an item of this list"."""


class Fact(NamedTuple):
    """One value of a file and where it stands."""

    path: tuple[str, ...]
    """The keys from the outside in, as written; empty for prose."""
    value: str
    line: int
    """1-based."""


class Reason(StrEnum):
    """Why a candidate was not taken."""

    ONE_CHARACTER = "one character"
    NOT_STORABLE = "too long for a term, more than one line, or nothing but signs"
    NUMBER = "a number or a port"
    SETTING = "a setting, not a name"
    REFERENCE = "a reference to another value"
    PLACEHOLDER = "a placeholder or an example"
    PATTERN = "a pattern, not a name"
    RELATIVE = "a relative path"
    GENERIC = "a generic account, host or path name"
    RESERVED = "a reserved or local address or name"
    PUBLIC_PROVIDER = "a public provider"
    PUBLIC_MODEL = "a public model"
    PUBLIC_HOST = "a public service"
    COMMON_WORD = "a common word"
    SHORT_SECRET = "warning: a secret shorter than 8 characters would match everywhere"  # noqa: S105
    UNSURE = "may be public: add it by hand if it is not"
    UPSTREAM = "upstream already publishes it"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term that could go into the lexicon, and where it was found."""

    term: Term
    source: str
    """The file's base name, or what of the machine it is."""
    line: int
    """1-based; 0 where the source has no lines."""
    doubt: Reason | None = None
    """Set where the place itself speaks against taking it."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """What was taken, and what was left and why; both in the order of finding."""

    taken: tuple[Candidate, ...]
    left: tuple[tuple[Candidate, Reason], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineFacts:
    """What a machine and its git configuration say of their user; empty where unknown."""

    git_name: str = ""
    git_email: str = ""
    hostname: str = ""
    fqdn: str = ""
    user: str = ""
    home: str = ""
    full_name: str = ""
    """The first field of the account's GECOS entry; the others are cut off."""
    remotes: tuple[str, ...] = ()
    """URLs of git remotes, also in the form ``user@host:path``."""

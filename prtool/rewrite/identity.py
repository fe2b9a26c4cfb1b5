"""Who and when, as the public sees it."""

from __future__ import annotations

from enum import StrEnum

from prtool.errors import UsageError
from prtool.model.changes import Identity
from prtool.model.patterns import regex
from prtool.model.record import dataclass
from prtool.model.text import encode

DAY_S = 86_400
_AUTHOR = regex(r"\s*([^<>\n\r\0]*[^<>\s\0])\s*<\s*([^<>\s\0]+@[^<>\s\0]+)\s*>\s*")


class Dates(StrEnum):
    """How much of a commit's time leaves."""

    UTC = "utc"
    DAY = "day"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class PublicIdentity:
    """The author and committer of everything that leaves."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    @property
    def sign_off(self) -> str:
        """Return the trailer by which the Developer Certificate of Origin is signed."""
        return f"Signed-off-by: {self}"

    def at(self, private: Identity, dates: Dates) -> Identity:
        """Return the identity line that stands for a private one."""
        seconds, offset = private.seconds, 0
        if dates is Dates.DAY:
            seconds -= seconds % DAY_S
        elif dates is Dates.KEEP:
            offset = private.offset_minutes
        return Identity(encode(self.name), encode(self.email), max(0, seconds), offset)


NEUTRAL = PublicIdentity("Contributor", "contributor@example.com")
"""Stands in when nobody said who the public author is."""


def parse_identity(text: str) -> PublicIdentity:
    """Read ``Name <email>``.

    Raises:
        UsageError: it is something else.
    """
    match = _AUTHOR.fullmatch(text)
    if match is None:
        raise UsageError(
            "the author is not of the form 'Name <email>'",
            hint="for example: --author 'Sam Sample <sam@example.com>'",
        )
    return PublicIdentity(match[1].strip(), match[2])

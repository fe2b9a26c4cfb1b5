"""The shape of a detector and what all of them may know."""

from __future__ import annotations

from prtool.model.finding import Match, Rule
from prtool.model.record import Protocol
from prtool.model.settings import FileShape, Pattern, Settings
from prtool.model.text import TextUnit
from prtool.sieve.trigger import Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from prtool.lexicon.model import Term
    from prtool.sieve.sieve import Sieve

__all__ = ["Detector", "FileShape", "Pattern", "Settings", "Terms"]


class Detector(Protocol):
    """Finds one family of things in one piece of text; pure, no clock, no network, no files."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that it can report, with their examples."""

    @property
    def triggers(self) -> Triggers | None:
        """Return what must stand in a line where something is found; None: it looks everywhere."""

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield matches in ``text``, one new region of ``unit.text``; spans count from its start.

        A region never begins or ends within a line. A detector with a true attribute
        ``whole_text`` is given all of ``unit.text`` and minds ``unit.new`` itself.
        """


class Terms(Detector, Protocol):
    """The detector of private names."""

    @property
    def sieve(self) -> Sieve:
        """Return the sieve of two owners: names behind an encoding, and names as they stand."""

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return all terms that it looks for."""

    def term(self, key: str) -> Term:
        """Return the term that a match's ``term`` names."""

"""A detector that is made when it is first asked: most checks need a few of them."""

from __future__ import annotations

from prtool.sieve.sieve import Sieve
from prtool.sieve.trigger import Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from typing import Any

    from prtool.detectors.base import Detector, Settings, Terms
    from prtool.lexicon.model import Term
    from prtool.model.finding import Match, Rule
    from prtool.model.text import Span, TextUnit

WHOLE_TEXT = frozenset({"markers.MarkerDetector", "files.FileDetector"})
"""Those with ``whole_text``, so that nobody has to be asked."""


class Late:
    """Stands for a detector of this package."""

    def __init__(self, name: str, settings: Callable[[], Settings] | None) -> None:
        """Take module and class, and what gives the settings that the detector is told."""
        self.name = name
        self.whole_text = name in WHOLE_TEXT
        self._settings = settings
        self._made: Detector | None = None

    @property
    def itself(self) -> Detector:
        """Return the detector."""
        if self._made is None:
            module, _, name = self.name.partition(".")
            # As ``importlib.import_module``, which takes its time to be imported itself.
            make = getattr(__import__(f"prtool.detectors.{module}", fromlist=(name,)), name)
            made: Detector = make() if self._settings is None else make(self._settings())
            self._made = made
        return self._made

    @property
    def is_made(self) -> bool:
        """Tell whether the detector has been needed so far."""
        return self._made is not None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that it can report."""
        return self.itself.rules

    def rules_of(self, ids: Collection[str]) -> Iterable[Rule]:
        """Return at least the rules of these ids that it can report."""
        itself: Any = self.itself
        some: Iterable[Rule] = itself.rules_of(ids) if hasattr(itself, "rules_of") else itself.rules
        return some

    @property
    def triggers(self) -> Triggers | None:
        """Return what must stand in a line where something is found."""
        return self.itself.triggers

    def scan(self, unit: TextUnit, text: str, known: Iterable[Span] = ()) -> Iterator[Match]:
        """Yield what it finds; ``known`` is for one that guesses."""
        itself: Any = self.itself
        found: Iterator[Match] = (
            itself.scan(unit, text, known) if known else itself.scan(unit, text)
        )
        return found

    def likely(self, unit: TextUnit, text: str) -> Iterator[Span]:
        """Yield at least what it may find, where it can tell that sooner."""
        itself: Any = self.itself
        found: Iterator[Span] = itself.likely(unit, text)
        return found


class LateTerms(Late):
    """Stands for the detector of private names, of which the sieve is known."""

    def __init__(self, make: Callable[[], Terms], sieve: Sieve, *, everywhere: bool) -> None:
        """Take what stands in for it.

        Args:
            make: makes it.
            sieve: its sieve.
            everywhere: whether it has to look at everything.
        """
        super().__init__("terms.TermDetector", None)
        self._make = make
        self._terms: Terms | None = None
        self.sieve = sieve
        self._everywhere = everywhere

    @property
    def itself(self) -> Terms:
        """Return the detector."""
        if self._terms is None:
            self._made = self._terms = self._make()
        return self._terms

    @property
    def triggers(self) -> Triggers | None:
        """Return nothing but whether it looks everywhere: its sieve has the triggers."""
        return None if self._everywhere else Triggers()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return all terms that it looks for."""
        return self.itself.terms

    def term(self, key: str) -> Term:
        """Return the term that a match's ``term`` names."""
        return self.itself.term(key)


class NoTerms:
    """Stands for the detector of private names where there are none."""

    rules: tuple[Rule, ...] = ()
    triggers = Triggers()
    sieve = Sieve.of(())
    terms: tuple[Term, ...] = ()

    def term(self, key: str) -> Term:
        """Return none: nothing that it has found can name one.

        Raises:
            KeyError: always.
        """
        raise KeyError(key)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield nothing."""
        del unit, text
        return iter(())

"""Tells whoever listens how far a run is; the stages tell, a terminal listens, others don't."""

from __future__ import annotations

from prtool.model.record import Protocol


class Progress(Protocol):
    """Somebody who wants to know."""

    def stage(self, name: str) -> None:
        """A stage begins."""

    def step(self, count: int = 1) -> None:
        """The stage has done ``count`` more of whatever it counts."""


class Silent:
    """Nobody wants to know."""

    def stage(self, name: str) -> None:
        """Do nothing."""

    def step(self, count: int = 1) -> None:
        """Do nothing."""

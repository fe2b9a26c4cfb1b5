"""Asks upstream which names it publishes already."""

from __future__ import annotations

from collections.abc import Collection

from prtool.lexicon.harvest import publishes
from prtool.scan import PublicText


def published(public: PublicText, values: Collection[str]) -> frozenset[str]:
    """Return those of ``values`` that stand in the public tree by themselves, case as given."""
    return frozenset(
        value
        for line, found in public.lines_with(values)
        for value in found
        if publishes(line, value)
    )

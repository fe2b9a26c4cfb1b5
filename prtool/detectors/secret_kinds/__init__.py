"""The tables of secrets with a format or a place of their own, one file for each theme."""

from __future__ import annotations

from prtool.detectors.secret_kinds import (
    ai,
    chat,
    clouds,
    forges,
    packages,
    payments,
    places,
    services,
    structured,
)
from prtool.detectors.secret_kinds.model import SecretKind

KINDS: tuple[SecretKind, ...] = (
    *clouds.KINDS,
    *forges.KINDS,
    *chat.KINDS,
    *payments.KINDS,
    *ai.KINDS,
    *packages.KINDS,
    *services.KINDS,
    *structured.KINDS,
    *places.KINDS,
)
"""The most specific first: where two kinds match the same text, the earlier one is reported."""

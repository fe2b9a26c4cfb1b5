"""All tables of secrets with a format or a place of their own, one file for each theme."""

from __future__ import annotations

from prtool.detectors.secret_kinds import (
    ai,
    ai_generic,
    ai_tools,
    azure,
    chat,
    ci,
    clouds,
    databases,
    forges,
    frameworks,
    hosting,
    infrastructure,
    mail,
    monitoring,
    offices,
    packages,
    payments,
    places,
    structured,
)
from prtool.detectors.secret_kinds.model import SecretKind

KINDS: tuple[SecretKind, ...] = (
    *clouds.KINDS,
    *azure.KINDS,
    *hosting.KINDS,
    *forges.KINDS,
    *ci.KINDS,
    *chat.KINDS,
    *mail.KINDS,
    *payments.KINDS,
    *ai.KINDS,
    *ai_tools.KINDS,
    *ai_generic.KINDS,
    *packages.KINDS,
    *databases.KINDS,
    *monitoring.KINDS,
    *infrastructure.KINDS,
    *offices.KINDS,
    *structured.KINDS,
    *frameworks.KINDS,
    *places.KINDS,
)
"""The most specific first: where two kinds match the same text, the earlier one is reported."""

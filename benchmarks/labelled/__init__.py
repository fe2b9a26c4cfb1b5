"""A labelled set: small files that hold a secret each, and small files that only look like it.

Every secret is drawn when it is asked for, in its vendor's published format; no file of the project
holds one. The same seed gives the same bytes on every machine.
"""

from __future__ import annotations

from benchmarks.labelled import codes, keys, lookalikes, passwords, places, plain, tokens
from benchmarks.labelled.model import Item, Row, build

SEED = 2026

__all__ = ["Item", "negatives", "secrets"]


def secrets(seed: int = SEED) -> tuple[Item, ...]:
    """Return the files that hold a secret."""
    rows: tuple[Row, ...] = (*tokens.ROWS, *places.ROWS, *passwords.ROWS, *keys.ROWS)
    return tuple(build(row, number, seed) for number, row in enumerate(rows))


def negatives(seed: int = SEED) -> tuple[Item, ...]:
    """Return the files in which nothing is a secret."""
    rows: tuple[Row, ...] = (*codes.ROWS, *lookalikes.ROWS, *plain.ROWS)
    return tuple(build(row, number, seed) for number, row in enumerate(rows))

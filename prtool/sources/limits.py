"""How much of one thing is looked at."""

from __future__ import annotations

SAMPLE = 4096
"""Code points of a file that rules on its shape may look at."""

BINARY_LIMIT = 1 << 20
"""Bytes of a binary that are looked at."""
LARGE = 1 << 20
"""Bytes of a diff from which on more than one process may read it; each takes some milliseconds."""

POINTER = "version https://git-lfs.github.com/spec/v1\n"
"""How a file begins that stands for one that is not looked at.

Source: git-lfs, docs/spec.md, "The Pointer".
"""

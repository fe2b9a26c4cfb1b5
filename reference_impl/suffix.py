"""The thinking suffix of a model name, `base(raw)`, and the keys made without it."""

from __future__ import annotations

from typing import NamedTuple

from reference_impl import text

LEVELS = ("minimal", "low", "medium", "high", "xhigh", "max")


class Suffix(NamedTuple):
    """A model name, taken apart. Nothing in it is trimmed, checked or lower-cased."""

    base: str
    present: bool
    raw: str


class SuffixValue(NamedTuple):
    """What executors read from a raw suffix; routing never looks at it."""

    numeric: bool
    budget: int
    level: str
    level_ok: bool
    special: bool


def parse_suffix(model: str) -> Suffix:
    """Split at the last `(`, provided that the name ends with `)` (`ParseSuffix`)."""
    opening = model.rfind("(")
    if opening < 0 or not model.endswith(")"):
        return Suffix(model, False, "")  # noqa: FBT003
    return Suffix(model[:opening], True, model[opening + 1 : -1])  # noqa: FBT003


def canonical_model_key(model: str) -> str:
    """The trimmed base name, or the trimmed whole where nothing precedes the suffix.

    Not idempotent: of two suffixes it takes one off.
    """
    trimmed = text.trim(model)
    return text.trim(parse_suffix(trimmed).base) or trimmed


def preserve_suffix(requested: str, resolved: str) -> str:
    """`resolved`, with the suffix of `requested` unless it brings its own."""
    resolved = text.trim(resolved)
    if not resolved or parse_suffix(resolved).present:
        return resolved
    raw = parse_suffix(requested).raw
    return f"{resolved}({raw})" if raw else resolved


def suffix_value(raw: str) -> SuffixValue:
    """How an executor understands the text between the parentheses."""
    lowered = text.lower(raw)
    special = lowered in ("none", "auto", "-1")
    budget = text.parse_integer(raw)
    numeric = budget is not None and budget >= 0
    level_ok = lowered in LEVELS
    return SuffixValue(
        numeric=numeric,
        budget=budget if budget is not None and numeric else 0,
        level=lowered if level_ok else "",
        level_ok=level_ok,
        special=special,
    )

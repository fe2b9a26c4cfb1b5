"""What a thinking suffix means for the body of a chat completion.

Routing never looks at it; the executor takes it off the model and asks for the effort.
"""

from __future__ import annotations

from reference_impl.suffix import parse_suffix, suffix_value

_EFFORT_UP_TO = ((0, "none"), (512, "minimal"), (1024, "low"), (8192, "medium"), (24576, "high"))
_MOST = "xhigh"


def upstream_model(model: str) -> str:
    """The model without its suffix; the whole where nothing stands before it."""
    return parse_suffix(model).base or model


def effort(model: str) -> str | None:
    """The `reasoning_effort` that a suffix asks for.

    Levels go as they are, budgets of tokens as the level that covers them. `auto` and what is no
    known suffix leave the choice to the body and the upstream: None.
    """
    parsed = parse_suffix(model)
    if not parsed.present:
        return None
    value = suffix_value(parsed.raw)
    if value.numeric:
        return next((level for most, level in _EFFORT_UP_TO if value.budget <= most), _MOST)
    if value.level_ok:
        return value.level
    return "none" if parsed.raw.lower() == "none" else None

"""A finding as it may be told to everybody: place, class and a keyed fingerprint, never a value."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFinding:
    """One finding of a report. Field names are those of the contract."""

    rule: str
    severity: str
    confidence: str
    state: str
    channel: str
    commit: str | None
    path: str | None
    line: int | None
    column: int | None
    end_column: int | None
    via: tuple[str, ...]
    fingerprint: str
    message: str
    action: str | None = None
    """What was done about it, where something was."""
    cause: str | None = None
    """The rule, option or default that decided so."""

    def as_json(self) -> dict[str, Any]:
        """Return the finding as the contract's object."""
        fields = asdict(self)
        fields["via"] = list(self.via)
        return {name: value for name, value in fields.items() if name not in _OPTIONAL or value}


_OPTIONAL = ("action", "cause")

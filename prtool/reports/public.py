"""A finding as it may be told to everybody: place, class and a keyed fingerprint, never a value."""

from __future__ import annotations

from prtool.model.record import dataclass, fields

TYPE_CHECKING = False
if TYPE_CHECKING:
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
        told: dict[str, Any] = {name: getattr(self, name) for name in _FIELDS}
        told["via"] = list(self.via)
        told.update({name: value for name in _OPTIONAL if (value := getattr(self, name))})
        return told


_OPTIONAL = ("action", "cause")
_FIELDS = tuple(each.name for each in fields(PublicFinding) if each.name not in _OPTIONAL)

"""Durations as the original writes and reads them."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

_UNITS = {
    "ns": Decimal("1e-9"),
    "us": Decimal("1e-6"),
    "µs": Decimal("1e-6"),
    "μs": Decimal("1e-6"),
    "ms": Decimal("1e-3"),
    "s": Decimal(1),
    "m": Decimal(60),
    "h": Decimal(3600),
}
_PART = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)


def format_seconds(seconds: int) -> str:
    """Whole seconds as `time.Duration` prints them: `10m0s`, `1h0m5s`, `0s`."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    if hours:
        return f"{hours}h{minutes}m{rest}s"
    return f"{minutes}m{rest}s" if minutes else f"{rest}s"


def parse_duration(text: str) -> timedelta | None:
    """A text such as `1h30m` or `250ms` (`time.ParseDuration`); None where it is none."""
    unsigned = text[1:] if text[:1] in ("+", "-") else text
    if unsigned == "0":
        return timedelta(0)
    parts = list(_PART.finditer(unsigned))
    if not parts or "".join(part[0] for part in parts) != unsigned:
        return None
    seconds = sum((Decimal(part[1]) * _UNITS[part[2]] for part in parts), Decimal(0))
    if seconds >= 2**63 / Decimal(10**9):
        return None
    duration = timedelta(microseconds=int(seconds * 10**6))
    return -duration if text.startswith("-") else duration

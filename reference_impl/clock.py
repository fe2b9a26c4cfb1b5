"""Time as it is handed in: every moment is an aware `datetime`, every duration a `timedelta`.

The zero time of the original is `None` here. Nothing in this package asks the system for the
time by itself, so a run can be repeated.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

Sleep = Callable[[timedelta], Awaitable[None]]
"""How the execution loop waits between two attempts."""


class Clock(Protocol):
    """Whatever can tell the time."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        ...


class SystemClock:
    """The time of the machine."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A time that only moves when it is told to."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment that the clock was last moved to."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move on; a negative duration moves back."""
        self._now += by

    async def sleep(self, duration: timedelta) -> None:
        """A `Sleep` that takes no time but moves this clock."""
        await asyncio.sleep(0)
        self.advance(duration)


async def system_sleep(duration: timedelta) -> None:
    """Wait for real; cancelling the task ends the wait."""
    await asyncio.sleep(max(0.0, duration.total_seconds()))

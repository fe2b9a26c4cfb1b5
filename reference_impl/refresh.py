"""Renewing the tokens of auths, one by one and before they end."""

from __future__ import annotations

import asyncio
import heapq
from dataclasses import dataclass
from datetime import datetime, timedelta

from reference_impl.auth import Status
from reference_impl.classification import is_unauthorized
from reference_impl.core import Core
from reference_impl.errors import AuthError, status_of
from reference_impl.refresh_times import RefreshLeads, is_due, next_check

_PENDING = timedelta(minutes=1)
_AFTER_FAILURE = timedelta(minutes=5)
_STILL_DUE = timedelta(seconds=30)


class Refresher:
    """The room that renews auths."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.leads = RefreshLeads()

    async def refresh_auth(self, auth_id: str) -> None:
        """See `Manager.refresh_auth`."""
        core = self._core
        auth = core.auths.get(auth_id)
        executor = core.rules.refresh_executor(core.executors, auth) if auth else None
        if auth is None or executor is None:
            return
        copy = auth.clone()
        try:
            updated = await executor.refresh(copy)
        except Exception as error:  # noqa: BLE001 - whatever an executor raises is kept
            self._failed(auth_id, error)
            return
        now = core.clock.now()
        if updated.runtime is None:
            updated.runtime = auth.runtime
        updated.last_refreshed_at = now
        updated.next_refresh_after = None
        updated.last_error = None
        updated.updated_at = now
        if is_due(updated, self.leads, now):
            updated.next_refresh_after = now + _STILL_DUE
        core.update(updated)

    def _failed(self, auth_id: str, error: Exception) -> None:
        """A credential that is refused is not tried again; anything else is, after a while."""
        core = self._core
        auth = core.auths.get(auth_id)
        if auth is None:
            return
        now = core.clock.now()
        auth.updated_at = now
        if is_unauthorized(error):
            auth.last_error = AuthError("unauthorized", str(error), http_status=401)
            auth.status_message = "unauthorized"
            auth.status = Status.ERROR
            auth.unavailable = True
            auth.next_refresh_after = None
        else:
            auth.last_error = AuthError("", str(error), http_status=status_of(error))
            auth.next_refresh_after = now + _AFTER_FAILURE
        core.scheduler.touch(auth, core.provider_key(auth))
        core.auth_changed(auth_id)


@dataclass(frozen=True, slots=True)
class Due:
    """What came of an auth whose time had come."""

    queued: bool = False
    rescheduled: datetime | None = None


class AutoRefresh:
    """A loop that renews auths before they end (`authAutoRefreshLoop`)."""

    def __init__(
        self,
        core: Core,
        refresher: Refresher,
        *,
        interval: timedelta = timedelta(seconds=5),
        workers: int = 16,
        leads: RefreshLeads | None = None,
    ) -> None:
        """A loop that has looked at every auth but is not running.

        Args:
            core: The manager's state.
            refresher: Does the work.
            interval: When to look again at an auth that nobody can renew.
            workers: How many are renewed at a time.
            leads: How long before its end the token of each provider is renewed.
        """
        self._core = core
        self._refresher = refresher
        self._interval = interval
        self._workers = workers
        self._leads = refresher.leads if leads is None else leads
        refresher.leads = self._leads
        self._times: dict[str, datetime] = {}
        self._queue: list[tuple[datetime, str]] = []
        self._jobs: asyncio.Queue[str] = asyncio.Queue()
        self._woken = asyncio.Event()
        core.on_auth_change(self.schedule)
        for auth_id in core.auths:
            self.schedule(auth_id)

    def schedule(self, auth_id: str) -> None:
        """Look at an auth that is new, has changed or is gone."""
        auth = self._core.auths.get(auth_id)
        now = self._core.clock.now()
        at = next_check(auth, self._leads, now, self._interval) if auth else None
        self._put(auth_id, at)

    def _put(self, auth_id: str, at: datetime | None) -> None:
        self._times.pop(auth_id, None)
        if at is not None:
            self._times[auth_id] = at
            heapq.heappush(self._queue, (at, auth_id))
        self._woken.set()

    def handle_due(self, auth_id: str) -> Due:
        """Queue a job for an auth whose time has come, or find another time (`handleDueAuth`)."""
        core = self._core
        auth = core.auths.get(auth_id)
        if auth is None:
            return Due()
        now = core.clock.now()
        at = next_check(auth, self._leads, now, self._interval)
        if at is not None and is_due(auth, self._leads, now):
            if core.rules.due_executor(core.executors, auth) is not None:
                auth.next_refresh_after = now + _PENDING
                auth.updated_at = now
                self._put(auth_id, None)
                self._jobs.put_nowait(auth_id)
                return Due(queued=True)
            at = now + self._interval
        self._put(auth_id, at)
        return Due(rescheduled=at)

    def _next(self) -> datetime | None:
        """The first time in the queue; places that were left behind are dropped."""
        while self._queue and self._times.get(self._queue[0][1]) != self._queue[0][0]:
            heapq.heappop(self._queue)
        return self._queue[0][0] if self._queue else None

    async def run(self) -> None:
        """Work until the task is cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._workers):
                group.create_task(self._work())
            while True:
                self._woken.clear()
                now = self._core.clock.now()
                while (at := self._next()) is not None and at <= now:
                    _, auth_id = heapq.heappop(self._queue)
                    self.handle_due(auth_id)
                await self._sleep(None if at is None else at - now)

    async def _sleep(self, wait: timedelta | None) -> None:
        """Until the next time, or until something has changed."""
        try:
            async with asyncio.timeout(None if wait is None else wait.total_seconds()):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _work(self) -> None:
        while True:
            auth_id = await self._jobs.get()
            await self._refresher.refresh_auth(auth_id)
            self.schedule(auth_id)

"""Calling upstreams: model after model, auth after auth, and again after a wait."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from reference_impl.aliases import UpstreamModels
from reference_impl.auth import Auth
from reference_impl.availability import no_auth
from reference_impl.classification import is_invalid_request_error
from reference_impl.core import Core
from reference_impl.errors import StreamBootstrapError
from reference_impl.exchange import (
    REQUESTED_MODEL,
    SELECTED_AUTH_CALLBACK,
    SELECTED_AUTH_ID,
    AuthPreparer,
    Options,
    Request,
    Response,
    StreamResult,
)
from reference_impl.marks import Marks
from reference_impl.picking import Pick, Picking, normalise_providers
from reference_impl.retry import should_retry
from reference_impl.streams import StreamRoom, error_stream
from reference_impl.text import trim
from reference_impl.variants import no_provider

R = TypeVar("R")
Attempt = Callable[[Pick, Request, Options, UpstreamModels], Awaitable[R]]
"""One auth with its models; raises the last error."""


class Execution:
    """The room that makes calls."""

    def __init__(self, core: Core, picking: Picking, marks: Marks) -> None:
        self._core = core
        self._picking = picking
        self._marks = marks
        self._streams = StreamRoom(core, marks)

    async def execute(
        self, providers: Sequence[str], request: Request, options: Options
    ) -> Response:
        """See `Manager.execute`."""
        return await self._repeat(providers, request, options, self._whole)

    async def execute_count(
        self, providers: Sequence[str], request: Request, options: Options
    ) -> Response:
        """See `Manager.execute_count`."""
        return await self._repeat(providers, request, options, self._count)

    async def execute_stream(
        self, providers: Sequence[str], request: Request, options: Options
    ) -> StreamResult:
        """See `Manager.execute_stream`."""
        try:
            return await self._repeat(providers, request, options, self._streams.open)
        except StreamBootstrapError as error:
            return error_stream(error)

    async def _repeat(
        self, providers: Sequence[str], request: Request, options: Options, attempt: Attempt[R]
    ) -> R:
        """Run until it succeeds or another run is not worth a wait."""
        named = normalise_providers(providers)
        if not named:
            raise no_provider()
        number = 0
        while True:
            try:
                return await self._run(named, request, options, attempt)
            except Exception as error:
                wait = should_retry(self._core, error, number, named, request.model)
                if wait is None:
                    raise
            await self._core.sleep(wait)
            number += 1

    async def _run(
        self, providers: Sequence[str], request: Request, options: Options, attempt: Attempt[R]
    ) -> R:
        """Try one auth after the other."""
        options = _with_requested_model(options, request.model)
        tried: set[str] = set()
        attempted = 0
        last: Exception | None = None
        limit = self._core.config.max_retry_credentials
        while True:
            if 0 < limit <= attempted:
                raise last or no_auth()
            try:
                pick = self._picking.pick_next_mixed(providers, request.model, options, tried)
            except Exception as error:
                if last is None:
                    raise
                raise last from error
            _publish(options, pick.auth.id)
            tried.add(pick.auth.id)
            models = self._models(pick.auth, request.model)
            if not models.names:
                continue
            attempted += 1
            try:
                ready = pick._replace(auth=await self._prepare(pick, request.model))
            except Exception as error:  # noqa: BLE001 - the next auth may do better
                last = error
                continue
            try:
                return await attempt(ready, request, options, models)
            except Exception as error:  # whatever an executor raises
                if is_invalid_request_error(error):
                    raise
                last = error

    def _models(self, auth: Auth, route: str) -> UpstreamModels:
        """Those that are not blocked."""
        core = self._core
        candidates = core.models.execution_candidates(auth, route)
        now = core.clock.now()
        free = [
            model
            for model in candidates
            if not core.block_upstream(auth, route, model, candidates, now).blocked
        ]
        return UpstreamModels(free, len(candidates) > 1)

    async def _prepare(self, pick: Pick, route: str) -> Auth:
        """Have the executor ready the auth, if it wants to."""
        executor = pick.executor
        if not isinstance(executor, AuthPreparer):
            return pick.auth
        try:
            if not executor.should_prepare_request_auth(pick.auth):
                return pick.auth
            return await executor.prepare_request_auth(pick.auth)
        except Exception as error:
            self._mark(pick, route, error)
            raise

    async def _whole(
        self, pick: Pick, request: Request, options: Options, models: UpstreamModels
    ) -> Response:
        return await self._each(pick.executor.execute, pick, request, options, models)

    async def _count(
        self, pick: Pick, request: Request, options: Options, models: UpstreamModels
    ) -> Response:
        return await self._each(pick.executor.count_tokens, pick, request, options, models)

    async def _each(
        self,
        call: Callable[[Auth, Request, Options], Awaitable[Response]],
        pick: Pick,
        request: Request,
        options: Options,
        models: UpstreamModels,
    ) -> Response:
        last: Exception | None = None
        for model in models.names:
            state = self._core.models.state_model(
                pick.auth, request.model, model, pooled=models.pooled
            )
            try:
                response = await call(pick.auth, replace(request, model=model), options)
            except Exception as error:
                self._mark(pick, state, error)
                if is_invalid_request_error(error):
                    raise
                last = error
            else:
                self._mark(pick, state, None)
                return response
        raise last or no_auth()

    def _mark(self, pick: Pick, model: str, error: Exception | None) -> None:
        self._marks.mark_call(pick, model, error)


def _with_requested_model(options: Options, model: str) -> Options:
    present = options.metadata.get(REQUESTED_MODEL)
    if not trim(model) or (isinstance(present, str) and trim(present)):
        return options
    return replace(options, metadata={**options.metadata, REQUESTED_MODEL: trim(model)})


def _publish(options: Options, auth_id: str) -> None:
    """Tell the caller who was chosen."""
    if not options.metadata:
        return
    options.metadata[SELECTED_AUTH_ID] = auth_id
    callback = options.metadata.get(SELECTED_AUTH_CALLBACK)
    if callable(callback):
        callback(auth_id)

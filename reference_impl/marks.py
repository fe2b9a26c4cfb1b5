"""Learning from results (`MarkResult`)."""

from __future__ import annotations

from reference_impl.auth import Auth
from reference_impl.classification import is_request_scoped_not_found
from reference_impl.core import Core
from reference_impl.errors import AuthError, retry_after_of, status_of
from reference_impl.exchange import Result
from reference_impl.health import (
    RegistryMarks,
    fail_auth,
    fail_model,
    succeed_auth,
    succeed_model,
)
from reference_impl.picking import Pick

EMPTY_STREAM = "empty_stream"


class Marks:
    """The room that keeps the health of auths."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def mark_result(self, result: Result) -> None:
        """Count it, change the auth's health, and tell store, scheduler, registry and hook."""
        core = self._core
        auth = core.auths.get(result.auth_id)
        if auth is not None:
            marks = self._apply(auth, result)
            core.persist(auth)
            core.scheduler.touch(auth, core.provider_key(auth))
            self._tell_registry(result, marks)
        if result.auth_id:
            core.hook.on_result(result)

    def mark_call(self, pick: Pick, model: str, error: Exception | None) -> None:
        """The result of a call, as it ended."""
        known = error if isinstance(error, AuthError) and error.code == EMPTY_STREAM else None
        if error is not None and known is None:
            known = AuthError("", str(error), http_status=status_of(error))
        wait = None if error is None else retry_after_of(error)
        self.mark_result(Result(pick.auth.id, pick.provider, model, error is None, wait, known))

    def _apply(self, auth: Auth, result: Result) -> RegistryMarks:
        now = self._core.clock.now()
        if result.success:
            auth.success += 1
            if result.model:
                return succeed_model(auth, result.model, now)
            succeed_auth(auth, now)
            return RegistryMarks()
        auth.failed += 1
        error, wait, off = result.error, result.retry_after, self._core.cooling_off(auth)
        if not result.model:
            fail_auth(auth, error, wait, cooling_off=off, now=now)
        elif not error or not is_request_scoped_not_found(error.status_code, error.message):
            return fail_model(auth, result.model, error, wait, cooling_off=off, now=now)
        return RegistryMarks()

    def _tell_registry(self, result: Result, marks: RegistryMarks) -> None:
        registry = self._core.registry
        if marks.quota is False:
            registry.clear_model_quota_exceeded(result.auth_id, result.model)
            registry.resume_client_model(result.auth_id, result.model)
        if marks.quota:
            registry.set_model_quota_exceeded(result.auth_id, result.model)
        if marks.suspend:
            registry.suspend_client_model(result.auth_id, result.model, marks.suspend)

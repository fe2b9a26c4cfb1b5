"""Requests of a provider's own API, with an auth's credentials in them."""

from __future__ import annotations

from reference_impl.auth import Auth
from reference_impl.core import Core
from reference_impl.errors import AuthError
from reference_impl.exchange import (
    Headers,
    HttpRequest,
    HttpResponse,
    ProviderExecutor,
    RequestPreparer,
)
from reference_impl.text import trim


class HttpRequests:
    """The room of the four helpers."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def inject_credentials(self, request: HttpRequest | None, auth_id: str) -> None:
        """See `Manager.inject_credentials`."""
        auth = self._core.auths.get(trim(auth_id))
        if auth is None or request is None:
            return
        executor: object = self._executor(auth)
        if isinstance(executor, RequestPreparer):
            executor.prepare_request(request, auth.clone())

    def prepare_http_request(self, auth: Auth | None, request: HttpRequest | None) -> None:
        """See `Manager.prepare_http_request`."""
        auth, request, executor = self._checked(auth, request)
        if not isinstance(executor, RequestPreparer):
            message = "executor does not support http request preparation"
            raise AuthError("not_supported", message)
        executor.prepare_request(request, auth)

    def new_http_request(
        self, auth: Auth | None, method: str, url: str, body: bytes, headers: Headers | None
    ) -> HttpRequest:
        """See `Manager.new_http_request`."""
        copied = {name: list(values) for name, values in (headers or {}).items()}
        request = HttpRequest(trim(method) or "GET", url, copied, body)
        self.prepare_http_request(auth, request)
        return request

    async def http_request(self, auth: Auth | None, request: HttpRequest | None) -> HttpResponse:
        """See `Manager.http_request`."""
        auth, request, executor = self._checked(auth, request)
        return await executor.http_request(auth, request)

    def _executor(self, auth: Auth) -> ProviderExecutor | None:
        core = self._core
        return core.executor_for(core.rules.helper_key(auth, core.executors))

    def _checked(
        self, auth: Auth | None, request: HttpRequest | None
    ) -> tuple[Auth, HttpRequest, ProviderExecutor]:
        if auth is None:
            raise AuthError("auth_not_found", "auth is nil")
        if request is None:
            raise AuthError("invalid_request", "http request is nil")
        key = self._core.rules.helper_key(auth, self._core.executors)
        if not key:
            raise AuthError("provider_not_found", "auth provider is empty")
        executor = self._core.executor_for(key)
        if executor is None:
            message = f"executor not registered for provider: {key}"
            raise AuthError("provider_not_found", message)
        return auth, request, executor

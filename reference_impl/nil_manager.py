"""What the original does where there is no manager at all."""

from __future__ import annotations

from collections.abc import Sequence

from reference_impl.auth import Auth
from reference_impl.errors import AuthError
from reference_impl.exchange import (
    Headers,
    HttpRequest,
    HttpResponse,
    Options,
    Request,
    Response,
    StreamResult,
)
from reference_impl.picking import Pick, Tried, normalise_providers
from reference_impl.variants import RoutingRules, no_provider


class NilManager:
    """Stands for a nil pointer to a manager; no method but these is there."""

    def __init__(self, rules: RoutingRules) -> None:
        self._rules = rules

    def pick_next(
        self, provider: str, model: str, options: Options | None = None, tried: Tried = frozenset()
    ) -> Pick:
        """Without a scheduler the legacy pick is made.

        Raises:
            NilManagerError: In v7.1.50, which crashes.
            AuthError: In the others.
        """
        raise self._rules.nil_manager()

    pick_next_legacy = pick_next

    def pick_next_mixed(
        self,
        providers: Sequence[str],
        model: str,
        options: Options | None = None,
        tried: Tried = frozenset(),
    ) -> Pick:
        """Without a scheduler the legacy pick is made.

        Raises:
            NilManagerError: In v7.1.50, which crashes.
            AuthError: In the others.
        """
        raise self._rules.nil_manager()

    pick_next_mixed_legacy = pick_next_mixed

    async def execute(
        self, providers: Sequence[str], request: Request, options: Options | None = None
    ) -> Response:
        """The providers are looked at first.

        Raises:
            NilManagerError: In v7.1.50, which crashes.
            AuthError: In the others, and where no provider is named.
        """
        raise no_provider() if not normalise_providers(providers) else self._rules.nil_manager()

    execute_count = execute

    async def execute_stream(
        self, providers: Sequence[str], request: Request, options: Options | None = None
    ) -> StreamResult:
        """The providers are looked at first.

        Raises:
            NilManagerError: In v7.1.50, which crashes.
            AuthError: In the others, and where no provider is named.
        """
        raise no_provider() if not normalise_providers(providers) else self._rules.nil_manager()

    def inject_credentials(self, request: HttpRequest | None, auth_id: str) -> None:
        """Nothing."""

    def prepare_http_request(self, auth: Auth | None, request: HttpRequest | None) -> None:
        """Not without a manager.

        Raises:
            AuthError: Always.
        """
        raise AuthError("provider_not_found", "manager is nil")

    def new_http_request(
        self,
        auth: Auth | None,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Headers | None = None,
    ) -> HttpRequest:
        """Not without a manager.

        Raises:
            AuthError: Always.
        """
        raise AuthError("provider_not_found", "manager is nil")

    async def http_request(self, auth: Auth | None, request: HttpRequest | None) -> HttpResponse:
        """Not without a manager.

        Raises:
            AuthError: Always.
        """
        raise AuthError("provider_not_found", "manager is nil")

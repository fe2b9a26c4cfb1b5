"""What the original does where there is no manager at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from reference_impl.errors import AuthError
from reference_impl.exchange import HttpRequest
from reference_impl.picking import normalise_providers
from reference_impl.variants import RoutingRules, no_provider


class NilManager:
    """Stands for a nil pointer to a manager; no method but these is there.

    They are called as those of `Manager` are, and look at no more of their arguments than the
    original does before it fails.
    """

    def __init__(self, rules: RoutingRules) -> None:
        self._rules = rules

    def pick_next(self, *_: object) -> NoReturn:
        """Without a scheduler the legacy pick is made.

        Raises:
            NilManagerError: In v7.1.50, which crashes.
            AuthError: In the others.
        """
        raise self._rules.nil_manager()

    pick_next_legacy = pick_next_mixed = pick_next_mixed_legacy = pick_next

    async def execute(self, providers: Sequence[str], *_: object) -> NoReturn:
        """The providers are looked at first.

        Raises:
            NilManagerError: In v7.1.50, which crashes.
            AuthError: In the others, and where no provider is named.
        """
        raise no_provider() if not normalise_providers(providers) else self._rules.nil_manager()

    execute_count = execute_stream = execute

    def inject_credentials(self, request: HttpRequest | None, auth_id: str) -> None:
        """Nothing."""

    def prepare_http_request(self, *_: object) -> NoReturn:
        """Not without a manager.

        Raises:
            AuthError: Always.
        """
        raise AuthError("provider_not_found", "manager is nil")

    new_http_request = prepare_http_request

    async def http_request(self, *_: object) -> NoReturn:
        """Not without a manager.

        Raises:
            AuthError: Always.
        """
        self.prepare_http_request()

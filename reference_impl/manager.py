"""The conductor: keeps auths and executors, picks one for a request, and learns from results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from reference_impl.auth import Auth
from reference_impl.clock import Clock, Sleep, SystemClock, system_sleep
from reference_impl.config import Config
from reference_impl.core import Core, Hook, Store
from reference_impl.exchange import (
    Headers,
    HttpRequest,
    HttpResponse,
    Options,
    ProviderExecutor,
    Request,
    Response,
    Result,
    StreamResult,
)
from reference_impl.execution import Execution
from reference_impl.http_requests import HttpRequests
from reference_impl.marks import Marks
from reference_impl.picking import Pick, Picking, Tried
from reference_impl.refresh import AutoRefresh, Refresher
from reference_impl.refresh_times import RefreshLeads
from reference_impl.registry import ModelRegistry
from reference_impl.selectors import Selector
from reference_impl.variants import RoutingRules


class Manager:
    """The conductor (`Manager` of the original).

    Picks and marks are synchronous and quick; only execution and refresh wait for something. All
    methods belong to one event loop (the original has locks instead).
    """

    def __init__(
        self,
        registry: ModelRegistry,
        rules: RoutingRules | None = None,
        selector: Selector | None = None,
        *,
        clock: Clock | None = None,
        sleep: Sleep = system_sleep,
        config: Config | None = None,
        store: Store | None = None,
        hook: Hook | None = None,
    ) -> None:
        """A manager without auths.

        Args:
            registry: Which auth offers which models.
            rules: The variant; v7.1.50 by default.
            selector: Round robin by default. Any other than the two built-in ones keeps the
                manager off the scheduler.
            clock: Where the time comes from; the machine by default.
            sleep: How the execution loop waits.
            config: Aliases, retry settings and cooling.
            store: Where auths are kept; nowhere by default.
            hook: Who is told of changes and results; nobody by default.
        """
        self._core = Core(
            registry,
            rules or RoutingRules(),
            selector,
            clock=clock or SystemClock(),
            sleep=sleep,
            config=config or Config(),
            store=store,
            hook=hook or Hook(),
        )
        self._picking = Picking(self._core)
        self._marks = Marks(self._core)
        self._execution = Execution(self._core, self._picking, self._marks)
        self._refresher = Refresher(self._core)
        self._http = HttpRequests(self._core)

    @property
    def rules(self) -> RoutingRules:
        """The variant."""
        return self._core.rules

    @property
    def registry(self) -> ModelRegistry:
        """Which auth offers which models."""
        return self._core.registry

    @property
    def core(self) -> Core:
        """The state that all rooms share, for inspection and tests."""
        return self._core

    def set_config(self, config: Config) -> None:
        """Take over aliases, retry settings and cooling."""
        self._core.set_config(config)

    # Executors

    def register_executor(self, executor: ProviderExecutor) -> None:
        """Keep an executor under its identifier; one without is ignored.

        Another one under the same key is replaced, after closing all its sessions.
        """
        self._core.register_executor(executor)

    def unregister_executor(self, provider: str) -> None:
        """Forget an executor; its sessions stay open."""
        self._core.unregister_executor(provider)

    def executor(self, provider: str) -> ProviderExecutor | None:
        """The executor of a provider, as the public `Executor` finds it."""
        return self._core.rules.find_executor(self._core.executors, provider)

    def executor_for(self, provider: str) -> ProviderExecutor | None:
        """The executor of a provider, as the manager finds it for its own use."""
        return self._core.executor_for(provider)

    def close_execution_session(self, session_id: str) -> None:
        """Have every executor that can let go of a session; a blank id is ignored."""
        self._core.close_execution_session(session_id)

    # Auths

    def register(self, auth: Auth) -> Auth:
        """Take in an auth, making up an id if it has none; gives back a copy."""
        return self._core.register(auth)

    def update(self, auth: Auth) -> Auth | None:
        """Replace a known auth, keeping counters and mostly its model states; else None."""
        return self._core.update(auth)

    def remove(self, auth_id: str) -> None:
        """Drop an auth, its bindings and all sessions of its provider."""
        self._core.remove(auth_id)

    def get(self, auth_id: str) -> Auth | None:
        """A copy of an auth."""
        auth = self._core.auths.get(auth_id)
        return auth.clone() if auth else None

    def list(self) -> list[Auth]:
        """Copies of all auths, in the order of registration."""
        return [auth.clone() for auth in self._core.auths.values()]

    def reconcile_registry_model_states(self, auth_id: str) -> None:
        """Clean the states of models that the auth still registers, drop those of others."""
        self._core.reconcile_registry_model_states(auth_id)

    def refresh_scheduler_entry(self, auth_id: str) -> None:
        """Have the scheduler read the auth's registered models again."""
        self._core.refresh_scheduler_entry(auth_id)

    # Picks

    def pick_next(
        self, provider: str, model: str, options: Options | None = None, tried: Tried = frozenset()
    ) -> Pick:
        """Choose an auth of one provider; the provider of the pick stays empty.

        Raises:
            AuthError: If there is none.
            ModelCooldownError: If all of them wait for their quota.
        """
        return self._picking.pick_next(provider, model, options or Options(), tried)

    def pick_next_legacy(
        self, provider: str, model: str, options: Options | None = None, tried: Tried = frozenset()
    ) -> Pick:
        """The same by asking the registry about every auth and then the selector."""
        return self._picking.pick_next_legacy(provider, model, options or Options(), tried)

    def pick_next_mixed(
        self,
        providers: Sequence[str],
        model: str,
        options: Options | None = None,
        tried: Tried = frozenset(),
    ) -> Pick:
        """Choose an auth of several providers. Execution uses this pick.

        Raises:
            AuthError: If there is none.
            ModelCooldownError: If all of them wait for their quota.
        """
        return self._picking.pick_next_mixed(providers, model, options or Options(), tried)

    def pick_next_mixed_legacy(
        self,
        providers: Sequence[str],
        model: str,
        options: Options | None = None,
        tried: Tried = frozenset(),
    ) -> Pick:
        """The same by asking the registry about every auth and then the selector."""
        return self._picking.pick_next_mixed_legacy(providers, model, options or Options(), tried)

    # Calls

    async def execute(
        self, providers: Sequence[str], request: Request, options: Options | None = None
    ) -> Response:
        """Call the upstream, trying models, auths and waits in turn.

        Raises:
            Exception: The last error of an upstream, or why no auth was found.
        """
        return await self._execution.execute(providers, request, options or Options())

    async def execute_count(
        self, providers: Sequence[str], request: Request, options: Options | None = None
    ) -> Response:
        """The same for counting tokens."""
        return await self._execution.execute_count(providers, request, options or Options())

    async def execute_stream(
        self, providers: Sequence[str], request: Request, options: Options | None = None
    ) -> StreamResult:
        """The same for a stream; there is no failover after its first payload.

        A stream that failed before its first payload, everywhere, comes back as one chunk with
        the error.
        """
        return await self._execution.execute_stream(providers, request, options or Options())

    def mark_result(self, result: Result) -> None:
        """Learn from how a call ended."""
        self._marks.mark_result(result)

    # Refresh

    async def refresh_auth(self, auth_id: str) -> None:
        """Have an executor renew the tokens of an auth; without one, nothing happens."""
        await self._refresher.refresh_auth(auth_id)

    def auto_refresh(
        self,
        interval: timedelta = timedelta(seconds=5),
        leads: RefreshLeads | None = None,
    ) -> AutoRefresh:
        """A loop that renews auths before they expire; its `run` is to be made a task.

        Args:
            interval: When to look again at an auth that no executor can renew.
            leads: How long before its end the token of each provider is renewed.
        """
        return AutoRefresh(self._core, self._refresher, interval=interval, leads=leads)

    # Requests of a provider's own API

    def inject_credentials(self, request: HttpRequest, auth_id: str) -> None:
        """Put an auth's credentials into a request, if all that takes is there."""
        self._http.inject_credentials(request, auth_id)

    def prepare_http_request(self, auth: Auth | None, request: HttpRequest | None) -> None:
        """Put an auth's credentials into a request.

        Raises:
            AuthError: For what is missing.
        """
        self._http.prepare_http_request(auth, request)

    def new_http_request(
        self,
        auth: Auth | None,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Headers | None = None,
    ) -> HttpRequest:
        """A request with an auth's credentials; a blank method means GET.

        Raises:
            AuthError: For what is missing.
        """
        return self._http.new_http_request(auth, method, url, body, headers)

    async def http_request(self, auth: Auth | None, request: HttpRequest | None) -> HttpResponse:
        """Have the auth's executor send a request.

        Raises:
            AuthError: For what is missing.
        """
        return await self._http.http_request(auth, request)

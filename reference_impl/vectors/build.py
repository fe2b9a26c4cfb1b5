"""From the JSON of a vector to the objects that it describes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from reference_impl.affinity import SessionAffinitySelector
from reference_impl.auth import Auth, ModelState, QuotaState, Status
from reference_impl.clock import ManualClock
from reference_impl.config import Config, from_mapping
from reference_impl.errors import AuthError, ModelCooldownError
from reference_impl.exchange import Options, ProviderExecutor
from reference_impl.manager import Manager
from reference_impl.nil_manager import NilManager
from reference_impl.registry import ModelInfo, ModelRegistry
from reference_impl.selectors import FillFirstSelector, RoundRobinSelector, Selector
from reference_impl.variants import RoutingRules
from reference_impl.vectors.stub import UpstreamError

Case = Mapping[str, Any]
CREATED = 1_700_000_000
"""When every model was made, as Unix time."""


class FirstSelector:
    """A selector that is not built in: the first auth it is given (`custom_first`)."""

    def pick(
        self, provider: str, model: str, options: Options, auths: Sequence[Auth]
    ) -> Auth | None:
        """The first one."""
        return auths[0] if auths else None


def selector(name: str, clock: ManualClock) -> Selector | None:
    """The selector that a vector names.

    Raises:
        ValueError: If there is none of that name.
    """
    match name:
        case "round_robin" | "":
            return RoundRobinSelector(clock)
        case "fill_first":
            return FillFirstSelector(clock)
        case "session_affinity":
            return SessionAffinitySelector(clock, RoundRobinSelector(clock))
        case "custom_first":
            return FirstSelector()
    raise ValueError(f"no selector {name!r}")


class World:
    """One manager with all that belongs to it, at a time of its own."""

    def __init__(self, rules: RoutingRules, case: Case) -> None:
        """Nothing is registered yet.

        Args:
            rules: The variant.
            case: Its `selector`, `config`, `retry` and `disable_cooling` count.
        """
        self.clock = ManualClock()
        self.start = self.clock.now()
        self.registry = ModelRegistry(self.clock)
        self.manager: Manager = Manager(
            self.registry,
            rules,
            selector(case.get("selector", ""), self.clock),
            clock=self.clock,
            sleep=self.clock.sleep,
            config=config_of(case),
        )

    def register_models(self, clients: Iterable[Case]) -> None:
        """Fill the registry."""
        for client in clients:
            provider = client["provider"]
            models = [ModelInfo(model, provider, CREATED) for model in client["models"]]
            self.registry.register_client(client["client_id"], provider, models)

    def register_executors(self, executors: Iterable[ProviderExecutor]) -> None:
        """Hand over executors."""
        for executor in executors:
            self.manager.register_executor(executor)

    def register_auths(self, auths: Iterable[Case]) -> None:
        """Hand over auths."""
        for auth in auths:
            self.manager.register(auth_of(auth, self.start))

    def seconds(self, moment: datetime | None) -> int | None:
        """A moment in seconds since the start, rounded."""
        if moment is None:
            return None
        return round_half_up((moment - self.start) / timedelta(seconds=1))


def any_manager(rules: RoutingRules, world: World, case: Case) -> Manager | NilManager:
    """The world's manager, or none at all if the vector says so."""
    return NilManager(rules) if case.get("selector") == "nil_manager" else world.manager


def round_half_up(value: float) -> int:
    """To the nearest integer, halves away from zero."""
    return int(abs(value) + 0.5) * (1 if value >= 0 else -1)


def config_of(case: Case) -> Config:
    """The configuration of a vector; its keys are those of the file with underscores."""
    settings = {key.replace("_", "-"): value for key, value in (case.get("config") or {}).items()}
    if "openai_compatibility" in case:
        settings["openai-compatibility"] = case["openai_compatibility"]
    for name, entries in settings.items():
        if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
            settings[name] = [_dashed(entry) for entry in entries]
    retry = case.get("retry") or case.get("retry_config") or {}
    for name in ("request_retry", "max_retry_credentials"):
        settings.setdefault(name.replace("_", "-"), retry.get(name, 0))
    settings.setdefault("max-retry-interval", retry.get("max_retry_interval_s", 0))
    return from_mapping(settings)


def _dashed(entry: Case) -> dict[str, Any]:
    return {key.replace("_", "-"): value for key, value in entry.items()}


def auth_of(case: Case, start: datetime) -> Auth:
    """An auth of a vector."""
    auth = Auth(
        id=case.get("id", ""),
        provider=case.get("provider", ""),
        prefix=case.get("prefix", ""),
        status=Status(case.get("status") or "active"),
        status_message=case.get("status_message", ""),
        disabled=case.get("disabled", False),
        unavailable=case.get("unavailable", False),
        attributes=dict(case.get("attributes") or {}),
        metadata=dict(case["metadata"]) if case.get("metadata") is not None else None,
        quota=quota_of(case.get("quota") or {}, start),
        next_retry_after=moment(case.get("next_retry_in_s"), start),
        next_refresh_after=moment(case.get("next_refresh_after_in_s"), start),
        last_refreshed_at=moment(case.get("last_refreshed_in_s"), start),
        last_error=stored_error(case.get("last_error")),
    )
    for model, state in (case.get("model_states") or {}).items():
        auth.model_states[model] = state_of(state, start)
    for model, seconds in (case.get("cooling") or {}).items():
        until = moment(seconds, start)
        quota = QuotaState(exceeded=True, reason="quota", next_recover_at=until)
        auth.model_states[model] = ModelState(
            Status.ERROR, unavailable=True, next_retry_after=until, quota=quota
        )
    return auth


def state_of(case: Case, start: datetime) -> ModelState:
    """A model state of a vector."""
    return ModelState(
        status=Status(case.get("status") or "active"),
        status_message=case.get("status_message", ""),
        unavailable=case.get("unavailable", False),
        next_retry_after=moment(case.get("next_retry_in_s"), start),
        last_error=stored_error(case.get("last_error")),
        quota=quota_of(case.get("quota") or {}, start),
    )


def quota_of(case: Case, start: datetime) -> QuotaState:
    """A quota of a vector."""
    return QuotaState(
        case.get("exceeded", False),
        case.get("reason", ""),
        moment(case.get("next_recover_in_s"), start),
        case.get("backoff_level", 0),
    )


def moment(seconds: float | None, start: datetime) -> datetime | None:
    """So many seconds after the start."""
    return None if seconds is None else start + timedelta(seconds=seconds)


def stored_error(case: Case | None) -> AuthError | None:
    """An error as an auth or a result holds it."""
    if case is None:
        return None
    status = case.get("http_status", case.get("status", 0))
    return AuthError(case.get("code", ""), case.get("message", ""), http_status=status)


def raised_error(case: Case) -> Exception:
    """An error as an upstream raises it."""
    wait = case.get("retry_after_s")
    return UpstreamError(
        case.get("status", 0),
        case.get("message", ""),
        None if wait is None else timedelta(seconds=wait),
    )


def show_error(error: BaseException) -> dict[str, Any]:
    """An outcome, as vectors write it."""
    shown: dict[str, Any] = {"outcome": "error", "code": "", "text": str(error)}
    shown["http_status"] = getattr(error, "status_code", 0)
    shown["kind"] = "upstream_error"
    if isinstance(error, AuthError):
        shown |= {"code": error.code, "kind": "auth_error", "message": error.message}
    elif isinstance(error, ModelCooldownError):
        shown |= {"code": error.code, "kind": "model_cooldown"}
    return shown


def show_stored(error: AuthError | None) -> dict[str, Any] | None:
    """An error as an auth holds it, as vectors write it."""
    if error is None:
        return None
    return {"code": error.code, "http_status": error.http_status, "message": error.message}


def show_quota(world: World, quota: QuotaState) -> dict[str, Any]:
    """A quota, as vectors write it."""
    return {
        "backoff_level": quota.backoff_level,
        "exceeded": quota.exceeded,
        "next_recover_in_s": world.seconds(quota.next_recover_at),
        "reason": quota.reason,
    }


def show_auth(world: World, auth_id: str) -> dict[str, Any] | None:
    """The health of an auth, as vectors write it."""
    auth = world.manager.get(auth_id)
    if auth is None:
        return None
    return {
        "failed": auth.failed,
        "success": auth.success,
        "status": str(auth.status),
        "status_message": auth.status_message,
        "unavailable": auth.unavailable,
        "next_retry_in_s": world.seconds(auth.next_retry_after),
        "quota": show_quota(world, auth.quota),
        "model_states": {
            model: {
                "last_error": show_stored(state.last_error),
                "next_retry_in_s": world.seconds(state.next_retry_after),
                "quota": show_quota(world, state.quota),
                "status": str(state.status),
                "status_message": state.status_message,
                "unavailable": state.unavailable,
            }
            for model, state in auth.model_states.items()
        },
    }


def listed(world: World) -> list[str]:
    """The ids of the models list, sorted."""
    return sorted(entry["id"] for entry in world.registry.get_available_models())

"""From a configuration to a gateway: what service and synthesizer of the original do."""

from __future__ import annotations

from collections.abc import Iterator

from reference_impl.affinity import SessionAffinitySelector
from reference_impl.auth import COMPAT_PROVIDER, Auth, Status
from reference_impl.clock import Clock, SystemClock, system_sleep
from reference_impl.config import ApiKeyEntry, CompatEntry, Config
from reference_impl.gateway.app import Gateway, Settings
from reference_impl.gateway.pool import Timeouts, UpstreamPool
from reference_impl.gateway.upstream import HEADER_PREFIX, OpenAICompatExecutor
from reference_impl.manager import Manager
from reference_impl.registry import ModelInfo, ModelRegistry
from reference_impl.selectors import FillFirstSelector, RoundRobinSelector, Selector
from reference_impl.text import normalise, trim
from reference_impl.variants import variant as rules_of


def build(
    config: Config,
    variant: str,
    *,
    clock: Clock | None = None,
    timeouts: Timeouts | None = None,
) -> Gateway:
    """A gateway over real upstreams.

    Args:
        config: What to serve; only `openai-compatibility` entries have executors here.
        variant: `v7.1.50`, `pr` or `complete`.
        clock: The time; the machine's by default.
        timeouts: Of calls to upstreams.

    Raises:
        ValueError: There is no such variant.
    """
    clock = clock or SystemClock()
    registry = ModelRegistry(clock)
    manager = Manager(
        registry=registry,
        rules=rules_of(variant),
        selector=_selector(config, clock),
        clock=clock,
        sleep=system_sleep,
        config=config,
    )
    pool = UpstreamPool(timeouts or Timeouts())
    created = int(clock.now().timestamp())
    for number, entry in enumerate(config.openai_compatibility):
        for auth in _auths(number, entry):
            # The order matters: the manager reads an auth's models when it takes the auth in. The
            # original, which reloads, has the auth before its models; therefore it reconciles and
            # refreshes behind them, and nothing here has to.
            _bind_executor(manager, auth.provider, pool)
            registry.register_client(
                auth.id, auth.provider, _models(entry, created, force=config.force_model_prefix)
            )
            manager.register(auth)
    settings = Settings(
        api_keys=tuple(key for key in map(trim, config.api_keys) if key),
        passthrough_headers=config.passthrough_headers,
        bootstrap_retries=config.streaming.bootstrap_retries,
        keepalive_seconds=config.streaming.keepalive.total_seconds(),
    )
    return Gateway(manager, registry, settings, closers=(pool.close,))


def _selector(config: Config, clock: Clock) -> Selector:
    routing = config.routing
    fill_first = routing.strategy == "fill-first"
    selector: Selector = FillFirstSelector(clock) if fill_first else RoundRobinSelector(clock)
    if routing.session_affinity:
        return SessionAffinitySelector(clock, selector, routing.session_affinity_ttl)
    return selector


def _bind_executor(manager: Manager, provider: str, pool: UpstreamPool) -> None:
    if manager.executor(provider) is None:
        manager.register_executor(OpenAICompatExecutor(provider, pool))


def _auths(number: int, entry: CompatEntry) -> Iterator[Auth]:
    """An auth for each key, or one without a key; none without a base URL."""
    base_url = trim(entry.base_url)
    if entry.disabled or not base_url:
        return
    provider = normalise(entry.name) or COMPAT_PROVIDER
    for place, key in enumerate(entry.api_key_entries or (ApiKeyEntry(),)):
        attributes = {
            "base_url": base_url,
            "compat_name": entry.name,
            "provider_key": provider,
        }
        if entry.priority:
            attributes["priority"] = str(entry.priority)
        if api_key := trim(key.api_key):
            attributes["api_key"] = api_key
        if proxy := trim(key.proxy_url):
            attributes["proxy_url"] = proxy
        attributes |= {f"{HEADER_PREFIX}{trim(k)}": v for k, v in entry.headers.items() if trim(k)}
        yield Auth(
            id=f"{provider}:{number}:{place}",
            provider=provider,
            prefix=_prefix(entry),
            status=Status.ACTIVE,
            attributes=attributes,
            metadata={"disable_cooling": True} if entry.disable_cooling else None,
        )


def _prefix(entry: CompatEntry) -> str:
    """A prefix is one segment; anything else is none."""
    prefix = trim(entry.prefix).strip("/")
    return "" if "/" in prefix else prefix


def _models(entry: CompatEntry, created: int, *, force: bool) -> Iterator[ModelInfo]:
    """The alias of each model, else its name; suffixes untouched, with a prefix once more."""
    prefix = _prefix(entry)
    for model in entry.models:
        model_id = trim(model.alias) or trim(model.name)
        if not model_id:
            continue
        ids = [model_id] if not prefix or not force else []
        if prefix:
            ids.append(f"{prefix}/{model_id}")
        for listed in ids:
            yield ModelInfo(
                id=listed,
                owned_by=trim(entry.name) or COMPAT_PROVIDER,
                created=created,
                type=COMPAT_PROVIDER,
                display_name=model_id,
            )

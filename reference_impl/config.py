"""The configuration as typed values. Reading files is the gateway's affair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from reference_impl.durations import parse_duration
from reference_impl.text import normalise, trim

AFFINITY_TTL = timedelta(hours=1)
"""How long a session stays with its auth."""


class ConfigError(ValueError):
    """A setting that cannot be understood; its text names the setting."""


@dataclass(frozen=True, slots=True)
class ModelAlias:
    """`alias` is what clients call it, `name` what the upstream calls it."""

    name: str = ""
    alias: str = ""


@dataclass(frozen=True, slots=True)
class ApiKeyEntry:
    """One credential of a compat entry."""

    api_key: str = ""
    proxy_url: str = ""


@dataclass(frozen=True, slots=True)
class CompatEntry:
    """An OpenAI-compatible upstream."""

    name: str = ""
    priority: int = 0
    disabled: bool = False
    prefix: str = ""
    base_url: str = ""
    api_key_entries: tuple[ApiKeyEntry, ...] = ()
    models: tuple[ModelAlias, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    disable_cooling: bool = False


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """An API key of a provider of its own kind, with its models."""

    api_key: str = ""
    base_url: str = ""
    models: tuple[ModelAlias, ...] = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """How an auth is chosen."""

    strategy: str = "round-robin"
    session_affinity: bool = False
    session_affinity_ttl: timedelta = AFFINITY_TTL


@dataclass(frozen=True, slots=True)
class Streaming:
    """How streams are kept alive and started again."""

    keepalive: timedelta = timedelta(0)
    bootstrap_retries: int = 0


@dataclass(frozen=True, slots=True)
class Config:
    """All settings that the conductor and the gateway look at.

    Attributes:
        api_keys: What clients must show; none means that anyone may call.
        key_entries: `gemini`, `claude`, `codex` and `vertex`: their API keys.
        oauth_model_alias: Aliases by channel.
        max_retry_interval: The longest wait before another attempt; zero means no attempt.
        max_retry_credentials: How many auths one request may use; 0 means all.
    """

    api_keys: tuple[str, ...] = ()
    openai_compatibility: tuple[CompatEntry, ...] = ()
    key_entries: Mapping[str, tuple[KeyEntry, ...]] = field(default_factory=dict)
    oauth_model_alias: Mapping[str, tuple[ModelAlias, ...]] = field(default_factory=dict)
    request_retry: int = 0
    max_retry_credentials: int = 0
    max_retry_interval: timedelta = timedelta(0)
    routing: Routing = Routing()
    streaming: Streaming = Streaming()
    disable_cooling: bool = False
    passthrough_headers: bool = False
    force_model_prefix: bool = False


KEY_PROVIDERS = ("gemini", "claude", "codex", "vertex")
_STRATEGIES = {
    "": "round-robin",
    "round-robin": "round-robin",
    "roundrobin": "round-robin",
    "rr": "round-robin",
    "fill-first": "fill-first",
    "fillfirst": "fill-first",
    "ff": "fill-first",
}


class _Section:
    """A mapping of the file, read setting by setting."""

    def __init__(self, where: str, value: object) -> None:
        if value is None:
            value = {}
        if not isinstance(value, Mapping):
            raise ConfigError(f"{where or 'the configuration'}: expected a mapping")
        self._where = where
        self._values: Mapping[Any, Any] = value

    def path(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key

    def section(self, key: str) -> _Section:
        return _Section(self.path(key), self._values.get(key))

    def sections(self, key: str) -> Iterator[_Section]:
        for number, item in enumerate(self.items(key)):
            yield _Section(f"{self.path(key)}[{number}]", item)

    def items(self, key: str) -> list[Any]:
        value = self._values.get(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise ConfigError(f"{self.path(key)}: expected a list")
        return list(value)

    def text(self, key: str) -> str:
        value = self._values.get(key)
        if value is None:
            return ""
        if isinstance(value, bool | list | tuple | Mapping):
            raise ConfigError(f"{self.path(key)}: expected a text")
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        items = self.items(key)
        if any(isinstance(item, list | tuple | Mapping) for item in items):
            raise ConfigError(f"{self.path(key)}: expected a list of texts")
        return tuple(map(str, items))

    def flag(self, key: str) -> bool:
        value = self._values.get(key, False)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise ConfigError(f"{self.path(key)}: expected true or false")
        return value

    def integer(self, key: str) -> int:
        value = self._values.get(key, 0)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int):
            raise ConfigError(f"{self.path(key)}: expected an integer")
        return value

    def keys(self) -> list[str]:
        return [str(key) for key in self._values]

    def text_map(self, key: str) -> dict[str, str]:
        section = self.section(key)
        return {name: section.text(name) for name in section.keys()}  # noqa: SIM118


def from_mapping(values: object) -> Config:
    """Read a configuration with the file's own key names.

    Keys that are not known are left aside, as the original does.

    Raises:
        ConfigError: Naming the setting that cannot be understood.
    """
    top = _Section("", values)
    aliases = top.section("oauth-model-alias")
    streaming = top.section("streaming")
    return Config(
        api_keys=top.texts("api-keys"),
        openai_compatibility=tuple(map(_compat, top.sections("openai-compatibility"))),
        key_entries={
            provider: tuple(map(_key_entry, top.sections(f"{provider}-api-key")))
            for provider in KEY_PROVIDERS
        },
        oauth_model_alias={
            normalise(channel): _models(aliases, channel)
            for channel in aliases.keys()  # noqa: SIM118
        },
        request_retry=top.integer("request-retry"),
        max_retry_credentials=top.integer("max-retry-credentials"),
        max_retry_interval=timedelta(seconds=top.integer("max-retry-interval")),
        routing=_routing(top.section("routing")),
        streaming=Streaming(
            timedelta(seconds=streaming.integer("keepalive-seconds")),
            streaming.integer("bootstrap-retries"),
        ),
        disable_cooling=top.flag("disable-cooling"),
        passthrough_headers=top.flag("passthrough-headers"),
        force_model_prefix=top.flag("force-model-prefix"),
    )


def _compat(entry: _Section) -> CompatEntry:
    return CompatEntry(
        name=entry.text("name"),
        priority=entry.integer("priority"),
        disabled=entry.flag("disabled"),
        prefix=entry.text("prefix"),
        base_url=entry.text("base-url"),
        api_key_entries=tuple(
            ApiKeyEntry(key.text("api-key"), key.text("proxy-url"))
            for key in entry.sections("api-key-entries")
        ),
        models=_models(entry, "models"),
        headers=entry.text_map("headers"),
        disable_cooling=entry.flag("disable-cooling"),
    )


def _key_entry(entry: _Section) -> KeyEntry:
    return KeyEntry(entry.text("api-key"), entry.text("base-url"), _models(entry, "models"))


def _models(section: _Section, key: str) -> tuple[ModelAlias, ...]:
    return tuple(
        ModelAlias(model.text("name"), model.text("alias")) for model in section.sections(key)
    )


def _routing(routing: _Section) -> Routing:
    strategy = normalise(routing.text("strategy"))
    ttl = trim(routing.text("session-affinity-ttl"))
    return Routing(
        # Whatever else is written there means the default.
        strategy=_STRATEGIES.get(strategy, "round-robin"),
        session_affinity=routing.flag("session-affinity"),
        session_affinity_ttl=_ttl(routing.path("session-affinity-ttl"), ttl),
    )


def _ttl(where: str, text: str) -> timedelta:
    if not text:
        return AFFINITY_TTL
    duration = parse_duration(text)
    if duration is None:
        raise ConfigError(f"{where}: {text!r} is no duration such as 30m or 1h")
    return duration if duration > timedelta(0) else AFFINITY_TTL

"""From the model of a request to the models of an upstream, for one auth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reference_impl import auth as auths
from reference_impl.auth import Auth, compat_provider_key, is_api_key, is_compat_api_key
from reference_impl.config import KEY_PROVIDERS, CompatEntry, Config, ModelAlias
from reference_impl.suffix import canonical_model_key, parse_suffix, preserve_suffix
from reference_impl.text import fold, fold_equal, lower, normalise, trim

_OFFSET_LIMIT = 2**31 - 8


def strip_prefix(auth: Auth, model: str) -> str:
    """Without the auth's own `prefix/` (`rewriteModelForAuth`); case counts."""
    prefix = trim(auth.prefix)
    return model.removeprefix(f"{prefix}/") if prefix else model


def oauth_channel(auth: Auth) -> str:
    """Whose OAuth aliases apply to an auth; empty for none."""
    kind = normalise(auth.attributes.get("auth_kind", ""))
    channel = normalise(auth.provider)
    by_key = kind in ("apikey", "api_key", "api-key") or (not kind and is_api_key(auth))
    return "" if by_key or channel == "gemini" else channel


def lookup_names(requested: str) -> tuple[str, ...]:
    """The base of a trimmed name, then the name itself; one of them if they are the same."""
    base = parse_suffix(requested).base or requested
    return (base,) if base == requested else (base, requested)


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    alias: str
    position: int


class UpstreamModels(NamedTuple):
    """What an auth is called with.

    Attributes:
        names: In the order in which they are tried.
        pooled: Whether there were several before blocked ones were left out.
    """

    names: list[str]
    pooled: bool


class AliasPool:
    """The models of one compat entry, found by alias or by upstream name."""

    def __init__(self, models: Iterable[ModelAlias]) -> None:
        self._by_alias: dict[str, list[_Row]] = {}
        self._by_name: dict[str, _Row] = {}
        for position, model in enumerate(models):
            row = _Row(trim(model.name), trim(model.alias), position)
            if row.alias:
                self._by_alias.setdefault(fold(row.alias), []).append(row)
            if row.name:
                self._by_name.setdefault(fold(row.name), row)

    def resolve(self, requested: str, *, exact_first: bool = False) -> list[str]:
        """Upstream models behind a requested one, in the order of the configuration.

        Args:
            requested: The model asked for.
            exact_first: Whether aliases that spell out the suffix leave no room for others.
        """
        requested = trim(requested)
        if not requested:
            return []
        names = lookup_names(requested)
        if exact_first and fold(requested) in self._by_alias:
            names = (requested,)
        rows = [(row, name) for name in names for row in self._by_alias.get(fold(name), ())]
        found: dict[str, str] = {}
        for row, name in sorted(rows, key=lambda pair: pair[0].position):
            resolved = preserve_suffix(requested, row.name or name)
            if resolved:
                found.setdefault(lower(resolved), resolved)
        if found:
            return list(found.values())
        named = [self._by_name[key] for name in names if (key := fold(name)) in self._by_name]
        if not named:
            return []
        return [preserve_suffix(requested, min(named, key=lambda row: row.position).name)]


def compile_key_aliases(models: Iterable[ModelAlias], *, exact: bool = False) -> dict[str, str]:
    """The alias table of an API key: lower-cased name to upstream name, first come first served.

    Args:
        models: As configured.
        exact: Whether aliases are kept under their whole names, too. Under their base names, of
            several aliases with suffixes only the first one is found.
    """
    table: dict[str, str] = {}
    named = [(trim(model.alias), trim(model.name)) for model in models]
    for key_of in (str, _base) if exact else (_base,):
        for alias, name in named:
            if alias and name:
                table.setdefault(lower(key_of(alias)), name)
                table.setdefault(lower(key_of(name)), name)
    return table


def _base(model: str) -> str:
    return parse_suffix(model).base or model


class ModelResolver:
    """All aliases of a configuration, applied to auths. Pools are rotated from call to call."""

    def __init__(self, config: Config, *, exact_first: bool) -> None:
        """Compile the tables.

        Args:
            config: Where the aliases are.
            exact_first: The rule of the variant (`RoutingRules.exact_alias_first`).
        """
        self._exact_first = exact_first
        self._config = config
        self._oauth = {
            normalise(channel): _oauth_table(rows)
            for channel, rows in config.oauth_model_alias.items()
        }
        self._pools = [
            (entry, AliasPool(entry.models))
            for entry in config.openai_compatibility
            if not entry.disabled
        ]
        self._key_tables: dict[str, dict[str, str]] = {}
        self._offsets: dict[str, int] = {}

    def compile(self, auth: Auth) -> None:
        """Read the API-key aliases of an auth that is new or has changed."""
        table = compile_key_aliases(self._key_models(auth), exact=self._exact_first)
        self._key_tables.pop(auth.id, None)
        if table:
            self._key_tables[auth.id] = table

    def forget(self, auth_id: str) -> None:
        """Drop what is kept for an auth."""
        self._key_tables.pop(auth_id, None)
        prefix = f"{normalise(auth_id)}|"
        for key in [key for key in self._offsets if key.startswith(prefix)]:
            del self._offsets[key]

    # OAuth aliases

    def channel_rewrites(self, channel: str, model: str) -> bool:
        """Whether a channel's aliases change a model."""
        return self._oauth_alias(channel, model) != model

    def apply_oauth_alias(self, auth: Auth, model: str) -> str:
        """The upstream's name behind an OAuth alias, else the model as it is."""
        return self._oauth_alias(oauth_channel(auth), model) if self._oauth else model

    def _oauth_alias(self, channel: str, model: str) -> str:
        table = self._oauth.get(channel)
        requested = trim(model)
        if not table or not requested:
            return model
        base, *rest = lookup_names(requested)
        names = [*rest, base] if self._exact_first else [base, *rest]
        target = next((table[key] for name in names if (key := normalise(name)) in table), "")
        if not target or fold_equal(target, base):
            return model
        return preserve_suffix(requested, target)

    # Selection

    def selection_model(self, auth: Auth, route: str) -> str:
        """The model under which an auth's health is looked up (`selectionModelForAuth`)."""
        stripped = strip_prefix(auth, route)
        return self.apply_oauth_alias(auth, stripped if trim(stripped) else trim(route))

    def selection_key(self, auth: Auth, route: str) -> str:
        """The same without its suffix (`selectionModelKeyForAuth`)."""
        return canonical_model_key(self.selection_model(auth, route))

    def is_route_aware(self, auth: Auth, route: str) -> bool:
        """Whether the auth knows the model under another key (`routeAwareSelectionRequired`)."""
        key = canonical_model_key(route)
        return bool(key) and self.selection_key(auth, route) != key

    # Execution

    def compat_entry(self, auth: Auth) -> CompatEntry | None:
        """The configuration entry that an auth was made from."""
        found = self._pool_of(auth)
        return found[0] if found else None

    def _pool_of(self, auth: Auth) -> tuple[CompatEntry, AliasPool] | None:
        attributes = auth.attributes
        texts = (attributes.get("compat_name", ""), attributes.get("provider_key", ""))
        names = {fold(trim(text)) for text in (*texts, auth.provider) if trim(text)}
        return next((pair for pair in self._pools if fold(pair[0].name) in names), None)

    def compat_pool(self, auth: Auth, requested: str) -> list[str]:
        """Upstream models behind an alias of a compat entry; only for its API keys."""
        found = self._pool_of(auth) if is_compat_api_key(auth) else None
        return found[1].resolve(requested, exact_first=self._exact_first) if found else []

    def api_key_alias(self, auth: Auth, requested: str) -> str:
        """The upstream model of the auth's own table, else the model as it is."""
        table = self._key_tables.get(auth.id)
        trimmed = trim(requested)
        if not table or not trimmed or not is_api_key(auth):
            return requested
        names = (trimmed, _base(trimmed)) if self._exact_first else (_base(trimmed),)
        name = next((table[key] for each in names if (key := lower(each)) in table), "")
        return preserve_suffix(trimmed, name) or requested

    def upstream_models(self, auth: Auth, route: str) -> list[str]:
        """What an auth can be called with, unrotated and whether blocked or not."""
        if home := trim(auth.attributes.get("home_upstream_model", "")):
            return [home]
        model = self.selection_model(auth, route)
        return self.compat_pool(auth, model) or [self.api_key_alias(auth, model) or model]

    def execution_candidates(self, auth: Auth, route: str) -> list[str]:
        """The same for a call: a pool starts one further each time (`executionModelCandidates`)."""
        models = self.upstream_models(auth, route)
        if len(models) < 2:
            return models
        base = _base(trim(self.selection_model(auth, route)))
        key = f"{normalise(auth.id)}|{compat_provider_key(auth)}|{lower(base)}"
        offset = self._offsets.get(key, 0)
        self._offsets[key] = 1 if offset >= _OFFSET_LIMIT else offset + 1
        first = offset % len(models)
        return models[first:] + models[:first]

    def state_model(self, auth: Auth, route: str, upstream: str, *, pooled: bool) -> str:
        """Under which model a result is remembered (`stateModelForExecution`)."""
        if home := trim(auth.attributes.get("home_upstream_model", "")):
            return home
        own = self.selection_key(auth, route)
        if pooled or own == canonical_model_key(upstream):
            return trim(upstream)
        return trim(route)

    def _key_models(self, auth: Auth) -> Sequence[ModelAlias]:
        if not is_api_key(auth):
            return ()
        provider = normalise(auth.provider)
        if provider in KEY_PROVIDERS:
            return self._own_key_models(auth, provider)
        if provider == auths.COMPAT_PROVIDER or trim(auth.attributes.get("compat_name", "")):
            entry = self.compat_entry(auth)
            return entry.models if entry else ()
        return ()

    def _own_key_models(self, auth: Auth, provider: str) -> Sequence[ModelAlias]:
        key = trim(auth.attributes.get("api_key", ""))
        base_url = trim(auth.attributes.get("base_url", ""))
        for entry in self._config.key_entries.get(provider, ()):
            urls = (trim(entry.base_url), base_url)
            if trim(entry.api_key) == key and (not all(urls) or fold_equal(*urls)):
                return entry.models
        return ()


def _oauth_table(rows: Iterable[ModelAlias]) -> dict[str, str]:
    table: dict[str, str] = {}
    for row in rows:
        name, alias = trim(row.name), trim(row.alias)
        if name and alias and not fold_equal(name, alias):
            table.setdefault(lower(alias), name)
    return table

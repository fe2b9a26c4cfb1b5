"""Which client (auth) offers which models: the source of `/v1/models` (`ModelRegistry`).

Three look-ups, three strictnesses: `client_supports_model` folds case and trims,
`get_model_providers` and `get_models_for_client` take every character as it is. None of them
knows of suffixes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from reference_impl.clock import Clock
from reference_impl.text import fold, fold_equal, lower, trim

QUOTA_MARK = timedelta(minutes=5)
"""How long a quota mark keeps a model out of the list, whatever the cooldown is."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What is known of a model, as it is listed."""

    id: str
    owned_by: str = ""
    created: int = 0
    type: str = ""
    display_name: str = ""
    object: str = "model"

    def listed(self) -> dict[str, Any]:
        """The entry of the `openai` listing."""
        entry: dict[str, Any] = {"id": self.id, "object": "model", "owned_by": self.owned_by}
        if self.created > 0:
            entry["created"] = self.created
        if self.type:
            entry["type"] = self.type
        if self.display_name:
            entry["display_name"] = self.display_name
        return entry


@dataclass(slots=True)
class _Client:
    provider: str
    models: list[str]
    """As registered; twice means counted twice."""
    folded: frozenset[str]


@dataclass(slots=True)
class _Model:
    info: ModelInfo
    count: int = 0
    providers: Counter[str] = field(default_factory=Counter)
    quota_marks: dict[str, datetime] = field(default_factory=dict)
    suspensions: dict[str, str] = field(default_factory=dict)

    def is_listed(self, now: datetime) -> bool:
        marked = sum(now - since < QUOTA_MARK for since in self.quota_marks.values())
        by_quota = sum(fold_equal(reason, "quota") for reason in self.suspensions.values())
        otherwise = len(self.suspensions) - by_quota
        if self.count - marked - otherwise > 0:
            return True
        return self.count > 0 and marked + by_quota > 0 and otherwise == 0


class ModelRegistry:
    """Models by client, with the marks that failures left on them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._clients: dict[str, _Client] = {}
        self._models: dict[str, _Model] = {}
        self._offering: dict[str, dict[str, None]] = {}
        """Clients by folded id, for `clients_with`."""
        self._listeners: list[Callable[[str], None]] = []

    def on_change(self, listener: Callable[[str], None]) -> None:
        """Have a function called with the client's id after its models were registered or gone."""
        self._listeners.append(listener)

    def register_client(
        self, client_id: str, provider: str, models: Iterable[ModelInfo | str]
    ) -> None:
        """Say what a client offers, in place of what it offered before.

        Ids are kept as they are. Models without an id are skipped; without any model the client
        is gone. Its marks on models are gone too.
        """
        infos = [ModelInfo(model) if isinstance(model, str) else model for model in models]
        infos = [info for info in infos if info.id]
        self._forget(client_id)
        if infos:
            provider = lower(provider)
            for info in infos:
                model = self._models.setdefault(info.id, _Model(info))
                model.info = info
                model.count += 1
                if provider:
                    model.providers[provider] += 1
            ids = [info.id for info in infos]
            client = self._clients[client_id] = _Client(provider, ids, frozenset(map(_folded, ids)))
            for name in client.folded:
                self._offering.setdefault(name, {})[client_id] = None
        self._changed(client_id)

    def unregister_client(self, client_id: str) -> None:
        """The client offers nothing any more."""
        self._forget(client_id)
        self._changed(client_id)

    def _forget(self, client_id: str) -> None:
        client = self._clients.pop(client_id, None)
        if client is None:
            return
        for name in client.folded:
            offering = self._offering[name]
            del offering[client_id]
            if not offering:
                del self._offering[name]
        for model_id in client.models:
            model = self._models[model_id]
            model.count -= 1
            model.providers[client.provider] -= 1
            model.quota_marks.pop(client_id, None)
            model.suspensions.pop(client_id, None)
        for model_id in dict.fromkeys(client.models):
            if self._models[model_id].count <= 0:
                del self._models[model_id]

    def _changed(self, client_id: str) -> None:
        for listener in self._listeners:
            listener(client_id)

    def client_supports_model(self, client_id: str, model_id: str) -> bool:
        """Whether a client offers a model, case and outer white space aside."""
        folded = _folded(model_id)
        client = self._clients.get(trim(client_id))
        return bool(folded) and client is not None and folded in client.folded

    def clients_with(self, model_id: str) -> Collection[str]:
        """All clients that support a model, as `client_supports_model` sees it."""
        folded = _folded(model_id)
        return self._offering.get(folded, {}).keys() if folded else ()

    def get_model_providers(self, model_id: str) -> list[str]:
        """Providers of exactly this id: those with most registrations first, then by name."""
        model = self._models.get(model_id)
        counts = model.providers if model else Counter[str]()
        return sorted((name for name in counts if counts[name] > 0), key=lambda n: (-counts[n], n))

    def get_models_for_client(self, client_id: str) -> list[str]:
        """The ids that exactly this client registered, each once, in its order."""
        client = self._clients.get(client_id)
        return list(dict.fromkeys(client.models)) if client else []

    def get_available_models(self, handler: str = "openai") -> list[dict[str, Any]]:
        """Entries of the models list, by id; `handler` names the shape (only `openai` here).

        A model is listed while at least one registration is neither quota-marked nor suspended,
        or while quotas are all that keeps it back.

        Raises:
            ValueError: For another shape.
        """
        if handler != "openai":
            raise ValueError(f"no listing for {handler!r}")
        now = self._clock.now()
        return [
            model.info.listed() for _, model in sorted(self._models.items()) if model.is_listed(now)
        ]

    def first_available_model(self) -> str:
        """What the model `auto` stands for: the newest listed model, empty if none is."""
        listed = self.get_available_models()
        return max(listed, key=lambda entry: entry.get("created", 0))["id"] if listed else ""

    def set_model_quota_exceeded(self, client_id: str, model_id: str) -> None:
        """The client's quota for exactly this id is used up, as of now."""
        if model := self._models.get(model_id):
            model.quota_marks[client_id] = self._clock.now()

    def clear_model_quota_exceeded(self, client_id: str, model_id: str) -> None:
        """Take the mark back."""
        if model := self._models.get(model_id):
            model.quota_marks.pop(client_id, None)

    def suspend_client_model(self, client_id: str, model_id: str, reason: str) -> None:
        """The client cannot serve exactly this id; the first reason stays."""
        if client_id and (model := self._models.get(model_id)):
            model.suspensions.setdefault(client_id, reason)

    def resume_client_model(self, client_id: str, model_id: str) -> None:
        """Lift the suspension."""
        if model := self._models.get(model_id):
            model.suspensions.pop(client_id, None)


def _folded(model_id: str) -> str:
    return fold(trim(model_id))

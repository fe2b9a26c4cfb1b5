"""From the model of a request to the providers that may serve it (`getRequestDetails`)."""

from __future__ import annotations

from dataclasses import dataclass

from reference_impl import text
from reference_impl.gateway.refusals import RefusedError
from reference_impl.registry import ModelRegistry
from reference_impl.suffix import parse_suffix
from reference_impl.variants import RoutingRules

AUTO = "auto"
IMAGE_ONLY = "gpt-image-2"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request may go.

    Attributes:
        providers: In the order in which they are asked.
        model: The model that is passed on: suffix kept, nothing trimmed.
    """

    providers: list[str]
    model: str


def resolve(registry: ModelRegistry, rules: RoutingRules, model: str) -> Route:
    """Find the providers of a model.

    `auto`, with or without a suffix, stands for the first available model.

    Args:
        registry: What is registered.
        rules: In which order the exact id and the base name are looked up.
        model: The model as the request names it.

    Raises:
        RefusedError: 503 for an image model, 502 when no provider has the model.
    """
    resolved = _resolved_auto(registry, model)
    base = text.trim(parse_suffix(resolved).base)
    segment = text.trim(base.rpartition("/")[2])
    if text.fold_equal(segment, IMAGE_ONLY):
        raise RefusedError(
            503, f"model {segment} is only supported on /v1/images/generations and /v1/images/edits"
        )
    if providers := rules.providers_of(registry, resolved):
        return Route(providers=list(providers), model=resolved)
    raise RefusedError(502, f"unknown provider for model {model}")


def _resolved_auto(registry: ModelRegistry, model: str) -> str:
    parsed = parse_suffix(model)
    if parsed.base != AUTO:
        return model
    first = registry.first_available_model()
    if not first:
        return model
    return f"{first}({parsed.raw})" if parsed.present else first

"""Sections about names and texts: nothing in them needs a manager."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from reference_impl import auth as auths
from reference_impl import classification, suffix
from reference_impl.aliases import AliasPool
from reference_impl.clock import ManualClock
from reference_impl.config import ModelAlias
from reference_impl.error_body import error_body
from reference_impl.health import next_backoff
from reference_impl.variants import RoutingRules
from reference_impl.vectors.build import Case, auth_of


def thinking_suffix(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """`ParseSuffix`."""
    parsed = suffix.parse_suffix(case["model"])
    return {"base": parsed.base, "has_suffix": parsed.present, "raw_suffix": parsed.raw}


def suffix_value(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """What executors read from a suffix."""
    return suffix.suffix_value(case["raw_suffix"])._asdict()


def canonical_model_key(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """`canonicalModelKey`."""
    return {"key": suffix.canonical_model_key(case["model"])}


def preserve_requested_suffix(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """A suffix that is handed on."""
    return {"result": suffix.preserve_suffix(case["requested"], case["resolved"])}


def executor_provider_key(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """`executorProviderKey`."""
    return {"key": auths.executor_provider_key(case["provider"])}


def executor_key_from_auth(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """`executorKeyFromAuth` and its neighbours."""
    auth = auth_of(case, ManualClock().now())
    return {
        "compat_provider_key": auths.compat_provider_key(auth),
        "executor_key": auths.executor_key_from_auth(auth),
        "is_api_key": auths.is_api_key(auth),
        "is_compat_api_key": auths.is_compat_api_key(auth),
    }


def alias_pool(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """`resolveOpenAICompatUpstreamModelPool`."""
    models = [ModelAlias(model.get("name", ""), model.get("alias", "")) for model in case["models"]]
    exact = rules.exact_alias_first
    return {"pool": AliasPool(models).resolve(case["requested"], exact_first=exact) or None}


def quota_backoff(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """`nextQuotaCooldown`."""
    wait, level = next_backoff(case["prev_level"])
    return {"cooldown_s": wait // timedelta(seconds=1), "next_level": level}


def error_classification(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """What kind of failure an error is."""
    status, text = case["status"], case["message"]
    return {
        "cloudflare": classification.is_cloudflare(text),
        "model_support": classification.is_model_support(status, text),
        "request_invalid": classification.is_request_invalid(status, text),
        "request_scoped_not_found": classification.is_request_scoped_not_found(status, text),
    }


def body_of_error(rules: RoutingRules, case: Case) -> dict[str, Any]:
    """The body of an error answer."""
    return {"body": error_body(case["status"], case["text"]).decode()}

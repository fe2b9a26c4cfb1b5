"""A model alias is parted into what is private and the model that everybody knows."""

from __future__ import annotations

import pytest

from prtool.lexicon.alias import alias_core, is_public_model, unit_core


@pytest.mark.parametrize(
    ("value", "core"),
    [
        ("QX-GPT-5.5(high)", "QX"),
        ("INT-5.5(high)", "INT"),
        ("qx/claude-opus-4-6(high)", "qx"),
        ("QX/GLM-4.6", "QX"),
        ("[QX]gpt-5", "QX"),
        ("qx-o3", "qx"),
        ("QX5.5(high)", "QX"),
        ("NorthRouter-GPT-5", "NorthRouter"),
        ("North-Router/DeepSeek-V3.1", "North-Router"),
        ("NorthGPT", "North"),
        ("北方-gpt-5", "北方"),
        ("QX-openai-gpt-5", "QX"),
        ("NorthRouter", "NorthRouter"),
        ("NorthRouter-2", "NorthRouter"),
        ("NorthRouter(high)", "NorthRouter"),
        ("qx2", "qx"),
        ("r2d2", "r2d2"),
        ("gpt-5.5@qx", "qx"),
        ("gpt-5.5-qx", "qx"),
        ("claude-sonnet-4[NorthRouter]", "NorthRouter"),
    ],
)
def test_the_core_of_an_alias(value: str, core: str) -> None:
    found = alias_core(value)

    assert found is not None
    assert (core, False) == (found.of(value), found.generic)


@pytest.mark.parametrize(
    ("value", "core", "follow"),
    [
        ("my-gpt-5.5", "my", ("gpt",)),
        ("local-claude", "local", ("claude",)),
        ("test-5.5", "test", ("5", "5")),
        ("my-local-qwen3", "my-local", ("qwen3",)),
        ("x1-y", "x1-y", ()),
    ],
)
def test_a_generic_core_counts_only_in_front_of_its_model(
    value: str, core: str, follow: tuple[str, ...]
) -> None:
    found = alias_core(value)

    assert found is not None
    assert (core, follow, bool(follow)) == (found.of(value), found.follow, found.generic)


@pytest.mark.parametrize(
    "value",
    [
        "gpt-5.5",
        "gpt-5.5(high)",
        "gpt-4o-mini",
        "chatgpt-4o-latest",
        "openai/gpt-4o",
        "o3-mini",
        "claude-sonnet-4-5-20250929",
        "claude-opus-4-6(high)",
        "models/gemini-2.5-pro",
        "gemini-2.5-flash-lite-preview-06-17",
        "meta-llama/Llama-3.3-70B-Instruct",
        "mixtral-8x7b",
        "qwen3-235b-a22b",
        "DeepSeek-V3.1",
        "deepseek-ai/DeepSeek-R1",
        "kimi-k2-0905-preview",
        "GLM-4.6",
        "grok-4-fast",
        "my-gpt"[3:],
    ],
)
def test_a_public_model_has_no_core(value: str) -> None:
    assert alias_core(value) is None
    assert is_public_model(value)


def test_a_unit_without_a_name_has_no_core() -> None:
    assert unit_core(".service") is None


@pytest.mark.parametrize("value", ["QX-GPT-5.5", "gpt-5.5@qx", "NorthRouter", "", "---", "5.5"])
def test_what_is_no_public_model(value: str) -> None:
    assert not is_public_model(value)


@pytest.mark.parametrize(
    ("value", "core", "generic"),
    [
        ("qx-proxy.service", "qx-proxy", False),
        ("qx@1.service", "qx", False),
        ("northrouter.timer", "northrouter", False),
        ("proxy.service", "proxy", True),
        ("northrouter", "northrouter", False),
        ("proxy", "proxy", False),
    ],
)
def test_the_core_of_a_unit(value: str, core: str, generic: bool) -> None:
    found = unit_core(value)

    assert found is not None
    assert (core, generic) == (found.of(value), found.generic)

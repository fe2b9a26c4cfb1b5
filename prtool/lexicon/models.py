"""The public words of model names, and the words that say nothing about anybody.

What stands here is never private. Words that could as well be somebody's name for a private thing
(``nova``, ``titan``, ``falcon``) are left out on purpose.
"""

from __future__ import annotations

import re

from prtool.model.patterns import regex

_FAMILIES = (
    "baichuan chatglm chatgpt claude codestral codex cogito dbrx deepseek devstral doubao ernie "
    "gemini gemma glm gpt grok haiku hunyuan internlm jamba kimi llama llava magistral mimo "
    "minimax ministral mistral mixtral nemotron olmo opus phi pixtral qvq qwen qwq sonnet "
    "starcoder vicuna wizardlm"
)
_FAMILY = regex(rf"(?:{'|'.join(_FAMILIES.split())})(?:\d\w*)?|o[1-9]", re.ASCII)
"""A family, its generation perhaps glued to it: ``gpt4o``, ``qwen3``, ``o3``."""

_VENDORS = (
    "ai alibaba amazon anthropic azure baidu bedrock bytedance cohere databricks google "
    "huggingface meta microsoft mistralai models moonshot moonshotai nousresearch nvidia openai "
    "openrouter org tencent thudm vertex x xai zai zhipu zhipuai"
)
_SUFFIXES = (
    "air alpha audio auto base beta chat code coder codex distill embed embedding exp experimental "
    "fast flash fp8 free generate gguf high image instant instruct it large latest lite live long "
    "low maverick max medium mini minimal multi nano next none omni online oss plus preview pro "
    "prover realtime reasoner reasoning scout search small speciale terminus thinking tiny tts "
    "turbo ultra v vision vl xhigh"
)
"""What vendors put behind a family, and the effort levels that gateways add in brackets."""
_VERSION = regex(r"[a-z]?\d+(?:x\d+)?[a-z]{0,3}", re.ASCII)
"""``5``, ``v3``, ``k2``, ``70b``, ``8x7b``, ``a22b``, ``20250514``."""

_GENERIC = (
    "a all an api app backup base beta build chat cheap client cloud company config corp custom "
    "data debug default demo dev dummy edge example experimental external fake fallback fast free "
    "general group home host internal lab large latest live llm local main mine mock model models "
    "my new office old openai other our own personal prd premium primary private prod production "
    "pro provider proxy public qa relay remote router sample secondary server service shared slow "
    "small stable stage staging standard system team temp test testing the tmp tool upstream user "
    "web work"
)
"""Words that, alone in front of a model name, name nobody."""

VENDORS = frozenset(_VENDORS.split())
SUFFIXES = frozenset(_SUFFIXES.split())
GENERIC = frozenset(_GENERIC.split())


def is_family(word: str) -> bool:
    """Tell whether a folded word names a public model family."""
    return _FAMILY.fullmatch(word) is not None


def is_version(word: str) -> bool:
    """Tell whether a folded word is a version, a size or a date."""
    return _VERSION.fullmatch(word) is not None


def is_vendor(word: str) -> bool:
    """Tell whether a folded word names a public vendor of models."""
    return word in VENDORS


def is_public(word: str) -> bool:
    """Tell whether a folded word may stand in a public model name."""
    return word in SUFFIXES or is_vendor(word) or is_family(word) or is_version(word)


def is_generic(word: str) -> bool:
    """Tell whether a folded word names nobody: a common word or a single character."""
    return len(word) <= 1 or word in GENERIC

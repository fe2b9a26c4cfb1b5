"""Credentials of model providers."""

from __future__ import annotations

from prtool.detectors.secret_kinds.model import (
    SAMPLE_HEX,
    SecretKind,
    found,
    is_mixed,
    left,
    named,
    token,
)
from prtool.model.finding import Confidence
from prtool.model.patterns import regex

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/openai-key",
        title="OpenAI API key",
        source="https://developers.openai.com/api/reference/resources/organization/subresources/audit_logs/subresources/admin_api_keys/methods/create",
        keywords=("sk-proj-", "sk-svcacct-", "sk-admin-", "sk-none-", "t3blbkfj"),
        regex=token(
            r"sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{40,250}"
            r"|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"
        ),
        found=found("OPENAI_API_KEY=", "sk-proj-", "aB3_d" * 12),
        left=left("OPENAI_API_KEY=", "sk-proj-", "…"),
    ),
    SecretKind(
        id="secret/anthropic-key",
        title="Anthropic API key",
        source="https://platform.claude.com/docs/zh-CN/api/http/admin/api_keys/retrieve",
        keywords=("sk-ant-",),
        regex=token(r"sk-ant-[a-z0-9]{3,12}-[A-Za-z0-9_-]{20,300}"),
        found=found("x-api-key: ", "sk-ant-", "api03-", "aB3_d" * 19),
        left=left("x-api-key: ", "sk-ant-", "api03-", "…"),
    ),
    SecretKind(
        id="secret/openrouter-key",
        title="OpenRouter API key",
        source="https://openrouter.ai/docs/guides/features/guardrails/secret-formats",
        keywords=("sk-or-",),
        regex=token(r"sk-or-v1-[0-9a-f]{64}"),
        found=found("key: ", "sk-or-v1-", "3fa9" * 16),
        left=left("key: ", "sk-or-v1-", "3fa9"),
    ),
    SecretKind(
        id="secret/groq-key",
        title="Groq API key",
        source="https://console.groq.com/docs/quickstart",
        keywords=("gsk_",),
        regex=token(r"gsk_[A-Za-z0-9]{52}"),
        found=found("GROQ_API_KEY=", "gsk_", "a1B2" * 13),
        left=left("GROQ_API_KEY=", "gsk_", "a1B2" * 4),
    ),
    SecretKind(
        id="secret/xai-key",
        title="xAI API key",
        source="https://docs.x.ai/developers/rest-api-reference/management/auth",
        keywords=("xai-",),
        regex=token(r"xai-[A-Za-z0-9]{70,100}"),
        found=found("XAI_API_KEY=", "xai-", "a1B2" * 20),
        left=left("XAI_API_KEY=", "xai-", "a1B2" * 3),
    ),
    SecretKind(
        id="secret/perplexity-key",
        title="Perplexity API key",
        source="https://docs.perplexity.ai/api-reference/revoke-auth-token-post",
        keywords=("pplx-",),
        regex=token(r"pplx-[A-Za-z0-9]{40,60}"),
        found=found("PPLX=", "pplx-", "a1B2" * 12),
        left=left("PPLX=", "pplx-", "a1B2" * 3),
    ),
    SecretKind(
        id="secret/nvidia-key",
        title="NVIDIA API key",
        source="https://docs.nvidia.com/nemo/retriever/latest/extraction/api-keys/index.html",
        keywords=("nvapi-",),
        regex=token(r"nvapi-[A-Za-z0-9_-]{60,80}"),
        found=found("NVIDIA_API_KEY=", "nvapi-", "a1B_" * 16),
        left=left("NVIDIA_API_KEY=", "nvapi-", "a1B_" * 4),
    ),
    SecretKind(
        id="secret/fireworks-key",
        title="Fireworks AI API key",
        source="https://docs.fireworks.ai/getting-started/quickstart",
        keywords=("fw_",),
        regex=token(r"fw_[A-Za-z0-9]{22,32}"),
        found=found("FIREWORKS_API_KEY=", "fw_", "k7Qw9zR3" * 3),
        left=left("FIREWORKS_API_KEY=", "fw_", "k7Qw9zR3"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/together-key",
        title="Together AI API key",
        source="https://docs.together.ai/docs/api-keys-authentication",
        keywords=("together",),
        regex=named("together", r"tgp_v1_[A-Za-z0-9_-]{43}|[0-9a-f]{64}"),
        found=found("TOGETHER_API_KEY=", SAMPLE_HEX * 4),
        left=left("TOGETHER_API_KEY=", SAMPLE_HEX),
        accept=is_mixed,
        confidence=Confidence.MEDIUM,
    ),
    SecretKind(
        id="secret/mistral-key",
        title="Mistral API key",
        source="https://docs.mistral.ai/admin/security-access/api-keys",
        keywords=("mistral",),
        regex=named("mistral", r"[A-Za-z0-9]{32}"),
        found=found("MISTRAL_API_KEY=", "k7Qw9zR3" * 4),
        left=left("MISTRAL_API_KEY=", "k7Qw9zR3" * 2),
        accept=is_mixed,
        confidence=Confidence.MEDIUM,
    ),
    SecretKind(
        id="secret/cohere-key",
        title="Cohere API key",
        source="https://docs.cohere.com/reference/about",
        keywords=("cohere", "co_api"),
        regex=named("cohere|co_api", r"[A-Za-z0-9]{40}"),
        found=found("COHERE_API_KEY=", "k7Qw9zR3" * 5),
        left=left("COHERE_API_KEY=", "k7Qw9zR3" * 2),
        accept=is_mixed,
        confidence=Confidence.MEDIUM,
    ),
    SecretKind(
        id="secret/deepseek-key",
        title="DeepSeek API key",
        source="https://api-docs.deepseek.com/",
        keywords=("deepseek",),
        regex=named("deepseek", r"sk-[0-9a-f]{32}"),
        found=found("DEEPSEEK_API_KEY=", "sk-", SAMPLE_HEX * 2),
        left=left("DEEPSEEK_API_KEY=", "sk-", SAMPLE_HEX),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/moonshot-key",
        title="Moonshot (Kimi) API key",
        source="https://platform.moonshot.ai/docs/guide/start-using-kimi-api",
        keywords=("moonshot", "kimi_"),
        regex=named("moonshot|kimi_", r"sk-[A-Za-z0-9]{48}"),
        found=found("MOONSHOT_API_KEY=", "sk-", "k7Qw9zR3" * 6),
        left=left("MOONSHOT_API_KEY=", "sk-", "k7Qw9zR3"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/zhipu-key",
        title="Zhipu (BigModel, Z.ai) API key",
        source="https://docs.bigmodel.cn/cn/guide/develop/http/introduction",
        keywords=(
            *("zhipu", "bigmodel", "glm_", "glm-", "z.ai", "zai_"),
            *("api_key", "api-key", "apikey"),
        ),
        regex=regex(
            r"(?i:zhipu|bigmodel|glm[_-]|z\.ai|zai_|api[_-]?key)[^\n]{0,40}?[\"'=: ]"
            r"(?P<secret>[0-9a-f]{32}\.[A-Za-z0-9]{16})(?![A-Za-z0-9])"
        ),
        found=found("ZHIPUAI_API_KEY=", "3fa9" * 8, ".", "kQ7z" * 4),
        left=left("ZHIPUAI_API_KEY=", "3fa9" * 8, ".json"),
    ),
)

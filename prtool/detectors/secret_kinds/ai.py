"""Credentials of model providers."""

from __future__ import annotations

import re

from prtool.detectors.likeness import is_generic, is_placeholder, is_wordy
from prtool.detectors.secret_kinds.model import SecretKind, found, left, token


def _is_generated(value: str) -> bool:
    body = value[3:]
    return (
        any(char.isdigit() for char in body)
        and not is_placeholder(value)
        and not is_generic(body)
        and not is_wordy(body)
    )


KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/openai-key",
        title="OpenAI API key",
        source="https://platform.openai.com/docs/api-reference/authentication",
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
        source="https://docs.anthropic.com/en/api/overview#authentication",
        keywords=("sk-ant-",),
        regex=token(r"sk-ant-[a-z0-9]{3,12}-[A-Za-z0-9_-]{20,300}"),
        found=found("x-api-key: ", "sk-ant-", "api03-", "aB3_d" * 19),
        left=left("x-api-key: ", "sk-ant-", "api03-", "…"),
    ),
    SecretKind(
        id="secret/openrouter-key",
        title="OpenRouter API key",
        source="https://openrouter.ai/docs/api-reference/authentication",
        keywords=("sk-or-",),
        regex=token(r"sk-or-v1-[0-9a-f]{64}"),
        found=found("key: ", "sk-or-v1-", "3fa9" * 16),
        left=left("key: ", "sk-or-v1-", "3fa9"),
    ),
    SecretKind(
        id="secret/huggingface-token",
        title="Hugging Face token",
        source="https://huggingface.co/docs/hub/security-tokens",
        keywords=("hf_", "api_org_"),
        regex=token(r"(?:hf_|api_org_)[A-Za-z0-9]{34}"),
        found=found("HF_TOKEN=", "hf_", "aBcDeFgHiJ" * 3, "aBcD"),
        left=left("HF_TOKEN=", "hf_", "aBcDeFgHiJ" * 2),
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
        id="secret/replicate-token",
        title="Replicate API token",
        source="https://replicate.com/docs/topics/security/api-tokens",
        keywords=("r8_",),
        regex=token(r"r8_[A-Za-z0-9]{37}"),
        found=found("REPLICATE_API_TOKEN=", "r8_", "a1B2" * 9, "c"),
        left=left("REPLICATE_API_TOKEN=", "r8_", "a1B2" * 4),
    ),
    SecretKind(
        id="secret/xai-key",
        title="xAI API key",
        source="https://docs.x.ai/docs/tutorial",
        keywords=("xai-",),
        regex=token(r"xai-[A-Za-z0-9]{70,100}"),
        found=found("XAI_API_KEY=", "xai-", "a1B2" * 20),
        left=left("XAI_API_KEY=", "xai-", "a1B2" * 3),
    ),
    SecretKind(
        id="secret/perplexity-key",
        title="Perplexity API key",
        source="https://docs.perplexity.ai/getting-started/quickstart",
        keywords=("pplx-",),
        regex=token(r"pplx-[A-Za-z0-9]{40,60}"),
        found=found("PPLX=", "pplx-", "a1B2" * 12),
        left=left("PPLX=", "pplx-", "a1B2" * 3),
    ),
    SecretKind(
        id="secret/nvidia-key",
        title="NVIDIA API key",
        source="https://docs.nvidia.com/ngc/gpu-cloud/ngc-user-guide/index.html#ngc-api-keys",
        keywords=("nvapi-",),
        regex=token(r"nvapi-[A-Za-z0-9_-]{60,80}"),
        found=found("NVIDIA_API_KEY=", "nvapi-", "a1B_" * 16),
        left=left("NVIDIA_API_KEY=", "nvapi-", "a1B_" * 4),
    ),
    SecretKind(
        id="secret/langsmith-key",
        title="LangSmith API key",
        source="https://docs.smith.langchain.com/administration/how_to_guides/organization_management/create_account_api_key",
        keywords=("lsv2_",),
        regex=token(r"lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}"),
        found=found("LANGSMITH_API_KEY=", "lsv2_pt_", "3fa9" * 8, "_", "3fa9b7c13f"),
        left=left("LANGSMITH_API_KEY=", "lsv2_pt_", "3fa9" * 3),
    ),
    SecretKind(
        id="secret/pinecone-key",
        title="Pinecone API key",
        source="https://docs.pinecone.io/guides/projects/manage-api-keys",
        keywords=("pcsk_",),
        regex=token(r"pcsk_[A-Za-z0-9]{5,8}_[A-Za-z0-9]{50,70}"),
        found=found("PINECONE_API_KEY=", "pcsk_", "2a3b4_", "a1B2" * 15),
        left=left("PINECONE_API_KEY=", "pcsk_", "2a3b4_", "a1B2"),
    ),
    SecretKind(
        id="secret/zhipu-key",
        title="Zhipu (BigModel, Z.ai) API key",
        source="https://docs.bigmodel.cn/cn/guide/develop/http/introduction",
        keywords=("zhipu", "bigmodel", "glm", "z.ai", "api_key", "api-key", "apikey"),
        regex=token(r"[0-9a-f]{32}\.[A-Za-z0-9]{16}"),
        found=found("ZHIPUAI_API_KEY=", "3fa9" * 8, ".", "kQ7z" * 4),
        left=left("ZHIPUAI_API_KEY=", "3fa9" * 8, ".json"),
    ),
    SecretKind(
        id="secret/sk-key",
        title="API key with the prefix sk-",
        source="https://platform.openai.com/docs/api-reference/authentication",
        keywords=("sk-",),
        regex=re.compile(
            r"(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt]))sk-[A-Za-z0-9][A-Za-z0-9_-]{18,200}(?![A-Za-z0-9])"
        ),
        found=found("key: ", "sk-", "9c3eQ7zT" * 4),
        left=left("sk-this-is-not-a-real-key-at-all"),
        accept=_is_generated,
    ),
)

"""The prefix that many model providers share; the last of all kinds."""

from __future__ import annotations

from prtool.detectors.likeness import is_generic, is_placeholder, is_wordy
from prtool.detectors.secret_kinds.model import (
    SecretKind,
    found,
    left,
)
from prtool.model.patterns import regex


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
        id="secret/sk-key",
        title="API key with the prefix sk-",
        source="https://platform.openai.com/docs/api-reference/authentication",
        keywords=("sk-",),
        regex=regex(
            r"(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt]))sk-[A-Za-z0-9][A-Za-z0-9_-]{18,200}(?![A-Za-z0-9])"
        ),
        found=found("key: ", "sk-", "9c3eQ7zT" * 4),
        left=left("sk-this-is-not-a-real-key-at-all"),
        accept=_is_generated,
    ),
)

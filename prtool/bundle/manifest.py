"""The manifest: what the bundle stands on, gives and was checked for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from prtool import __version__
from prtool.model.results import CheckResult, Coverage
from prtool.repo.series import Patch

SCHEMA = "prtool/manifest/1"


def manifest(
    *,
    base: tuple[str, str],
    head_tree: str,
    patches: Sequence[Patch],
    files: Sequence[str],
    dropped_files: int,
    verification: Sequence[CheckResult],
    coverage: Coverage,
    rules_digest: str,
) -> Mapping[str, Any]:
    """Return the manifest of the contract; ``base`` is a commit and its tree."""
    return {
        "schema": SCHEMA,
        "base": {"commit": base[0], "tree": base[1]},
        "head": {"tree": head_tree},
        "patches": [{"file": patch.file, "subject": patch.subject} for patch in patches],
        "files": sorted(files),
        "dropped_files": dropped_files,
        "verification": [
            {"name": check.name, "status": check.status.value, "detail": check.detail}
            for check in verification
        ],
        "coverage": coverage.as_json(),
        "tool": {"version": __version__},
        "rules_digest": rules_digest,
    }


def as_json(document: Mapping[str, Any]) -> bytes:
    """Return a document as stable JSON text."""
    return (json.dumps(document, indent=2, ensure_ascii=True) + "\n").encode()

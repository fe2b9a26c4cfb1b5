"""Helpers of the tests of ``prtool check``."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.integration.conftest import Prtool

TOKEN = "gh" + "p_" + hashlib.sha256(b"check").hexdigest()[:36]
ORDINARY = "Sam Sample <sam@" + "sample-works.dev>"


def look(prtool: Prtool, *args: str | Path) -> tuple[int, dict[str, Any]]:
    """Return exit status and the JSON report; check that nothing went wrong on the way."""
    status, stdout, stderr = prtool("check", *args, "--report", "json")
    assert stderr == ""
    document = json.loads(stdout)
    assert document["schema"] == "prtool/check/1"
    assert document["status"] == ("findings" if status else "clean")
    return status, document


def channels(document: dict[str, Any], rule: str = "private/term") -> set[str]:
    return {each["channel"] for each in document["findings"] if each["rule"] == rule}


def refused(prtool: Prtool, *args: str | Path) -> str:
    """Run a check that can't look, and return its words."""
    status, stdout, stderr = prtool("check", *args)
    assert (status, stdout) == (2, ""), stdout
    assert stderr.startswith("prtool: error: ")
    assert len(stderr.rstrip("\n").split("\n")) == 2
    return stderr

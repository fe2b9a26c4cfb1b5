"""Runs ``prtool scrub`` as a user would, and applies what it prints."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from prtool.cli.main import main
from tests.support.repo_builder import RepoBuilder

ZEROS = b"From " + b"0" * 40 + b" Mon Sep 17 00:00:00 2001\n"


class Scrub:
    """Runs ``prtool scrub`` on bytes."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.err = ""

    def __call__(self, data: bytes, *args: str | Path) -> tuple[int, bytes]:
        out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
        with self.monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            status = main(["-C", str(self.folder), "scrub", *map(str, args)])
            out.flush()
        self.err = err.getvalue()
        return status, out.buffer.getvalue()

    def clean(self, data: bytes, *args: str | Path) -> bytes:
        """Scrub what can be scrubbed; the gate must pass the result, which stays as it is."""
        status, out = self(data, *args)
        assert status == 0, self.err
        assert self(out, *args) == (0, out)
        file = self.folder / ".git" / "out.patch"
        file.write_bytes(out)
        assert main(["-C", str(self.folder), "check", "--diff", str(file), "--report", "json"]) == 0
        return out

    def blocked(self, data: bytes, *args: str | Path) -> str:
        status, out = self(data, *args)
        assert (status, out) == (1, b""), out
        return self.err

    def refused(self, data: bytes, *args: str | Path) -> str:
        status, out = self(data, *args)
        assert (status, out) == (2, b""), out
        assert len(self.err.rstrip("\n").split("\n")) == 2
        return self.err


def apply(repo: RepoBuilder, base: str, data: bytes, *how: str) -> RepoBuilder:
    clone = repo.clone(repo.path.parent / "clone", base)
    clone.git(*(how or ("apply", "--index")), stdin=data)
    return clone

"""Runs ``prtool probe`` in this process and reads its evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from prtool.cli.main import main
from prtool.evidence.file import decode
from prtool.evidence.model import Attempt, Layer, ModelEvidence
from tests.support.endpoint import Endpoint

MODEL = "acme-1"


class Probe:
    """Runs the command in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], out: Path) -> None:
        self._capsys = capsys
        self.out = out
        self.stdout = self.stderr = ""

    def __call__(self, *args: str | Path) -> int:
        self._capsys.readouterr()
        status = main(["probe", *map(str, args)])
        captured = self._capsys.readouterr()
        self.stdout, self.stderr = captured.out, captured.err
        return status

    def ask(self, endpoint: Endpoint, *args: str) -> int:
        return self("--base-url", endpoint.url, "--model", MODEL, "--out", self.out, *args)

    def model(self) -> ModelEvidence:
        return decode(self.out.read_bytes(), "x").models[0]

    def attempt(self, layer: Layer) -> Attempt:
        evidence = decode(self.out.read_bytes(), "x")
        (one,) = evidence.models
        return {Layer.MODELS: evidence.lists, Layer.CHAT: one.chat, Layer.STREAM: one.stream}[
            layer
        ][0]

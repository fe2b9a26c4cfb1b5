"""The project practises what it preaches: nothing in its own tree looks private."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

from prtool.model.text import Channel, TextUnit, decode, is_binary
from prtool.pipeline.judge import build_judge
from prtool.pipeline.scanners import build_scanner
from prtool.pipeline.workspace import known_rules
from prtool.rules.load import builtin, load
from prtool.scan import NothingPublic

ROOT = Path(__file__).parents[1]


def test_the_own_tree_is_clean() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout  # fmt: skip
    paths = [path for path in decode(listed).split("\0") if path and (ROOT / path).is_file()]
    rules = load([builtin()], known_rules())
    scanner = build_scanner(rules, (), b"k" * 32)
    units = []
    for path in paths:
        raw = (ROOT / path).read_bytes()
        text = decode(raw)
        units.append(TextUnit(channel=Channel.PATH, text=path, path=path, sample=text[:4096]))
        channel = Channel.BINARY if is_binary(raw) else Channel.CONTENT
        units.append(TextUnit(channel=channel, text=text, path=path))
    judge = build_judge(rules, (), today=datetime.datetime.now(datetime.UTC).date())

    found = judge(scanner.scan(units, NothingPublic()).findings)

    assert [f"{f.unit.path}:{f.line}:{f.column} {f.rule.id}" for f in found] == []
    assert len(paths) > 100

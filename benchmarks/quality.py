"""Runs prtool and its peers on the labelled set: what each finds, and what it makes up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.labelled import Item
from benchmarks.peers import Command, Peers

Hits = Mapping[str, Sequence[tuple[int, int]]]
"""First and last lines of what was reported, by path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one scanner did."""

    tool: str
    found: int
    missed: tuple[Item, ...]
    alarms: tuple[Item, ...]
    """Harmless files in which it reported something."""


def write(items: Iterable[Item], folder: Path) -> None:
    """Write the items below ``folder``."""
    for item in items:
        path = folder / item.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(item.content)


def diff_of(folder: Path) -> bytes:
    """Return the diff, as git writes it, that adds everything below ``folder``."""
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*args: str) -> bytes:
        return subprocess.run(
            ["git", *args], cwd=folder, env=environment, check=True, stdout=subprocess.PIPE
        ).stdout

    git("init", "--quiet")
    try:
        git("add", "--force", ".")
        return git("diff", "--cached", "--binary", "--no-color")
    finally:
        for path in sorted((folder / ".git").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        (folder / ".git").rmdir()


def judge(
    tool: str, secrets: Sequence[Item], harmless: Sequence[Item], runs: Sequence[Hits]
) -> Score:
    """Compare what was reported in both halves of the set with what is there."""
    in_secrets, in_harmless = runs
    missed = tuple(
        item
        for item in secrets
        if not any(
            first < item.lines.stop and last >= item.lines.start
            for first, last in in_secrets.get(item.path, ())
        )
    )
    alarms = tuple(item for item in harmless if in_harmless.get(item.path))
    return Score(tool=tool, found=len(secrets) - len(missed), missed=missed, alarms=alarms)


def prtool_hits(diff: Path, *, family: str = "") -> Hits:
    """Return what ``prtool check --diff`` reports at severity medium or above."""
    done = subprocess.run(
        [sys.executable, "-m", "prtool", "check", "--diff", str(diff), "--report", "json"],
        cwd=diff.parent, stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 1):
        raise SystemExit(f"prtool check ended with status {done.returncode}")
    hits = defaultdict(list)
    for each in json.loads(done.stdout)["findings"]:
        if each["severity"] != "low" and each["rule"].startswith(family):
            hits[each["path"]].append((each["line"] or 1, each["line"] or 1))
    return hits


def peer_hits(peers: Peers, name: str, folder: Path, work: Path) -> Hits:
    """Return what a peer reports in the files below ``folder``."""
    report = work / f"{name}.jsonl"  # the ending chooses the format
    report.unlink(missing_ok=True)
    done = _run(peers.on_files(name, folder, report), work)
    raw = done if name == "detect-secrets" else report.read_bytes()
    hits = defaultdict(list)
    for path, first, last in _READERS[name](raw):
        hits[os.path.relpath(work / path, folder)].append((first, last))
    return hits


def count_reported(name: str, raw: bytes) -> int:
    """Return how many findings a report holds.

    Raises:
        ValueError: it is no report; the program ended before it had looked.
    """
    if name == "gitleaks":
        return len(json.loads(raw))
    if name in {"betterleaks", "kingfisher"}:
        return sum("finding" in each for each in _json_lines(raw))
    document = json.loads(raw)
    if document.get("schema") != "prtool/check/1":
        raise ValueError("no report of prtool")
    return sum(each["rule"].startswith("secret/") for each in document["findings"])


def _run(command: Command, work: Path) -> bytes:
    environment = {key: value for key, value in os.environ.items() if "VALIDATE" not in key}
    return subprocess.run(
        command.argv, cwd=work, env=environment, stdout=subprocess.PIPE, check=False,
        stderr=subprocess.DEVNULL,
    ).stdout  # fmt: skip


def _json_lines(raw: bytes) -> Iterable[dict[str, Any]]:
    return [json.loads(line) for line in raw.splitlines() if line.strip()]


def _betterleaks(raw: bytes) -> Iterable[tuple[str, int, int]]:
    for each in _json_lines(raw):
        if "finding" in each:
            where = each["finding"]["location"]
            yield where["path"], where["start_line"], where["end_line"]


def _gitleaks(raw: bytes) -> Iterable[tuple[str, int, int]]:
    for each in json.loads(raw):
        yield each["File"], each["StartLine"], each["EndLine"]


def _kingfisher(raw: bytes) -> Iterable[tuple[str, int, int]]:
    for each in _json_lines(raw):
        if "finding" in each and "rule" in each:
            found = each["finding"]
            yield found["path"], found["line"], found["line"]


def _detect_secrets(raw: bytes) -> Iterable[tuple[str, int, int]]:
    for path, found in json.loads(raw)["results"].items():
        for each in found:
            yield path, each["line_number"], each["line_number"]


_READERS = {
    "betterleaks": _betterleaks,
    "gitleaks": _gitleaks,
    "kingfisher": _kingfisher,
    "detect-secrets": _detect_secrets,
}

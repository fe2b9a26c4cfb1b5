"""Writes what was measured as Markdown tables, and puts them between their marks in a document."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.peers import NAMES, PACKAGES
from benchmarks.quality import Score
from benchmarks.running import Run


def speed(results: Mapping[str, Mapping[str, Run]]) -> str:
    """Return one row for each input and scanner; ratios are to the fastest peer."""
    lines = [
        "| input | scanner | wall | ratio | processor | peak memory |",
        "|---|---|---|---|---|---|",
    ]
    for title, runs in results.items():
        rivals = [runs[name].wall for name in NAMES if name in runs and is_done(runs[name])]
        fastest = min(rivals, default=0.0)
        for name, run in runs.items():
            if not is_done(run):
                lines.append(f"| {title} | {name} | did not finish | | | |")
                continue
            ratio = f"{run.wall / fastest:.2f}" if fastest else ""
            lines.append(
                f"| {title} | {name} | {run.wall:.3f} s | {ratio} | {run.user:.2f} s "
                f"| {run.peak:.0f} MiB |"
            )
    return "\n".join(lines)


def is_done(run: Run) -> bool:
    """Tell whether a program came to its end by itself."""
    return run.status is not None and run.status >= 0


def quality(scores: Sequence[Score], secrets: int, harmless: int) -> str:
    """Return one row for each scanner."""
    lines = [
        f"| scanner | found of {secrets} secrets | recall | false alarms in {harmless} files |",
        "|---|---|---|---|",
    ]
    for score in scores:
        share = 100 * score.found / secrets
        lines.append(f"| {score.tool} | {score.found} | {share:.1f} % | {len(score.alarms)} |")
    own = scores[0]
    missed = ", ".join(dict.fromkeys(item.kind for item in own.missed)) or "nothing"
    alarms = ", ".join(dict.fromkeys(item.kind for item in own.alarms)) or "none"
    return "\n".join((*lines, "", f"Missed by prtool: {missed}. Its false alarms: {alarms}."))


def versions(installed: Mapping[str, str]) -> str:
    """Return what was measured, on what."""
    named = ", ".join(f"{name} {installed.get(name, '?')}" for name in PACKAGES)
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"Measured with {named}; Python {platform.python_version()}, {system}."


def write(path: Path, made: Mapping[str, str]) -> None:
    """Replace what stands between ``<!-- NAME -->`` and ``<!-- /NAME -->`` for each table."""
    text = path.read_text("utf-8")
    for name, table in made.items():
        marks = re.compile(rf"<!-- {name} -->\n.*?<!-- /{name} -->", re.DOTALL)
        found = marks.search(text)
        if found is None:
            raise SystemExit(f"{path.name} has no marks for {name}")
        start, end = found.span()
        text = f"{text[:start]}<!-- {name} -->\n\n{table}\n\n<!-- /{name} -->{text[end:]}"
    path.write_text(text, "utf-8")

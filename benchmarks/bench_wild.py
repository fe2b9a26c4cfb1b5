"""Counts what ``prtool check`` reports in the sources of ten well-known packages.

Run: python -m benchmarks.bench_wild [--keep DIR] [--lines]

All text files of the packages become one diff that adds them. Each finding of severity medium or
above is a false alarm until somebody has looked at it; docs/explanation/quality.md lists them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.diffs import added
from benchmarks.packages import fetch, package_of, texts

MB = 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="where to keep the packages between runs")
    parser.add_argument("--lines", action="store_true", help="list every finding (no values)")
    args = parser.parse_args()
    folder = args.keep or Path(tempfile.mkdtemp(prefix="prtool-wild-"))
    try:
        diff = folder / "wild.diff"
        sizes = _write(diff, fetch(folder / "archives"))
        started = time.perf_counter()
        findings = check(diff)
        print(f"{sum(sizes.values()) / MB:.0f} MB in {time.perf_counter() - started:.0f} s")
        report(findings, sizes)
        if args.lines:
            for each in findings:
                print(f"{each['rule']}\t{each['path']}:{each['line']}")
    finally:
        if args.keep is None:
            shutil.rmtree(folder)
    return 0


def _write(diff: Path, archives: list[Path]) -> Counter[str]:
    """Write one diff of all packages; return the bytes of text in each."""
    sizes: Counter[str] = Counter()
    with diff.open("wb") as file:
        for archive in archives:
            for path, raw in texts(archive):
                file.write(added(path, raw))
                sizes[package_of(archive)] += len(raw)
    return sizes


def check(diff: Path) -> list[dict[str, Any]]:
    """Return the findings of severity medium or above in a diff, away from any repository."""
    with tempfile.TemporaryDirectory() as away:
        done = subprocess.run(
            [sys.executable, "-m", "prtool", "check", "--diff", str(diff.resolve()),
             "--report", "json"],
            cwd=away, stdout=subprocess.PIPE, check=False,
        )  # fmt: skip
    if done.returncode not in (0, 1):
        raise SystemExit(f"prtool check ended with status {done.returncode}")
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return [each for each in found if each["severity"] != "low"]


def report(findings: list[dict[str, Any]], sizes: Counter[str]) -> None:
    """Print a table by package and one by rule."""
    packages = Counter(each["path"].split("/")[0] for each in findings)
    print("\n| package | MB of text | findings | per MB |\n|---|---|---|---|")
    for package, size in [*sizes.items(), ("all", sum(sizes.values()))]:
        count = packages[package] if package != "all" else len(findings)
        print(f"| {package} | {size / MB:.1f} | {count} | {count / size * MB:.2f} |")
    print("\n| rule | findings |\n|---|---|")
    for rule, count in Counter(each["rule"] for each in findings).most_common():
        print(f"| {rule} | {count} |")


if __name__ == "__main__":
    sys.exit(main())

"""Times ``prtool prepare`` on generated repositories, as a user would run it.

Run: python -m benchmarks.bench_prepare [--quick] [--keep DIR]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.repos import HOST, PROVIDER, SHORT, USER, Sample, go_fork, long_history


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the small repository alone")
    parser.add_argument("--keep", type=Path, help="where to keep the repositories between runs")
    args = parser.parse_args()
    folder = args.keep or Path(tempfile.mkdtemp(prefix="prtool-bench-"))
    samples = {"770 files, 6 private commits (limit 10 s, 300 MiB)": ("go", go_fork)}
    if not args.quick:
        name = "20,000 files, 5,000 commits, last 200 private (limit 60 s)"
        samples[name] = ("long", long_history)
    try:
        for title, (short, make) in samples.items():
            sample = _load(folder / short) or _save(folder / short, make(folder / short / "repo"))
            seconds, mib = _measure(sample, folder / f"{short}-bundle")
            print(f"{title}: {seconds:.1f} s, peak {mib:.0f} MiB")
    finally:
        if args.keep is None:
            shutil.rmtree(folder)
    return 0


def _measure(sample: Sample, out: Path) -> tuple[float, float]:
    """Return wall seconds and the largest process's peak memory in MiB."""
    prtool = [sys.executable, "-m", "prtool", "-C", str(sample.path)]
    shutil.rmtree(sample.path / ".prtool", ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    for kind, *terms in (("provider", PROVIDER, SHORT), ("host", HOST), ("user", USER)):
        subprocess.run([*prtool, "lexicon", "add", "--kind", kind, *terms], check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
    begun = time.perf_counter()
    process = subprocess.Popen([*prtool, "prepare", "--base", sample.base, "--out", str(out)])
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        raise SystemExit(f"prepare ended with status {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024


def _save(folder: Path, sample: Sample) -> Sample:
    (folder / "base").write_text(sample.base)
    return sample


def _load(folder: Path) -> Sample | None:
    base = folder / "base"
    return Sample(folder / "repo", base.read_text()) if base.exists() else None


if __name__ == "__main__":
    sys.exit(main())

"""Times how a browser opens the review page of a diff of 5,000 lines, each with a private name.

Run: python -m benchmarks.bench_review        (needs chromium and chromedriver)
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.browser import browser, chromium
from tests.support.repo_builder import RepoBuilder, write_lexicon

FILES, LINES = 20, 250
RUNS = 5
LINE = "    result = client.request(model='QX-{0}', timeout=30, retries={0})  # as before\n"
LOADED = "return performance.getEntriesByType('navigation')[0].loadEventEnd"
LAID_OUT = "return document.body.offsetHeight"


def main() -> int:
    if chromium() is None:
        print("no chromium with chromedriver on PATH", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="prtool-bench-") as name:
        page = _page(Path(name))
        profile = Path(name) / "profile"
        times = []
        with browser(profile) as window:
            for _ in range(RUNS):
                window.open(page)
                window.run(LAID_OUT)
                times.append(window.run(LOADED) / 1000)
        size = page.stat().st_size / 1e6
        print(f"{FILES * LINES:,} lines: {size:.1f} MB (limit 5 MB)")
        print(f"loaded in {statistics.median(times):.2f} s, at first {times[0]:.2f} s (limit 2 s)")
    return 0


def _page(folder: Path) -> Path:
    repo = RepoBuilder.create(folder / "repo")
    base = repo.commit("begin", {"README.md": "# sample\n"})
    write_lexicon(repo.path, {"value": "QX", "kind": "provider"})
    files = {
        f"src/f{number}.py": "".join(LINE.format(f"{number}{line}") for line in range(LINES))
        for number in range(FILES)
    }
    repo.commit("large", files)
    subprocess.run(
        [sys.executable, "-m", "prtool", "-C", str(repo.path), "prepare", "--base", base,
         "--out", str(folder / "bundle")],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return repo.path / ".prtool" / "review.html"


if __name__ == "__main__":
    raise SystemExit(main())

"""Measures the matcher: 5,000 generated terms over a 50 MB generated diff.

Run: ``python benchmarks/bench_matcher.py [--terms N] [--megabytes N]``. Prints seconds and MiB; the
memory is what compiling and searching add to the process at their peak.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import Term
from prtool.model.finding import Kind

SYLLABLES = [c + v for c in "bcdfghjklmnprstvwz" for v in "aeiou"]
CODE = (
    "func return if err nil context string int map range package import self def class print value "
    "config request response handler interface pointer Marshal model provider max_tokens stream "
    'strings.TrimSpace json:"name" http.StatusOK parseIntList require.NoError t.Helper'
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--terms", type=int, default=5_000)
    parser.add_argument("--megabytes", type=int, default=50)
    arguments = parser.parse_args()
    rng = random.Random(1)
    everything = make_terms(rng, arguments.terms)
    rare = [term for term in everything if term.value != "INT"]
    for name, terms, share in (
        ("few lines hit", rare, 0.0),
        ("few lines hit, one in ten beyond ASCII", rare, 0.1),
        ("a term that is a word of the language", everything, 0.0),
    ):
        text = make_diff(rng, terms, arguments.megabytes * 1_000_000, share)
        forget_peak()
        before = peak_mib()
        started = time.perf_counter()
        matcher = Matcher(terms)
        compiled = time.perf_counter()
        found = sum(1 for _ in matcher.find(text))
        done = time.perf_counter()
        print(
            f"{name}: {len(terms)} terms, {len(text) / 1e6:.0f} M characters, {found} occurrences: "
            f"compile {compiled - started:.2f} s, find {done - compiled:.2f} s, "
            f"extra memory {peak_mib() - before:.0f} MiB"
        )


def make_terms(rng: random.Random, count: int) -> list[Term]:
    values = {"INT", "Mar", "QX", "NorthRouter-Adapter"}
    while len(values) < count:
        words = [
            "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(rng.randint(1, 3))
        ]
        values.add("-".join(words).title())
    return [Term(value=value, kind=Kind.PROVIDER) for value in sorted(values)]


def make_diff(rng: random.Random, terms: list[Term], size: int, beyond_ascii: float) -> str:
    """Return a diff in which one line in a thousand holds a term, or as many as hold ``int``."""
    code = CODE.split()
    lines = []
    for number in range(20_000):
        words = rng.choices(code, k=rng.randint(3, 9))
        if number % 1000 == 0:
            words.insert(1, rng.choice(terms).value.replace("-", rng.choice("-_ ")).lower())
        if rng.random() < beyond_ascii:
            words.append(rng.choice(("// …", "# 配置文件", "→ naïve")))
        lines.append("+\t" + " ".join(words) + "\n")
    block = "".join(lines)
    return (block * (size // len(block) + 1))[:size]


def forget_peak() -> None:
    """Let the peak begin anew. Source: proc(5), clear_refs."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mib() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()

"""Measures the sealed lexicon: 1,000 generated terms over a 500 KB diff.

Run: ``python benchmarks/bench_sealed.py [--terms N] [--kilobytes N] [--diff FILE]``. Without a diff
of your own it makes one in which hardly two lines are alike, which is the worst case: what was
looked up once is remembered.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from benchmarks.bench_matcher import CODE, SYLLABLES, make_terms
from prtool.lexicon.sealed import SealedMatcher, seal
from prtool.model.text import decode

KEY = b"a key of the benchmark, not a secret"
SIGNS = (" ", " ", " ", ".", "(", ", ", " := ", '"', " = ", "_", "-", "/")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--terms", type=int, default=1_000)
    parser.add_argument("--kilobytes", type=int, default=500)
    parser.add_argument("--diff", type=Path, help="a diff of your own")
    arguments = parser.parse_args()
    rng = random.Random(1)
    terms = make_terms(rng, arguments.terms)
    started = time.perf_counter()
    sealed = seal(terms, KEY)
    done = time.perf_counter()
    print(f"seal {len(terms)} terms: {done - started:.2f} s, {len(sealed) / 1000:.0f} KB")
    texts = (
        {"a diff of yours": decode(arguments.diff.read_bytes())}
        if arguments.diff
        else {
            name: make_diff(rng, arguments.kilobytes * 1000, [t.value for t in terms], digest)
            for name, digest in (("code", 0.0), ("code and digests", 0.2))
        }
    )
    for name, text in texts.items():
        started = time.perf_counter()
        matcher = SealedMatcher.from_bytes(sealed, KEY)
        loaded = time.perf_counter()
        found = sum(1 for _ in matcher.find(text))
        done = time.perf_counter()
        print(
            f"{name}, {len(text) / 1000:.0f} KB: load {loaded - started:.2f} s, "
            f"find {done - loaded:.2f} s, {found} occurrences"
        )


def make_diff(rng: random.Random, size: int, values: list[str], digests: float) -> str:
    """Return a diff of made-up code; a share of its lines holds the digests of a lock file."""
    made = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(3_000)]
    code = CODE.split()
    lines: list[str] = []
    length = 0
    while length < size:
        parts = []
        for _ in range(rng.randint(3, 9)):
            word = rng.choice(code if rng.random() < 0.5 else made)
            if rng.random() < 0.3:
                word += rng.choice(made).title()
            parts += [word, rng.choice(SIGNS)]
        if rng.random() < digests:
            parts.append(f"{rng.getrandbits(256):064x}")
        if rng.random() < 0.001:
            parts.append(rng.choice(values).lower())
        lines.append("+\t" + "".join(parts) + "\n")
        length += len(lines[-1])
    return "".join(lines)[:size]


if __name__ == "__main__":
    main()

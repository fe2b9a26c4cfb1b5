"""Picks per second of the conductor's port, on both paths, as auths and models grow.

Run: python -m benchmarks.bench_conductor [--quick] [--write]
"""

from __future__ import annotations

import argparse
import platform
import re
import time
from collections.abc import Callable
from pathlib import Path

from reference_impl.auth import Auth
from reference_impl.clock import ManualClock
from reference_impl.errors import AuthError
from reference_impl.exchange import Result
from reference_impl.manager import Manager
from reference_impl.registry import ModelInfo, ModelRegistry
from reference_impl.variants import VARIANTS, variant
from reference_impl.vectors.build import FirstSelector
from reference_impl.vectors.stub import StubExecutor

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "performance.md"
MODELS = 100
SHARES = 10
"""Each model is offered by every tenth auth, so that most auths are no candidates for it."""


def build(name: str, auths: int, *, legacy: bool) -> tuple[Manager, float]:
    """Return a manager, and how long it took to register all auths, in seconds."""
    clock = ManualClock()
    registry = ModelRegistry(clock)
    manager = Manager(registry, variant(name), FirstSelector() if legacy else None, clock=clock)
    manager.register_executor(StubExecutor("acme"))
    begun = time.perf_counter()
    for number in range(auths):
        auth_id = f"a{number:05}"
        models = [
            ModelInfo(f"m{model}(high)", "acme")
            for model in range(MODELS)
            if model % SHARES == number % SHARES
        ]
        registry.register_client(auth_id, "acme", models)
        manager.register(Auth(id=auth_id, provider="acme", attributes={"api_key": "k"}))
    return manager, time.perf_counter() - begun


def per_second(work: Callable[[int], object], seconds: float = 1.0) -> float:
    """Return how often something can be done in a second."""
    for number in range(MODELS):
        work(number)
    done, begun = 0, time.perf_counter()
    while (passed := time.perf_counter() - begun) < seconds:
        for _ in range(20):
            work(done)
            done += 1
    return done / passed


def pick(manager: Manager) -> Callable[[int], object]:
    return lambda number: manager.pick_next_mixed(["acme"], f"m{number % MODELS}(high)")


def mark(manager: Manager) -> Callable[[int], object]:
    """Failure and success in turn, so that auths leave and come back."""
    error = AuthError("", "quota", http_status=429)

    def work(number: int) -> None:
        model = number % MODELS
        auth_id = f"a{model % SHARES:05}"
        good = bool(number // MODELS % 2)
        manager.mark_result(
            Result(auth_id, "acme", f"m{model}(high)", good, error=None if good else error)
        )

    return work


def rows(sizes: list[int], seconds: float) -> list[str]:
    lines = [
        "| variant | auths | candidates | fast picks/s | legacy picks/s | results/s | set-up |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in VARIANTS:
        for auths in sizes:
            manager, took = build(name, auths, legacy=False)
            fast = per_second(pick(manager), seconds)
            marks = per_second(mark(manager), seconds)
            legacy = "refused"
            if name != "v7.1.50":
                other, _ = build(name, auths, legacy=True)
                legacy = f"{per_second(pick(other), seconds):,.0f}"
            lines.append(
                f"| {name} | {auths:,} | {auths // SHARES:,} | {fast:,.0f} | {legacy} "
                f"| {marks:,.0f} | {took:.2f} s |"
            )
            print(lines[-1], flush=True)
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 1,000 auths, a tenth second")
    parser.add_argument("--write", action="store_true", help="put the table into the docs")
    args = parser.parse_args()
    sizes = [10, 100, 1_000] if args.quick else [10, 100, 1_000, 10_000]
    table = "\n".join(rows(sizes, 0.1 if args.quick else 1.0))
    table += f"\n\nMeasured with Python {platform.python_version()}, {platform.system()}."
    if args.write:
        page = PAGE.read_text("utf-8")
        block = f"<!-- conductor -->\n\n{table}\n\n<!-- /conductor -->"
        pattern = re.compile("<!-- conductor -->.*<!-- /conductor -->", re.DOTALL)
        PAGE.write_text(pattern.sub(lambda _: block, page), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

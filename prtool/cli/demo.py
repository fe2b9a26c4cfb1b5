"""``prtool demo``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from prtool.cli.prepare import say_prepared
from prtool.cli.terminal import TerminalProgress, say
from prtool.errors import InputError
from prtool.pipeline.demo import run_demo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--into", metavar="DIR", type=Path,
        help="an empty or new folder for the sample (default: a new temporary one, which stays)",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Show before and after."""
    folder = _folder(args.into)
    progress = TerminalProgress()
    try:
        demo = run_demo(folder, progress)
    finally:
        progress.close()
    _show("BEFORE: the private branch", demo.private_log)
    _show("BEFORE: what it does to the program", demo.private_diff)
    for patch in demo.prepared.patches:
        _show(f"AFTER: {patch.file}", patch.data.decode("utf-8", "replace"))
    _show("AFTER: PR.md", (demo.bundle / "PR.md").read_text("utf-8"))
    say("-" * 72)
    say_prepared(demo.prepared, demo.fork.base, demo.bundle)
    return 0


def _folder(into: Path | None) -> Path:
    if into is None:
        return Path(tempfile.mkdtemp(prefix="prtool-demo-"))
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise InputError(f"{into} is not an empty folder", hint="name a new one with --into")
    into.mkdir(parents=True, exist_ok=True)
    return into.resolve()


def _show(title: str, text: str) -> None:
    say("-" * 72)
    say(title)
    say("-" * 72)
    for line in text.rstrip("\n").split("\n"):
        say(line)
    say()

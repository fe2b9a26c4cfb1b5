"""``prtool init``."""

from __future__ import annotations

import argparse
import sys

from prtool.cli.lexicon import say_harvest
from prtool.cli.options import places
from prtool.cli.terminal import say
from prtool.errors import UsageError
from prtool.pipeline.lexicon import init
from prtool.repo import hooks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--hooks", action="store_true",
        help="also install git hooks that check every commit, message and push; hooks that are "
        "there already run first",
    )  # fmt: skip
    parser.add_argument(
        "--remove", action="store_true",
        help="with --hooks: take them away again, put back what was there, and do nothing else",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Create what is missing, and say what."""
    where = places(args)
    if args.remove:
        if not args.hooks:
            raise UsageError("--remove goes with --hooks: it takes the git hooks away")
        _say_hooks(hooks.remove(where.folder))
        return 0
    if args.hooks:
        hooks.ready(where.folder)
    done = init(where)
    say_harvest(done.harvested)
    if done.rules is not None:
        say(f"wrote {done.rules}: public rules, edit as you like")
    if args.hooks:
        _say_hooks(hooks.install(where.folder, sys.executable))
    else:
        say("'prtool init --hooks' also has git check every commit and push")
    say("next: prtool lexicon harvest FILE… with the local config of the program")
    return 0


def _say_hooks(changes: tuple[hooks.HookChange, ...]) -> None:
    for change in changes:
        say(f"{change.path} {change.done}")

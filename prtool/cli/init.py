"""``prtool init``."""

from __future__ import annotations

import argparse

from prtool.cli.lexicon import say_harvest
from prtool.cli.options import places
from prtool.cli.terminal import say
from prtool.pipeline.lexicon import init


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options: there are none of its own."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Create what is missing, and say what."""
    done = init(places(args))
    say_harvest(done.harvested)
    if done.rules is not None:
        say(f"wrote {done.rules}: public rules, edit as you like")
    say("next: prtool lexicon harvest FILE… with the local config of the program")
    return 0

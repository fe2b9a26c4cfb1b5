"""``prtool describe``."""

from __future__ import annotations

import argparse
import sys

from prtool.cli.draft import add_draft, draft_options, say_left, say_left_out
from prtool.cli.terminal import TerminalProgress, note, say
from prtool.model.results import Status
from prtool.model.text import encode
from prtool.pipeline.blocked import Blocked
from prtool.pipeline.describe import describe
from prtool.pipeline.requests import DraftRequest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_draft(parser)


def run(args: argparse.Namespace) -> int:
    """Print the text; what there is to say of it goes to standard error."""
    progress = TerminalProgress()
    try:
        outcome = describe(DraftRequest(**draft_options(args)), progress)
    finally:
        progress.close()
    if isinstance(outcome, Blocked):
        count = len(outcome.reasons)
        note(f"blocked: {count} decision{'s' * (count != 1)} needed, no text written")
        for reason in outcome.reasons:
            note(f"  {reason.place}: {reason.rule}: {reason.why}")
            if reason.ways_out:
                note(f"    ways out: {reason.ways_out}")
        return 1
    if not outcome.verification.ok:
        for check in outcome.verification.results:
            if check.status is Status.FAILED:
                note(f"{check.name}: {check.detail}")
        note("a check failed: no text written")
        return 1
    _write(outcome.text.as_markdown())
    say_left_out(outcome.notes_left_out, note)
    say_left(outcome.text.left, note)
    return 0


def _write(text: str) -> None:
    """Write the text byte for byte; to a terminal, line by line and harmless."""
    if sys.stdout.isatty():
        for line in text.removesuffix("\n").split("\n"):
            say(line)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(encode(text))
    sys.stdout.buffer.flush()

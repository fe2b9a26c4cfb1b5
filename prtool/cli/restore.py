"""``prtool restore``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from prtool.cli.options import places
from prtool.errors import InputError
from prtool.lexicon.restore import Restored
from prtool.model.text import encode, printable
from prtool.pipeline.restore import restore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="-",
        help="a patch, a comment or any text with pseudonyms in it (default: -, standard input)",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Write the restored text to standard output, the report to standard error."""
    restored = restore(places(args), _read(args.file))
    sys.stdout.flush()
    sys.stdout.buffer.write(encode(restored.text))
    sys.stdout.buffer.flush()
    _report(restored)
    return 0


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise InputError(
            f"can't read {name}: {error.strerror}", hint="check the file's name"
        ) from error


def _report(restored: Restored) -> None:
    """Say what was done and what was left; pseudonyms are public, so they may be named."""
    _say(f"{restored.replaced} pseudonym{'s' * (restored.replaced != 1)} replaced")
    for what, left in (
        ("stands for more than one original", restored.ambiguous),
        ("looks like a pseudonym that the map does not have", restored.unknown),
    ):
        for text in left:
            _say(f"left: {text}: {what}")


def _say(line: str) -> None:
    print(f"prtool: {printable(line)}", file=sys.stderr)

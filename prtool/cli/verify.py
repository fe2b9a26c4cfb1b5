"""``prtool verify``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from prtool.cli.options import add_rules, places
from prtool.cli.terminal import TerminalProgress, say, table
from prtool.pipeline.verify import VerifyRequest, verify


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("bundle", metavar="DIR", type=Path, help="the bundle")
    parser.add_argument(
        "--base", metavar="REV", required=True, help="the public base, in this clone"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_rules(parser)


def run(args: argparse.Namespace) -> int:
    """Check the bundle and show what held."""
    progress = TerminalProgress()
    try:
        verification = verify(VerifyRequest(places(args), args.bundle, args.base), progress)
    finally:
        progress.close()
    if args.json:
        results = [
            {"name": each.name, "status": each.status.value, "detail": each.detail}
            for each in verification.results
        ]
        status = "ok" if verification.ok else "failed"
        document = {"schema": "prtool/verify/1", "status": status, "verification": results}
        print(json.dumps(document, indent=2))
    else:
        table((each.name, each.status.value, each.detail) for each in verification.results)
        say("the bundle holds" if verification.ok else "the bundle does not hold")
    return 0 if verification.ok else 1

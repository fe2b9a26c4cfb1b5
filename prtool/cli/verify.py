"""``prtool verify``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from prtool.cli.options import add_rules, places
from prtool.cli.terminal import TerminalProgress, say, table
from prtool.model.results import Status
from prtool.pipeline.verify import VerifyRequest, verify
from prtool.verify import rescan


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("bundle", metavar="DIR", type=Path, help="the bundle")
    parser.add_argument(
        "--base", metavar="REV", required=True, help="the public base, in this clone"
    )
    parser.add_argument(
        "--keep", metavar="GLOB", nargs="+", action="extend", default=[],
        help="files that may be binary or look private; what was kept when the bundle was made is "
        "known to the private folder that it was made with",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_rules(parser)


def run(args: argparse.Namespace) -> int:
    """Check the bundle and show what held."""
    progress = TerminalProgress()
    try:
        request = VerifyRequest(places(args), args.bundle, args.base, tuple(args.keep))
        verification = verify(request, progress)
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
        if any(each.name == rescan.NAME and each.status is Status.FAILED
               for each in verification.results):  # fmt: skip
            say("  what a person let leave is known to the private folder that the bundle was made "
                "with: name it with --private-dir")  # fmt: skip
    return 0 if verification.ok else 1

"""The command `vectors`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from reference_impl.variants import VARIANTS, variant


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to a parser; `run` of the parsed arguments is what to call."""
    parser = commands.add_parser("vectors", help="run a file of recorded cases")
    parser.add_argument("file", type=Path, metavar="FILE", help="the vectors (JSON)")
    parser.add_argument("--variant", choices=VARIANTS, default="pr", help="rules (%(default)s)")
    parser.add_argument("--json", action="store_true", help="report as JSON")
    parser.set_defaults(run=_vectors)


def _vectors(args: argparse.Namespace) -> int:
    """0 when all vectors are met, 1 when one is not, 2 when the file holds none."""
    from reference_impl.vectors.runner import VectorFileError, load, run

    try:
        sections = load(args.file)
    except (OSError, VectorFileError) as error:
        text = f"{args.file}: {error.strerror}" if isinstance(error, OSError) else str(error)
        sys.stderr.write(f"reference_impl: {text}\n")
        return 2
    report = run(sections, variant(args.variant))
    if args.json:
        _say(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        for name, counts in report.sections.items():
            _say(f"{name:28} {counts['passed']:4} passed {counts['failed']:4} failed")
        for failure in report.failed:
            _say(f"\n{failure.section}[{failure.index}] {failure.name}")
            _say(f"  expected {json.dumps(failure.expected, ensure_ascii=False)}")
            _say(f"  found    {json.dumps(failure.actual, ensure_ascii=False, default=str)}")
    return 1 if report.failed else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")

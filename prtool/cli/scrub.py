"""``prtool scrub``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from prtool.cli.options import add_rules, places
from prtool.cli.output import write_file
from prtool.cli.terminal import TerminalProgress
from prtool.errors import InputError
from prtool.model.text import printable
from prtool.pipeline.blocked import Blocked
from prtool.pipeline.scrub import Scrubbed, ScrubRequest, scrub
from prtool.rewrite.identity import Dates

_DONE = {
    "replace": "replaced",
    "drop-line": "left out with its lines",
    "drop-file": "left out with its file",
    "block": "left out with the text around a diff",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("file", metavar="FILE", nargs="?", default="-",
        help="a unified diff or a mailbox (default: -, standard input)")  # fmt: skip
    add("--out", metavar="FILE", type=Path, help="write to a file in place of standard output")
    add("--base", metavar="REV", help="the public commit that it is for: what that has is public, "
        "and that the result applies to it is proven")  # fmt: skip
    add("--author", metavar="'NAME <EMAIL>'", help="the public author (or git's prtool.author)")
    add("--dates", choices=[each.value for each in Dates], default="utc",
        help="what is kept of times: the instant in UTC, the day, or all")  # fmt: skip
    add("--drop", metavar="GLOB", nargs="+", action="extend", default=[], help="leave files out")
    add("--keep", metavar="GLOB", nargs="+", action="extend", default=[],
        help="keep files that look private or are binary")  # fmt: skip
    add("--lexicon", metavar="FILE", type=Path, help="private terms (default: those of .prtool/)")
    add("--json", action="store_true", help="report as one JSON document")
    add_rules(parser)


def run(args: argparse.Namespace) -> int:
    """Print the patch that may leave, and the report to standard error."""
    request = ScrubRequest(
        places=places(args), data=_read(args.file), base=args.base, author=args.author,
        dates=Dates(args.dates), drop=tuple(args.drop), keep=tuple(args.keep),
    )  # fmt: skip
    progress = TerminalProgress()
    try:
        outcome = scrub(request, progress)
    finally:
        progress.close()
    done = isinstance(outcome, Scrubbed) and outcome.ok
    if isinstance(outcome, Scrubbed) and done:
        _write(args.out, outcome.data)
    for line in [json.dumps(_document(outcome))] if args.json else _report(outcome):
        print(printable(line), file=sys.stderr)
    return 0 if done else 1


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise InputError(
            f"can't read {name}: {error.strerror}", hint="check the file's name"
        ) from error


def _write(path: Path | None, data: bytes) -> None:
    """Print the patch, or let its file appear whole."""
    if path is not None:
        write_file(path, data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _report(outcome: Scrubbed | Blocked) -> list[str]:
    """Say what was done, by rule and channel; never with what."""
    if isinstance(outcome, Blocked):
        count = len(outcome.reasons)
        lines = [f"blocked: {count} decision{'s' * (count != 1)} needed, nothing written"]
        for reason in outcome.reasons:
            lines.append(f"  {reason.place}: {reason.rule}: {reason.why}")
            lines.append(f"    ways out: {reason.ways_out}")
    else:
        lines = [
            f"{rule} in {channel}: {count} {_DONE[action]}"
            for (action, rule, channel), count in sorted(outcome.actions.items())
        ]
        lines += [f"{n} {what}{'s' * (n != 1)} left out" for what, n in outcome.gone.items() if n]
        if outcome.mails:
            lines.append(f"mail headers written anew: {outcome.mails}")
        for check in outcome.verification.results:
            lines.append(f"{check.name}: {check.status.value}: {check.detail}")
        lines += [f"note: {note}" for note in outcome.notes]
        if not outcome.ok:
            lines.append("a check failed: nothing written")
        elif not any(outcome.actions.values()) and not any(outcome.gone.values()):
            lines.insert(0, "nothing private found")
    return [f"prtool: {line}" for line in lines]


def _document(outcome: Scrubbed | Blocked) -> dict[str, object]:
    """Return the report as JSON: places and counts, never a value."""
    document: dict[str, object] = {"schema": "prtool/scrub/1"}
    if isinstance(outcome, Blocked):
        document["status"] = "blocked"
        document["decisions_needed"] = [
            {"rule": each.rule, "place": each.place, "why": each.why, "ways_out": each.ways_out}
            for each in outcome.reasons
        ]
        return document
    return document | {
        "status": "ok" if outcome.ok else "failed",
        "actions": [
            {"action": action, "rule": rule, "channel": channel, "count": count}
            for (action, rule, channel), count in sorted(outcome.actions.items())
        ],
        "left_out": {what: count for what, count in outcome.gone.items() if count},
        "mails": outcome.mails,
        "verification": [
            {"name": check.name, "status": check.status.value, "detail": check.detail}
            for check in outcome.verification.results
        ],
        "notes": list(outcome.notes),
    }

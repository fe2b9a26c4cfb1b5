"""``prtool probe``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from prtool.cli.output import write_file
from prtool.cli.terminal import TerminalProgress, complain, say, ticking
from prtool.errors import OutputError, UsageError
from prtool.pipeline.probe import Probed, ProbeRequest, compare_files, run_probe
from prtool.reports import evidence as reports

REPORTS = ("text", "json", "markdown")
_MOST_TIMEOUT_S = 3600.0
_MOST_ROUNDS = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("--base-url", metavar="URL", help="the endpoint as clients are given it, such as "
        "http://127.0.0.1:8317/v1")  # fmt: skip
    add("--model", metavar="M", nargs="+", action="extend", default=[], help="models to ask for")
    add("--key-env", metavar="NAME", help="the environment variable that holds the key")
    add("--timeout", metavar="S", type=float, default=30.0,
        help="seconds for each phase of a request (default: 30); a whole answer may take four "
        "times as long")  # fmt: skip
    add("--max-tokens", metavar="N", type=int, default=64,
        help="sent with every chat (default: 64); 0 sends none")  # fmt: skip
    add("--repeat", metavar="N", type=int, default=1, help="rounds (default: 1)")
    add("--allow-remote", action="store_true", help="the endpoint may be on another machine")
    add("--label", metavar="TEXT", default="", help="a word for this run; stands in the evidence")
    add("--out", metavar="FILE", type=Path, help="write the evidence to a file")
    add("--compare", metavar=("BEFORE", "AFTER"), nargs=2, type=Path,
        help="ask nobody: say what changed between two such files")  # fmt: skip
    add("--report", choices=REPORTS, help="what is printed (default: text)")
    add("--json", action="store_true", help="the same as --report json")


def run(args: argparse.Namespace) -> int:
    """Ask, or compare; the status says whether all is well, or nothing became worse."""
    if args.json and args.report not in (None, "json"):
        raise UsageError("--json and --report are two formats: choose one")
    report = "json" if args.json else args.report or "text"
    return _compare(args, report) if args.compare is not None else _probe(args, report)


def _compare(args: argparse.Namespace, report: str) -> int:
    asks = (args.base_url, args.model, args.key_env, args.allow_remote, args.label, args.out)
    if any(asks):
        raise UsageError("--compare reads two files and asks no endpoint: give it those alone")
    comparison = compare_files(*args.compare)
    lines = {
        "text": reports.compared_text, "json": reports.compared_json,
        "markdown": reports.compared_markdown,
    }[report](comparison)  # fmt: skip
    _print(lines)
    return 1 if comparison.is_worse else 0


def _probe(args: argparse.Namespace, report: str) -> int:
    request = _request(args)
    _check_out(args.out)
    progress = TerminalProgress()
    try:
        with ticking(progress):
            probed = run_probe(request, progress)
    finally:
        progress.close()
    evidence = probed.evidence
    if args.out is not None:
        # It has the models' real names.
        write_file(args.out, reports.as_json(evidence), private=True)
    if report == "json":
        _print(reports.as_json(evidence).decode("ascii").rstrip("\n").split("\n"))
    elif report == "markdown":
        _print(reports.runs_markdown([evidence]))
    else:
        _print(reports.evidence_text(evidence))
    return _status(probed)


def _status(probed: Probed) -> int:
    if probed.key_went_in_clear:
        print("prtool: note: the key went over the network unencrypted", file=sys.stderr)
    if not probed.reached:
        complain(
            "no request could be sent: nothing is known of any layer",
            "is the endpoint running, and on this port? The table says how each try ended",
        )
        return 2
    return 0 if probed.ok else 1


def _request(args: argparse.Namespace) -> ProbeRequest:
    if args.base_url is None or not args.model:
        raise UsageError("probe needs --base-url and --model, or --compare with two files")
    if not 0 < args.timeout <= _MOST_TIMEOUT_S:
        raise UsageError(f"--timeout: more than 0 and at most {_MOST_TIMEOUT_S:.0f} seconds")
    if not 0 <= args.max_tokens <= 10**9:
        raise UsageError("--max-tokens: a number of tokens, or 0 to send none")
    if not 1 <= args.repeat <= _MOST_ROUNDS:
        raise UsageError(f"--repeat: from 1 to {_MOST_ROUNDS}")
    return ProbeRequest(
        base_url=args.base_url, models=tuple(args.model), key=_key(args.key_env),
        timeout_s=args.timeout, max_tokens=args.max_tokens, repeat=args.repeat,
        allow_remote=args.allow_remote, label=args.label,
    )  # fmt: skip


def _key(name: str | None) -> str | None:
    """Return the key, which is never shown, also not when it is wrong."""
    if name is None:
        return None
    key = os.environ.get(name, "").strip()
    if not key:
        # What was given may be the key itself.
        raise UsageError(
            "--key-env: there is no such environment variable, or it is empty",
            hint="it takes the name of a variable, not the key",
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise UsageError("the key has a character that can't be sent", hint="check the variable")
    return key


def _check_out(path: Path | None) -> None:
    """Refuse a place that can't be written before anything is asked."""
    if path is None:
        return
    folder = path.absolute().parent
    if path.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"can't write {path}", hint="name another file with --out")


def _print(lines: list[str]) -> None:
    for line in lines:
        say(line)

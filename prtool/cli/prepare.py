"""``prtool prepare``."""

from __future__ import annotations

import argparse
import json
import shlex
from pathlib import Path

from prtool.cli.decide import terminal_ask
from prtool.cli.options import add_rules, places, read_text
from prtool.cli.terminal import TerminalProgress, say, table
from prtool.errors import UsageError
from prtool.pipeline.blocked import Blocked
from prtool.pipeline.decisions import Recalled
from prtool.pipeline.prepare import Prepared, PrepareRequest, prepare
from prtool.pipeline.probe import read_runs
from prtool.rewrite.identity import NEUTRAL, Dates
from prtool.verify.command import LOG


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("--base", metavar="REV", required=True, help="the public commit that the branch began at")
    add("--out", metavar="DIR", type=Path, required=True, help="the bundle; must not exist yet")
    add("--head", metavar="REV", default="HEAD", help="the last private commit (default: HEAD)")
    add("--worktree", action="store_true", help="include uncommitted changes")
    add("--squash", action="store_true", help="make one patch of the whole range")
    add("--title", help="title of the pull request (default: a subject)")
    add("--notes", metavar="FILE", type=Path, help="private notes; known sections are used")
    add("--evidence", metavar="FILE", type=Path, nargs="+", action="extend", default=[],
        help="evidence of 'prtool probe', the earliest first, for a table")  # fmt: skip
    add("--author", metavar="'NAME <EMAIL>'", help="the public author (or git's prtool.author)")
    add("--signoff", action="store_true", help="sign off every commit with the public author")
    add("--dates", choices=[each.value for each in Dates], default="utc",
        help="what is kept of commit times: the instant in UTC, the day, or all")  # fmt: skip
    add("--drop", metavar="GLOB", nargs="+", action="extend", default=[], help="leave files out")
    add("--keep", metavar="GLOB", nargs="+", action="extend", default=[],
        help="keep files that look private or are binary")  # fmt: skip
    add("--format-cmd", metavar="CMD", help="formatter for rewritten files, such as 'gofmt -w'")
    add("--test-cmd", metavar="CMD", help="must succeed in the tree that leaves")
    add("--test-timeout", metavar="SECONDS", type=float, default=600.0,
        help="time limit of the test command (default: 600)")  # fmt: skip
    add("--test-env", metavar="NAME", action="append", default=[],
        help="an environment variable that the test command may see")  # fmt: skip
    add("--branch", metavar="NAME", help="also create this branch, in the clone of --into")
    add("--into", metavar="DIR", type=Path, help="another clone, for --branch")
    add("--interactive", action="store_true",
        help="ask at the terminal for what needs a person, and remember the answers")  # fmt: skip
    add("--json", action="store_true", help="print one JSON document instead of text")
    add_rules(parser)


def run(args: argparse.Namespace) -> int:
    """Prepare, and say what came of it."""
    if (args.branch is None) != (args.into is None):
        raise UsageError("--branch and --into go together")
    progress = TerminalProgress()
    try:
        ask = terminal_ask(progress.close) if args.interactive else None
        outcome = prepare(_request(args), progress, ask)
    finally:
        progress.close()
    if args.json:
        say_json(outcome, args.out)
    elif isinstance(outcome, Blocked):
        say_blocked(outcome)
    else:
        say_prepared(outcome, args.base, args.out)
    return 0 if isinstance(outcome, Prepared) and outcome.ok else 1


def _request(args: argparse.Namespace) -> PrepareRequest:
    return PrepareRequest(
        places=places(args), base=args.base, out=args.out, head=args.head, worktree=args.worktree,
        squash=args.squash, title=args.title, author=args.author, signoff=args.signoff,
        notes=read_text(args.notes) if args.notes is not None else "", dates=Dates(args.dates),
        evidence=read_runs(args.evidence),
        drop=tuple(args.drop), keep=tuple(args.keep), format_command=args.format_cmd,
        test_command=args.test_cmd, test_timeout_s=args.test_timeout,
        test_variables=tuple(args.test_env), branch=args.branch, into=args.into,
    )  # fmt: skip


def say_blocked(blocked: Blocked) -> None:
    """List what needs a person."""
    count = len(blocked.reasons)
    say(f"blocked: {count} decision{'s' * (count != 1)} needed, no bundle written")
    for reason in blocked.reasons:
        say(f"  {reason.place}: {reason.rule}: {reason.why}")
        if reason.ways_out:
            say(f"    ways out: {reason.ways_out}")
    say_recalled(blocked.recalled)
    if any(reason.askable for reason in blocked.reasons):
        say("'prtool prepare --interactive' asks for them, 'prtool review' shows their places")


def say_recalled(recalled: Recalled) -> None:
    """Say which of the decisions that are remembered were used, and which were not."""
    if recalled.used:
        say(f"decisions  {recalled.used} remembered and used")
    for lines, what in (
        (recalled.stale, "no longer needed"), (recalled.unknown, "fits nothing in this run"),
    ):  # fmt: skip
        for line in lines:
            say(f"note: decisions.yaml:{line}: {what}")


def say_prepared(prepared: Prepared, base: str, out: Path) -> None:
    """Show the verification and, when it holds, what to do next."""
    commits, emptied = len(prepared.rewrite.commits), len(prepared.rewrite.emptied)
    say(f"{prepared.title}")
    say()
    rows = [
        ("patches", f"{commits}" + (f" ({emptied} emptied commits left out)" if emptied else "")),
        ("files", f"{len(prepared.files)} changed, {len(prepared.plan.dropped)} private left out"),
        ("author", str(prepared.identity)),
    ]
    if prepared.notes_left_out:
        rows.append(("notes", f"{prepared.notes_left_out} sections stayed out"))
    if prepared.unformatted:
        rows.append(("format", f"{len(prepared.unformatted)} files were not formatted before"))
    table(rows)
    say()
    say("verification")
    table((check.name, check.status.value, check.detail) for check in prepared.verification.results)
    say_recalled(prepared.recalled)
    if not prepared.ok:
        say()
        say("a check failed: no bundle written")
        log = prepared.private_dir / LOG
        if log.exists():
            say(f"what the test command printed: {log}")
        return
    if prepared.identity == NEUTRAL:
        say()
        say("note: the author is a neutral one; name yours with --author 'Name <email>'")
    say()
    say(f"bundle   {out}")
    say(f"private  {prepared.private_dir / 'review.html'}  (old beside new: 'prtool review')")
    say_next_steps(prepared.title, base, out)


def say_next_steps(title: str, base: str, out: Path) -> None:
    """Print the commands that carry the bundle upstream."""
    place = out.absolute()
    say()
    say("next, in a clean clone of upstream:")
    say(f"  git switch --create my-fix {shlex.quote(base)}")
    say(f"  git am --keep-non-patch {shlex.quote(str(place))}/patches/*.patch")
    say("  git push --set-upstream origin my-fix")
    say(f"  tail -n +3 {shlex.quote(str(place / 'PR.md'))} > body.md")
    say(f"  gh pr create --title {shlex.quote(title)} --body-file body.md")


def say_json(outcome: Prepared | Blocked, out: Path) -> None:
    """Print the outcome as one JSON document."""
    document: dict[str, object] = {"schema": "prtool/prepare/1"}
    document["decisions"] = {
        "used": outcome.recalled.used,
        "stale": list(outcome.recalled.stale),
        "unknown": list(outcome.recalled.unknown),
    }
    if isinstance(outcome, Blocked):
        document["status"] = "blocked"
        document["decisions_needed"] = [
            {"rule": each.rule, "place": each.place, "why": each.why, "ways_out": each.ways_out}
            for each in outcome.reasons
        ]
    else:
        document["status"] = "ok" if outcome.ok else "failed"
        document["bundle"] = str(out) if outcome.ok else None
        document["title"] = outcome.title
        document["patches"] = [
            {"file": patch.file, "subject": patch.subject} for patch in outcome.patches
        ]
        document["files"] = list(outcome.files)
        document["dropped_files"] = len(outcome.plan.dropped)
        document["verification"] = [
            {"name": check.name, "status": check.status.value, "detail": check.detail}
            for check in outcome.verification.results
        ]
    print(json.dumps(document, indent=2))

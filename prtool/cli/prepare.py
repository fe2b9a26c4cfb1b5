"""``prtool prepare``."""

from __future__ import annotations

import argparse
import json
import shlex
from pathlib import Path

from prtool.cli.decide import terminal_ask
from prtool.cli.draft import add_draft, draft_options, say_left, say_left_out
from prtool.cli.terminal import TerminalProgress, say, table
from prtool.errors import UsageError
from prtool.pipeline.blocked import Blocked
from prtool.pipeline.decisions import Recalled
from prtool.pipeline.prepare import prepare
from prtool.pipeline.requests import Prepared, PrepareRequest
from prtool.rewrite.identity import NEUTRAL
from prtool.verify.command import LOG


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("--out", metavar="DIR", type=Path, required=True, help="the bundle; must not exist yet")
    add_draft(parser)
    add("--reword", metavar="FILE", type=Path,
        help="the commit messages, to be edited: written when not there, else used")  # fmt: skip
    add("--branch", metavar="NAME", help="also create this branch, in the clone of --into")
    add("--into", metavar="DIR", type=Path, help="another clone, for --branch")
    add("--interactive", action="store_true",
        help="ask at the terminal for what needs a person, and remember the answers")  # fmt: skip
    add("--json", action="store_true", help="print one JSON document instead of text")


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
        out=args.out, branch=args.branch, into=args.into, reword=args.reword, **draft_options(args)
    )


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
        rows.append(("notes", f"{len(prepared.notes_left_out)} sections stayed out"))
    if prepared.unformatted:
        rows.append(("format", f"{len(prepared.unformatted)} files were not formatted before"))
    table(rows)
    say_messages(prepared)
    say_left_out(prepared.notes_left_out, say)
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
    say_left(prepared.left, say)
    say()
    say(f"bundle   {out}")
    say(f"private  {prepared.private_dir / 'review.html'}  (old beside new: 'prtool review')")
    say_next_steps(prepared.title, base, out)


def say_messages(prepared: Prepared) -> None:
    """Say what became of the messages, patch by patch, and how to change it."""
    rows = [
        (f"patch {number}", remark)
        for number, remarks in enumerate(prepared.messages, 1)
        for remark in remarks
    ]
    if rows:
        say()
        say("messages (--reword FILE edits them)")
        table(rows)


def say_next_steps(title: str, base: str, out: Path) -> None:
    """Print the commands that carry the bundle upstream."""
    place = out.resolve()
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
        document["messages"] = [list(remarks) for remarks in outcome.messages]
        document["left_for_you"] = list(outcome.left)
        document["notes_left_out"] = [
            {"line": each.line, "why": each.why} for each in outcome.notes_left_out
        ]
        document["files"] = list(outcome.files)
        document["dropped_files"] = len(outcome.plan.dropped)
        document["verification"] = [
            {"name": check.name, "status": check.status.value, "detail": check.detail}
            for check in outcome.verification.results
        ]
    print(json.dumps(document, indent=2))

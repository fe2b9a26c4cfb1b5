"""Options that decide what leaves, and what is said of the text: ``prepare`` and ``describe``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from prtool.cli.options import add_rules, places, read_text
from prtool.describe.notes import LeftOut
from prtool.errors import UsageError
from prtool.pipeline.probe import read_runs
from prtool.pipeline.prtext import TextRequest
from prtool.rewrite.identity import Dates

Say = Callable[[str], None]


def add_draft(parser: argparse.ArgumentParser) -> None:
    """Declare the options that both commands have."""
    add = parser.add_argument
    add("--base", metavar="REV", required=True, help="the public commit that the branch began at")
    add("--head", metavar="REV", default="HEAD", help="the last private commit (default: HEAD)")
    add("--worktree", action="store_true", help="include uncommitted changes")
    add("--squash", action="store_true", help="make one patch of the whole range")
    add("--title", help="title of the pull request (default: a subject)")
    add("--notes", metavar="FILE", type=Path, help="private notes; known sections are used")
    add("--evidence", metavar="FILE", type=Path, nargs="+", action="extend", default=[],
        help="evidence of 'prtool probe', the earliest first, for a table")  # fmt: skip
    add("--closes", metavar="N", action="append", default=[],
        help="an issue of upstream's that this closes; may be repeated")  # fmt: skip
    add("--template", metavar="FILE", type=Path,
        help="your own template in jinja2 (default: .prtool/templates/pr.md.j2, else upstream's)",
    )  # fmt: skip
    add("--upstream-template", metavar="PATH",
        help="which of upstream's templates to fill, or 'none'")  # fmt: skip
    add("--author", metavar="'NAME <EMAIL>'", help="the public author (or git's prtool.author)")
    signoff = parser.add_mutually_exclusive_group()
    signoff.add_argument("--signoff", action="store_true", default=None,
        help="sign off every commit with the public author (default: where upstream asks)",
    )  # fmt: skip
    signoff.add_argument("--no-signoff", dest="signoff", action="store_false", default=None,
        help="don't, even where upstream asks")  # fmt: skip
    add("--dates", choices=[each.value for each in Dates], default="utc",
        help="what is kept of commit times: the instant in UTC, the day, or all")  # fmt: skip
    add("--drop", metavar="GLOB", nargs="+", action="extend", default=[], help="leave files out")
    add("--keep", metavar="GLOB", nargs="+", action="extend", default=[],
        help="keep files that look private or are binary")  # fmt: skip
    add("--format-cmd", metavar="CMD", help="formatter for rewritten files, such as 'gofmt -w'")
    add("--test-cmd", metavar="CMD",
        help="must succeed in the tree that leaves; also run on the base with the new tests",
    )  # fmt: skip
    add("--test-timeout", metavar="SECONDS", type=float, default=600.0,
        help="time limit of the test command (default: 600)")  # fmt: skip
    add("--test-env", metavar="NAME", action="append", default=[],
        help="an environment variable that the test command may see")  # fmt: skip
    add_rules(parser)


def draft_options(args: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of a request that these options fill."""
    return {
        "places": places(args), "base": args.base, "head": args.head, "worktree": args.worktree,
        "squash": args.squash, "title": args.title, "author": args.author,
        "signoff": args.signoff, "dates": Dates(args.dates),
        "drop": tuple(args.drop), "keep": tuple(args.keep), "format_command": args.format_cmd,
        "test_command": args.test_cmd, "test_timeout_s": args.test_timeout,
        "test_variables": tuple(args.test_env),
        "text": TextRequest(
            notes=read_text(args.notes) if args.notes is not None else "",
            notes_name=str(args.notes) if args.notes is not None else "notes",
            evidence=read_runs(args.evidence),
            closes=tuple(dict.fromkeys(_issue(each) for each in args.closes)),
            template=args.template, upstream_template=args.upstream_template,
        ),
    }  # fmt: skip


def _issue(text: str) -> int:
    number = text.removeprefix("#")
    if not (number.isascii() and number.isdigit() and int(number)):
        raise UsageError(
            "--closes takes the number of one of upstream's issues", hint="such as --closes 12"
        )
    return int(number)


def say_left_out(left_out: Sequence[LeftOut], say: Say) -> None:
    """List the passages of the notes that stayed out, by line; never their words."""
    for each in left_out:
        say(f"  notes line {each.line}: {each.why}, stays out")


def say_left(left: Sequence[str], say: Say) -> None:
    """List what of the text is left for the person."""
    if left:
        say("")
        say("left for you in the text:")
        for each in left:
            say(f"  [ ] {each}" if not each.startswith("[") else f"  {each}")

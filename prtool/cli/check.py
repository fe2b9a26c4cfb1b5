"""``prtool check``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from prtool.cli.options import add_rules, places
from prtool.cli.terminal import TerminalProgress
from prtool.errors import InputError, OutputError, UsageError
from prtool.model.finding import Severity
from prtool.model.text import Channel, TextUnit, decode
from prtool.pipeline.check import Checked, check
from prtool.pipeline.request import BaselineOptions, CheckRequest, Input, Subject
from prtool.repo.hook_script import HOOKS
from prtool.reports import text
from prtool.reports.formats import REPORTS, render
from prtool.reports.report import Report
from prtool.sources.texts import event_units, pull_request_units

STDOUT = ""
"""The file name of a report that is printed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("--base", metavar="REV", help="look at the commits since this public one (default: since "
        "the upstream default branch, unless another input is named)")  # fmt: skip
    add("--head", metavar="REV", help="the last commit of the range (default: HEAD)")
    add("--staged", action="store_true", help="look at what 'git commit' would take")
    add("--worktree", action="store_true", help="look at all changes that are not committed")
    add("--diff", metavar="FILE", help="look at a unified diff or a mailbox ('-': standard input)")
    add("--text", metavar="FILE", help="look at any text ('-': standard input)")
    add("--bundle", metavar="DIR", type=Path, help="look at a bundle that 'prepare' wrote")
    add("--all-history", action="store_true", help="look at everything that any ref reaches")
    add("--hook", choices=HOOKS, help="look at what a git hook is about; takes its arguments, "
        "and the standard input of pre-push")  # fmt: skip
    add("arguments", nargs="*", metavar="ARG", help="with --hook: what git gives to the hook")
    add("--pr-title", metavar="TEXT", help="also at this title of a pull request")
    add("--pr-body-file", metavar="FILE", help="also at its body")
    add("--branch", metavar="NAME", help="also at this name of a branch")
    add("--message-file", metavar="FILE", help="also at a commit message, for a commit-msg hook")
    add("--event", metavar="FILE", help="also at title, body and branch of a GitHub event")
    add("--github", action="store_true", help="the same, with the event of the running workflow")
    add("--lexicon", metavar="FILE", type=Path, help="private terms (default: those of .prtool/)")
    add("--sealed", metavar="FILE", type=Path, help="a sealed lexicon; its key is in "
        "PRTOOL_SEAL_KEY or --seal-key-file")  # fmt: skip
    add("--seal-key-file", metavar="FILE", type=Path, help="the key of the sealed lexicon")
    add("--sealed-unavailable", choices=["hold", "skip"], default="hold",
        help="without any key: end with status 2 (hold), or go on")  # fmt: skip
    add("--baseline", metavar="FILE", type=Path, help="findings that are known and may stay; its "
        "key is in PRTOOL_BASELINE_KEY, --baseline-key-file or .prtool/")  # fmt: skip
    add("--write-baseline", metavar="FILE", type=Path, help="write or renew a baseline with all "
        "that is found, and look with it")  # fmt: skip
    add("--baseline-key-file", metavar="FILE", type=Path, help="the key of the baseline")
    add("--baseline-key-out", metavar="FILE", type=Path, help="beside --write-baseline: also write "
        "its key, for a CI secret")  # fmt: skip
    add("--baseline-unavailable", choices=["hold", "skip"], default="hold",
        help="without any key: end with status 2 (hold), or silence nothing")  # fmt: skip
    add("--fail-on", choices=[str(each) for each in Severity], default="medium",
        help="the lowest severity that is a leak (default: medium)")  # fmt: skip
    add("--report", metavar="FORMAT[=FILE]", action="append", default=[],
        help=f"{', '.join(REPORTS)}; printed, or written to a file; may be repeated; github also "
        "adds to the summary of the job")  # fmt: skip
    add("--show-private", action="store_true", help="print the matched texts, on a terminal only")
    add_rules(parser)


def run(args: argparse.Namespace) -> int:
    """Look, report, and say by the exit status whether it may leave."""
    reports = _reports(args.report)
    if args.hook is not None and (args.report or args.write_baseline):
        raise UsageError("--hook takes neither --report nor --write-baseline: it shows text")
    if args.arguments and args.hook is None:
        raise UsageError("check takes options only: name a file with --text or --diff")
    if args.show_private and not sys.stdout.isatty():
        raise UsageError("--show-private prints private text: it needs a terminal")
    if args.show_private and reports.get(STDOUT) != "text":
        raise UsageError("--show-private goes with the text report alone")
    request = CheckRequest(
        places=places(args), subject=_subject(args), texts=tuple(_texts(args)),
        message=_read(args.message_file) if args.message_file is not None else None,
        fail_on=Severity[args.fail_on.upper()], sealed=args.sealed, seal_key=args.seal_key_file,
        environ=os.environ, without_seal_key=args.sealed_unavailable == "skip",
        baseline=_baseline(args),
    )  # fmt: skip
    if args.hook is not None:
        from prtool.cli import check_hook

        return check_hook.run(args.hook, args.arguments, _index(args), request)
    progress = TerminalProgress()
    try:
        checked = check(request, progress)
    finally:
        progress.close()
    for file, name in reports.items():
        if file == STDOUT:
            _print(checked, name, show_private=args.show_private)
        else:
            _write(Path(file), render(name, checked.report))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and "github" in reports.values():
        _append(Path(summary), checked.report)
    return 1 if checked.report.leaks else 0


def _reports(wanted: list[str]) -> dict[str, str]:
    """Return the format by file; text is printed unless another report is."""
    found: dict[str, str] = {}
    for each in wanted:
        name, equals, file = each.partition("=")
        if name not in REPORTS:
            raise UsageError(f"unknown report format; known are {', '.join(REPORTS)}")
        if equals and not file:
            raise UsageError(f"--report {name}= lacks the name of the file")
        if file in found:
            raise UsageError("two reports for one place: write one of them to a file of its own")
        found[file] = name
    found.setdefault(STDOUT, "text")
    return found


def _subject(args: argparse.Namespace) -> Subject:
    named = {
        "--hook": (args.hook is not None, Input.NOTHING),
        "--staged": (args.staged, Input.STAGED), "--worktree": (args.worktree, Input.WORKTREE),
        "--diff": (args.diff is not None, Input.DIFF),
        "--text": (args.text is not None, Input.TEXT),
        "--bundle": (args.bundle is not None, Input.BUNDLE),
        "--all-history": (args.all_history, Input.HISTORY),
        "--base": (args.base is not None or args.head is not None, Input.RANGE),
    }  # fmt: skip
    chosen = {option: kind for option, (given, kind) in named.items() if given}
    if len(chosen) > 1:
        raise UsageError(f"{' and '.join(chosen)} exclude each other")
    kind = next(iter(chosen.values()), None)
    if kind is None:
        added = (args.pr_title, args.pr_body_file, args.message_file, args.event, args.github,
                 args.branch)  # fmt: skip
        alone = any(each not in (None, False) for each in added)
        kind = Input.NOTHING if alone else Input.RANGE
    if list(_from_stdin(args))[1:]:
        raise UsageError("only one option can read standard input")
    source = args.diff if args.diff is not None else args.text
    return Subject(
        kind=kind, base=args.base, head=args.head if args.head is not None else "HEAD",
        data=_read(source) if source is not None else b"",
        bundle=args.bundle or Path(), index=_index(args) if kind is Input.STAGED else None,
    )  # fmt: skip


def _baseline(args: argparse.Namespace) -> BaselineOptions:
    if args.baseline_key_out is not None and args.write_baseline is None:
        raise UsageError("--baseline-key-out goes with --write-baseline")
    if None not in (args.baseline, args.write_baseline) and args.baseline != args.write_baseline:
        raise UsageError("--baseline and --write-baseline name two files: renew one of them")
    return BaselineOptions(
        path=args.baseline, write=args.write_baseline, key_file=args.baseline_key_file,
        key_out=args.baseline_key_out, without_key=args.baseline_unavailable == "skip",
    )  # fmt: skip


def _from_stdin(args: argparse.Namespace) -> Iterator[str]:
    files = (args.diff, args.text, args.pr_body_file, args.message_file, args.event)
    yield from (file for file in files if file == "-")


def _index(args: argparse.Namespace) -> Path | None:
    """Return the index that a running ``git commit`` names; git itself never sees our variables."""
    named = os.environ.get("GIT_INDEX_FILE")
    if not named:
        return None
    return (getattr(args, "folder", Path()) / named).absolute()


def _texts(args: argparse.Namespace) -> Iterator[TextUnit]:
    body = decode(_read(args.pr_body_file)) if args.pr_body_file is not None else None
    yield from pull_request_units(args.pr_title, body)
    if args.branch:
        yield TextUnit(channel=Channel.BRANCH, text=args.branch)
    event = args.event
    if args.github and event is None:
        event = os.environ.get("GITHUB_EVENT_PATH")
        if not event:
            raise InputError(
                "GITHUB_EVENT_PATH is not set", hint="--github works in a GitHub workflow only"
            )
    if event is not None:
        yield from event_units(_read(event))


def _read(name: str) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise InputError(
            f"can't read {name}: {error.strerror}", hint="check the file's name"
        ) from error


def _print(checked: Checked, name: str, *, show_private: bool) -> None:
    if name == "text":
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        values = checked.values if show_private else None
        rendered = text.render(checked.report, colour=colour, values=values)
    else:
        rendered = render(name, checked.report)
    # As bytes: the formats are UTF-8 whatever the terminal's encoding is.
    sys.stdout.flush()
    sys.stdout.buffer.write(rendered)
    sys.stdout.flush()


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise OutputError(f"can't write {path}: {error.strerror}") from error


def _append(summary: Path, report: Report) -> None:
    """Add the report to the summary of a GitHub job, which other commands may have begun."""
    from prtool.reports import github

    try:
        with summary.open("ab") as file:
            file.write(github.summary(report, used=file.tell()))
    except OSError as error:
        raise OutputError(
            f"can't write the summary of the job: {error.strerror}",
            hint="GITHUB_STEP_SUMMARY must name a file that can be written",
        ) from error

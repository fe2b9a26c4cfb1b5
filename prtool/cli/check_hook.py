"""``prtool check --hook``: what git, or a program in its place, runs before a commit or a push."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from prtool.cli.terminal import TerminalProgress
from prtool.errors import InputError, UsageError
from prtool.pipeline.check import check
from prtool.pipeline.hooks import HookCall, hook_requests
from prtool.pipeline.request import CheckRequest
from prtool.reports import text
from prtool.reports.report import Report, hook_line

_COMMANDS = {"pre-commit": "commit", "commit-msg": "commit", "pre-push": "push"}
"""The git command that runs a hook."""


def run(name: str, arguments: Sequence[str], index: Path | None, request: CheckRequest) -> int:
    """Look at what git is about to take, and say by the exit status whether it may.

    Git stops at every status but 0.

    Args:
        name: the hook.
        arguments: those that git gives to it.
        index: the index that git names.
        request: everything that does not depend on the hook.
    """
    call = HookCall(
        name=name, arguments=tuple(arguments), given=_given(name, arguments),
        environ=os.environ, index=index,
    )  # fmt: skip
    looked = leaked = False
    progress = TerminalProgress()
    try:
        with hook_requests(call, request) as requests:
            for each in requests:
                report = check(each, progress).report
                progress.close()
                _tell(name, report)
                looked, leaked = True, leaked or bool(report.leaks)
    finally:
        progress.close()
    if not looked:
        print(f"prtool {name}: nothing new leaves: nothing to look at", file=sys.stderr)
    if leaked:
        print(
            f"hint: take it out and try again; 'git {_COMMANDS[name]} --no-verify' goes without",
            file=sys.stderr,
        )
    return 1 if leaked else 0


def _given(name: str, arguments: Sequence[str]) -> bytes:
    """Return what the hook reads."""
    if name == "commit-msg":
        if len(arguments) != 1:
            raise UsageError("--hook commit-msg takes the file of the message, as git names it")
        try:
            return Path(arguments[0]).read_bytes()
        except OSError as error:
            raise InputError(
                f"can't read {arguments[0]}: {error.strerror}", hint="let git run this hook"
            ) from error
    if name == "pre-push" and not os.environ.get("PRE_COMMIT"):
        if sys.stdin.isatty():
            raise UsageError(
                "--hook pre-push reads what git says on standard input",
                hint="let git run it, or use 'prtool check --base REV'",
            )
        return sys.stdin.buffer.read()
    return b""


def _tell(name: str, report: Report) -> None:
    """Print one line when all is well: a hook speaks at every commit."""
    if report.leaks:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        sys.stdout.write(text.render(report, colour=colour).decode("utf-8"))
        sys.stdout.flush()
    else:
        print(hook_line(name, report))

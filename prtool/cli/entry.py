"""Where the command begins: the check of every day goes the short way, all else the long one."""

from __future__ import annotations

import atexit
import gc
import os
import sys

from prtool import start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prtool.reports.report import Report


_WAYS = {
    "--hook": "hook",
    "--staged": "staged",
    "--base": "range",
    "--diff": "diff",
    "--text": "text",
    "--all-history": "all",
}
"""What checks of the most usual inputs load is kept apart, by the option that asks for them."""


def command() -> int:
    """Stand for the command: run it, and end the process when the short way has done it."""
    # Nothing lives long enough to be worth a search for garbage.
    gc.disable()
    status = _short(sys.argv[1:])
    if status is None:
        gc.enable()
        return _long(sys.argv[1:])
    _leave(status)
    return status


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    argv = sys.argv[1:] if argv is None else list(argv)
    status = _short(argv)
    return _long(argv) if status is None else status


def _long(argv: Sequence[str]) -> int:
    """Run any command; a check has what such checks load from an image of its own."""
    if "check" not in argv:
        return _whole(argv)
    start.begin(next((way for option, way in _WAYS.items() if option in argv), "whole"))
    status = None
    try:
        status = _whole(argv)
    finally:
        start.end(keep=status in (0, 1))
    return status


def _whole(argv: Sequence[str]) -> int:
    from prtool.cli.main import main as whole

    return whole(argv)


def _short(argv: Sequence[str]) -> int | None:
    """Do a check of every day and return its exit status; None if it is anything else."""
    asked = _plain(argv)
    if asked is None or not os.path.isdir(asked["-C"]):
        return None
    history = "--all-history" in asked
    start.begin("history" if history else "short")
    status = None
    try:
        status = _told(_history if history else _diff, asked)
    finally:
        start.end(keep=status in (0, 1))
    return status


def _leave(status: int) -> None:
    """End the process without taking the interpreter apart, unless somebody waits for that."""
    waiting = getattr(atexit, "_ncallbacks", None)
    if waiting is None or waiting() or sys.flags.interactive:
        return
    if sys.gettrace() is not None or sys.getprofile() is not None:
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError:
        return
    os._exit(status)


def _plain(argv: Sequence[str]) -> dict[str, str] | None:
    """Return folder, input and lowest severity of a check that asks for nothing else."""
    given = {"-C": ".", "--fail-on": "medium"}
    seen = set()
    words = iter(argv)
    command = False
    for word in words:
        if word == "check" and not command:
            command = True
        elif word in ("-C", "--fail-on", "--diff", "--all-history") and word not in seen:
            seen.add(word)
            value = next(words, "") if word != "--all-history" else word
            if not value or (value.startswith("-") and value not in ("-", "--all-history")):
                return None
            given[word] = value
        else:
            return None
    one_input = ("--diff" in given) != ("--all-history" in given)
    if not command or not one_input or given["--fail-on"] not in ("low", "medium", "high"):
        return None
    return given


def _told(check: Callable[[dict[str, str]], Report | None], asked: dict[str, str]) -> int | None:
    """Check and print the report; None if it has to be done the long way."""
    try:
        report = check(asked)
        if report is None:
            return None
        from prtool.reports import text

        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        rendered = text.render(report, colour=colour)
    except KeyboardInterrupt:
        from prtool.cli.main import INTERRUPTED
        from prtool.cli.terminal import complain

        complain("interrupted")
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - the long way finds out what is wrong, and says so
        return None
    try:
        sys.stdout.buffer.write(rendered)
        sys.stdout.buffer.flush()
    except OSError:
        return None  # the long way meets it as well, and says so
    return 1 if report.leaks else 0


def _diff(asked: dict[str, str]) -> Report | None:
    data = _read(asked["--diff"])
    from prtool.model.finding import Severity
    from prtool.pipeline.everyday import check_diff

    return check_diff(asked["-C"], data, Severity[asked["--fail-on"].upper()])


def _history(asked: dict[str, str]) -> Report | None:
    from prtool.model.finding import Severity
    from prtool.pipeline.everyday_history import check_history

    if not sys.stderr.isatty():
        from prtool.progress import Silent

        return check_history(asked["-C"], Severity[asked["--fail-on"].upper()], Silent())
    from prtool.cli.terminal import TerminalProgress

    progress = TerminalProgress()
    try:
        return check_history(asked["-C"], Severity[asked["--fail-on"].upper()], progress)
    finally:
        progress.close()


def _read(name: str) -> bytes:
    if name != "-":
        with open(name, "rb") as file:
            return file.read()
    data = sys.stdin.buffer.read()
    sys.stdin = _Given(data)  # the long way may have to read it again
    return data


class _Given:
    """Standard input that has been read."""

    def __init__(self, data: bytes) -> None:
        import io

        self.buffer = io.BytesIO(data)

    def isatty(self) -> bool:
        """Return that nobody types."""
        return False

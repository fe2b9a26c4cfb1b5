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

    from prtool.progress import Progress
    from prtool.reports.report import Report


_INPUTS = ("--hook", "--staged", "--base", "--diff", "--text", "--all-history")
"""Options of which each loads something else; what each of them loads is kept apart."""


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
    start.begin(next((f"long-{option[2:]}" for option in _INPUTS if option in argv), "long"))
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
    option = next(each for each in _CHECKS if each in asked)
    start.begin(f"short-{option[2:]}")
    status = None
    try:
        status = _told(asked, *_CHECKS[option])
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
        elif word in ("--all-history", "--staged"):
            given[word] = ""
        elif word == "--" and "--hook" in given:
            break
        elif word in ("-C", "--fail-on", "--diff", "--hook") and word not in seen:
            seen.add(word)
            value = next(words, "")
            if not value or (value.startswith("-") and value != "-"):
                return None
            given[word] = value
        else:
            return None
    one_input = sum(option in given for option in _CHECKS) == 1
    if not command or not one_input or given["--fail-on"] not in ("low", "medium", "high"):
        return None
    arguments = [*words]
    if arguments and given.get("--hook") != "commit-msg":
        return None
    given["ARG"] = "\0".join(arguments)  # none of them can have a NUL
    return given


def _told(
    asked: dict[str, str],
    check: Callable[[dict[str, str]], Report | None],
    show: Callable[[dict[str, str], Report], bytes | None],
) -> int | None:
    """Check and print the report; None if it has to be done the long way."""
    try:
        report = check(asked)
        rendered = show(asked, report) if report is not None else None
    except KeyboardInterrupt:
        from prtool.cli.main import INTERRUPTED
        from prtool.cli.terminal import complain

        complain("interrupted")
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - the long way finds out what is wrong, and says so
        return None
    if report is None or rendered is None:
        return None
    try:
        sys.stdout.buffer.write(rendered)
        sys.stdout.buffer.flush()
    except OSError:
        return None  # the long way meets it as well, and says so
    return 1 if report.leaks else 0


def _text(asked: dict[str, str], report: Report) -> bytes:
    del asked
    from prtool.reports import text

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return text.render(report, colour=colour)


def _line(asked: dict[str, str], report: Report) -> bytes | None:
    """Return what a hook says when all is well; None: the long way has more to say."""
    if report.leaks:
        return None
    from prtool.reports.report import hook_line

    return f"{hook_line(asked['--hook'], report)}\n".encode()


def _diff(asked: dict[str, str]) -> Report | None:
    data = _read(asked["--diff"])
    from prtool.model.finding import Severity
    from prtool.pipeline.everyday import check_diff

    return check_diff(asked["-C"], data, Severity[asked["--fail-on"].upper()])


def _history(asked: dict[str, str]) -> Report | None:
    from prtool.model.finding import Severity
    from prtool.pipeline.everyday_history import check_history

    fail_on = Severity[asked["--fail-on"].upper()]
    return _telling(lambda progress: check_history(asked["-C"], fail_on, progress))


def _hook(asked: dict[str, str]) -> Report | None:
    if asked["--hook"] == "pre-commit":
        return _staged(asked)
    if asked["--hook"] != "commit-msg":
        return None
    from prtool.model.finding import Severity
    from prtool.pipeline.everyday_commit import check_message

    return check_message(asked["-C"], asked["ARG"], Severity[asked["--fail-on"].upper()])


def _staged(asked: dict[str, str]) -> Report | None:
    from prtool.model.finding import Severity
    from prtool.pipeline.everyday_commit import check_staged

    named = os.environ.get("GIT_INDEX_FILE")
    # Git names it as seen from the folder that the hook is run in.
    index = os.path.abspath(os.path.join(asked["-C"], named)) if named else None
    fail_on = Severity[asked["--fail-on"].upper()]
    return _telling(lambda progress: check_staged(asked["-C"], index, fail_on, progress))


def _telling(check: Callable[[Progress], Report | None]) -> Report | None:
    """Do a check that tells how far it is, which is shown on a terminal alone."""
    if not sys.stderr.isatty():
        from prtool.progress import Silent

        return check(Silent())
    from prtool.cli.terminal import TerminalProgress

    progress = TerminalProgress()
    try:
        return check(progress)
    finally:
        progress.close()


_CHECKS = {
    "--diff": (_diff, _text),
    "--all-history": (_history, _text),
    "--staged": (_staged, _text),
    "--hook": (_hook, _line),
}
"""What checks on the short way, and what is shown of the report, by the option that asks for it."""


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

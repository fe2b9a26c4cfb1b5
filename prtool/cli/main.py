"""The command line: parse, dispatch, one place for errors, one exit."""

from __future__ import annotations

import argparse
import sys

from prtool import __version__
from prtool.cli.options import add_places
from prtool.cli.terminal import complain
from prtool.errors import GitError, PrtoolError, UsageError
from prtool.model.record import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

DONE, LEAK, FAILED = 0, 1, 2
"""Exit statuses: done or clean; a leak, a missing decision or a failed check; could not run."""

INTERRUPTED = 130

COMMANDS = {
    "init": "create the private folder, harvest this machine's names, write the rules file",
    "lexicon": "harvest, add, list, remove, explain or seal private terms",
    "check": "look for private data in commits, changes, patches or texts: the gate",
    "scrub": "sanitise a diff or a mailbox: what may change is changed, the rest is an error",
    "prepare": "turn the private branch into a verified bundle",
    "describe": "write only the title and body of the pull request",
    "review": "open the page that shows what leaves beside what was",
    "verify": "check a bundle against a pristine repository",
    "restore": "put the originals back in a review patch or a comment",
    "probe": "ask an OpenAI-compatible endpoint for its three layers, or compare two such runs",
    "rules": "list, explain or test the rules",
    "demo": "build a sample private fork and prepare it",
}
"""Command name and what it does; each is the module of that name in ``prtool.cli``."""


class Command(Protocol):
    """The module of one command."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare its options."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it and return the exit status."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"see '{self.prog} --help'")


def build_parser(names: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """Return the parser with the options of the named commands, all of them by default."""
    parser = _Parser(
        prog="prtool",
        description="Turn a private branch into a sanitised, verified upstream contribution.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"prtool {__version__}")
    add_places(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for name, summary in COMMANDS.items():
        sub = commands.add_parser(
            name, help=summary, description=summary.capitalize() + ".", allow_abbrev=False
        )
        if name in names:
            _load(name).add_arguments(sub)
            add_places(sub)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    argv = sys.argv[1:] if argv is None else list(argv)
    debug = "--debug" in argv
    try:
        # Only the options of the command in question are built: the others cost start-up time.
        named = [word for word in argv if word in COMMANDS][:1]
        args = build_parser(named or tuple(COMMANDS)).parse_args(argv)
        if args.command is None:
            build_parser().print_help()
            return FAILED
        return _load(args.command).run(args)
    except PrtoolError as error:
        if debug:
            _print_trace()
            if isinstance(error, GitError):
                complain(error.stderr)
        complain(str(error), error.hint)
        return FAILED
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return FAILED
    except Exception as error:  # noqa: BLE001 - whatever breaks, a gate that broke has not passed
        if debug:
            _print_trace()
        # The error's own words may quote what must not be told.
        complain(f"unexpected {type(error).__name__}", "this is a bug: run again with --debug")
        return FAILED


def _print_trace() -> None:
    import traceback

    traceback.print_exc()


def _load(name: str) -> Command:
    # As ``importlib.import_module``, which takes its time to be imported itself.
    module: Any = __import__(f"prtool.cli.{name}", fromlist=("run",))
    command: Command = module
    return command


if __name__ == "__main__":
    sys.exit(main())

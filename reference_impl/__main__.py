"""`python -m reference_impl`: vectors, serve, demo, unit."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from reference_impl.gateway import commands as gateway_commands
from reference_impl.vectors import commands as vectors_commands


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit status; 2 for arguments or settings that can't be used.
    """
    parser = argparse.ArgumentParser(prog="python -m reference_impl", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    vectors_commands.add_to(commands)
    gateway_commands.add_to(commands)
    args = parser.parse_args(argv)
    status: int = args.run(args)
    return status


if __name__ == "__main__":
    raise SystemExit(main())

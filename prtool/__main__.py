"""Lets ``python -m prtool`` stand for the ``prtool`` command."""

from prtool.cli.entry import command

if __name__ == "__main__":
    raise SystemExit(command())

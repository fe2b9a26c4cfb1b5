"""Options that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path

from prtool.errors import InputError
from prtool.pipeline.places import Places


def add_places(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where things are."""
    parser.add_argument(
        "-C", dest="folder", metavar="DIR", type=Path, default=argparse.SUPPRESS,
        help="the repository (default: the current folder)",
    )  # fmt: skip
    parser.add_argument(
        "--private-dir", metavar="DIR", type=Path, default=argparse.SUPPRESS,
        help="the private folder (default: .prtool in the repository)",
    )  # fmt: skip
    parser.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show traces"
    )


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Add ``--rules``."""
    parser.add_argument(
        "--rules", metavar="FILE", type=Path, action="append", default=[],
        help="rules in place of the repository's redaction_rules.yaml; may be repeated, "
        "what a later file says wins",
    )  # fmt: skip


def places(args: argparse.Namespace) -> Places:
    """Return where the command finds its things."""
    return Places(
        folder=getattr(args, "folder", Path()),
        private_dir=_absolute(getattr(args, "private_dir", None)),
        rules=tuple(getattr(args, "rules", ())),
        lexicon=getattr(args, "lexicon", None),
    )


def read_text(path: Path) -> str:
    """Return the text of a file that an option names.

    Raises:
        InputError: it can't be read.
    """
    try:
        return path.read_text("utf-8", "surrogateescape")
    except OSError as error:
        raise InputError(
            f"can't read {path}: {error.strerror}", hint="check the file's name"
        ) from error


def _absolute(path: Path | None) -> Path | None:
    return path.absolute() if path is not None else None

"""``prtool lexicon seal``."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from prtool.cli.options import places
from prtool.cli.terminal import say
from prtool.errors import UsageError
from prtool.pipeline.sealed import SealedLexicon, make_key, seal_lexicon


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--out", metavar="FILE", type=Path, help="the sealed lexicon to write")
    key = parser.add_mutually_exclusive_group()
    key.add_argument(
        "--seal-key-file", metavar="FILE", type=Path,
        help="the key (default: PRTOOL_SEAL_KEY in the environment)",
    )  # fmt: skip
    key.add_argument(
        "--new-key", metavar="FILE", type=Path, help="make a random key, and seal with it if --out"
    )


def run(args: argparse.Namespace) -> int:
    """Seal, and list what could not be."""
    if args.out is None:
        if args.new_key is None:
            raise UsageError("--out FILE is missing: where is the sealed lexicon to go?")
        make_key(places(args), args.new_key)
        sealed = None
    else:
        sealed = seal_lexicon(
            places(args), args.out, key_file=args.new_key or args.seal_key_file,
            new_key=args.new_key is not None, environ=os.environ,
        )  # fmt: skip
    if args.json:
        print(json.dumps(_document(sealed, args.new_key), indent=2))
        return 0
    if args.new_key is not None:
        say(f"{args.new_key}: a new key; put it into the CI secret PRTOOL_SEAL_KEY")
    if sealed is not None:
        _show(sealed)
    return 0


def _show(sealed: SealedLexicon) -> None:
    say(f"{sealed.path}: {sealed.terms} terms sealed; this file may be published, the key may not")
    for one in sealed.omissions:
        say(f"  lexicon line {one.line}: {'left out' if one.whole else 'in part'}: {one.reason}")


def _document(sealed: SealedLexicon | None, new_key: Path | None) -> dict[str, object]:
    return {
        "schema": "prtool/lexicon-seal/1",
        "new_key": str(new_key) if new_key is not None else None,
        "sealed": str(sealed.path) if sealed else None,
        "terms": sealed.terms if sealed else 0,
        "left_out": [
            {"line": one.line, "whole": one.whole, "reason": one.reason}
            for one in (sealed.omissions if sealed else ())
        ],
    }

"""``prtool review``."""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path

from prtool.cli.options import places
from prtool.cli.terminal import say
from prtool.pipeline.review import find_page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("--public", action="store_true",
        help="the page without originals, which may be shown to others")  # fmt: skip
    add("--print", dest="only_print", action="store_true", help="print its path, open nothing")


def run(args: argparse.Namespace) -> int:
    """Print where the page is, and open it where there is a browser with a window."""
    page = find_page(places(args), public=args.public)
    say(str(page))
    if not args.only_print and has_window(os.environ, sys.platform):
        _open(page)
    return 0


def has_window(environ: Mapping[str, str], platform: str) -> bool:
    """Tell whether a browser would show the page in a window, or is one that the user named.

    A browser in the terminal would take the terminal over, and knows no style.
    """
    if platform in ("darwin", "win32"):
        return not environ.get("SSH_CONNECTION")
    return any(environ.get(name) for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"))


def _open(page: Path) -> None:
    try:
        opened = webbrowser.open(page.absolute().as_uri())
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        print("prtool: no browser could be opened: open that file in one", file=sys.stderr)

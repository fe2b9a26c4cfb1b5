"""Reads redaction_rules.yaml."""

from __future__ import annotations

import os

NAME = "redaction_rules.yaml"
"""What a repository's rules file is called, and where in it: at its root."""


def builtin_path() -> str:
    """Return the file that comes with prtool; a file of that name need not be there.

    An installed package has it beside this module; a checkout has it at its root.
    """
    here = os.path.dirname(os.path.realpath(__file__))
    beside = os.path.join(here, NAME)
    return beside if os.path.isfile(beside) else os.path.join(here, "..", "..", NAME)

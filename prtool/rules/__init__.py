"""Reads redaction_rules.yaml."""

from __future__ import annotations

import os

from prtool.errors import InternalError

NAME = "redaction_rules.yaml"
"""What a repository's rules file is called, and where in it: at its root."""


def builtin_path() -> str:
    """Return the file that comes with prtool; a file of that name need not be there.

    An installed package has it beside this module; a checkout has it at its root.
    """
    here = os.path.dirname(os.path.realpath(__file__))
    beside = os.path.join(here, NAME)
    return beside if os.path.isfile(beside) else os.path.join(here, "..", "..", NAME)


def builtin_text() -> bytes:
    """Return the bytes of that file.

    Raises:
        InternalError: the file is missing.
    """
    try:
        with open(builtin_path(), "rb") as file:
            return file.read()
    except OSError as error:
        message = "the built-in rules file is missing from this installation"
        raise InternalError(message) from error

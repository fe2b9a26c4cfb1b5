r"""Text that does nothing to whoever reads a report: a terminal, a CI runner, a parser.

A name of a file may hold any byte but NUL. What can't stand as it is becomes an escape such as
``\x1b``.
"""

from __future__ import annotations

from prtool.model.patterns import regex
from prtool.model.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any

_LONE = regex("[\ud800-\udfff]")


def in_line(text: str) -> str:
    """Return text for one line of a log, nothing in it a control or a command of a CI runner.

    Source: ``ActionCommand.TryParse`` of GitHub's runner takes ``##[`` for a command wherever it
    stands in a line, Azure's "Logging commands" and TeamCity's service messages begin with ``##``.
    """
    return printable(text).replace("##", r"#\x23")


def at_start(text: str) -> str:
    """Return the beginning of a line, which GitHub's runner must not take for a command.

    Source: ``ActionCommand.TryParseV2``: a line is one if ``::`` follows its leading blanks.
    """
    text = in_line(text)
    return f"./{text}" if text.lstrip().startswith("::") else text


def for_json(value: Any) -> Any:
    r"""Return a JSON value without lone surrogates, which most readers refuse.

    A byte that is not UTF-8 becomes ``\xff``.
    """
    if isinstance(value, str):
        return value if value.isascii() else _LONE.sub(_escaped, value)
    if isinstance(value, dict):
        return {key: for_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [for_json(each) for each in value]
    return value


def shortened(text: str, most: int = 200) -> str:
    """Return text of at most ``most`` characters, its middle left out."""
    if len(text) <= most:
        return text
    half = (most - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def _escaped(found: re.Match[str]) -> str:
    code = ord(found.group())
    return rf"\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else rf"\u{code:04x}"

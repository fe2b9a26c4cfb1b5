"""Tells mail from other text, before anything that reads mail is needed."""

from __future__ import annotations

from prtool.model.patterns import MULTILINE, bytes_regex

FROM_LINE = bytes_regex(
    rb"^From \S+ [^\n]*\d\d:\d\d(?::\d\d)?[^\n]* \d{4}[^\n]*\n(?=[A-Za-z][A-Za-z-]*: )",
    MULTILINE,
)
_FIELD = bytes_regex(rb"[!-9;-~]+:[ \t\r]?|[ \t]")
_HEADER = 1 << 16
"""Bytes of a header that are looked at."""


def is_mailbox(data: bytes) -> bool:
    """Tell whether the data is mail: it begins with a mailbox line or a header with a subject."""
    if FROM_LINE.match(data):
        return True
    if not _FIELD.match(data):
        return False
    rows = data[:_HEADER].partition(b"\n\n")[0].split(b"\n")
    return all(_FIELD.match(row) for row in rows) and any(
        row.lower().startswith((b"subject:", b"from:")) for row in rows
    )

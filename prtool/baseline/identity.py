"""What names a finding in a baseline, whichever commit, line or tool shows it.

A name is made of the rule, the kind of place, the path and the matched text; not of commit ids or
line numbers, which a rebase, a squash or an edit elsewhere in the file would change.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from prtool.baseline.file import FINGERPRINT_DIGITS
from prtool.model.finding import Finding
from prtool.model.text import Channel, Span

NEVER = frozenset(
    {"input/gate-config-changed", "input/scanner-config-changed", "private/tracked-lexicon"}
)
"""Rules about a file that a baseline can't release: each later change of it would pass unseen."""

_LINES = "lines of a file"
_MESSAGE = "message"
_PEOPLE = "people"
_PLACES: Mapping[Channel, str] = {
    # A patch shows a line of a file as any of these.
    Channel.CONTENT: _LINES, Channel.REMOVED: _LINES, Channel.CONTEXT: _LINES,
    Channel.HEADING: _LINES,
    # A squash moves trailers into the text.
    Channel.MESSAGE: _MESSAGE, Channel.TRAILER: _MESSAGE,
    # A rebase makes another committer.
    Channel.AUTHOR: _PEOPLE, Channel.COMMITTER: _PEOPLE,
}  # fmt: skip
UNCOUNTED = frozenset({Channel.AUTHOR, Channel.COMMITTER, Channel.DATE})
"""Channels of which each commit has one: the next commit of somebody who is known tells nothing."""


def fingerprint(key: bytes, finding: Finding, path: str | None) -> str:
    """Return the name of a finding, as if its file were called ``path``."""
    channel = finding.unit.channel
    # A finding about a file as a whole goes with what is in the file.
    value = finding.evidence.reveal().casefold() or finding.unit.text
    parts = (finding.rule.id, _PLACES.get(channel, channel.value), path or "", value)
    message = hashlib.sha256(b"prtool baseline\0")
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        message.update(len(raw).to_bytes(8, "big") + raw)
    return hmac.digest(key, message.digest(), "sha256").hex()[:FINGERPRINT_DIGITS]


def line_of(finding: Finding) -> tuple[str, int]:
    """Return the line that a finding begins in, and its column."""
    text = finding.unit.text
    start = text.rfind("\n", 0, finding.span.start) + 1
    end = text.find("\n", finding.span.start)
    return text[start : end if end != -1 else len(text)], finding.column


def public_occurrences(finding: Finding) -> int:
    """Return how often the matched text stands in the lines of its file that are not new."""
    unit = finding.unit
    value = finding.evidence.reveal().casefold()
    if unit.new is None or not value or unit.channel is not Channel.CONTENT:
        return 0
    edges = [0, *(edge for span in unit.regions() for edge in span), len(unit.text)]
    gaps = (Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=True))
    return sum(unit.text[gap.start : gap.end].casefold().count(value) for gap in gaps)

"""What in a message is a heading, and whether what stands below is of one machine."""

from __future__ import annotations

from prtool.model.headings import Headings
from prtool.model.patterns import regex
from prtool.model.record import NamedTuple

INLINE = frozenset({"deployment", "rollback", "backups", "live checksums", "running state"})
"""Topics for which a name before a colon is enough, as in ``Rollback: copy the old one back``."""

LABEL = 7
"""The level of a heading that is no Markdown: below all of those that are."""

_MARKDOWN = regex(r"[ \t]{0,3}(#{1,6})[ \t]+(\S.*?)[ \t#]*")
_UNDERLINED = regex(r"([^\n]{1,60})\n(=|-){3,}")
_FRAMED = regex(r"[ \t]*(?:\*\*(.{1,60}?)\*\*[:：]?|__(.{1,60}?)__[:：]?|【(.{1,30}?)】)")
_ALONE = regex(r"[ \t]*([^\n:：]{1,50})[:：]")
_INLINE = regex(r"[ \t]*(?:[-*+•][ \t]+)?([^\n:：]{1,40})[:：][ \t]*\S")
_SCOPE = regex(r"\W*(?:[a-z]|(?i:sha|md5|checksum))")


class Heading(NamedTuple):
    """A heading in a message."""

    level: int
    topic: str
    """Empty when it does not speak of one machine."""


def heading_of(text: str, table: Headings, *, opens: bool) -> Heading | None:
    """Return what a block is as a heading, None when it is none.

    Args:
        text: the block, with its line end.
        table: what headings mean.
        opens: whether it begins a paragraph; a known name is a heading anywhere.
    """
    text = text.replace("\r", "").rstrip()
    if found := _MARKDOWN.fullmatch(text):
        return Heading(len(found[1]), table.topic(found[2]))
    if found := _UNDERLINED.fullmatch(text):
        return Heading(1 if found[2] == "=" else 2, table.topic(found[1]))
    if found := _FRAMED.fullmatch(text):
        return Heading(LABEL, table.topic(next(filter(None, found.groups()))))
    if (found := _INLINE.match(text)) and table.is_part(found[1]):
        return Heading(LABEL, "")
    if found := _ALONE.fullmatch(text):
        topic = table.topic(found[1])
        if topic or (opens and len(found[1].split()) <= 4):
            return Heading(LABEL, topic)
    return None


def label_of(text: str, table: Headings) -> str:
    """Return the topic of a block that begins with a known name and a colon.

    In small letters, or as the name of a digest, it is a part of the program as in a subject.
    """
    found = _INLINE.match(text)
    if found is None or _SCOPE.match(found[1]):
        return ""
    topic = table.topic(found[1])
    return topic if topic in INLINE else ""

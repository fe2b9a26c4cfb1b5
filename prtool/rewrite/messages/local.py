"""Parts of a commit message that speak of one machine: they are nothing to upstream.

A part is left out when it stands below a heading that means so, or when it says by itself that
something was deployed, runs, was backed up, can be rolled back or has this checksum *there*. The
words of a field are not enough: a project may well fix the restore of backups. What is left out is
always told to the person, who can bring it back with ``--reword``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prtool.model.headings import Headings, headings
from prtool.model.patterns import regex
from prtool.model.record import NamedTuple, dataclass
from prtool.model.text import Span, iter_lines
from prtool.rewrite.messages.cues import topic_of
from prtool.rewrite.messages.headings import Heading, heading_of, label_of

MARKED = "marked private"
TAGS = "tags"
"""The topic of ``<public>`` and ``</public>`` alone."""

_PRIVATE = regex(r"(?is)<private>.*?(?:</private>|\Z)")
_PUBLIC = regex(r"(?is)(<public>)(.*?)(</public>|\Z)")
_FENCE = regex(r"[ \t]*(`{3,}|~{3,})")
_ITEM = regex(r"[ \t]*(?:[-*+•]|\(?\d{1,2}[.)、])[ \t]*\S")
_INDENTED = regex(r"(?:\t| {2,})\S|[ \t]*(?:`{3,}|~{3,})")
_CLOSES_UP = frozenset({"", *" \t\r\n.,;:!?)]"})
"""What the blank before a range goes with it for, when it stands behind."""
_RULE = regex(r"[-=]{3,}[ \t]*\n?")


class LocalPart(NamedTuple):
    """A range of a message that stays out, and what it speaks of."""

    span: Span
    topic: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, an item of a list, a heading or a block of code."""

    start: int
    text: str
    """With the line end of its last line, without the blank lines behind it."""
    end: int
    """With the blank lines behind it."""
    opens: bool
    """Whether a blank line, or nothing, stands before it."""


def find_local(text: str, table: Headings | None = None) -> tuple[LocalPart, ...]:
    """Return the parts of a message (without its trailers) that stay out, ascending.

    The subject counts only for what it says; a word before its colon is a part of the program.

    Args:
        text: the message.
        table: what headings mean; the built-in tables by default.
    """
    table = table or headings()
    private = [Span(*found.span()) for found in _PRIVATE.finditer(text)]
    public = [found for found in _PUBLIC.finditer(text) if not _within(found.start(), private)]
    marks = [(span, MARKED) for span in private]
    marks += [
        (Span(*found.span(group)), TAGS) for found in public for group in (1, 3) if found[group]
    ]
    parts = _closed_up(text, sorted(marks))
    wanted = [Span(*found.span()) for found in public]
    for part in _unmarked(list(_blocks(text, table)), table):
        if not any(span.overlaps(part.span) for span in (*wanted, *private)):
            parts.append(part)
    return tuple(sorted(parts))


def _closed_up(text: str, marks: Sequence[tuple[Span, str]]) -> list[LocalPart]:
    """Return ranges within a sentence with one of the blanks around them, so that one is left."""
    parts: list[LocalPart] = []
    for span, topic in marks:
        start, end = span
        floor = parts[-1].span.end if parts else 0
        while start > floor and text[start - 1] in " \t":
            start -= 1
        within = text[start - 1] != "\n" if start > floor else bool(parts)
        if not (within and text[end : end + 1] in _CLOSES_UP):
            start = span.start
        parts.append(LocalPart(Span(start, end), topic))
    return parts


def _within(offset: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= offset < span.end for span in spans)


def _unmarked(blocks: Sequence[_Block], table: Headings) -> Iterator[LocalPart]:
    """Yield the blocks that stay out though nobody has marked them."""
    section: tuple[int, str] | None = None
    carried = ""
    for number, block in enumerate(blocks):
        if not number:
            topic = topic_of(block.text)
        else:
            heading = heading_of(block.text, table, opens=block.opens)
            if heading is not None:
                section = _section(heading, section)
            topic = section[1] if section is not None else label_of(block.text, table)
            topic = topic or topic_of(block.text)
            if not topic and carried and _INDENTED.match(block.text):
                topic = carried
        if topic:
            yield LocalPart(Span(block.start, block.end), topic)
        # "To go back:" and the commands below it belong together.
        carried = topic if block.text.rstrip().endswith((":", "：")) else ""


def _section(heading: Heading, section: tuple[int, str] | None) -> tuple[int, str] | None:
    """Return the local section that goes on below a heading, None when there is none."""
    if heading.topic:
        return (min(heading.level, section[0]) if section else heading.level), heading.topic
    return section if section is not None and heading.level > section[0] else None


def _blocks(text: str, table: Headings) -> Iterator[_Block]:
    """Cut a message into paragraphs, items, headings and fenced code."""
    lines = list(iter_lines(text))
    first = 0
    opens = True
    seen = 0
    while first < len(lines):
        if not lines[first][1].strip():
            first += 1
            opens = True
            continue
        after = _end_of_block(lines, first, table, is_subject=not seen)
        following = after
        while following < len(lines) and not lines[following][1].strip():
            following += 1
        start = lines[first][0]
        stop = lines[after - 1][0] + len(lines[after - 1][1])
        end = lines[following][0] if following < len(lines) else len(text)
        yield _Block(start, text[start:stop], end, opens)
        seen += 1
        opens = following > after
        first = following


def _end_of_block(
    lines: Sequence[tuple[int, str]], first: int, table: Headings, *, is_subject: bool
) -> int:
    """Return the number of the line behind the block that begins at ``first``."""
    fence = None if is_subject else _FENCE.match(lines[first][1])
    number = first + 1
    if fence is not None:
        while number < len(lines) and not lines[number][1].lstrip().startswith(fence[1]):
            number += 1
        return min(number + 1, len(lines))
    if not is_subject and heading_of(lines[first][1], table, opens=True) is not None:
        return number
    if not is_subject and number < len(lines) and _RULE.fullmatch(lines[number][1]):
        return number + 1
    while number < len(lines):
        line = lines[number][1]
        if not line.strip():
            break
        if not is_subject and (
            _ITEM.match(line)
            or _FENCE.match(line)
            or heading_of(line, table, opens=False) is not None
        ):
            break
        number += 1
    return number

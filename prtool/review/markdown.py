"""Reads as much of Markdown as a pull request text uses, to show it about as a forge would.

What is read becomes values with plain text in them; raw HTML stays text, links are not followed.
Source of the syntax: https://spec.commonmark.org/0.31.2/ and https://github.github.com/gfm/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from prtool.model.patterns import regex
from prtool.model.record import NamedTuple

_HEADING = regex(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_FENCE = regex(r" {0,3}(`{3,}|~{3,})[ \t]*([^`]*)")
_ITEM = regex(r"([ \t]*)(?:[-*+]|(\d{1,9})[.)])[ \t]+(.*)")
_TASK = regex(r"\[([ xX])\][ \t]+(.*)")
_RULE = regex(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_DELIMITERS = regex(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_INLINE = regex(
    r"(?P<ticks>`+)(?P<code>[^`](?:.*?[^`])?)(?P=ticks)(?!`)"
    r"|\*\*(?P<strong>[^*\s](?:[^*]*[^*\s])?)\*\*"
    r"|(?<!\w)[*_](?P<em>[^*_\s](?:[^*_]*[^*_\s])?)[*_](?!\w)"
    r"|!?\[(?P<label>[^\[\]]*)\]\((?P<target>[^()\s]*)\)"
    r"|<(?P<url>https?://[^<>\s]+)>"
)
LONGEST = 20_000
"""Code points of a paragraph above which it is shown as it is."""


class Inline(NamedTuple):
    """Text within a block: ``text``, ``code``, ``strong``, ``em`` or ``link``."""

    kind: str
    text: str
    target: str = ""


class Block(NamedTuple):
    """One block: ``heading``, ``paragraph``, ``code``, ``item``, ``quote``, ``table`` or ``rule``.

    ``level`` is the level of a heading or the depth of an item.
    """

    kind: str
    inlines: tuple[Inline, ...] = ()
    level: int = 0
    text: str = ""
    """Code as it is; of an item what stands before it."""
    rows: tuple[tuple[tuple[Inline, ...], ...], ...] = ()
    """Cells of a table, its head first."""


def read_markdown(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text."""
    return tuple(_blocks(text.split("\n")))


def read_inlines(text: str) -> tuple[Inline, ...]:
    """Return the parts of one paragraph, cell or heading."""
    if len(text) > LONGEST:
        return (Inline("text", text),)
    return tuple(_inlines(text))


def _inlines(text: str) -> Iterator[Inline]:
    position = 0
    for match in _INLINE.finditer(text):
        if match.start() > position:
            yield Inline("text", text[position : match.start()])
        position = match.end()
        kind = match.lastgroup or ""
        if kind == "target":
            yield Inline("link", match["label"], match["target"])
        elif kind == "url":
            yield Inline("link", match["url"], match["url"])
        else:
            kind = next(name for name in ("code", "strong", "em") if match[name] is not None)
            yield Inline(kind, match[kind].strip() if kind == "code" else match[kind])
    if position < len(text):
        yield Inline("text", text[position:])


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    paragraph: list[str] = []

    def finished() -> Iterator[Block]:
        if paragraph:
            yield Block("paragraph", read_inlines("\n".join(paragraph)))
            paragraph.clear()

    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if fence := _FENCE.fullmatch(line):
            yield from finished()
            end = _fence_end(lines, number, fence[1])
            yield Block("code", text="\n".join(lines[number:end]))
            number = end + 1
        elif _is_table(line, lines, number):
            yield from finished()
            end = _while(lines, number + 1, lambda row: "|" in row)
            rows = [line, *lines[number + 1 : end]]
            yield Block("table", rows=tuple(_cells(row) for row in rows))
            number = end
        elif heading := _HEADING.fullmatch(line):
            yield from finished()
            yield Block("heading", read_inlines(heading[2]), len(heading[1]))
        elif _RULE.fullmatch(line):
            yield from finished()
            yield Block("rule")
        elif item := _ITEM.fullmatch(line):
            yield from finished()
            end = _while(lines, number, _continues)
            rest = [each.strip() for each in lines[number:end]]
            yield _item(item[1], item[2] or "", "\n".join([item[3], *rest]))
            number = end
        elif line.lstrip().startswith(">"):
            yield from finished()
            end = _while(lines, number, lambda row: row.lstrip().startswith(">"))
            quoted = (row.lstrip()[1:].strip() for row in lines[number - 1 : end])
            yield Block("quote", read_inlines("\n".join(quoted)))
            number = end
        elif line.strip():
            paragraph.append(line.strip())
        else:
            yield from finished()
    yield from finished()


def _fence_end(lines: Sequence[str], start: int, fence: str) -> int:
    for number in range(start, len(lines)):
        line = lines[number].strip()
        if line.startswith(fence) and not line.strip(fence[0]):
            return number
    return len(lines)


def _while(lines: Sequence[str], start: int, test: Callable[[str], object]) -> int:
    while start < len(lines) and test(lines[start]):
        start += 1
    return start


def _continues(line: str) -> bool:
    return line[:1].isspace() and bool(line.strip()) and not _ITEM.fullmatch(line)


def _is_table(line: str, lines: Sequence[str], number: int) -> bool:
    return (
        "|" in line
        and number < len(lines)
        and "|" in lines[number]
        and bool(_DELIMITERS.fullmatch(lines[number]))
    )


def _cells(row: str) -> tuple[tuple[Inline, ...], ...]:
    cells = row.strip().removeprefix("|").removesuffix("|").replace("\\|", "\0").split("|")
    return tuple(read_inlines(cell.strip().replace("\0", "|")) for cell in cells)


def _item(indent: str, ordinal: str, text: str) -> Block:
    depth = min(len(indent.expandtabs(4)) // 2, 5)
    if task := _TASK.fullmatch(text):
        return Block("item", read_inlines(task[2]), depth, "☐" if task[1] == " " else "☑")
    return Block("item", read_inlines(text), depth, f"{ordinal}." if ordinal else "•")

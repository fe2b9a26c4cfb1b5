"""Edits of one text: resolved once, applied in one pass, mapped back and forth."""

from __future__ import annotations

from prtool.model.record import dataclass
from prtool.model.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Edit:
    """A range of the original text and what stands there afterwards."""

    span: Span
    text: str
    reversible: bool = True
    """Whether ``restore`` can give the original back."""


def resolve(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return edits that don't overlap, ascending.

    Of two that do, the longer one wins; where the shorter one sticks out, the winner's range
    grows over it, so that no rest of either stays behind.
    """
    chosen: list[Edit] = []
    order = sorted(
        set(edits), key=lambda edit: (edit.span.start - edit.span.end, edit.span, edit.text)
    )
    for edit in order:
        touching = [other for other in chosen if other.span.overlaps(edit.span)]
        if not touching:
            chosen.append(edit)
            continue
        winner = touching[0]
        start = min(edit.span.start, *(other.span.start for other in touching))
        end = max(edit.span.end, *(other.span.end for other in touching))
        if Span(start, end) == winner.span:
            continue
        chosen = [other for other in chosen if other not in touching]
        chosen.append(Edit(Span(start, end), winner.text, reversible=False))
    return tuple(sorted(chosen, key=lambda edit: edit.span))


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return ``text`` with resolved edits made; every other code point stays as it is."""
    parts: list[str] = []
    position = 0
    for edit in edits:
        parts.append(text[position : edit.span.start])
        parts.append(edit.text)
        position = edit.span.end
    parts.append(text[position:])
    return "".join(parts)


def clipped(edits: Iterable[Edit], window: Span) -> tuple[Edit, ...]:
    """Return the resolved edits that touch a part of the text, as edits of that part alone."""
    return tuple(
        Edit(
            Span(max(edit.span.start, window.start), min(edit.span.end, window.end)).shift(
                -window.start
            ),
            edit.text,
            edit.reversible,
        )
        for edit in edits
        if edit.span.overlaps(window)
    )


def moved(offset: int, edits: Sequence[Edit]) -> int:
    """Return where an offset of the original lies once resolved edits are made.

    An offset within an edit moves to the edit's start.
    """
    shift = 0
    for edit in edits:
        if edit.span.start > offset or (edit.span.start == offset and edit.span.end > offset):
            break
        if edit.span.end > offset:
            return edit.span.start + shift
        shift += len(edit.text) - (edit.span.end - edit.span.start)
    return offset + shift


def whole_lines(text: str, span: Span) -> Span:
    r"""Return the range of all lines that ``span`` touches, with the ``\n`` that ends them.

    Where the last of them ends the text without ``\n``, the one before the first goes instead.
    """
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", max(span.start, span.end - 1))
    if end != -1:
        return Span(start, end + 1)
    return Span(max(0, start - 1), len(text))

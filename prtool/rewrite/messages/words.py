"""What became of the messages, in words for the person: nothing private in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prtool.rewrite.messages import links
from prtool.rewrite.messages.compose import PublicMessage
from prtool.rewrite.messages.cuts import Cut


def remarks(message: PublicMessage, cuts: Sequence[Cut]) -> Iterator[str]:
    """Yield what was done to one message beyond pseudonyms.

    Lines are those of the private message.
    """
    if message.renamed:
        yield "nothing was left of the subject: this one only says which files change"
    for topic, rows in _merged([cut for cut in cuts if cut.is_part]):
        yield f"left out: {topic}, {rows} of the private message"
    if message.trailers:
        yield f"left out: trailers {', '.join(message.trailers)}"
    count = sum(cut.topic == links.TOPIC for cut in cuts)
    if count:
        yield (
            f"{count} reference{'s' * (count > 1)} to issues taken out: "
            "the numbers mean something else upstream"
        )


def _merged(parts: Sequence[Cut]) -> Iterator[tuple[str, str]]:
    """Yield (topic, lines) of runs of neighbouring parts of one topic."""
    runs: list[tuple[str, int, int, int]] = []
    for part in sorted(parts):
        first, last = part.lines
        if runs and runs[-1][0] == part.topic and runs[-1][3] == part.span.start:
            runs[-1] = (part.topic, runs[-1][1], last, part.span.end)
        else:
            runs.append((part.topic, first, last, part.span.end))
    for topic, first, last, _ in runs:
        yield topic, f"line {first}" if first == last else f"lines {first} to {last}"

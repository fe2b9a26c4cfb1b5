"""Finds the marks that people put into their own text: drop this line, drop these lines."""

from __future__ import annotations

from prtool.model.finding import Example, Match, Rule, Severity
from prtool.model.patterns import regex
from prtool.model.text import Channel, Span, TextUnit, iter_lines
from prtool.sieve.trigger import WHOLE, Trigger, Triggers, literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MARKER = Rule(
    id="private/marker",
    title="Text that is marked as private",
    severity=Severity.HIGH,
    why="Its author said that it must not leave.",
    examples=(
        Example(text="a()\nb()  # prtool:drop\nc()", span=(4, 22)),
        Example(text="a()\n// prtool:begin-private\nb()\n// prtool:end-private\nc()", span=(4, 53)),
        Example(text="Lines with `prtool:drop` are dropped.", span=None),
    ),
)
UNCLOSED = Rule(
    id="private/marker-unclosed",
    title="Mark of a private region without its other end",
    severity=Severity.HIGH,
    why="Nobody can tell how far the private text goes.",
    examples=(
        Example(text="a()\n# prtool:begin-private\nb()", span=(4, 30)),
        Example(text="a()\n# prtool:end-private\nb()", span=(4, 24)),
        Example(text="see 'prtool:begin-private'", span=None),
    ),
)

_MARK = regex(
    r"(?:^|[ \t]|(?<=//)|(?<=/\*)|(?<=[#;%>])|(?<=--))prtool:(drop|begin-private|end-private)"
    r"(?=\s|$|\*/|-->)"
)


class MarkerDetector:
    """The detector of marks."""

    whole_text = True
    """The two ends of a region may lie in different new ranges."""

    triggers = Triggers([Trigger(literal("prtool:"), ("prtool:",), below=WHOLE, any_case=False)])

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return its rules."""
        return (MARKER, UNCLOSED)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        r"""Yield marked lines and regions, whole lines without the last ``\n``.

        A region whose first mark is new is yielded as a whole: that a line of it, such as a lone
        bracket, stands in upstream's version as well does not make it upstream's.
        """
        if "prtool:" not in text or unit.channel is Channel.BINARY:
            return
        new = unit.regions() if len(text) == len(unit.text) else (Span(0, len(text)),)
        for rule, span in _marked(text):
            if any(region.start <= span.start < region.end for region in new):
                yield Match(rule=rule.id, span=span)


def _marked(text: str) -> Iterator[tuple[Rule, Span]]:
    opened: int | None = None
    for start, line in iter_lines(text):
        mark = _MARK.search(line) if "prtool:" in line else None
        if mark is None:
            continue
        end = start + len(line.removesuffix("\n"))
        if mark[1] == "drop":
            if opened is None:
                yield MARKER, Span(start, end)
        elif mark[1] == "begin-private":
            opened = start if opened is None else opened
        elif opened is None:
            yield UNCLOSED, Span(start, end)
        else:
            yield MARKER, Span(opened, end)
            opened = None
    if opened is not None:
        yield UNCLOSED, Span(opened, len(text.removesuffix("\n")))

"""Lets comments allow what stands on their lines, where the rules in force say that they may."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from prtool.detectors.allow_comments import INLINE_ALLOW, AllowComment, read_comment
from prtool.model.finding import Finding, State
from prtool.model.plan import Action, Decision
from prtool.model.record import replace
from prtool.model.text import Channel, LineIndex

NOT_ALLOWED = "the rules don't let comments allow anything"
ELSEWHERE = "only in the lines of a file"


def allow_inline(
    decisions: Sequence[Decision],
    *,
    enabled: bool,
    known: Collection[str],
    today: datetime.date,
) -> tuple[tuple[Decision, ...], int]:
    """Return the decisions, what comments allow marked so, and how many findings that are.

    A comment that does not count stays a finding that says why.

    Args:
        decisions: those of the rules.
        enabled: whether the rules in force say that comments count.
        known: the ids of all rules.
        today: the day on which ``until`` is looked at.
    """
    made = []
    allowed = 0
    comments = _Comments(known)
    for decision in decisions:
        finding = decision.finding
        if finding.state is not State.NEW or decision.action is Action.ALLOW:
            made.append(decision)
            continue
        comment = comments.beside(finding)
        flaw = _flaw(finding, comment, today) if enabled else NOT_ALLOWED
        if finding.rule.id == INLINE_ALLOW.id:
            state = State.NEW if flaw else State.ALLOWED
            made.append(replace(decision, finding=replace(finding, state=state, note=flaw)))
        elif comment is not None and not flaw and _names(comment, finding):
            allowed += 1
            made.append(replace(decision, finding=replace(finding, state=State.ALLOWED)))
        else:
            made.append(decision)
    return tuple(made), allowed


def _flaw(finding: Finding, comment: AllowComment | None, today: datetime.date) -> str:
    """Return why a comment does not count, empty when it does."""
    if finding.unit.channel is not Channel.CONTENT:
        return ELSEWHERE
    if comment is None or comment.flaw:
        return comment.flaw if comment is not None else ""
    if comment.until is not None and comment.until < today:
        return f"it ended on {comment.until}"
    return ""


def _names(comment: AllowComment, finding: Finding) -> bool:
    # What goes on over several lines is not just what stands beside the comment.
    return finding.rule.id in comment.rules and "\n" not in finding.evidence.reveal()


class _Comments:
    """The comments beside findings, each line read once: there may be thousands in a long one."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._lines: dict[int, LineIndex] = {}
        self._read: dict[tuple[int, int], AllowComment | None] = {}

    def beside(self, finding: Finding) -> AllowComment | None:
        """Return the comment on the line that a finding begins in."""
        unit = finding.unit
        lines = self._lines.get(id(unit))
        if lines is None:
            lines = self._lines[id(unit)] = LineIndex(unit.text)
        number, _ = lines.place(finding.span.start)
        line = (id(unit), number)
        if line not in self._read:
            start, end = lines.line_span(number)
            self._read[line] = read_comment(unit.text[start:end], self._known)
        return self._read[line]

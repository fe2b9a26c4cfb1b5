"""Tells in public terms what was found and done: places in the public tree, never a value."""

from __future__ import annotations

from collections.abc import Mapping

from prtool.model.edits import apply, moved
from prtool.model.finding import Finding
from prtool.model.plan import Action, Decision, Plan
from prtool.model.text import Channel, LineIndex
from prtool.reports.public import PublicFinding
from prtool.rewrite.edits import Edits, unit_key

DONE = {
    Action.REPLACE: "replaced",
    Action.DROP_LINE: "line left out",
    Action.DROP_FILE: "file left out",
    Action.BLOCK: "needs a person",
    Action.ALLOW: "may leave",
}


def publish(
    plan: Plan, edits: Edits, paths: Mapping[str, str], commits: Mapping[str, str]
) -> tuple[PublicFinding, ...]:
    """Return every decision of a plan as a public finding, sorted by public place.

    Args:
        plan: the run's decisions.
        edits: the run's edits, which move lines and columns.
        paths: public path of each private path that leaves.
        commits: public commit of each private commit that leaves.
    """
    indexes: dict[object, LineIndex] = {}
    found = {_public(each, plan, edits, paths, commits, indexes) for each in plan.decisions}
    return tuple(sorted(found, key=_order))


def _public(
    decision: Decision,
    plan: Plan,
    edits: Edits,
    paths: Mapping[str, str],
    commits: Mapping[str, str],
    indexes: dict[object, LineIndex],
) -> PublicFinding:
    finding = decision.finding
    unit = finding.unit
    gone = plan.leaves_nothing(finding) or decision.action is Action.DROP_LINE
    line = column = end_column = None
    if not gone and unit.channel in _WITH_LINES:
        line, column, end_column = _place(finding, edits, indexes)
    action = Action.DROP_FILE if plan.leaves_nothing(finding) else decision.action
    return PublicFinding(
        rule=finding.rule.id,
        severity=str(finding.severity),
        confidence=str(finding.confidence),
        state=finding.state.value,
        channel=unit.channel.value,
        commit=commits.get(unit.commit or ""),
        path=paths.get(unit.path or "") if not plan.leaves_nothing(finding) else None,
        line=line,
        column=column,
        end_column=end_column,
        via=finding.via,
        fingerprint=finding.fingerprint,
        message=f"{finding.rule.title}: {DONE[action]}",
        action=action.value,
        cause=str(decision.cause),
    )


_WITH_LINES = frozenset(
    {Channel.CONTENT, Channel.SUBMODULE, Channel.MESSAGE, Channel.PR_TITLE, Channel.PR_BODY}
)


def _place(
    finding: Finding, edits: Edits, indexes: dict[object, LineIndex]
) -> tuple[int, int, int]:
    """Return line, column and end column of a finding in the public text."""
    key = unit_key(finding.unit)
    own = edits.by_unit.get(key, ())
    index = indexes.get(key)
    if index is None:
        index = indexes[key] = LineIndex(apply(finding.unit.text, own))
    line, column = index.place(moved(finding.span.start, own))
    end_line, end_column = index.place(moved(finding.span.end, own))
    return line, column, end_column if end_line == line else column


def _order(finding: PublicFinding) -> tuple[object, ...]:
    return (
        finding.channel, finding.path or "", finding.commit or "", finding.line or 0,
        finding.column or 0, finding.rule, finding.fingerprint,
    )  # fmt: skip

"""What scrub can't decide or change, with its line in the input; a path is never told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prtool.detectors.base import Terms
from prtool.detectors.terms import AMBIGUOUS_TERM
from prtool.model.plan import Action, Decision, Plan
from prtool.model.text import Channel
from prtool.pipeline.blocked import Reason
from prtool.rewrite.patch.build import Problem
from prtool.rewrite.patch.pieces import Part

_KEPT = frozenset({Channel.CONTEXT, Channel.REMOVED})
_FROM_ROWS = frozenset({Channel.CONTENT, Channel.SYMLINK, Channel.SUBMODULE})
_WAYS_KEPT = (
    "make the patch anew with 'prtool prepare' in its repository; or name the public commit that "
    "has this line with --base, leave the file out with --drop, or allow it by a rule"
)
_WAYS = {
    "path/before": "leave the file out with --drop, or use 'prtool prepare' in its repository",
    "path/clash": "rename one of the files, or leave one out with --drop",
    "path/half-dropped": "make the patch with --no-renames",
    "private/kept-line": _WAYS_KEPT,
    "input/binary": "leave the file out with --drop, or keep it with --keep if it is harmless",
    "input/no-content": "make the patch with --binary, or leave the file out with --drop",
    "range/empty": "see --keep and the rules",
}


def unfeasible(plan: Plan, parts: Sequence[Part], terms: Terms) -> tuple[Reason, ...]:
    """Return what can't be decided or carried out."""
    unwritable = {each.tag for part in parts for each in part.changes if not each.file.hunks}
    found = []
    for decision in plan.decisions:
        finding = decision.finding
        unit = finding.unit
        why = decision.reason or finding.note or finding.rule.why
        if decision.action in (Action.REPLACE, Action.DROP_LINE):
            if unit.channel not in _FROM_ROWS or unit.blob not in unwritable:
                continue
            why = "it stands in binary data, which can't be rewritten here"
        elif decision.action is not Action.BLOCK:
            continue
        found.append(Reason(finding.rule.id, _place(decision), why, _ways_out(decision, terms)))
    return tuple(dict.fromkeys(found))


def _place(decision: Decision) -> str:
    """Return where a finding is, without a path: that may be private."""
    unit, line = decision.finding.unit, decision.finding.line
    if unit.channel in (Channel.MESSAGE, Channel.TRAILER):
        return f"{unit.commit}, {unit.channel.value}, line {line} of it"
    return f"{_line(line)}, {unit.channel.value}"


def _line(number: int) -> str:
    return f"line {number} of the input"


def _ways_out(decision: Decision, terms: Terms) -> str:
    finding = decision.finding
    if finding.unit.channel in _KEPT:
        return _WAYS_KEPT
    if finding.rule.id == AMBIGUOUS_TERM.id and finding.term is not None:
        line = terms.term(finding.term).line
        return f"say 'ambiguous: replace' or 'ambiguous: keep' at line {line} of the lexicon"
    if finding.unit.channel is Channel.BINARY:
        return _WAYS["input/binary"]
    return f"change the line, add a rule that fits after {decision.cause}, or use --drop"


def broken(problems: Iterable[Problem]) -> tuple[Reason, ...]:
    """Return what can't be done without breaking the patch."""
    return tuple(
        Reason(each.rule, _line(each.line), each.why, _WAYS[each.rule]) for each in problems
    )

"""Tells the findings that must not leave, by the rules: what every rescan asks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Container, Sequence

from prtool.model.finding import Finding, State
from prtool.model.plan import Action
from prtool.model.text import Channel
from prtool.policy import decide
from prtool.rules.model import RuleSet

Judge = Callable[[Sequence[Finding]], Sequence[Finding]]


def build_judge(
    rules: RuleSet,
    upstream_paths: Container[str],
    *,
    today: datetime.date,
    keep: Sequence[str] = (),
) -> Judge:
    """Return what picks, of some findings, those that no rule lets leave."""

    def judge(findings: Sequence[Finding]) -> list[Finding]:
        # A commit's date is exactly what --dates asked for.
        asked = [
            each
            for each in findings
            if each.state is State.NEW and each.unit.channel is not Channel.DATE
        ]
        plan = decide(asked, rules, paths=(), upstream_paths=upstream_paths, today=today, keep=keep)
        return [each.finding for each in plan.decisions if each.action is not Action.ALLOW]

    return judge

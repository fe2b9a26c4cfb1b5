"""What needs a person, and the ways out. An outcome, not an error."""

from __future__ import annotations

from prtool.detectors.base import Terms
from prtool.detectors.terms import AMBIGUOUS_TERM
from prtool.model.finding import Finding
from prtool.model.plan import Decision, Plan
from prtool.model.record import dataclass, field
from prtool.pipeline.decisions import Recalled
from prtool.rewrite.history import Rewrite
from prtool.sources.commit_range import SHORT


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that can't be decided without a person."""

    rule: str
    place: str
    """Path, line and column, or commit and channel, in the private branch."""
    why: str
    ways_out: str = ""
    askable: bool = True
    """Whether ``--interactive`` can ask for it: it is about a finding."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """No bundle: a person has to decide first."""

    reasons: tuple[Reason, ...]
    recalled: Recalled = field(default_factory=Recalled)


def blocked_by(plan: Plan, terms: Terms, rewrite: Rewrite, last: str) -> Blocked | None:
    """Return what a person has to decide before anything can leave, None for nothing.

    Args:
        plan: what the rules decide.
        terms: the private names.
        rewrite: what would leave.
        last: the id of the range's last commit.
    """
    if plan.blocked:
        return Blocked(tuple(_reason(decision, terms, last) for decision in plan.blocked))
    if rewrite.clashes:
        ways_out = "rename the file, or name it with --drop"
        return Blocked(
            tuple(
                Reason("path/clash", *clash, ways_out, askable=False) for clash in rewrite.clashes
            )
        )
    if not rewrite.commits:
        why = "no change is left once private files and lines are out"
        return Blocked(
            (
                Reason(
                    "range/empty", "the whole range", why, "see --keep and the rules", askable=False
                ),
            )
        )
    return None


def place_of(finding: Finding) -> str:
    """Return where a finding is, for its owner's eyes; never the text itself."""
    unit = finding.unit
    where = f"{finding.line}:{finding.column}"
    if unit.path is not None and unit.channel.value in ("content", "submodule", "text"):
        return f"{unit.path}:{where}"
    if unit.path is not None:
        return f"{unit.channel.value} {unit.path}"
    if unit.commit is not None:
        return f"{unit.channel.value} of {unit.commit[:SHORT]}, line {where}"
    return f"{unit.channel.value}, line {where}"


def _reason(decision: Decision, terms: Terms, last: str) -> Reason:
    finding = decision.finding
    why = decision.reason or finding.note or finding.rule.why
    return Reason(finding.rule.id, place_of(finding), why, _ways_out(decision, terms, last))


def _ways_out(decision: Decision, terms: Terms, last: str) -> str:
    finding = decision.finding
    if finding.rule.id == AMBIGUOUS_TERM.id and finding.term is not None:
        line = terms.term(finding.term).line
        return (
            f"read as the private name: 'ambiguous: replace' at line {line} of the lexicon; "
            "as upstream's word: 'ambiguous: keep' there; or reword this line"
        )
    if finding.rule.id == "input/binary":
        return f"--keep '{finding.unit.path}' if it is harmless, or --drop '{finding.unit.path}'"
    what = "the file" if finding.unit.channel.value == "binary" else "the line"
    commit = finding.unit.commit
    if finding.unit.path is not None and commit is not None and commit != last:
        # The file may look harmless by now, and each commit leaves as a patch of its own.
        what += f" in commit {commit[:SHORT]} (or --squash, if a later one does so already)"
    ways = f"change {what}, or add a rule that fits after {decision.cause}"
    if finding.unit.path is not None:
        ways += f", or --drop '{finding.unit.path}'"
    return ways

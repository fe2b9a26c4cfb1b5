"""Decides what becomes of each finding, and says which line of which rules file decided.

Owns precedence, the options ``--drop`` and ``--keep``, and what an action turns into where it can't
be carried out. Changes no text.

In this order:

1. What upstream already publishes may leave, and what the caller has marked as allowed.
2. A path that ``--drop`` names is left out; ``--drop`` outweighs ``--keep``.
3. In a path that ``--keep`` names, findings about the file as such (``file/…``, ``input/binary``)
   may leave, and no rule drops it; what stands in it is still decided by the rules.
4. The last rule that fits decides. When none fits, the finding blocks.
5. An action that can't be carried out where the finding is becomes a stricter one: ``drop-line``
   becomes ``replace`` where a channel has no lines to spare, ``replace`` becomes ``block`` where
   the text can't be changed, ``drop-file`` becomes ``block`` where there is no file to leave out or
   upstream has it.
"""

from __future__ import annotations

from prtool.model import record as dataclasses
from prtool.model.finding import Finding, State
from prtool.model.globs import compile_globs, matches, may_match
from prtool.model.plan import FILE_CHANNELS, Action, Cause, Decision, Plan
from prtool.model.record import cached_property, dataclass, field
from prtool.model.text import Channel
from prtool.rules.model import BUILTIN, RuleEntry, RuleSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    import re
    from collections.abc import Container, Iterable, Sequence

PUBLIC = Cause("already public")
ALLOWED = Cause("allowed before the rules were asked")
KEEP = Cause("--keep")
DROP = Cause("--drop")
NO_RULE = Cause("built-in: no rule fits")

WITH_LINES = frozenset(
    {Channel.CONTENT, Channel.MESSAGE, Channel.TRAILER, Channel.PR_BODY, Channel.TEXT}
)
"""Channels whose text may lose a line."""

UNCHANGEABLE = frozenset({Channel.BINARY, Channel.MODE, Channel.CONTEXT, Channel.REMOVED})
"""Channels whose text can't be rewritten in place."""

WHOLE = frozenset({Channel.AUTHOR, Channel.COMMITTER, Channel.DATE})
"""Channels whose whole text is exchanged, whatever stands in it."""

SIGN_OFF = "signed-off-by"
"""The trailer that is written anew for the public identity."""


def decide(
    findings: Iterable[Finding],
    rules: RuleSet,
    *,
    paths: Iterable[str],
    upstream_paths: Container[str],
    today: datetime.date | None,
    drop: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> Plan:
    """Return the plan: one decision per finding, in the order of the findings.

    Severity and state of a decision's finding are those that the rules give it.

    Args:
        findings: what the detectors found.
        rules: the rules in force.
        paths: all paths that the private range changes, for ``drop``.
        upstream_paths: the paths that the public base has.
        today: the day on which rules with ``until`` are looked at; None: the current one.
        drop: globs of paths whose changes are left out.
        keep: globs of paths that stay although they look like files of one machine, or are binary.

    Raises:
        UsageError: A glob of ``drop`` or ``keep`` is malformed.
    """
    policy = _Policy(
        rules=tuple(_Compiled(entry) for entry in rules.entries),
        kept_trailers=frozenset(rules.keep_trailers) - {SIGN_OFF},
        upstream_paths=upstream_paths,
        today=today,
        drop=compile_globs(drop),
        keep=compile_globs(keep),
    )
    decisions = tuple(policy.decide(finding) for finding in findings)
    named = {decision.finding.unit.path for decision in decisions} | set(paths)
    known = {path for path in named if path is not None}
    dropped = {path for path in known if matches(policy.drop, path)} | {
        decision.finding.unit.path
        for decision in decisions
        if decision.action is Action.DROP_FILE and decision.finding.unit.path is not None
    }
    return Plan(
        decisions=decisions,
        dropped=frozenset(dropped),
        unused=(
            *policy.unused_rules(),
            *_unused_globs(DROP, drop, known),
            *_unused_globs(KEEP, keep, known),
        ),
    )


def _unused_globs(option: Cause, globs: Sequence[str], paths: set[str]) -> Iterable[Cause]:
    """Yield the option with its number: the glob itself may be private."""
    for number, glob in enumerate(globs, 1):
        expression = compile_globs([glob.removeprefix("!")])
        if not any(matches(expression, path) for path in paths):
            yield Cause(f"{option.where} (number {number})")


class _Compiled:
    """A rule with its globs, compiled once they are asked for, and whether it has fitted yet."""

    def __init__(self, entry: RuleEntry) -> None:
        self.entry = entry
        self.used = False

    @cached_property
    def _find(self) -> re.Pattern[str]:
        return compile_globs(self.entry.find)

    @cached_property
    def _paths(self) -> re.Pattern[str]:
        return compile_globs(self.entry.paths or ())

    def is_about(self, identifier: str) -> bool:
        """Tell whether the rule's id fits that of a finding."""
        return may_match(self.entry.find, identifier) and matches(self._find, identifier)

    def fits(self, finding: Finding) -> bool:
        """Tell whether all conditions but the rule's id and the date hold."""
        entry, unit = self.entry, finding.unit
        if entry.channels is not None and unit.channel not in entry.channels:
            return False
        if entry.paths is not None and (unit.path is None or not matches(self._paths, unit.path)):
            return False
        matched = finding.evidence.reveal()
        if entry.text is not None and entry.text != matched:
            return False
        return entry.regex is None or entry.regex.fullmatch(matched) is not None


@dataclass(slots=True, kw_only=True)
class _Policy:
    rules: tuple[_Compiled, ...]
    kept_trailers: frozenset[str]
    upstream_paths: Container[str]
    today: datetime.date | None
    drop: re.Pattern[str]
    keep: re.Pattern[str]
    by_id: dict[str, tuple[_Compiled, ...]] = field(default_factory=dict)
    """The rules whose ``find`` fits an id, last one first."""

    def decide(self, finding: Finding) -> Decision:
        if finding.state is not State.NEW:
            cause = PUBLIC if finding.state is State.PREEXISTING else ALLOWED
            return Decision(finding=finding, action=Action.ALLOW, cause=cause)
        fitting = [rule for rule in self._candidates(finding.rule.id) if rule.fits(finding)]
        decision = self._by_option(finding) or self._by_rules(finding, fitting)
        if fitting and self._is_lapsed(fitting[0]):
            note = f"{fitting[0].entry.cause} lapsed after {fitting[0].entry.until}"
            reason = f"{decision.reason}; {note}" if decision.reason else note
            decision = dataclasses.replace(decision, reason=reason)
        if decision.action is Action.ALLOW:
            allowed = dataclasses.replace(decision.finding, state=State.ALLOWED)
            decision = dataclasses.replace(decision, finding=allowed)
        return decision

    def unused_rules(self) -> Iterable[Cause]:
        """Yield the rules that fitted nothing; a copy of a built-in rule is no news."""
        builtin = {rule.entry for rule in self.rules if rule.entry.cause.where == BUILTIN}
        return (
            rule.entry.cause for rule in self.rules if not rule.used and rule.entry not in builtin
        )

    def _candidates(self, identifier: str) -> tuple[_Compiled, ...]:
        found = self.by_id.get(identifier)
        if found is None:
            found = tuple(rule for rule in reversed(self.rules) if rule.is_about(identifier))
            self.by_id[identifier] = found
        return found

    def _is_in(self, finding: Finding, globs: re.Pattern[str]) -> bool:
        unit = finding.unit
        return unit.path is not None and unit.channel in FILE_CHANNELS and matches(globs, unit.path)

    def _by_option(self, finding: Finding) -> Decision | None:
        if self._is_in(finding, self.drop):
            return Decision(finding=finding, action=Action.DROP_FILE, cause=DROP)
        about_the_file = finding.rule.id.startswith("file/") or finding.rule.id == "input/binary"
        if about_the_file and self._is_in(finding, self.keep):
            return Decision(finding=finding, action=Action.ALLOW, cause=KEEP)
        return None

    def _by_rules(self, finding: Finding, fitting: Sequence[_Compiled]) -> Decision:
        kept = self._is_in(finding, self.keep)
        chosen = None
        for rule in fitting:
            if self._is_lapsed(rule):
                continue
            rule.used = True
            if chosen is None and not (kept and rule.entry.action is Action.DROP_FILE):
                chosen = rule.entry
        if chosen is None:
            return Decision(
                finding=finding, action=Action.BLOCK, cause=NO_RULE, reason="no rule fits"
            )
        if chosen.severity is not None:
            finding = dataclasses.replace(finding, severity=chosen.severity)
        action, obstacle = self._feasible(finding, chosen.action)
        return Decision(
            finding=finding,
            action=action,
            cause=chosen.cause,
            replacement=chosen.replacement if action is Action.REPLACE else None,
            reason=obstacle or chosen.reason,
        )

    def _is_lapsed(self, rule: _Compiled) -> bool:
        until = rule.entry.until
        if until is None:
            return False
        import datetime

        return until < (self.today or datetime.datetime.now(datetime.UTC).date())

    def _feasible(self, finding: Finding, action: Action) -> tuple[Action, str]:
        """Return what can be done here instead of ``action``, and why it differs."""
        unit = finding.unit
        if action is Action.DROP_FILE:
            if unit.path is None or unit.channel not in FILE_CHANNELS:
                return Action.BLOCK, "there is no file that could be dropped"
            if unit.path in self.upstream_paths:
                return Action.BLOCK, (
                    "upstream has this file: --drop leaves out the changes to it, --keep keeps them"
                )
        if action is Action.DROP_LINE and unit.channel not in WITH_LINES:
            action = Action.REPLACE
        if action is Action.REPLACE:
            if unit.channel in UNCHANGEABLE:
                return Action.BLOCK, "the text can't be changed here"
            if finding.via and not self._goes_whole(finding):
                seen = ", ".join(finding.via)
                return Action.BLOCK, f"seen only after decoding ({seen}): can't be replaced"
        return action, ""

    def _goes_whole(self, finding: Finding) -> bool:
        """Tell whether the text around the finding is exchanged or left out as a whole."""
        unit = finding.unit
        if unit.channel is not Channel.TRAILER:
            return unit.channel in WHOLE
        lines = unit.text[: finding.span.end].split("\n")
        names = [line.partition(":")[0] for line in lines if ":" in line and line[:1].strip()]
        return bool(names) and names[-1].strip().lower() not in self.kept_trailers

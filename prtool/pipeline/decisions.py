"""Settles what the rules leave to a person: by what was decided before, or by asking.

Only what would block is decided here. A decision that is no longer needed changes nothing, and is
told.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from prtool.detectors.terms import AMBIGUOUS_TERM
from prtool.lexicon.privatedir import PrivateDir
from prtool.model.edits import apply, moved
from prtool.model.finding import Finding, State
from prtool.model.patterns import regex
from prtool.model.plan import FILE_CHANNELS, Action, Cause, Decision, Plan
from prtool.model.record import NamedTuple, dataclass, field, replace
from prtool.model.text import Channel, TextUnit
from prtool.pipeline.judge import Judge
from prtool.policy import UNCHANGEABLE, WITH_LINES
from prtool.repo.series import FOLDER
from prtool.review.decisions import (
    Choice,
    DecisionBook,
    Remembered,
    Scope,
    load_decisions,
)  # fmt: skip
from prtool.rewrite.edits import Edits, UnitKey, unit_key
from prtool.scan import NothingPublic, Scanner

SOURCE = "decisions.yaml"
"""What a decision's cause is called; public."""
NEARBY = 16
"""Code points on each side by which a kept text is known again in what leaves."""

_PATCH_NAME = regex(rf"{FOLDER}/[0-9]+-[\w.-]*\.patch")
_NOT_IN_NAMES = regex(r"[^A-Za-z0-9._]+")
"""Source: git's format_sanitized_subject, in pretty.c."""
_ACTIONS = {
    Choice.KEEP: Action.ALLOW, Choice.ALLOW: Action.ALLOW, Choice.REPLACE: Action.REPLACE,
    Choice.DROP_LINE: Action.DROP_LINE, Choice.DROP_FILE: Action.DROP_FILE,
}  # fmt: skip


Flaw = Callable[[str], str]
"""Returns what is wrong with a text that is to take the place of another; empty for nothing."""


def no_flaw(text: str) -> str:
    """Take any text."""
    del text
    return ""


def flaw_finder(scanner: Scanner, judge: Judge) -> Flaw:
    """Return what tells whether a text would be found again itself."""

    def flaw(text: str) -> str:
        unit = TextUnit(channel=Channel.TEXT, text=text)
        left = judge(scanner.scan([unit], NothingPublic()).findings)
        return ", ".join(sorted({each.rule.id for each in left}))

    return flaw


class Answer(NamedTuple):
    """What a person said to a question."""

    choice: Choice
    scope: Scope = Scope.HERE
    replacement: str | None = None
    reason: str = ""


class Question(NamedTuple):
    """One thing that needs a person."""

    decision: Decision
    choices: tuple[Choice, ...]
    left: int
    """How many others are open."""
    flaw: Flaw


class StopAsking(Exception):
    """Raised by whoever asks, when the rest is to stay open."""


Ask = Callable[[Question], Answer | None]
"""Returns the answer, None to leave the question open."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What became of the decisions that are remembered; lines of the file, 1-based."""

    used: int = 0
    stale: tuple[int, ...] = ()
    """What they are about is still there, and needs no decision any more, or another one."""
    unknown: tuple[int, ...] = ()
    """They fit nothing in this run."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A plan with the decisions in it."""

    plan: Plan
    recalled: Recalled = field(default_factory=Recalled)

    def judge(self, judge: Judge, edits: Edits) -> Judge:
        """Return a judge that lets pass what a person let leave, and whatever the other does."""
        kept = _Kept(self.plan, edits)
        return lambda findings: [each for each in judge(findings) if not kept.has(each)]


def choices_for(finding: Finding) -> tuple[Choice, ...]:
    """Return what can be done about a finding."""
    unit = finding.unit
    found: list[Choice] = []
    about_the_file = finding.rule.id.startswith("file/") or finding.rule.id == "input/binary"
    if finding.rule.id == AMBIGUOUS_TERM.id or about_the_file:
        found.append(Choice.KEEP)
    if unit.channel not in UNCHANGEABLE and not finding.via and not about_the_file:
        found.append(Choice.REPLACE)
    if unit.channel in WITH_LINES:
        found.append(Choice.DROP_LINE)
    if unit.path is not None and unit.channel in FILE_CHANNELS:
        found.append(Choice.DROP_FILE)
    return (*found, Choice.ALLOW)


def settle(
    plan: Plan, private: PrivateDir, key: bytes, today: datetime.date, ask: Ask | None = None,
    flaw: Flaw = no_flaw,
) -> Settled:  # fmt: skip
    """Return the plan with all that is decided; each answer is remembered at once.

    Args:
        plan: what the rules say.
        private: where decisions are kept.
        key: the private folder's.
        today: the day to write beside an answer.
        ask: asks a person, None to ask nobody.
        flaw: tells what is wrong with a replacement.

    Raises:
        PrivateDirError: the file of decisions is damaged or was made with another key.
        OutputError: an answer can't be written.
    """
    book = load_decisions(private.decisions, key)
    if not book.entries and ask is None:
        return Settled(plan)
    run = _Run(plan, book, flaw)
    run.recall()
    if ask is not None:
        for entry in run.answers(ask, today):
            run.book = run.book.with_one(entry)
            private.write(private.decisions.name, run.book.as_bytes())
            run.book = run.book.numbered()
            run.recall()
    return Settled(run.plan, run.recalled())


@dataclass(slots=True)
class _Run:
    plan: Plan
    book: DecisionBook
    flaw: Flaw
    _ids: list[tuple[str, str]] = field(init=False)
    """Of each decision of the plan: its finding's ids, here and everywhere."""
    _used: set[str] = field(default_factory=set)
    _skipped: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        findings = [decision.finding for decision in self.plan.decisions]
        self._ids = [
            (self.book.id_of(each, Scope.HERE), self.book.id_of(each, Scope.EVERYWHERE))
            for each in findings
        ]

    def recall(self) -> None:
        """Apply what is remembered to whatever blocks."""
        known = self.book.by_id()
        decisions = list(self.plan.decisions)
        dropped = set(self.plan.dropped)
        for number, decision in enumerate(decisions):
            if decision.action is not Action.BLOCK:
                continue
            entry = next((known[each] for each in self._ids[number] if each in known), None)
            if entry is None or entry.choice not in choices_for(decision.finding):
                continue
            self._used.add(entry.id)
            decisions[number] = _decided(decision, entry)
            if entry.choice is Choice.DROP_FILE and decision.finding.unit.path is not None:
                dropped.add(decision.finding.unit.path)
        self.plan = replace(self.plan, decisions=tuple(decisions), dropped=frozenset(dropped))

    def answers(self, ask: Ask, today: datetime.date) -> Iterator[Remembered]:
        """Ask for one thing after the other; between two answers the plan has changed."""
        while open_ := self._open():
            number = open_[0]
            decision = self.plan.decisions[number]
            question = Question(decision, choices_for(decision.finding), len(open_) - 1, self.flaw)
            try:
                answer = ask(question)
            except StopAsking:
                return
            if answer is None:
                self._skipped.add(number)
                continue
            here, everywhere = self._ids[number]
            yield Remembered(
                id=everywhere if answer.scope is Scope.EVERYWHERE else here,
                rule=decision.finding.rule.id, choice=answer.choice, scope=answer.scope,
                replacement=answer.replacement, reason=answer.reason, day=today.isoformat(),
            )  # fmt: skip

    def _open(self) -> list[int]:
        plan = self.plan
        return [
            number
            for number, decision in enumerate(plan.decisions)
            if decision.action is Action.BLOCK
            and number not in self._skipped
            and not plan.leaves_nothing(decision.finding)
        ]

    def recalled(self) -> Recalled:
        there = {each for pair in self._ids for each in pair}
        idle = [entry for entry in self.book.entries if entry.id not in self._used]
        return Recalled(
            len(self._used),
            tuple(entry.line for entry in idle if entry.id in there),
            tuple(entry.line for entry in idle if entry.id not in there),
        )


def _decided(decision: Decision, entry: Remembered) -> Decision:
    action = _ACTIONS[entry.choice]
    finding = decision.finding
    if action is Action.ALLOW:
        finding = replace(finding, state=State.ALLOWED)
    return replace(
        decision, finding=finding, action=action, cause=Cause(SOURCE, entry.line),
        replacement=entry.replacement, reason=entry.reason,
    )  # fmt: skip


class _Near(NamedTuple):
    """A kept text with what stands around it in the public line."""

    before: str
    after: str


class _Kept:
    """What a person let leave, as it is found again in what leaves.

    There it stands in a patch, a heading or a title, so it is known by its rule, its text and
    what stands beside it, not by its place.
    """

    def __init__(self, plan: Plan, edits: Edits) -> None:
        self._near: dict[tuple[str, str], list[_Near]] = {}
        self._files: set[tuple[str, str | None]] = set()
        texts: dict[UnitKey, str] = {}
        for decision in plan.decisions:
            if decision.action is not Action.ALLOW or decision.cause.where != SOURCE:
                continue
            finding = decision.finding
            unit, own = finding.unit, edits.by_unit.get(unit_key(finding.unit), ())
            if unit.channel is Channel.BINARY:
                self._files.add((finding.rule.id, unit.blob))
                continue
            key = unit_key(unit)
            text = texts.get(key)
            if text is None:
                text = texts[key] = apply(unit.text, own)
            near = _near(text, moved(finding.span.start, own), moved(finding.span.end, own))
            self._near.setdefault(_what(finding), []).append(near)

    def has(self, finding: Finding) -> bool:
        """Tell whether a finding in the result is one that was kept."""
        if finding.unit.channel is Channel.BINARY:
            return (finding.rule.id, finding.unit.blob) in self._files
        found = _near(finding.unit.text, *finding.span)
        if _PATCH_NAME.fullmatch(finding.unit.text):
            return self._is_named(finding, found)
        # A file leaves line by line as it is; a subject gets something before it, or is folded.
        same = _equal if finding.unit.channel in FILE_CHANNELS else _alike
        return any(same(near, found) for near in self._near.get(_what(finding), ()))

    def _is_named(self, finding: Finding, found: _Near) -> bool:
        """Tell whether git has made a part of a patch's name of a text that was kept."""
        what, text = _what(finding)
        named = _Near(_slug(found.before), _slug(found.after.removesuffix(".patch")))
        return any(
            kept_what == what and _slug(kept_text) == _slug(text)
            and _alike(_Near(_slug(near.before), _slug(near.after)), named)
            for (kept_what, kept_text), nears in self._near.items() for near in nears
        )  # fmt: skip


def _slug(text: str) -> str:
    """Return what git makes of a part of a subject in the name of a patch."""
    return _NOT_IN_NAMES.sub("-", text)


def _what(finding: Finding) -> tuple[str, str]:
    """Return rule and text; a private name is one, whether its reading is clear or not."""
    return finding.term or finding.rule.id, finding.evidence.reveal()


def _near(text: str, start: int, end: int) -> _Near:
    before = text[max(0, start - NEARBY) : start].rpartition("\n")[2]
    after = text[end : end + NEARBY].partition("\n")[0]
    return _Near(before, after)


def _equal(one: _Near, other: _Near) -> bool:
    """Tell whether two surroundings are the same, but for blanks, which a formatter moves."""
    return one.before.split() == other.before.split() and one.after.split() == other.after.split()


def _alike(one: _Near, other: _Near) -> bool:
    """Tell whether two surroundings are the same as far as both go."""
    before = min(len(one.before), len(other.before))
    after = min(len(one.after), len(other.after))
    return (
        one.before[len(one.before) - before :] == other.before[len(other.before) - before :]
        and one.after[:after] == other.after[:after]
    )

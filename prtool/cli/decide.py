"""``prtool prepare --interactive``: asks at the terminal for what needs a person."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO

from prtool.cli.terminal import read_line
from prtool.errors import UsageError
from prtool.model.record import dataclass
from prtool.model.text import LineIndex, printable
from prtool.pipeline.blocked import place_of
from prtool.pipeline.decisions import Answer, Question, StopAsking
from prtool.review.decisions import Choice, Scope

AROUND = 60
"""Code points of a line shown on each side of what is asked about."""

_KEYS = {
    "k": Choice.KEEP, "r": Choice.REPLACE, "w": Choice.REPLACE, "l": Choice.DROP_LINE,
    "f": Choice.DROP_FILE, "a": Choice.ALLOW,
}  # fmt: skip
_WORDS = {
    "k": "keep: it is nothing private",
    "r": "replace by a pseudonym",
    "w": "replace with a text of yours",
    "l": "drop the line",
    "f": "drop the file, or the changes to it",
    "a": "allow it to leave, with a reason",
    "s": "skip: leave it open",
    "q": "quit asking",
}


@dataclass(slots=True)
class TerminalAsk:
    """Shows a question on standard error and reads the answer from standard input."""

    pause: Callable[[], None]
    """Is called before anything is shown."""
    answers: TextIO
    screen: TextIO
    _asked: int = 0

    def __call__(self, question: Question) -> Answer | None:
        """Ask until there is an answer.

        Raises:
            StopAsking: the person wants to leave the rest open, or the input has ended.
        """
        self.pause()
        self._asked += 1
        self._show(question)
        keys = [key for key, choice in _KEYS.items() if choice in question.choices]
        for key in (*keys, "s", "q"):
            self._say(f"  {key}  {_WORDS[key]}")
        self._say("  a capital letter: the same text everywhere")
        while True:
            given = self._read("> ")
            key = given.lower()
            if key == "q":
                raise StopAsking
            if key == "s":
                return None
            if key in keys:
                scope = Scope.EVERYWHERE if given.isupper() else Scope.HERE
                answer = self._complete(question, key, scope)
                if answer is not None:
                    return answer
            else:
                self._say(f"one of {' '.join((*keys, 's', 'q'))}, please")

    def _complete(self, question: Question, key: str, scope: Scope) -> Answer | None:
        """Ask for what a choice needs besides; None when nothing was given."""
        choice = _KEYS[key]
        if key == "w":
            text = self._read("replace with: ")
            if text != printable(text) or not text:
                self._say("a line of visible text, please")
                return None
            if flaw := question.flaw(text):
                self._say(f"that would be found again itself: {flaw}")
                return None
            return Answer(choice, scope, text)
        if choice is Choice.ALLOW:
            reason = self._read("reason: ")
            if not reason:
                self._say("a reason is needed; it stays on this machine")
                return None
            return Answer(choice, scope, None, printable(reason))
        return Answer(choice, scope)

    def _show(self, question: Question) -> None:
        decision = question.decision
        finding = decision.finding
        left = f", {question.left} more" if question.left else ""
        self._say()
        self._say(f"{self._asked}{left}: {finding.rule.id} at {place_of(finding)}")
        self._say(f"  {decision.reason or finding.note or finding.rule.why}")
        if finding.span.start == finding.span.end or finding.unit.channel.value == "binary":
            return
        text = finding.unit.text
        line = LineIndex(text).place(finding.span.start)[0]
        here = LineIndex(text).line_span(line)
        start, end = finding.span.start, min(finding.span.end, here.end)
        before = printable(text[max(here.start, start - AROUND) : start].replace("\t", "  "))
        found = printable(text[start:end][: 2 * AROUND])
        after = printable(text[end : min(here.end, end + AROUND)])
        self._say(f"    {before}{found}{after}")
        self._say(f"    {' ' * len(before)}{'^' * max(1, len(found))}")

    def _read(self, prompt: str) -> str:
        self.screen.write(prompt)
        self.screen.flush()
        line = read_line(self.answers)
        if not line:
            self._say()
            raise StopAsking
        return line.strip()

    def _say(self, text: str = "") -> None:
        self.screen.write(printable(text) + "\n")


def terminal_ask(pause: Callable[[], None]) -> TerminalAsk:
    """Return what asks at this terminal.

    Raises:
        UsageError: there is none.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            "--interactive needs a terminal to ask at",
            hint="without it, a run lists what needs a decision and ends with status 1",
        )
    return TerminalAsk(pause, sys.stdin, sys.stderr)

"""Finds changes that would weaken the gate itself: its rules, and a lexicon that git tracks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from prtool.model.finding import Example, Kind, Match, Rule, Severity
from prtool.model.record import replace
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import Trigger, Triggers, literal

CONFIG = "redaction_rules.yaml"
"""The rules file at the repository's root."""

CONFIG_CHANGED = Rule(
    id="input/gate-config-changed",
    title="The rules of this gate are changed",
    severity=Severity.MEDIUM,
    why="A change could let itself through; a person has to look at the new rules.",
    examples=(
        Example(text=CONFIG, span=(0, len(CONFIG)), channel=Channel.PATH, path=CONFIG),
        Example(text=f"docs/{CONFIG}", span=None, channel=Channel.PATH, path=f"docs/{CONFIG}"),
    ),
)
TRACKED_LEXICON = Rule(
    id="private/tracked-lexicon",
    title="A file of the private folder is tracked by git",
    severity=Severity.HIGH,
    why="It names everything that is private, and whoever clones the repository has it.",
    examples=(
        Example(text=".prtool/key", span=(0, 11), channel=Channel.PATH, path=".prtool/key"),
        Example(text="prtool/key", span=None, channel=Channel.PATH, path="prtool/key"),
    ),
)

_PRIVATE_FOLDER = re.compile(r"(?:\A|/)\.prtool/")


class GateDetector:
    """The detector of the gate's own files; it looks at path units alone, public ones too."""

    whole_text = True

    def __init__(self, private: Collection[str] = (), *, config: str = CONFIG) -> None:
        """Take what differs from case to case.

        Args:
            private: further paths that hold private terms, such as a lexicon of another name.
            config: the file whose change is reported; none where nothing is a change.
        """
        self._private = frozenset(private)
        self._config = config
        names = (CONFIG, ".prtool/", *self._private, *([config] if config else []))
        self.triggers = Triggers(paths=[Trigger(literal(name), any_case=False) for name in names])
        changed = CONFIG_CHANGED if config == CONFIG else replace(CONFIG_CHANGED, examples=())
        self.rules: tuple[Rule, ...] = (changed, TRACKED_LEXICON)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield the whole path of such a file."""
        if unit.channel is not Channel.PATH:
            return
        whole = Span(0, len(text))
        if text == self._config:
            yield Match(rule=CONFIG_CHANGED.id, span=whole, kind=Kind.PATH)
        if text in self._private or _PRIVATE_FOLDER.search(text):
            yield Match(rule=TRACKED_LEXICON.id, span=whole, kind=Kind.PATH)

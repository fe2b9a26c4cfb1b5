"""Finds changes that would weaken a gate: this one's rules, another's, a lexicon in the open."""

from __future__ import annotations

from prtool.model.finding import Example, Kind, Match, Rule, Severity
from prtool.model.patterns import regex
from prtool.model.record import replace
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import Trigger, Triggers, literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

CONFIG = "redaction_rules.yaml"
"""The rules file at the repository's root."""

OTHERS = frozenset({
    ".betterleaks.toml", ".betterleaksignore", ".gitallowed", ".gitguardian.yaml",
    ".gitguardian.yml", ".gitleaks.toml", ".gitleaksignore", ".secrets.baseline",
})  # fmt: skip
"""Files at the root that make other scanners look away. Source: the manuals of betterleaks,
git-secrets, ggshield, gitleaks and detect-secrets."""

CONFIG_CHANGED = Rule(
    id="input/gate-config-changed",
    title="A file that steers this gate is changed",
    severity=Severity.MEDIUM,
    why="A change could let itself through; a person has to look at the new file.",
    examples=(
        Example(text=CONFIG, span=(0, len(CONFIG)), channel=Channel.PATH, path=CONFIG),
        Example(text=f"docs/{CONFIG}", span=None, channel=Channel.PATH, path=f"docs/{CONFIG}"),
    ),
)
OTHERS_CHANGED = Rule(
    id="input/scanner-config-changed",
    title="A file that makes another scanner look away is changed",
    severity=Severity.LOW,
    why="This gate takes no notice of such files, but the project's other gates do.",
    examples=(
        Example(text=".gitleaksignore", span=(0, 15), channel=Channel.PATH, path=".gitleaksignore"),
        Example(text="a/.gitleaksignore", span=None, channel=Channel.PATH),
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

_PRIVATE_FOLDER = regex(r"(?:\A|/)\.prtool/")


class GateDetector:
    """The detector of the gate's own files; it looks at path units alone, public ones too."""

    whole_text = True

    def __init__(
        self, private: Collection[str] = (), *, configs: Collection[str] = (CONFIG,)
    ) -> None:
        """Take what differs from case to case.

        Args:
            private: further paths that hold private terms, such as a lexicon of another name.
            configs: the files of this gate whose change is reported; none where nothing is a
                change.
        """
        self._private = frozenset(private)
        self.is_public = not private
        """Whether the triggers hold nothing private."""
        self._configs = frozenset(configs)
        self._others = OTHERS if configs else frozenset()
        names = {CONFIG, ".prtool/", *self._private, *self._configs, *self._others}
        triggers = (Trigger(literal(name), any_case=False) for name in sorted(names))
        self.triggers = Triggers(paths=triggers)
        rules = (CONFIG_CHANGED, OTHERS_CHANGED)
        changed = rules if CONFIG in configs else (replace(rule, examples=()) for rule in rules)
        self.rules: tuple[Rule, ...] = (*changed, TRACKED_LEXICON)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield the whole path of such a file."""
        if unit.channel is not Channel.PATH:
            return
        whole = Span(0, len(text))
        if text in self._configs:
            yield Match(rule=CONFIG_CHANGED.id, span=whole, kind=Kind.PATH)
        if text in self._others:
            yield Match(rule=OTHERS_CHANGED.id, span=whole, kind=Kind.PATH)
        if text in self._private or _PRIVATE_FOLDER.search(text):
            yield Match(rule=TRACKED_LEXICON.id, span=whole, kind=Kind.PATH)

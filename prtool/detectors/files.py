"""Finds whole files that belong to one machine, by the shapes that the rules file lists."""

from __future__ import annotations

from prtool import start
from prtool.detectors.base import FileShape, Settings
from prtool.errors import RulesError, UsageError
from prtool.model.finding import Example, Kind, Match, Rule, Severity
from prtool.model.globs import compile_globs, matches
from prtool.model.patterns import malformed
from prtool.model.record import NamedTuple, cached_property, replace
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import Trigger, Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence


def _rule(
    name: str, title: str, severity: Severity, why: str, found: tuple[str, str], left: str
) -> Rule:
    path, sample = found
    return Rule(
        id=f"file/{name}",
        title=title,
        severity=severity,
        why=why,
        examples=(
            Example(text=path, span=(0, len(path)), channel=Channel.PATH, path=path, sample=sample),
            Example(text=left, span=None, channel=Channel.PATH, path=left, sample="acme\n"),
        ),
    )


RULES: tuple[Rule, ...] = (
    _rule(
        "local-config",
        "Configuration of one machine",
        Severity.HIGH,
        "It holds addresses, names and keys of a running system.",
        ("deploy/.env.local", "PORT=8080\n"),
        "docs/environment.md",
    ),
    _rule(
        "backup",
        "Backup copy",
        Severity.MEDIUM,
        "It holds an older private state of a file.",
        ("config.yaml.bak", "port: 8080\n"),
        "internal/backup.go",
    ),
    _rule(
        "unit",
        "Service unit of one machine",
        Severity.MEDIUM,
        "It names users, paths and services of a running system.",
        ("deploy/acme.service", "[Unit]\nDescription=Acme\n\n[Service]\nExecStart=/usr/bin/acme\n"),
        "internal/service.go",
    ),
    _rule(
        "log",
        "Log",
        Severity.MEDIUM,
        "It records what happened on a private machine.",
        ("logs/acme.log", "started\n"),
        "internal/log.go",
    ),
    _rule(
        "editor",
        "File of an editor",
        Severity.LOW,
        "It records how one person works.",
        (".main.go.swp", ""),
        "cmd/main.go",
    ),
    _rule(
        "staging",
        "Staging or rollback folder",
        Severity.MEDIUM,
        "It holds a private state on its way to a machine.",
        ("staging" + "-2026-01-02/config.yaml", "port: 8080\n"),
        "docs/staging.md",
    ),
    _rule(
        "key-material",
        "Key material",
        Severity.HIGH,
        "Whoever has it can act as its owner.",
        ("deploy/id_ed25519", "-----BEGIN OPENSSH " + "PRIVATE KEY-----\n"),
        "internal/keys.go",
    ),
    _rule(
        "database",
        "Database",
        Severity.HIGH,
        "It holds private records.",
        ("var/acme.sqlite3", ""),
        "internal/sqlite.go",
    ),
    _rule(
        "archive",
        "Archive",
        Severity.MEDIUM,
        "Nobody sees what is in it.",
        ("acme.tar.gz", ""),
        "internal/tar.go",
    ),
    _rule(
        "private-notes",
        "Private notes",
        Severity.HIGH,
        "They were not written for the public.",
        ("notes.private.md", "# Notes\n"),
        "docs/notes.md",
    ),
)
"""The rules whose meaning is known; a shape of any other name gets a plain rule of its own."""


class _Shape(NamedTuple):
    rule: str
    paths: re.Pattern[str]
    content: re.Pattern[str] | None

    def claims(self, unit: TextUnit) -> bool:
        return matches(self.paths, unit.text) and (
            self.content is None or self.content.search(unit.sample) is not None
        )


class FileDetector:
    """The detector of the family ``file``; it looks at path units alone."""

    whole_text = True
    """A path is judged whole, also where only its last folder is new."""

    def __init__(self, settings: Settings) -> None:
        """Compile the shapes.

        Raises:
            RulesError: if a glob or a content pattern is not well formed.
        """
        self._shapes = tuple(_compile(shape) for shape in settings.shapes)

    @property
    def triggers(self) -> Triggers | None:
        """Return what every path holds that some shape claims."""
        return _triggers(self._shapes)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Return a rule for each name among the shapes."""
        known = {rule.id: rule for rule in RULES}
        ids = dict.fromkeys(shape.rule for shape in self._shapes)
        return tuple(self._with_own_examples(known.get(id_) or _plain(id_)) for id_ in ids)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield the whole path, once for each rule that it falls under."""
        del text
        if unit.channel is Channel.PATH:
            for rule in dict.fromkeys(s.rule for s in self._shapes if s.claims(unit)):
                yield Match(rule=rule, span=Span(0, len(unit.text)), kind=Kind.PATH)

    def _with_own_examples(self, rule: Rule) -> Rule:
        """Leave out examples that the rules file in force decides otherwise."""
        shapes = [shape for shape in self._shapes if shape.rule == rule.id]
        examples = tuple(
            example
            for example in rule.examples
            if any(shape.claims(example.unit()) for shape in shapes) == (example.span is not None)
        )
        return replace(rule, examples=examples)


def _triggers(shapes: Sequence[_Shape]) -> Triggers | None:
    from prtool.sieve.derive import derive_line

    found: list[Trigger] = []
    for shape in shapes:
        derived = derive_line(shape.paths.pattern, shape.paths.flags)
        if derived is None:
            return None
        found.extend(derived)
    return Triggers(paths=found)


def _compile(shape: FileShape) -> _Shape:
    try:
        return _Shape(
            rule=f"file/{shape.name}",
            paths=compile_globs(shape.paths),
            content=None if shape.content is None else start.compiled(shape.content),
        )
    except (UsageError, malformed()) as error:
        raise RulesError(f"file shape {shape.name}: {error}") from error


def _plain(rule: str) -> Rule:
    return Rule(
        id=rule,
        title=f"File of the shape {rule.partition('/')[2]}",
        severity=Severity.MEDIUM,
        why="The rules file says that such files belong to one machine.",
    )

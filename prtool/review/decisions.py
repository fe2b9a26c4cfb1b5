"""``.prtool/decisions.yaml``: what a person has decided, for the next run.

An entry holds no private value: what it is about is told by a keyed digest of the rule, the kind of
place, the path and the text, and by no commit or line number, so that it outlives a rebase. The
replacement is what leaves, and so is public; the reason is the user's own.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from prtool.errors import PrivateDirError
from prtool.lexicon.yamltext import compose, quote
from prtool.model.finding import Finding
from prtool.model.patterns import regex
from prtool.model.record import StrEnum, dataclass, replace
from prtool.model.text import AROUND, Channel, line_around

if TYPE_CHECKING:
    from yaml import Node

ID_DIGITS = 32
"""Hexadecimal digits of an id: 128 bits of HMAC-SHA-256."""
MOST_BYTES = 4 * 1024 * 1024
_ID = regex(rf"[0-9a-f]{{{ID_DIGITS}}}")
_DAY = regex(r"\d{4}-\d{2}-\d{2}")
_RULE = regex(r"[a-z0-9-]+/[a-z0-9-]+")
_HINT = "put it right, or remove the file to be asked again"
_HEADER = "# What 'prtool prepare --interactive' was told. Private: it belongs in .prtool.\n"


class Choice(StrEnum):
    """What may be decided."""

    KEEP = "keep"
    """It is nothing private."""
    REPLACE = "replace"
    DROP_LINE = "drop-line"
    DROP_FILE = "drop-file"
    ALLOW = "allow"
    """It may leave, for a reason that is given."""


class Scope(StrEnum):
    """What a decision is about."""

    HERE = "here"
    """This text on this line of this file, or in messages; wherever the line moves."""
    EVERYWHERE = "everywhere"
    """This text, by this rule, in any place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """One decision."""

    id: str
    rule: str
    choice: Choice
    scope: Scope = Scope.HERE
    replacement: str | None = None
    """A text to put in place; the pseudonym when there is none."""
    reason: str = ""
    day: str = ""
    """When it was taken, as YYYY-MM-DD."""
    line: int = 0
    """1-based line in the file; 0 for one that was not read from it."""


@dataclass(frozen=True, slots=True)
class DecisionBook:
    """All decisions of one private folder, in the order they were taken."""

    key: bytes
    entries: tuple[Remembered, ...] = ()

    def id_of(self, finding: Finding, scope: Scope) -> str:
        """Return what names a finding, for a scope."""
        parts = [scope.value, finding.rule.id, finding.evidence.reveal().casefold()]
        if scope is Scope.HERE:
            parts += _place(finding)
        message = hashlib.sha256(b"prtool decision\0")
        for part in parts:
            raw = part.encode("utf-8", "surrogatepass")
            message.update(len(raw).to_bytes(8, "big") + raw)
        return hmac.digest(self.key, message.digest(), "sha256").hex()[:ID_DIGITS]

    def by_id(self) -> Mapping[str, Remembered]:
        """Return the decisions by id; of two with one id the later counts."""
        return {entry.id: entry for entry in self.entries}

    def with_one(self, entry: Remembered) -> DecisionBook:
        """Return a book with one more decision, in place of the one with the same id."""
        kept = tuple(each for each in self.entries if each.id != entry.id)
        return replace(self, entries=(*kept, entry))

    def numbered(self) -> DecisionBook:
        """Return the book as it is when it is read again: each entry knows its line."""
        return read_decisions(self.as_bytes(), self.key, name="decisions.yaml")

    def as_bytes(self) -> bytes:
        """Return the file's content."""
        rows = [_HEADER, "version: 1\n", f"key-check: {quote(_key_check(self.key))}\n"]
        rows.append("decisions:\n" if self.entries else "decisions: []\n")
        for entry in self.entries:
            fields = (
                ("id", entry.id), ("rule", entry.rule), ("choice", entry.choice.value),
                ("scope", entry.scope.value), ("replacement", entry.replacement),
                ("reason", entry.reason or None), ("day", entry.day or None),
            )  # fmt: skip
            given = [f"{name}: {quote(text)}\n" for name, text in fields if text is not None]
            rows.append("  - " + "    ".join(given))
        return "".join(rows).encode("utf-8")


def load_decisions(path: Path, key: bytes) -> DecisionBook:
    """Return the decisions in a file; none if there is no file.

    Raises:
        PrivateDirError: it can't be read, is damaged, or was made with another key.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return DecisionBook(_derived(key))
    except OSError as error:
        raise PrivateDirError(f"{path}: can't be read: {error.strerror}") from error
    if len(raw) > MOST_BYTES:
        raise PrivateDirError(f"{path}: larger than {MOST_BYTES:,} bytes", hint=_HINT)
    return read_decisions(raw, _derived(key), name=str(path))


def read_decisions(raw: bytes, key: bytes, *, name: str) -> DecisionBook:
    """Return the book that :meth:`DecisionBook.as_bytes` wrote, perhaps edited since.

    Raises:
        PrivateDirError: it is damaged or was made with another key; the message has the line.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PrivateDirError(f"{name}:{line}: not UTF-8", hint=_HINT) from None
    nodes = compose(text, name=name, error=PrivateDirError, hint=_HINT)
    if len(nodes) != 1:
        raise PrivateDirError(f"{name}:1: one YAML document is wanted", hint=_HINT)
    reader = _Reader(name)
    top = reader.mapping(nodes[0], {"version", "key-check", "decisions"}, "the file")
    if reader.text(top.get("version"), "version", nodes[0]) != "1":
        raise reader.wrong(nodes[0], "version: 1 is wanted")
    check = reader.text(top.get("key-check"), "key-check", nodes[0])
    if not hmac.compare_digest(check.encode(), _key_check(key).encode()):
        raise PrivateDirError(
            f"{name}: the decisions were made with another key",
            hint="put the key back that belongs to them, or remove the file to be asked again",
        )
    return DecisionBook(key, tuple(reader.entries(top.get("decisions"), nodes[0])))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads nodes, and says what is wrong in which line; quotes nothing."""

    name: str

    def wrong(self, node: Node, what: str) -> PrivateDirError:
        line = node.start_mark.line + 1 if node.start_mark else 1
        return PrivateDirError(f"{self.name}:{line}: {what}", hint=_HINT)

    def mapping(self, node: Node, known: set[str], what: str) -> dict[str, Node]:
        from yaml import MappingNode

        if not isinstance(node, MappingNode):
            raise self.wrong(node, f"{what} is no mapping")
        found: dict[str, Node] = {}
        for key, value in node.value:
            if not isinstance(key.value, str) or key.value not in known:
                raise self.wrong(key, "this key is not known here")
            if key.value in found:
                raise self.wrong(key, f"'{key.value}' stands here twice")
            found[key.value] = value
        return found

    def text(self, node: Node | None, name: str, above: Node) -> str:
        from yaml import ScalarNode

        if node is None:
            raise self.wrong(above, f"'{name}' is missing")
        if not isinstance(node, ScalarNode):
            raise self.wrong(node, f"'{name}' is no text")
        value: str = node.value
        return value

    def entries(self, node: Node | None, above: Node) -> Iterator[Remembered]:
        from yaml import SequenceNode

        if not isinstance(node, SequenceNode):
            raise self.wrong(node or above, "'decisions' is no list")
        known = {"id", "rule", "choice", "scope", "replacement", "reason", "day"}
        for item in node.value:
            given = self.mapping(item, known, "a decision")
            yield self._entry(item, {name: self.text(given[name], name, item) for name in given})

    def _entry(self, item: Node, given: Mapping[str, str]) -> Remembered:
        for name in ("id", "rule", "choice"):
            if name not in given:
                raise self.wrong(item, f"'{name}' is missing")
        for name, form in (("id", _ID), ("rule", _RULE), ("day", _DAY)):
            if name in given and not form.fullmatch(given[name]):
                raise self.wrong(item, f"'{name}' is not of its form")
        choices, scopes = [each.value for each in Choice], [each.value for each in Scope]
        if given["choice"] not in choices:
            raise self.wrong(item, f"'choice' is one of {', '.join(choices)}")
        if given.get("scope", Scope.HERE.value) not in scopes:
            raise self.wrong(item, f"'scope' is one of {', '.join(scopes)}")
        choice, replacement = Choice(given["choice"]), given.get("replacement")
        if replacement is not None and (choice is not Choice.REPLACE or "\n" in replacement):
            raise self.wrong(item, "'replacement' is one line of text, for 'choice: replace'")
        if choice is Choice.ALLOW and not given.get("reason", "").strip():
            raise self.wrong(item, "'choice: allow' needs a reason")
        line = item.start_mark.line + 1 if item.start_mark else 1
        return Remembered(
            id=given["id"], rule=given["rule"], choice=choice, replacement=replacement,
            scope=Scope(given.get("scope", Scope.HERE.value)), reason=given.get("reason", ""),
            day=given.get("day", ""), line=line,
        )  # fmt: skip


def _place(finding: Finding) -> tuple[str, ...]:
    """Return where a finding is, as far as a rebase leaves it alone."""
    unit = finding.unit
    kind = {
        # A squash moves trailers into the text; a rebase makes another committer.
        Channel.TRAILER: Channel.MESSAGE, Channel.COMMITTER: Channel.AUTHOR,
    }.get(unit.channel, unit.channel)  # fmt: skip
    if unit.channel is Channel.BINARY:
        return kind.value, unit.path or "", unit.text, ""
    line = line_around(unit.text, finding.span)
    start = unit.text.rfind("\n", 0, finding.span.start) + 1
    start = max(start, finding.span.start - AROUND)
    before = unit.text[start : finding.span.start].lstrip()
    return kind.value, unit.path or "", line.strip(), before


def _derived(key: bytes) -> bytes:
    return hmac.digest(key, b"prtool decisions key", "sha256")


def _key_check(key: bytes) -> str:
    return hmac.digest(key, b"prtool decisions of this key", "sha256").hex()[:ID_DIGITS]

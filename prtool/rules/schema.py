"""Turns the tree of one rules file into values; every key of the file format stands here.

Owns the format's keys and their types. Does not know which rules detectors have: see ``load``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from prtool.model.finding import Severity
from prtool.model.parts import Part
from prtool.model.plan import Action, Cause
from prtool.model.record import dataclass
from prtool.model.settings import FileShape, Pattern
from prtool.model.text import Channel
from prtool.rules.fields import (
    Sets,
    closest,
    pick,
    read_day,
    read_flag,
    read_globs,
    read_list,
    read_mapping,
    read_regex,
    read_text,
    read_texts,
    read_word,
    require,
)
from prtool.rules.model import RuleEntry
from prtool.rules.tree import Block, Node, Scalar, fail

VERSION = "1"

FAMILIES = (
    "secret", "private", "path", "host", "identity", "file", "unicode", "metadata", "input",
)  # fmt: skip
"""First parts of rule ids."""

_TOP_KEYS = (
    "version", "rules", "sets", "files", "patterns", "hosts", "trailers", "inline_allows",
    "require_lexicon", "notes",
)  # fmt: skip
_RULE_KEYS = (
    "find", "do", "channels", "paths", "text", "regex", "with", "severity", "until", "reason",
)  # fmt: skip
_FILE_KEYS = ("name", "paths", "content")
_PATTERN_KEYS = ("id", "regex", "severity", "title")

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOST = re.compile(r"\.?[\w-]+(\.[\w-]+)*")
_TRAILER = re.compile(r"[A-Za-z0-9-]+")
"""Source: git's Documentation/git-interpret-trailers.txt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesFile:
    """One rules file; ``None`` where it says nothing."""

    entries: tuple[RuleEntry, ...] = ()
    find: tuple[Scalar, ...] = ()
    """Every glob under ``find``, with its place."""
    sets: Sets
    shapes: tuple[FileShape, ...] = ()
    patterns: tuple[tuple[Pattern, Cause], ...] = ()
    public_hosts: tuple[str, ...] = ()
    keep_trailers: tuple[str, ...] | None = None
    inline_allows: bool | None = None
    require_lexicon: bool | None = None
    headings: tuple[tuple[str, Part], ...] = ()


def read_file(tree: Block, sets: Sets) -> RulesFile:
    """Return what a file says.

    Args:
        tree: the file.
        sets: named lists of globs from earlier files.

    Raises:
        RulesError: Anything is unknown, missing, of the wrong type or without sense.
    """
    found = read_mapping(tree, "the rules file", _TOP_KEYS)
    require(tree, "the rules file", found, "version")
    version = read_text(found["version"], "version")
    if version != VERSION:
        fail(found["version"].cause, f"version {version!r} is unknown; this is version {VERSION}")
    sets = {**sets, **dict(_sets(found))}
    rules = [_entry(item, sets) for item in _list(found, "rules")]
    return RulesFile(
        entries=tuple(entry for entry, _ in rules),
        find=tuple(glob for _, globs in rules for glob in globs),
        sets=sets,
        shapes=tuple(_shape(item, sets) for item in _list(found, "files")),
        patterns=tuple(_patterns(_list(found, "patterns"))),
        public_hosts=tuple(_section(found, "hosts", "public", _HOST)),
        keep_trailers=tuple(_section(found, "trailers", "keep", _TRAILER))
        if "trailers" in found
        else None,
        inline_allows=_flag(found, "inline_allows"),
        require_lexicon=_flag(found, "require_lexicon"),
        headings=tuple(_headings(found)),
    )


def _list(found: dict[str, Node], key: str) -> tuple[Node, ...]:
    return read_list(found[key], key) if key in found else ()


def _flag(found: dict[str, Node], key: str) -> bool | None:
    return read_flag(found[key], key) if key in found else None


def _sets(found: dict[str, Node]) -> Iterator[tuple[str, tuple[str, ...]]]:
    if "sets" not in found:
        return
    node = found["sets"]
    if not isinstance(node, Block):
        fail(node.cause, "sets has to be a mapping ('name: list of globs' lines)")
    for key, value in node.items:
        _check_name(key, key.text)
        globs = read_globs(value, f"sets: {key.text}", {})
        if any(glob.startswith("!") for glob in globs):
            fail(value.cause, f"sets: {key.text}: '!' stands before the set where it is used")
        yield key.text, globs


def _check_name(node: Node, name: str) -> None:
    if not _NAME.fullmatch(name):
        fail(node.cause, f"name {name!r}: write small letters, digits and single dashes")


def _entry(node: Node, sets: Sets) -> tuple[RuleEntry, tuple[Scalar, ...]]:
    found = read_mapping(node, "rule", _RULE_KEYS)
    require(node, "rule", found, "find", "do")
    action = read_word(found["do"], "do", Action)
    if "with" in found and action is not Action.REPLACE:
        fail(found["with"].cause, "'with' makes sense only beside 'do: replace'")
    if "text" in found and "regex" in found:
        fail(found["regex"].cause, "'text' and 'regex' exclude each other")
    entry = RuleEntry(
        find=read_globs(found["find"], "find", {}),
        action=action,
        channels=_channels(found["channels"]) if "channels" in found else None,
        paths=read_globs(found["paths"], "paths", sets) if "paths" in found else None,
        text=read_text(found["text"], "text") if "text" in found else None,
        regex=read_regex(found["regex"], "regex") if "regex" in found else None,
        replacement=read_text(found["with"], "with", empty=True) if "with" in found else None,
        severity=read_word(found["severity"], "severity", Severity)
        if "severity" in found
        else None,
        until=read_day(found["until"], "until") if "until" in found else None,
        reason=read_text(found["reason"], "reason") if "reason" in found else "",
        cause=node.cause,
    )
    return entry, read_texts(found["find"], "find")


def _channels(node: Node) -> frozenset[Channel]:
    items = read_texts(node, "channels")
    return frozenset(pick(item, "channels", item.text, Channel) for item in items)


def _shape(node: Node, sets: Sets) -> FileShape:
    found = read_mapping(node, "file shape", _FILE_KEYS)
    require(node, "file shape", found, "name", "paths")
    name = read_text(found["name"], "name")
    _check_name(found["name"], name)
    content = read_regex(found["content"], "content") if "content" in found else None
    return FileShape(
        name=name,
        paths=read_globs(found["paths"], "paths", sets),
        content=content.pattern if content else None,
    )


def _patterns(items: tuple[Node, ...]) -> Iterator[tuple[Pattern, Cause]]:
    lines: dict[str, int] = {}
    for node in items:
        found = read_mapping(node, "pattern", _PATTERN_KEYS)
        require(node, "pattern", found, *_PATTERN_KEYS)
        identifier = _rule_id(found["id"])
        if identifier in lines:
            fail(node.cause, f"the id {identifier!r} stands already in line {lines[identifier]}")
        lines[identifier] = node.cause.line
        regex = read_regex(found["regex"], "regex")
        if regex.search(""):
            fail(found["regex"].cause, "regex: matches where there is no text")
        pattern = Pattern(
            id=identifier,
            regex=regex.pattern,
            severity=read_word(found["severity"], "severity", Severity),
            title=read_text(found["title"], "title"),
        )
        yield pattern, node.cause


def _rule_id(node: Node) -> str:
    text = read_text(node, "id")
    family, _, name = text.partition("/")
    if family not in FAMILIES:
        known = closest(family, FAMILIES) or f"; known are {', '.join(FAMILIES)}"
        fail(node.cause, f"id {text!r}: unknown family {family!r}{known}")
    if not _NAME.fullmatch(name):
        fail(node.cause, f"id {text!r}: write family/name in small letters, digits and dashes")
    return text


def _section(
    found: dict[str, Node], section: str, key: str, form: re.Pattern[str]
) -> Iterator[str]:
    """Yield the words of a mapping that has one key with a list of words."""
    if section not in found:
        return
    inner = read_mapping(found[section], section, (key,))
    require(found[section], section, inner, key)
    for item in read_list(inner[key], f"{section}: {key}"):
        text = read_text(item, f"{section}: {key}")
        if not form.fullmatch(text):
            fail(item.cause, f"{section}: {key}: {text!r} is not a plain name")
        yield text.lower()


def _headings(found: dict[str, Node]) -> Iterator[tuple[str, Part]]:
    """Yield the headings of private notes, each with the part of a text that it means."""
    if "notes" not in found:
        return
    inner = read_mapping(found["notes"], "notes", ("headings",))
    require(found["notes"], "notes", inner, "headings")
    parts = read_mapping(inner["headings"], "notes: headings", tuple(part.value for part in Part))
    lines: dict[str, int] = {}
    for name, node in parts.items():
        for item in read_texts(node, f"notes: headings: {name}"):
            word = item.text.strip().lower()
            if word in lines:
                fail(item.cause, f"the heading {word!r} stands already in line {lines[word]}")
            lines[word] = item.cause.line
            yield word, Part(name)

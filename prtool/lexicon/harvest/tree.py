"""Nested configuration as facts: the walk that YAML, JSON and TOML share."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from prtool.lexicon.harvest.facts import ITEM, Fact
from prtool.lexicon.harvest.roles import kebab
from prtool.model.record import dataclass

_ENDPOINTS = frozenset({"base-url", "api-base", "api-base-url", "api-url"})
_COMMANDS = frozenset({"command", "entrypoint", "args", "cmd", "exec"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value, as text, and its 1-based line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping, or a list whose keys are all ``ITEM``."""

    items: tuple[tuple[str, Node], ...] = ()


Node = Leaf | Branch


def walk(node: Node, path: tuple[str, ...] = ()) -> Iterator[Fact]:
    """Yield one fact for each value that isn't empty, in the order of the file."""
    if isinstance(node, Leaf):
        if node.text.strip():
            yield Fact(path, node.text, node.line)
        return
    if path and path[-1].lower() in _COMMANDS and (words := _words(node)):
        # One list is one command: an option and its argument stand in different items.
        yield Fact(path, shlex.join(word.text for word in words), words[0].line)
        return
    if variable := _variable(node):
        name, value = variable
        yield from walk(value, (*path, name.text))
        return
    # What has a name and a place to send requests to is a provider, whatever the list is called.
    is_provider = not _ENDPOINTS.isdisjoint(kebab(key) for key, _ in node.items)
    for key, child in node.items:
        named = is_provider and isinstance(child, Leaf) and key.lower() == "name"
        yield from walk(child, (*path, "provider" if named else key))


def as_compose(node: Node) -> Node:
    """Return a docker-compose file with its own name under the key that says so."""
    if not isinstance(node, Branch) or "services" not in dict(node.items):
        return node
    return Branch(tuple(("project" if key == "name" else key, child) for key, child in node.items))


def _words(node: Branch) -> list[Leaf]:
    words = [child for key, child in node.items if key == ITEM and isinstance(child, Leaf)]
    return words if len(words) == len(node.items) else []


def _variable(node: Branch) -> tuple[Leaf, Leaf] | None:
    """Return name and value of ``{name: X, value: Y}``, as Kubernetes writes its environment."""
    fields = dict(node.items)
    name, value = fields.get("name"), fields.get("value")
    if len(node.items) == 2 and isinstance(name, Leaf) and isinstance(value, Leaf):
        return name, value
    return None

"""Facts from YAML: one or several documents, docker-compose files among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prtool.errors import InputError
from prtool.lexicon.harvest.facts import ITEM, Fact
from prtool.lexicon.harvest.tree import Branch, Leaf, Node, as_compose, walk
from prtool.lexicon.yamltext import NULL, compose
from prtool.model.text import LineIndex

if TYPE_CHECKING:
    import yaml

_HINT = "mend the file, or give it the ending .txt to have it read as plain text"


def facts(text: str, name: str) -> Iterator[Fact]:
    """Yield the facts of all documents; what an anchor names is seen once, where it stands.

    Raises:
        InputError: not YAML; the message begins with ``name:line``.
    """
    documents = compose(text, name=name, error=InputError, hint=_HINT, aliases=True)
    builder = _Builder(LineIndex(text))
    for document in documents:
        yield from walk(as_compose(builder.node(document)))


class _Builder:
    def __init__(self, index: LineIndex) -> None:
        self._index = index
        self._seen: set[int] = set()

    def node(self, node: yaml.Node) -> Node:
        """Return a node without its anchors, so that nothing is ever expanded twice."""
        from yaml import MappingNode, SequenceNode

        if id(node) in self._seen:
            return Branch()
        self._seen.add(id(node))
        if isinstance(node, SequenceNode):
            return Branch(tuple((ITEM, self.node(item)) for item in node.value))
        if isinstance(node, MappingNode):
            return Branch(tuple((_key(key), self.node(value)) for key, value in node.value))
        if node.tag == NULL or not node.tag.startswith("tag:yaml.org"):
            # "!secret name" and its like refer to a value that stands elsewhere.
            return Branch()
        return Leaf(node.value, self._index.place(node.start_mark.index)[0])


def _key(node: yaml.Node) -> str:
    return node.value if isinstance(node.value, str) else ""

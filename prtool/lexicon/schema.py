"""What a lexicon file may say: its keys, which values can be a term, when two terms are the same.

Reads nodes, never files. Messages name file and line and never a value.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from prtool.errors import LexiconError
from prtool.lexicon.fold import SEPARATOR, fold
from prtool.lexicon.model import Ambiguous, Lexicon, MatchMode, Term
from prtool.lexicon.yamltext import NULL, STRING
from prtool.model.finding import Kind
from prtool.model.patterns import regex
from prtool.model.text import LineIndex

if TYPE_CHECKING:
    from yaml import Node

HINT = "a term has a 'value' and, if wanted, kind, match, pseudonym, ambiguous and note"
MAX_LENGTH = 1_000
"""Longest term, in code points."""
KINDS = tuple(kind for kind in Kind if kind is not Kind.ADDRESS)
_TERM_KEYS = ("value", "kind", "match", "pseudonym", "ambiguous", "note")
_INT = "tag:yaml.org,2002:int"
# Between two digits a separator tells values apart: 192.0.2.14 is not 192.0.21.4.
_JOINT = regex(rf"(?<!\d){SEPARATOR}|{SEPARATOR}(?!\d)")
_LINE_BREAKS = "\u2028\u2029"
_E = TypeVar("_E", bound=StrEnum)


def flaw(value: str, match: MatchMode = MatchMode.COMPOUND) -> str | None:
    """Tell why ``value`` can't be a term, or None if it can; the words fit behind "the value"."""
    bare = value.strip()
    if not bare:
        return "is empty"
    if len(value) > MAX_LENGTH:
        return f"is longer than {MAX_LENGTH:,} characters"
    if _has_control(value):
        return "holds a control character or a line break"
    if match is not MatchMode.REGEX:
        bare = fold(bare).strip() or bare
    if len(bare) == 1:
        return "is one character long"
    if match is MatchMode.REGEX:
        return _regex_flaw(value)
    if bare.isnumeric():
        return "is purely numeric"
    if not any(char.isalnum() for char in bare):
        return "has neither a letter nor a digit"
    return None


def term_flaw(term: Term) -> str | None:
    """Tell why a term can't be kept in a lexicon file, or None if it can."""
    if wrong := flaw(term.value, term.match):
        return f"the value {wrong}"
    if term.kind not in KINDS:
        return "the kind is not one for lexicons"
    if term.pseudonym is not None and (wrong := pseudonym_flaw(term.pseudonym, term.value)):
        return f"the pseudonym {wrong}"
    return "the note holds a control character" if _has_control(term.note) else None


def pseudonym_flaw(pseudonym: str, value: str) -> str | None:
    """Tell why a term can't have this pseudonym, or None if it can."""
    as_terms = [Term(value=text, kind=Kind.OTHER) for text in (pseudonym, value)]
    if identities(as_terms[0]) & identities(as_terms[1]):
        return "is the value itself"
    return flaw(pseudonym)


def identities(term: Term) -> frozenset[str]:
    """Return what must differ between two terms of one lexicon: any string in common is too much.

    Case is folded, for compound terms separators too.
    """
    if term.match is MatchMode.REGEX:
        return frozenset({"regex " + term.value})
    text = "text " + unicodedata.normalize("NFKC", term.value).casefold().strip()
    if term.match is not MatchMode.COMPOUND:
        return frozenset({text})
    words = SEPARATOR.join(fold(term.value).split())
    return frozenset({text, "compound " + _JOINT.sub("", words)})


class Reader:
    """Turns the nodes of one file into a lexicon; every error begins with file:line."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._index = LineIndex(text)

    def lexicon(self, documents: tuple[Node, ...]) -> Lexicon:
        """Return the lexicon that the file's only document says."""
        if not documents:
            raise LexiconError(f"{self._name}:1: the file is empty", hint=HINT)
        if len(documents) > 1:
            raise self.error(documents[1], "a second YAML document")
        root = self._mapping(documents[0], ("version", "terms"))
        if "version" not in root:
            raise self.error(documents[0], "'version: 1' is missing")
        if (root["version"].tag, root["version"].value) != (_INT, "1"):
            raise self.error(root["version"], "the version is not 1, the only one there is")
        if "terms" not in root:
            raise self.error(documents[0], "'terms' is missing")
        terms = tuple(self._term(item) for item in self.items(root["terms"]))
        self._refuse_duplicates(terms)
        return Lexicon(terms=terms, path=self._name)

    def items(self, terms: Node) -> list[Node]:
        """Return the nodes of the list under ``terms``, which may also be left empty."""
        from yaml import SequenceNode

        if isinstance(terms, SequenceNode):
            return list(terms.value)
        if terms.tag != NULL:
            raise self.error(terms, "'terms' is not a list")
        return []

    def line(self, node: Node) -> int:
        """Return the 1-based line on which a node begins."""
        return self._index.place(node.start_mark.index)[0]

    def error(self, node: Node, what: str, *, hint: str = HINT) -> LexiconError:
        """Return an error about a node, to be raised."""
        return LexiconError(f"{self._name}:{self.line(node)}: {what}", hint=hint)

    def _mapping(self, node: Node, known: tuple[str, ...]) -> dict[str, Node]:
        from yaml import MappingNode

        if not isinstance(node, MappingNode):
            raise self.error(node, f"not a mapping with {', '.join(known)}")
        found: dict[str, Node] = {}
        for key, value in node.value:
            if key.tag != STRING or key.value not in known:
                raise self.error(key, f"an unknown key; the known ones are {', '.join(known)}")
            if key.value in found:
                raise self.error(key, f"'{key.value}' stands there twice")
            found[key.value] = value
        return found

    def _term(self, node: Node) -> Term:
        fields = self._mapping(node, _TERM_KEYS)
        if "value" not in fields:
            raise self.error(node, "'value' is missing")
        match = self._choice(fields, "match", tuple(MatchMode), MatchMode.COMPOUND)
        value = self._text(fields["value"], "value")
        if wrong := flaw(value, match):
            raise self.error(fields["value"], f"the value {wrong}")
        pseudonym = None
        if "pseudonym" in fields:
            pseudonym = self._text(fields["pseudonym"], "pseudonym")
            if wrong := pseudonym_flaw(pseudonym, value):
                raise self.error(fields["pseudonym"], f"the pseudonym {wrong}")
        return Term(
            value=value,
            kind=self._choice(fields, "kind", KINDS, Kind.OTHER),
            match=match,
            pseudonym=pseudonym,
            ambiguous=self._choice(fields, "ambiguous", tuple(Ambiguous), Ambiguous.ASK),
            note=self._note(fields.get("note")),
            line=self.line(node),
        )

    def _note(self, node: Node | None) -> str:
        return "" if node is None or node.tag == NULL else self._text(node, "note")

    def _text(self, node: Node, key: str) -> str:
        if key == "value" and node.tag == NULL:
            raise self.error(node, "the value is empty")
        if node.tag != STRING:
            raise self.error(node, f"YAML does not read the {key} as text", hint="put it in quotes")
        text: str = node.value
        return text

    def _choice(self, fields: dict[str, Node], key: str, known: tuple[_E, ...], default: _E) -> _E:
        if key not in fields:
            return default
        for choice in known:
            if choice.value == fields[key].value:
                return choice
        raise self.error(fields[key], f"an unknown {key}; the known ones are {', '.join(known)}")

    def _refuse_duplicates(self, terms: tuple[Term, ...]) -> None:
        first: dict[str, int] = {}
        for term in terms:
            for identity in identities(term):
                if identity in first:
                    raise LexiconError(
                        f"{self._name}:{term.line}: the same term as on line {first[identity]}, "
                        "but for case and separators",
                        hint="remove one of the two",
                    )
            first.update(dict.fromkeys(identities(term), term.line))


def _has_control(value: str) -> bool:
    return any(unicodedata.category(char) in {"Cc", "Cs"} or char in _LINE_BREAKS for char in value)


def _regex_flaw(pattern: str) -> str | None:
    with warnings.catch_warnings():
        # Python warns of set operations that it may have one day.
        warnings.simplefilter("ignore")
        try:
            compiled = re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            return "is not a regular expression"
    return "is a regular expression that matches empty text too" if compiled.match("") else None

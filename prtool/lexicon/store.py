"""Reads the lexicon file and edits it as text, so that comments and hand edits stay.

Owns no rule of what a term may be; that is ``schema``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prtool.errors import LexiconError
from prtool.lexicon.model import Ambiguous, Lexicon, MatchMode, Term
from prtool.lexicon.privatedir import write_private
from prtool.lexicon.rawfile import read
from prtool.lexicon.schema import HINT, Reader, identities, term_flaw
from prtool.lexicon.yamltext import compose, quote
from prtool.model.finding import Kind
from prtool.model.patterns import regex
from prtool.model.record import dataclass, replace

if TYPE_CHECKING:
    from yaml import Node

_HEADER = "# Private terms. Keep this file out of every repository.\nversion: 1\nterms:\n"


@dataclass(frozen=True, slots=True)
class Added:
    """What :func:`add` did."""

    added: tuple[Term, ...]
    already: tuple[Term, ...]
    """Left out: the lexicon, or an earlier one of the new terms, has the same."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What :func:`remove` did."""

    removed: tuple[Term, ...]
    missing: tuple[str, ...]
    """Values that no term has."""


def load(path: Path) -> Lexicon:
    """Return the lexicon of a file; a term's line is 1-based.

    Raises:
        LexiconError: missing, unreadable, over 10 MiB or wrong in any way.
    """
    return parse(path, read(path))


def parse(path: Path, raw: bytes) -> Lexicon:
    """Return the lexicon that the bytes of a file hold; see :func:`load`."""
    return _parse(path, _text(path, raw))[0]


def add(path: Path, terms: Iterable[Term]) -> Added:
    """Append the terms that are new at the end of the file's list; makes the file if need be.

    Raises:
        LexiconError: the file is wrong, its list is in flow style, or a new term can't be one.
        OutputError: it can't be written.
    """
    old = _text(path, read(path)) if path.exists() else _HEADER
    lexicon, list_node = _parse(path, old)
    seen = {identity for term in lexicon.terms for identity in identities(term)}
    added: list[Term] = []
    already: list[Term] = []
    for number, term in enumerate(terms, 1):
        if wrong := term_flaw(term):
            raise LexiconError(f"{path}: new term {number}: {wrong}", hint=HINT)
        same = identities(term)
        (already if same & seen else added).append(term)
        seen |= same
    if added:
        new = _insert(path, old, list_node, added)
        _save(path, new, [*lexicon.terms, *added])
    return Added(tuple(added), tuple(already))


def remove(path: Path, values: Collection[str]) -> Removed:
    """Take the terms of these values out of the file; case and separators of a value don't count.

    Raises:
        LexiconError: the file is wrong, or its list is in flow style.
        OutputError: it can't be written.
    """
    old = _text(path, read(path))
    lexicon, list_node = _parse(path, old)
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for number, term in enumerate(lexicon.terms):
        for identity in identities(term):
            numbers[identity].add(number)
    gone: set[int] = set()
    missing: list[str] = []
    for value in values:
        term = Term(value=value, kind=Kind.OTHER)
        wanted = identities(term) | identities(replace(term, match=MatchMode.REGEX))
        hits = set().union(*(numbers.get(identity, ()) for identity in wanted))
        gone |= hits
        if not hits:
            missing.append(value)
    if gone:
        new = _cut(path, old, list_node, gone)
        _save(path, new, [term for n, term in enumerate(lexicon.terms) if n not in gone])
    return Removed(tuple(lexicon.terms[number] for number in sorted(gone)), tuple(missing))


def _text(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as err:
        line = raw.count(b"\n", 0, err.start) + 1
        hint = "save it as UTF-8"
        raise LexiconError(f"{path}:{line}: not UTF-8 text", hint=hint) from None


def _parse(path: Path, text: str) -> tuple[Lexicon, Node]:
    """Return the lexicon and the node under ``terms``."""
    name = str(path)
    documents = compose(text, name=name, error=LexiconError, hint=HINT)
    lexicon = Reader(name, text).lexicon(documents)
    return lexicon, next(value for key, value in documents[0].value if key.value == "terms")


def _save(path: Path, text: str, expected: list[Term]) -> None:
    """Write an edited text, but only if it says exactly what it should."""
    try:
        found = [replace(term, line=0) for term in _parse(path, text)[0].terms]
    except LexiconError:
        found = None
    if found != [replace(term, line=0) for term in expected]:
        raise LexiconError(f"{path}: its layout is too unusual to edit", hint="edit it by hand")
    write_private(path, text.encode("utf-8"))


def _insert(path: Path, body: str, terms: Node, new: list[Term]) -> str:
    """Return the text with ``new`` behind the last item, laid out as the items before."""
    newline = "\r\n" if "\r\n" in body else "\n"
    indent, gap = "  ", " "
    if isinstance(terms.value, list) and terms.value:
        _refuse_flow_style(path, body, terms)
        last = terms.value[-1]
        start = _item_starts(body, terms)[-1]
        dash = body.index("-", start)
        indent = body[start:dash]
        if "\n" not in (between := body[dash + 1 : last.start_mark.index]):
            gap = between
        end = _after_comments(body, _end_of(body, last), len(indent))
    else:
        # An empty list, 'null' or nothing at all gives way to the items on the lines below.
        begin, stop = terms.start_mark.index, terms.end_mark.index
        if stop > begin:
            body = body[:begin].rstrip(" ") + body[stop:]
        end = _line_end(body, body.rindex("terms", 0, begin))
    head, tail = body[:end], body[end:]
    if not head.endswith("\n"):
        head += newline
    lines = [line for term in new for line in _lines(term, indent, gap)]
    return head + newline.join([*lines, ""]) + tail


def _cut(path: Path, body: str, terms: Node, gone: set[int]) -> str:
    """Return the text without the lines of some items; comments between items stay."""
    _refuse_flow_style(path, body, terms)
    starts = _item_starts(body, terms)
    ends = [_end_of(body, item) for item in terms.value]
    for number in sorted(gone, reverse=True):
        body = body[: starts[number]] + body[ends[number] :]
    return body


def _lines(term: Term, indent: str, gap: str) -> list[str]:
    fields = [("value", term.value), ("kind", term.kind.value)]
    if term.match is not MatchMode.COMPOUND:
        fields.append(("match", term.match.value))
    if term.pseudonym is not None:
        fields.append(("pseudonym", term.pseudonym))
    if term.ambiguous is not Ambiguous.ASK:
        fields.append(("ambiguous", term.ambiguous.value))
    if term.note:
        fields.append(("note", term.note))
    rest = " " * (1 + len(gap))
    return [
        f"{indent}{rest if number else '-' + gap}{key}: {quote(value)}"
        for number, (key, value) in enumerate(fields)
    ]


def _refuse_flow_style(path: Path, body: str, terms: Node) -> None:
    if getattr(terms, "flow_style", False):
        raise Reader(str(path), body).error(
            terms, "the list is written in brackets", hint="write one '- value: …' per line"
        )


def _item_starts(body: str, terms: Node) -> list[int]:
    """Return for each item where the line of its dash begins."""
    starts: list[int] = []
    begin = body.rindex("\n", 0, terms.start_mark.index) + 1
    for item in terms.value:
        dashed = regex(r"^ *-", re.MULTILINE).search(body, begin)
        starts.append(dashed.start() if dashed else begin)
        begin = _end_of(body, item)
    return starts


def _end_of(body: str, node: Node) -> int:
    """Return where the line behind a node's last character begins; comments below don't count."""
    leaf: Any = node
    while isinstance(leaf.value, list) and not leaf.flow_style:
        leaf = leaf.value[-1]
        leaf = leaf[1] if isinstance(leaf, tuple) else leaf
    end: int = leaf.end_mark.index
    # The mark of a block scalar stands at the beginning of a line behind it.
    return end if end and body[end - 1] == "\n" else _line_end(body, end)


def _after_comments(body: str, end: int, indent: int) -> int:
    """Return where the comments end that are indented deeper than a dash: they belong to it."""
    comments = regex(rf"(?: {{{indent + 1},}}#[^\n]*(?:\n|\Z))*").match(body, end)
    return comments.end() if comments else end


def _line_end(body: str, position: int) -> int:
    return body.find("\n", position) + 1 or len(body)

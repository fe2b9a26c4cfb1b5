"""Tells which parts of a matched text are replaced by a pseudonym, and which are kept.

A URL keeps its scheme and the shape of its path, a path its common folders and extension, an alias
its model. Owns what makes two matches the same subject; draws no pseudonyms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from prtool.lexicon.alias import alias_core, unit_core
from prtool.lexicon.book import Subject
from prtool.lexicon.model import MatchMode, Term
from prtool.lexicon.needles import value_of
from prtool.lexicon.places import as_address, is_common_host, is_common_word
from prtool.lexicon.render import align
from prtool.lexicon.words import squash, word_spans
from prtool.model.finding import Kind
from prtool.model.patterns import regex
from prtool.model.record import dataclass, replace
from prtool.model.text import Span

_URL = regex(
    r"(?P<scheme>[A-Za-z][\w+.-]*:)?//(?:(?P<who>[^/?#@\s]*)@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#:\s@]+)(?P<port>:\d*)?(?P<path>[^?#]*)(?P<rest>.*)",
    re.DOTALL,
)
"""Source: RFC 3986, appendix B."""
_HOST = regex(r"[^\s:/?#@]+")
_V4 = regex(r"(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)")
_V6 = regex(r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f.]*){2,}")
_SEGMENT = regex(r"[^/\\]+")
_EXTENSION = regex(r"(?<=[\w)])\.(?!(?i:bak|bkp|old|orig|save)\Z)[A-Za-z][A-Za-z0-9]{0,4}\Z")
_QUERY_VALUE = regex(r"(?<==)[^&#]+|(?<=#)[^&=]+\Z")
_HOMES = frozenset({"home", "users"})


@dataclass(frozen=True, slots=True)
class Part:
    """A range of a text that is replaced."""

    span: Span
    subject: Subject | None
    """None for what is replaced by ``text``."""
    words: tuple[Span, ...] = ()
    """The ranges of its words, in the same text."""
    text: str = ""


HOME_MARK = "~"
"""Begins the identity of a user as a home directory has it: there everybody may be ``user``."""


def _at_home(part: Part) -> Part:
    """Return a user's name with the subject that it has in a home directory."""
    assert part.subject is not None  # noqa: S101 - names have one
    subject = Subject(Kind.USER, HOME_MARK + part.subject.identity)
    return replace(part, subject=subject)


def parts_in_home(matched: str) -> tuple[Part, ...]:
    """Return what is replaced of a user's name that stands in a home directory."""
    return tuple(_at_home(part) for part in _layout(Kind.USER, matched))


def parts_of(kind: Kind, term: Term | None, matched: str) -> tuple[Part, ...]:
    """Return what is replaced of a matched text, ascending, at least one part."""
    if term is None or term.match is MatchMode.REGEX:
        return _layout(kind, matched)
    value = value_of(term)
    parts = _layout(term.kind, value)
    if value == matched:
        return parts
    moved = [align(value, matched, part.words) for part in parts]
    if not all(moved):
        # Found in a way that this can't follow: all of it goes.
        known = (part.subject for part in parts if part.subject)
        subject = next(known, Subject(_family(kind), squash(matched)))
        return (Part(Span(0, len(matched)), subject, _words(matched)),)
    return tuple(
        Part(Span(words[0].start, words[-1].end), part.subject, words, part.text)
        for part, words in zip(parts, moved, strict=True)
        if words
    )


def subject_of(term: Term) -> Subject | None:
    """Return the subject that all occurrences of a term share; None if there are several."""
    if term.match is MatchMode.REGEX:
        return None
    parts = _layout(term.kind, value_of(term))
    return parts[0].subject if len(parts) == 1 else None


def has_own_words(path: str) -> bool:
    """Tell whether some word of a path is not everybody's, as those of common folders are."""
    return any(_path(path, force=False))


def host_of(url: str) -> str | None:
    """Return the host or address in a URL, None if it is none."""
    found = _URL.match(url)
    return found["host"].strip("[]") if found else None


def _layout(kind: Kind, value: str) -> tuple[Part, ...]:
    parts = tuple(_LAYOUTS.get(kind, _name)(value))
    return parts or (Part(Span(0, len(value)), Subject(_family(kind), value), _words(value)),)


def _family(kind: Kind) -> Kind:
    """Return the kind under which a subject is kept: names of all sorts are one."""
    names = (Kind.PROVIDER, Kind.ALIAS, Kind.PROJECT, Kind.UNIT, Kind.PATH, Kind.URL)
    return Kind.OTHER if kind in names else kind


def _words(value: str) -> tuple[Span, ...]:
    return word_spans(value) or (Span(0, len(value)),)


def _part(kind: Kind, value: str, span: Span, identity: str | None = None) -> Part:
    text = value[span.start : span.end]
    words = tuple(word.shift(span.start) for word in _words(text))
    return Part(span, Subject(kind, identity or squash(text) or text), words)


def _core(kind: Kind, value: str) -> Iterator[Part]:
    """Yield the words of a value as one part, signs around them left out."""
    words = word_spans(value)
    if words:
        yield _part(kind, value, Span(words[0].start, words[-1].end))


def _name(value: str) -> Iterator[Part]:
    return _core(Kind.OTHER, value)


def _alias(value: str) -> Iterator[Part]:
    core = alias_core(value)
    return iter((_part(Kind.OTHER, value, core.span),)) if core else _name(value)


def _unit(value: str) -> Iterator[Part]:
    core = unit_core(value)
    return iter((_part(Kind.OTHER, value, core.span),)) if core else _name(value)


def _host(value: str) -> Iterator[Part]:
    if any(_address(value)):
        yield from _address(value)
    elif found := _HOST.search(value):
        host = found[0].rstrip(".")
        span = Span(found.start(), found.start() + len(host))
        yield _part(Kind.HOST, value, span, host.lower())


def _address(value: str) -> Iterator[Part]:
    found = _V4.search(value) or _V6.search(value)
    if found:
        address = as_address(found[0])
        if address is not None:
            yield _part(Kind.ADDRESS, value, Span(*found.span()), str(address))


def _email(value: str) -> Iterator[Part]:
    yield _part(Kind.EMAIL, value, Span(0, len(value)), value.lower())


def _url(value: str) -> Iterator[Part]:
    found = _URL.match(value)
    if found is None:
        yield from _host(value)
        return
    if found["who"]:
        yield Part(
            Span(*found.span("who")), None, _shifted(found["who"], found.start("who")), "user"
        )
    parts = list(_path(found["path"], force=False))
    if not (is_common_host(found["host"]) and parts):
        yield from _moved(_host(found["host"]), found.start("host"))
    yield from _moved(parts, found.start("path"))
    for inner in _QUERY_VALUE.finditer(found["rest"]):
        span = Span(*inner.span()).shift(found.start("rest"))
        yield Part(span, None, _shifted(inner[0], span.start), "x")


def _path(value: str, *, force: bool = True) -> Iterator[Part]:
    """Yield the words of a path that are not everybody's; the last segment if all are."""
    segments = list(_SEGMENT.finditer(value))
    before = ""
    found = False
    for segment in segments:
        if before in _HOMES and not is_common_word(segment[0].lower()):
            parts = [_at_home(part) for part in _core(Kind.USER, segment[0])]
        else:
            parts = list(_uncommon(segment[0]))
        before = segment[0].lower()
        found = found or bool(parts)
        yield from _moved(parts, segment.start())
    if not found and force and segments:
        last = segments[-1]
        extension = _EXTENSION.search(last[0])
        stem = last[0][: extension.start()] if extension else last[0]
        yield from _moved(_core(Kind.OTHER, stem), last.start())


def _uncommon(segment: str) -> Iterator[Part]:
    """Yield the runs of words in a path segment that are not everybody's, the extension apart."""
    extension = _EXTENSION.search(segment)
    stem = segment[: extension.start()] if extension else segment
    run: list[Span] = []
    for span in (*word_spans(stem), None):
        if span and not is_common_word(squash(stem[span.start : span.end])):
            run.append(span)
        elif run:
            yield _part(Kind.OTHER, segment, Span(run[0].start, run[-1].end))
            run = []


def _moved(parts: Iterator[Part] | list[Part], by: int) -> Iterator[Part]:
    for part in parts:
        words = tuple(word.shift(by) for word in part.words)
        yield Part(part.span.shift(by), part.subject, words, part.text)


def _shifted(text: str, by: int) -> tuple[Span, ...]:
    return tuple(span.shift(by) for span in _words(text))


_LAYOUTS: Mapping[Kind, Callable[[str], Iterator[Part]]] = {
    Kind.ALIAS: _alias,
    Kind.UNIT: _unit,
    Kind.HOST: _host,
    Kind.URL: _url,
    Kind.PATH: _path,
    Kind.ADDRESS: _address,
    Kind.EMAIL: _email,
    Kind.USER: lambda value: _core(Kind.USER, value),
    Kind.PERSON: lambda value: _core(Kind.PERSON, value),
    Kind.TICKET: lambda value: _core(Kind.TICKET, value),
}
"""Kinds that are not just a name."""

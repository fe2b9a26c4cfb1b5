"""References to issues that mean something else upstream: ``#12``, ``a/b#12``, ``OPS-1234``.

A forge makes links of them, closes issues by them and tells their authors. Source: GitHub's
"Autolinked references and URLs" and "Linking a pull request to an issue", GitLab's "GitLab-specific
references" and "Default closing pattern".
"""

from __future__ import annotations

from collections.abc import Iterator

from prtool.model.edits import Edit, resolve
from prtool.model.patterns import regex
from prtool.model.text import Span
from prtool.model.tickets import NO_REFERENCES, References, find_tickets

ISSUE = "an internal issue"
TOPIC = "references"

_REF = (
    r"(?:(?<![\w/.#&-])(?:[\w.-]{1,100}/[\w.-]{1,100})?#[1-9]\d{0,6}\b(?![\w-])|\bGH-\d{1,7}\b"
    r"|(?<![\w/.-])[\w.-]{1,100}/[\w.-]{1,100}!\d{1,7}\b)"
)
_REQUEST = r"(?<![\w!])!\d{1,7}\b"
_GAP = r"\s{0,4}"
"""Bounded, so that long runs of blanks cost no more than others."""
_SPACE = r"\s{1,4}"
_COLON = rf"{_GAP}:?{_GAP}"
_VERB = (
    r"(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?|refs?|"
    rf"references?|see(?:{_SPACE}also)?|related(?:{_SPACE}to)?|part{_SPACE}of|for)"
)
_MERGE = rf"(?:MRs?|merge{_SPACE}requests?)"
_NOUN = rf"(?:issues?|tickets?|bugs?|PRs?|pull{_SPACE}requests?|{_MERGE})"
_LIST = rf"{_REF}(?:{_GAP}(?:,|;|and|&|,{_GAP}and){_GAP}{_REF})*"
_NAMED_LIST = rf"(?:{_VERB}{_COLON})?(?:{_NOUN}{_COLON})?{_LIST}"
_ARTICLE = rf"(?:\b(?:the|an?){_SPACE})?"

_ONE = regex(rf"(?i){_REF}")
_NUMBER = regex(r"(?<![\w/.#&-])#([1-9]\d{0,6})\b(?![\w-])")
_LINE = regex(rf"(?im)^[ \t]*(?:[-*+][ \t]+)?{_NAMED_LIST}[ \t]*\.?[ \t]*(?:\n|\Z)")
_ASIDE = regex(rf"(?i)[ \t]{{0,8}}[(\[]{_NAMED_LIST}[)\]]")
_ORDINAL = regex(
    r"(?i)\b(?:steps?|items?|points?|cases?|parts?|phases?|numbers?|options?|rules?|examples?|"
    r"sections?|chapters?|figures?|tables?|lines?|notes?|rounds?|questions?|tests?|attempts?|pages?)"
    rf"{_SPACE}(#)\d{{1,3}}\b"
)
_NAMED = regex(rf"(?i){_ARTICLE}(?:\b{_NOUN}{_COLON})?{_LIST}")
_ASKED = regex(rf"(?i){_ARTICLE}\b{_MERGE}{_COLON}{_REQUEST}")


def find_links(text: str, known: References = NO_REFERENCES) -> tuple[Edit, ...]:
    """Return the edits that leave no such reference, ascending: out where they stand alone.

    A number behind a word such as "step" only loses its sign.

    Args:
        text: what may have some.
        known: what means the same upstream, and stays as it is.
    """
    ordinals = _ordinals(text)
    named = (
        Span(*found.span()) for found in _NUMBER.finditer(text) if int(found[1]) in known.issues
    )
    stay = [span for span in named if not any(span.overlaps(each) for each in ordinals)]
    if not stay:
        return resolve(_edits(text, known))
    edits = [
        edit for edit in _edits(text, known) if not any(edit.span.overlaps(one) for one in stay)
    ]
    # Others that stand in one list with such a number go one by one.
    singles = (Span(*found.span()) for found in _ONE.finditer(text))
    beside = [span for span in singles if not any(span.overlaps(one) for one in stay)]
    edits += [
        Edit(span, ISSUE, reversible=False)
        for span in beside
        if not any(edit.span.overlaps(span) for edit in edits)
    ]
    return resolve(edits)


def _ordinals(text: str) -> list[Span]:
    return [Span(*found.span(1)) for found in _ORDINAL.finditer(text)]


def _edits(text: str, known: References) -> Iterator[Edit]:
    for pattern in (_LINE, _ASIDE):
        yield from (
            Edit(Span(*found.span()), "", reversible=False) for found in pattern.finditer(text)
        )
    yield from find_tickets(text, known.projects, has_subject=True)
    ordinals = _ordinals(text)
    yield from (Edit(span, "", reversible=False) for span in ordinals)
    for pattern in (_NAMED, _ASKED):
        for found in pattern.finditer(text):
            span = Span(*found.span())
            if not any(span.overlaps(ordinal) for ordinal in ordinals):
                yield Edit(span, ISSUE, reversible=False)

"""References to issues that mean something else upstream: ``#12``, ``Closes #12``, ``a/b#12``.

A forge makes links of them, closes issues by them and tells their authors. Source: GitHub's
"Autolinked references and URLs" and "Linking a pull request to an issue", GitLab's "GitLab-specific
references" and "Default closing pattern".
"""

from __future__ import annotations

from collections.abc import Iterator

from prtool.model.edits import Edit, resolve
from prtool.model.patterns import regex
from prtool.model.text import Span

ISSUE = "an internal issue"
TOPIC = "references"

_REF = (
    r"(?:(?<![\w/.#&-])(?:[\w.-]{1,100}/[\w.-]{1,100})?#\d{1,7}\b(?![\w-])|\bGH-\d{1,7}\b"
    r"|(?<![\w/.-])[\w.-]{1,100}/[\w.-]{1,100}!\d{1,7}\b)"
)
_REQUEST = r"(?<![\w!])!\d{1,7}\b"
_VERB = (
    r"(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?|refs?|"
    r"references?|see(?:\s+also)?|related(?:\s+to)?|part\s+of|for)"
)
_NOUN = r"(?:issues?|tickets?|bugs?|PRs?|pull\s+requests?|MRs?|merge\s+requests?)"
_LIST = rf"{_REF}(?:\s*(?:,|;|and|&|,\s*and)\s*{_REF})*"

_LINE = regex(
    rf"(?im)^[ \t]*(?:[-*+][ \t]+)?(?:{_VERB}\s*:?\s*)?(?:{_NOUN}\s*:?\s*)?{_LIST}"
    r"[ \t]*\.?[ \t]*(?:\n|\Z)"
)
_ASIDE = regex(rf"(?i)[ \t]*[(\[](?:{_VERB}\s*:?\s*)?(?:{_NOUN}\s*:?\s*)?{_LIST}[)\]]")
_ORDINAL = regex(
    r"(?i)\b(?:steps?|items?|points?|cases?|parts?|phases?|numbers?|options?|rules?|examples?)\s+(#)\d{1,3}\b"
)
_NAMED = regex(rf"(?i)(?:\b(?:the|an?)\s+)?(?:\b{_NOUN}\s*:?\s*)?{_LIST}")
_ASKED = regex(rf"(?i)(?:\b(?:the|an?)\s+)?\b(?:MRs?|merge\s+requests?)\s*:?\s*{_REQUEST}")


def find_links(text: str) -> tuple[Edit, ...]:
    """Return the edits that leave no such reference, ascending: out where they stand alone.

    A number behind a word such as "step" only loses its sign.
    """
    return resolve(_edits(text))


def _edits(text: str) -> Iterator[Edit]:
    for pattern in (_LINE, _ASIDE):
        yield from (
            Edit(Span(*found.span()), "", reversible=False) for found in pattern.finditer(text)
        )
    ordinals = [Span(*found.span(1)) for found in _ORDINAL.finditer(text)]
    yield from (Edit(span, "", reversible=False) for span in ordinals)
    for pattern in (_NAMED, _ASKED):
        for found in pattern.finditer(text):
            span = Span(*found.span())
            if not any(span.overlaps(ordinal) for ordinal in ordinals):
                yield Edit(span, ISSUE, reversible=False)

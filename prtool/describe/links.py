"""References that would link to strangers' issues or ping strangers: made plain.

Numbers and names of a private forge mean something else upstream. A backslash is not enough: forges
look for references in the finished page, and leave out code only.
Sources: https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
and https://docs.gitlab.com/ee/user/markdown.html#gitlab-specific-references
"""

from __future__ import annotations

from collections.abc import Collection

from prtool.describe.notelines import fenced
from prtool.model.edits import apply
from prtool.model.patterns import IGNORECASE, VERBOSE, regex
from prtool.model.tickets import KEY, are_public, find_tickets

_URL = (
    r"https?://[\w.-]+(?:/[\w.~-]+)+?/(?:-/)?"
    r"(?:issues|pull|pulls|merge_requests|commit|commits|discussions)/[\w.]+(?:[#?][\w=&-]+)?"
)
_REFERENCE = (
    r"""
    (?: (?<![\w/.-]) [\w.-]+ (?:/[\w.-]+)+ [#!] [0-9]+ \b    # owner/repo#1, group/project!1
      | (?<![\w&/#`]) \# [0-9]+ \b                           # #12
      | (?<![\w!/`]) ! [0-9]+ \b                             # !12, a merge request
      | \b GH- [0-9]+ \b
      | (?<![\w/.-]) [\w.-]+ (?:/[\w.-]+)? @ [0-9a-f]{7,64} \b  # owner/repo@commit
      | (?<![\w/.@=:-]) (?=[a-f]*[0-9]) (?=[0-9]*[a-f]) [0-9a-f]{7,64} (?![\w.-])
      | (?<![\w/`@.&=:\\-]) @ [A-Za-z0-9] (?:[A-Za-z0-9]|[-_](?=[A-Za-z0-9])){0,38}
        (?: / [A-Za-z0-9_-]{1,40} )?
    """
    + f"| {_URL} )"
)
_ANY = regex(rf"(?P<reference>{_REFERENCE})", VERBOSE | IGNORECASE)
_LINK = regex(rf"!?\[(?P<text>[^\]\[]*)\]\(\s*<?{_URL}>?[^)]*\)", IGNORECASE)
_CLOSING = r"(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|implement(?:s|ed)?|refs?|see|part\s+of)"
"""Source: https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue"""
_GAP = r"\s{0,4}"
"""Bounded, so that a long run of blanks is not tried at each of them."""
_CLOSING_LINE = regex(
    rf"{_GAP}(?:[-*]{_GAP})?{_CLOSING}{_GAP}:?{_GAP}(?<=[\s:])(?:{_REFERENCE}|{KEY})"
    rf"(?:{_GAP},?{_GAP}(?:and\s{{1,4}})?(?:{_CLOSING}\s{{1,4}})?(?:{_REFERENCE}|{KEY}))*"
    rf"{_GAP}\.?{_GAP}",
    VERBOSE | IGNORECASE,
)
_CODE = regex(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_IN_TITLE = regex(
    rf"\s{{0,3}}[\[(]{_GAP}(?:{_CLOSING}{_GAP}:?\s{{1,4}})?(?:{_REFERENCE}){_GAP}[\])]",
    VERBOSE | IGNORECASE,
)
_AT_END = regex(
    rf"[\s,;:-]{{0,4}}\b{_CLOSING}{_GAP}:?\s{{1,4}}(?:{_REFERENCE}){_GAP}\.?$", VERBOSE | IGNORECASE
)


def neutral(text: str, projects: Collection[str] = ()) -> str:
    """Return Markdown in which no reference links anywhere or notifies anybody.

    A line that does nothing but close an issue goes; code stays as it is.

    Args:
        text: the Markdown.
        projects: those of upstream's own tickets, which stay.
    """
    rows = text.split("\n")
    code = fenced(rows)
    return "\n".join(
        row if inside else _neutral_row(row, projects)
        for row, inside in zip(rows, code, strict=True)
        if inside or not _CLOSING_LINE.fullmatch(row) or _is_public(row, projects)
    )


def _is_public(row: str, projects: Collection[str]) -> bool:
    return are_public(row, projects) and _ANY.search(row) is None


def _neutral_row(row: str, projects: Collection[str]) -> str:
    parts: list[str] = []
    position = 0
    for code in _CODE.finditer(row):
        parts += [_marked(row[position : code.start()], projects), code[0]]
        position = code.end()
    return "".join([*parts, _marked(row[position:], projects)])


def _marked(text: str, projects: Collection[str]) -> str:
    text = _LINK.sub(r"\g<text>", text)
    text = apply(text, find_tickets(text, projects))
    return _ANY.sub(r"`\g<reference>`", text)


def neutral_title(title: str, projects: Collection[str] = ()) -> str:
    """Return a title without references; the squashed commit would link them, and has no code."""
    text = _AT_END.sub("", _IN_TITLE.sub("", title.strip()))
    text = apply(text, find_tickets(text, projects, has_subject=True))
    text = _ANY.sub(lambda match: match["reference"].lstrip("@#!"), text)
    return " ".join(text.split())

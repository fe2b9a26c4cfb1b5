"""Upstream's own template, read: its headings, comments, boxes and places to fill.

Fills nothing: see ``fill``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prtool.describe.boxes import BOX
from prtool.describe.notelines import fenced
from prtool.model.headings import plain
from prtool.model.parts import Part
from prtool.model.patterns import DOTALL, IGNORECASE, regex
from prtool.model.record import StrEnum, dataclass

_ATX = regex(r" {0,3}(?P<signs>#{1,6})[ \t]+(?P<text>.+?)[ \t#]*$")
_BOLD = regex(r"\s*(?:\*\*|__)(?P<text>[^*_]+)(?:\*\*|__)\s*:?\s*$")
_SETEXT = regex(r" {0,3}(?:={3,}|-{3,})\s*$")
_COMMENT = regex(r"<!--.*?(?:-->|\Z)", DOTALL)
_FRONT_MATTER = regex(r"---\n.*?\n---\n", DOTALL)
_CLOSING = regex(
    r"\s*(?:[-*]\s+)?\**(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?|related to|issue)\**\s*:?\s*"
    r"#?\s*(?:\(.*\)|<.*>|\[.*\]|\{.*\}|_+|x+|n+|issue.*|number|\d*|\.{3})\s*$",
    IGNORECASE,
)
_ASKS = regex(
    r"please|\bthank|describe|\be\.g\.|for example|delete|remove this|replace this|provide|explain"
    r"|include a|add (?:a|any|your)|list (?:any|the)|fill|\byour\b|\byou\b|\?\s*$"
    r"|请|描述|填写|说明|例如|删除",
    IGNORECASE,
)
_EMPTY = regex(r"\s*(?:[-*+]|\d+[.)]|\.{3}|…|_+|n/a|tbd|todo|none|\[.*\]|<[^>]*>)?\s*$", IGNORECASE)
_RELEASE_NOTE = regex(r"\s*```\s*(?:release-note|changelog|docs)\b")
"""A block that upstream's own tools read."""
VARIABLE = regex(r"%\{(?P<name>first_commit|first_multiline_commit(?:_description)?|all_commits)\}")
"""What GitLab puts the messages of commits in place of: ours stand there. Source:
https://docs.gitlab.com/ee/user/project/description_templates.html#supported-variables-in-merge-request-templates"""

OTHER_VARIABLE = regex(r"%\{(?:source_branch|target_branch|co_authored_by|closes_issue)\}")
"""The further variables, which GitLab exchanges only when it fills in the template itself."""
_NOBODY = regex(r"\s*%\{co_authored_by\}\s*$")
"""A row for further authors: the series has one, so GitLab would take the row out as well."""

LONGEST = 1000
"""Code points; a longer row is neither a heading nor a place to fill."""


class Role(StrEnum):
    """What a section of a template is for."""

    TEXT = "text"
    ISSUE = "issue"
    BOXES = "boxes"
    UNKNOWN = "unknown"


_ROLES: tuple[tuple[str, Role, tuple[Part, ...]], ...] = (
    (
        r"check ?list|types? of (?:change|pr|pull)|(?:pr|change|pull request) type"
        r"|kind of change|before (?:you )?(?:submit|merg)"
        r"|检查清单|检查项|变更类型|改动类型|类型$",
        Role.BOXES, (),
    ),
    (
        r"screenshot|release[ -]?note|change ?log|documentation|\bdocs?\b|deploy|reviewers?"
        r"|\bnotes?\b|additional|anything else|dependenc|performance|security"
        r"|截图|发布说明|更新日志|文档|备注|其他",
        Role.UNKNOWN, (),
    ),
    (
        r"^(?:related |linked |associated |relevant |github )?"
        r"(?:issues?|tickets?|links?|references?)(?: (?:numbers?|links?))?(?:\(s\))?$"
        r"|which issue|issue\(?s?\)? (?:this|number|link|fixed|closed)"
        r"|^(?:closes|fixes|resolves)|(?:related|linked|fixed|closed) (?:issue|ticket)"
        r"|(?:关联|相关|对应).*(?:issue|问题|工单)",
        Role.ISSUE, (),
    ),
    (r"reproduc|^repro|复现|重现", Role.TEXT, (Part.REPRODUCE,)),
    (r"root cause|根因|根本原因", Role.TEXT, (Part.ROOT_CAUSE,)),
    (
        r"what (?:does|do|is|has|did).*(?:pr|mr|pull|merge|change)|what this (?:pr|mr)|summary"
        r"|description|overview|abstract|purpose|^about|^what$|proposed changes?"
        r"|摘要|概述|描述|简介|做了什么|目的|^说明$|内容",
        Role.TEXT, (Part.SUMMARY,),
    ),
    (
        r"breaking|compatib|\brisks?\b|\bimpact|side effects?|user[- ]facing|兼容|风险|影响",
        Role.TEXT, (Part.COMPATIBILITY,),
    ),
    (
        r"out of scope|limitation|follow[- ]?ups?|non-goals|范围之外|局限|遗留",
        Role.TEXT, (Part.OUT_OF_SCOPE,),
    ),
    (r"verif|validat|results?|验证", Role.TEXT, (Part.VERIFICATION, Part.TESTS)),
    (r"\btest|\bqa\b|测试", Role.TEXT, (Part.TESTS, Part.VERIFICATION)),
    (
        r"motivation|context|background|\bwhy\b|problem|current behavio|\bbug\b|\bissue\b"
        r"|背景|动机|原因|为什么|问题",
        Role.TEXT, (Part.PROBLEM, Part.ROOT_CAUSE),
    ),
    (
        r"change|implementation|solution|approach|\bfix\b|new behavio|\bhow\b"
        r"|改动|变更|修改|实现|方案",
        Role.TEXT, (Part.CHANGES,),
    ),
)  # fmt: skip
"""What headings of templates look like; the first that fits counts."""

_PATTERNS = tuple((regex(pattern), role, parts) for pattern, role, parts in _ROLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of the template and what stands below it."""

    heading: str = ""
    """As it is written, with its line or lines; nothing for what stands before the first."""
    name: str = ""
    """Its words alone."""
    rows: tuple[str, ...] = ()
    role: Role = Role.UNKNOWN
    parts: tuple[Part, ...] = ()
    """What of ours belongs there, the chief part first."""

    @property
    def boxes(self) -> tuple[str, ...]:
        """Return the texts of boxes that are not ticked."""
        return tuple(
            match["text"].strip()
            for row in without_comments(self.rows)
            if (match := BOX.match(row)) is not None and not match["tick"].strip()
        )


def read_template(text: str) -> tuple[Section, ...]:
    """Cut a template at its headings; lines in bold are headings where there are no others."""
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    front = _FRONT_MATTER.match(text)
    text = text[front.end() :] if front is not None else text
    rows = [row.rstrip() for row in text.strip("\n").split("\n")]
    hidden = [a or b for a, b in zip(fenced(rows), _commented(rows), strict=True)]
    marked = any(
        len(row) <= LONGEST and _ATX.match(row) and not off
        for row, off in zip(rows, hidden, strict=True)
    )
    sections: list[Section] = []
    heading, name, body = "", "", list[str]()
    skip = False
    for number, row in enumerate(rows):
        if skip:
            heading, skip = f"{heading}\n{row}", False
            continue
        found = None if hidden[number] else _heading(rows, number, marked=marked)
        if found is None:
            body.append(row)
            continue
        sections.append(_section(heading, name, body))
        heading, name, body = row, found[0], []
        skip = found[1]
    sections.append(_section(heading, name, body))
    return tuple(each for each in sections if each.heading or any(each.rows))


def _heading(rows: Sequence[str], number: int, *, marked: bool) -> tuple[str, bool] | None:
    """Return the words of a heading, and whether the next row belongs to it."""
    row = rows[number]
    if len(row) > LONGEST:
        return None
    if (atx := _ATX.match(row)) is not None:
        return atx["text"], False
    after = rows[number + 1] if number + 1 < len(rows) else ""
    before = rows[number - 1].strip() if number else ""
    if row.strip() and not before and not BOX.match(row) and _SETEXT.match(after):
        return row.strip(), True
    bold = _BOLD.match(row) if not marked else None
    return (bold["text"], False) if bold is not None else None


def _section(heading: str, name: str, body: Sequence[str]) -> Section:
    role, parts = Role.UNKNOWN, tuple[Part, ...]()
    shown = without_comments(body)
    if name:
        text = plain(name)
        for pattern, known, wanted in _PATTERNS:
            if pattern.search(text):
                role, parts = known, wanted
                break
        if any(_RELEASE_NOTE.match(row) for row in body):
            role, parts = Role.UNKNOWN, ()
        elif role is Role.UNKNOWN and any(BOX.match(row) for row in shown):
            role = Role.BOXES
    return Section(heading=heading, name=name, rows=tuple(body), role=role, parts=parts)


def _commented(rows: Sequence[str]) -> list[bool]:
    """Tell of each row whether it begins within a comment."""
    spans = _COMMENT.finditer("\n".join(rows))
    span = next(spans, None)
    inside: list[bool] = []
    offset = 0
    for row in rows:
        while span is not None and span.end() <= offset:
            span = next(spans, None)
        inside.append(span is not None and span.start() < offset)
        offset += len(row) + 1
    return inside


def without_comments(rows: Sequence[str]) -> list[str]:
    """Return rows without HTML comments, and without rows that held nothing else."""
    text = "\n".join(rows)
    kept = _COMMENT.sub("\0", text).split("\n")
    return [row.replace("\0", "").rstrip() for row in kept if row.replace("\0", "").strip()
            or "\0" not in row]  # fmt: skip


def is_placeholder(row: str) -> bool:
    """Tell whether a row only asks for something, or is a list item without words."""
    text = row.strip()
    if not text or len(text) > LONGEST or BOX.match(row):
        return False
    italics = text[0] in "_*" and text[-1] == text[0] and len(text) > 2
    return bool(
        italics
        or _EMPTY.match(row)
        or _ASKS.search(text)
        or VARIABLE.search(text)
        or _NOBODY.match(text)
    )


def is_closing_line(row: str) -> bool:
    """Tell whether a row is the place for the issue that is closed, such as ``Fixes #``."""
    return (
        bool(row.strip()) and len(row) <= LONGEST and _CLOSING.match(row) is not None and "#" in row
    )


def kept_rows(rows: Sequence[str]) -> Iterator[str]:
    """Yield what stays of a section that is filled: no comments, nothing that only asks."""
    shown = without_comments(rows)
    code = fenced(shown)
    block: list[str] = []
    for row, inside in zip((*shown, ""), (*code, False), strict=True):
        if inside:
            block.append(row)
            continue
        if any(each.strip() for each in block[1:-1]):
            yield from block
        block = []
        if not is_placeholder(row):
            yield row

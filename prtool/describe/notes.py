"""Private notes: which of their sections may go into a pull request text.

An allow-list: a section is taken when its heading is known to map to a part of a PR text. All else
stays out and is counted.
"""

from __future__ import annotations

from prtool.model.patterns import regex
from prtool.model.record import dataclass

_HEADING = regex(r"(?m)^(#{1,6})[ \t]+(.+?)[ \t#]*$")

SECTIONS: dict[str, tuple[str, ...]] = {
    "Problem": ("problem", "issue", "symptom", "symptoms", "bug", "问题", "现象"),
    "Root cause": ("root cause", "cause", "analysis", "根因", "原因", "根本原因"),
    "Changes": ("changes", "change", "fix", "solution", "implementation", "修复", "修改", "方案"),
    "Tests": ("tests", "test", "testing", "regression tests", "测试"),
    "How to reproduce": ("how to reproduce", "reproduce", "reproduction", "复现", "复现步骤"),
    "Verification": ("verification", "verify", "results", "validation", "验证"),
    "Compatibility and risks": (
        "compatibility",
        "risks",
        "risk",
        "compatibility and risks",
        "风险",
    ),
    "Out of scope": ("out of scope", "not included", "limitations", "范围之外"),
    "Summary": ("summary", "overview", "abstract", "摘要", "概述"),
}
"""The parts of a PR text, and the headings in notes that mean them."""

_BY_HEADING = {name: part for part, names in SECTIONS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Notes:
    """The sections that may be used, and how many were left out."""

    sections: tuple[tuple[str, str], ...]
    """(part of the PR text, its text) in the order of the notes."""
    left_out: int = 0

    def as_text(self) -> str:
        """Return the taken sections as one Markdown text, to be scanned and rewritten."""
        return "\n".join(f"# {part}\n\n{text}\n" for part, text in self.sections)


def read_notes(text: str) -> Notes:
    """Take the known sections out of Markdown notes; what stands before a heading stays out."""
    marks = list(_HEADING.finditer(text))
    taken: list[tuple[str, str]] = []
    left_out = int(bool(text[: marks[0].start()].strip())) if marks else int(bool(text.strip()))
    inside: tuple[int, str] | None = None
    for mark, following in zip(marks, (*marks[1:], None), strict=bool(marks)):
        level = len(mark[1])
        body = text[mark.end() : following.start() if following else len(text)].strip("\n").rstrip()
        part = _BY_HEADING.get(mark[2].strip().strip(":：").lower())
        if part is not None:
            inside = (level, part)
        elif inside is not None and level > inside[0]:
            left_out += 1  # an unknown heading below a known one may still be private
            continue
        else:
            inside = None
            left_out += 1
            continue
        if body.strip():
            taken.append((part, body))
    return Notes(tuple(taken), left_out)

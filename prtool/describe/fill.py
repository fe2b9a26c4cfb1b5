"""Upstream's own template, filled: what is known goes in, the rest is left and listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prtool.describe.boxes import BOX, Evidence, is_shown
from prtool.describe.notelines import fenced
from prtool.describe.template import (
    OTHER_VARIABLE,
    VARIABLE,
    Role,
    Section,
    is_closing_line,
    kept_rows,
    read_template,
    without_comments,
)
from prtool.model.parts import ORDER, TITLES, Part
from prtool.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Filled:
    """A body in upstream's form."""

    body: str
    left: tuple[str, ...]
    """What a person has to fill in, one line each; public words alone."""


def fill(
    template: str,
    parts: Mapping[Part, str],
    known: Evidence,
    closes: Sequence[int] = (),
) -> Filled:
    """Fill a template.

    Each of our parts goes below the heading that asks for it, else below the one for a general
    description, else below a heading of its own behind the last of these. A section for which there
    is nothing stays as it is. A box is ticked only when what it says is known.

    Args:
        template: upstream's text.
        parts: our text, by part.
        known: what there is evidence for.
        closes: numbers of upstream's issues that the user gave.
    """
    sections = read_template(template)
    placed = _placed(sections, parts)
    rest = [part for part in ORDER if part in parts and not any(part in some for some in placed)]
    writer = _Writer(parts, known, closes, _marks(sections))
    blocks: list[str] = []
    rest_at = _after_ours(sections, placed)
    for number, (section, some) in enumerate(zip(sections, placed, strict=True)):
        if number == rest_at:
            blocks += writer.own(rest)
        if not section.heading and not any(each.heading for each in sections):
            blocks += writer.own(rest)
            rest = []
        blocks.append(writer.section(section, some))
    if rest_at == len(sections):
        blocks += writer.own(rest)
    if closes and not writer.closed:
        blocks.append(_closing(closes))
    body = "\n\n".join(block for block in blocks if block.strip())
    return Filled(body, tuple(writer.left))


def _after_ours(sections: Sequence[Section], placed: Sequence[Sequence[Part]]) -> int:
    """Return where parts go for which there is no place: behind the last section with ours."""
    ours = [number for number, some in enumerate(placed) if some]
    headed = [number for number, section in enumerate(sections) if section.heading]
    return ours[-1] + 1 if ours else (headed or [len(sections)])[0]


def _marks(sections: Sequence[Section]) -> str:
    """Return the signs of a heading beside the template's own."""
    for section in sections:
        if section.heading.startswith("#"):
            return section.heading.split(" ", 1)[0].split("\t", 1)[0]
    return "##"


def _placed(sections: Sequence[Section], parts: Mapping[Part, str]) -> list[list[Part]]:
    """Return which of our parts go to each section."""
    free = [part for part in ORDER if part in parts]
    placed: list[list[Part]] = [[] for _ in sections]
    for first in (True, False):  # what a heading asks for first, then what else fits there
        for number, section in enumerate(sections):
            for part in section.parts[:1] if first else section.parts[1:]:
                if part in free:
                    placed[number].append(part)
                    free.remove(part)
    general = [n for n, section in enumerate(sections) if section.parts[:1] == (Part.SUMMARY,)]
    if not general:
        general = [
            n
            for n, each in enumerate(sections)
            if not each.heading and any(VARIABLE.search(row) for row in each.rows)
        ]
    if general:
        placed[general[0]] += free
    return [sorted(some, key=ORDER.index) for some in placed]


class _Writer:
    """Writes the sections in turn, and remembers what is left."""

    def __init__(
        self, parts: Mapping[Part, str], known: Evidence, closes: Sequence[int], marks: str
    ) -> None:
        self.left: list[str] = []
        self.closed = False
        self._parts = parts
        self._known = known
        self._closes = closes
        self._marks = marks

    def own(self, rest: Sequence[Part]) -> list[str]:
        """Return parts that the template has no place for, below headings of their own."""
        return [f"{self._marks} {TITLES[part]}\n\n{self._parts[part]}" for part in rest]

    def section(self, section: Section, some: Sequence[Part]) -> str:
        """Return one section with ours in it, or as it was."""
        if some:
            rows = self._with_issue(section, list(kept_rows(section.rows)))
            text = self._text(some, has_lead=some[0] in section.parts[:1] or len(some) == 1)
            body = _gaps([*self._prose(rows), "", text, "", *self._boxes(rows, section)])
        elif section.role is Role.ISSUE and self._closes:
            rows = [
                row
                for row in kept_rows(section.rows)
                if not is_closing_line(row) and row.strip().strip("#-*").strip()
            ]
            self.closed = True
            body = _gaps([*rows, "", _closing(self._closes)])
        else:
            rows = self._untouched(section)
            body = _gaps(
                self._with_issue(section, rows) if section.role is not Role.ISSUE else rows
            )
        variables = OTHER_VARIABLE.findall("\n".join([section.heading, *rows]))
        self.left += [f"{_where(section)}: {each}" for each in dict.fromkeys(variables)]
        return f"{section.heading}\n\n{body}".rstrip() if section.heading else body

    def _text(self, some: Sequence[Part], *, has_lead: bool) -> str:
        lead, *more = some
        first = self._parts[lead] if has_lead else f"**{TITLES[lead]}**\n\n{self._parts[lead]}"
        return "\n\n".join([first, *(f"**{TITLES[p]}**\n\n{self._parts[p]}" for p in more)])

    def _prose(self, rows: Sequence[str]) -> list[str]:
        return [row for row in rows if not BOX.match(row)]

    def _with_issue(self, section: Section, rows: list[str]) -> list[str]:
        """Return rows with the issue in its place; without one the place is left."""
        places = [row for row in section.rows if is_closing_line(row)]
        if not places:
            return rows
        rest = [row for row in rows if not is_closing_line(row)]
        if self._closes and not self.closed:
            self.closed = True
            return [*rest, "", _closing(self._closes)]
        if not self._closes:
            self.left.append(f"{_where(section)}: the issue that it closes, if any (--closes)")
            return [*rest, "", *places]
        return rest

    def _boxes(self, rows: Sequence[str], section: Section) -> list[str]:
        return [self._box(row, section) for row in rows if BOX.match(row)]

    def _untouched(self, section: Section) -> list[str]:
        """Return a section that nothing of ours goes to, its boxes ticked where that is known."""
        code = fenced(section.rows)
        rows = [
            row if inside else self._box(row, section)
            for row, inside in zip(section.rows, code, strict=True)
        ]
        if not section.heading:
            # What greets contributors is not part of their text.
            if any(row.lstrip().startswith("|") for row in rows):
                self.left.append("template: its table")
            return list(kept_rows(rows))
        asks = not section.boxes and section.role is not Role.BOXES
        if section.role is Role.ISSUE:
            self.left.append(f"{_where(section)}: the issue that it closes, if any (--closes)")
        elif asks:
            self.left.append(f"{_where(section)}: nothing is known for it")
        return rows

    def _box(self, row: str, section: Section) -> str:
        match = BOX.match(row)
        if match is None or match["tick"].strip():
            return row
        text = " ".join(without_comments([match["text"]])) or match["text"]
        if is_shown(text, self._known):
            return f"{match['head']}x{match['close']}{match['text']}"
        self.left.append(f"{_where(section)}: [ ] {text.strip()}")
        return row


def _where(section: Section) -> str:
    return section.name.strip().rstrip(":") or "template"


def _closing(closes: Sequence[int]) -> str:
    return "\n".join(f"Closes #{number}" for number in closes)


def _gaps(rows: Sequence[str]) -> str:
    """Return rows as a text without gaps at its ends or wider than a row."""
    kept: list[str] = []
    for row in rows:
        if row.strip() or (kept and kept[-1].strip()):
            kept.append(row)
    return "\n".join(kept).strip("\n")

"""Markdown as GitHub renders it: nothing in a report pings, links or breaks the table."""

from __future__ import annotations

import html
import re

import cmarkgfm
import pytest

from prtool.model.record import replace
from prtool.reports import markdown
from tests.support.reports import HOSTILE, finding, full

_CODE = re.compile(r"<code>(.*?)</code>", re.DOTALL)
_ALIVE = re.compile(
    r"<(?:a|b|img|script|em|strong|del)\b|@\w|#\d|://|www\.|\bGH-\d|\b[0-9a-f]{7,}\b"
)


def _page(paths: list[str], message: str = "private term: x") -> str:
    found = tuple(finding(path=path, message=message) for path in paths)
    page: str = cmarkgfm.github_flavored_markdown_to_html(
        markdown.render(replace(full(), findings=found)).decode()
    )
    return page


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "@acme-team",
        "fixes #1, acme/x#2, GH-3",
        "https://example.com www.example.com dev@example.com",
        "a | b \\| c \\\\| d",
        "``` a ` b `` \\",
        "<script>x</script> <!-- ![x](y) [a](b)",
        "*a* _b_ ~~c~~",
        "0123456789abcdef0123456789abcdef01234567",
        "   ",
        "| --- |",
    ],
)
def test_what_a_name_or_title_holds_stays_text(text: str) -> None:
    page = _page([text, "b"], message=f"{text}: x")

    assert not _ALIVE.search(html.unescape(_CODE.sub("", page)))
    rows = re.findall(r"<tr>\n(.*?)</tr>", page, re.DOTALL)
    assert [row.count("<td>") for row in rows] == [0, 5, 5]
    shown = html.unescape(_CODE.findall(rows[1])[0])
    assert (
        shown.strip()
        == (
            text.replace("\n", "\\n")
            .replace("\x1b", "\\x1b")
            .replace("|", "\\x7c")
            .replace("`", "\\x60")
        ).strip()
    )


def test_it_fits_into_a_comment_and_says_what_does_not() -> None:
    report = replace(full(), findings=tuple(finding(line=n) for n in range(3000)))

    rendered = markdown.render(report).decode()

    rows = rendered.count("\n| `src/app.go` |")
    assert len(rendered.encode()) <= markdown.COMMENT
    assert f"\n{3000 - rows} more did not fit here: `--report json` has all of them.\n" in rendered
    assert rows > 300


def test_commands_to_type_are_code() -> None:
    assert "reword it: `git commit --amend`, or" in markdown.render(full()).decode()

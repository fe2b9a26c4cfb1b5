from __future__ import annotations

import pytest

from prtool.review.markdown import Block, Inline, read_inlines, read_markdown


def test_the_blocks_of_a_pull_request() -> None:
    text = """# Title

Some text
on two lines.

- one
  more
  - inner
- [x] done
1. first

| a | b |
|---|:-:|
| 1 | `x` |

```go
# no heading
```
> quoted
---
"""

    blocks = read_markdown(text)

    assert [block.kind for block in blocks] == [
        "heading", "paragraph", "item", "item", "item", "item", "table", "code", "quote", "rule",
    ]  # fmt: skip
    assert blocks[1].inlines == (Inline("text", "Some text\non two lines."),)
    assert [(block.level, block.text) for block in blocks[2:6]] == [
        (0, "•"), (1, "•"), (0, "☑"), (0, "1."),
    ]  # fmt: skip
    assert blocks[2].inlines == (Inline("text", "one\nmore"),)
    assert blocks[6].rows[1] == ((Inline("text", "1"),), (Inline("code", "x"),))
    assert blocks[7] == Block("code", text="# no heading")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a `b` c", [("text", "a "), ("code", "b"), ("text", " c")]),
        ("``a`b``", [("code", "a`b")]),
        ("**a** _b_ snake_case_name", [("strong", "a"), ("text", " "), ("em", "b"),
                                       ("text", " snake_case_name")]),
        ("[x](https://example.com)", [("link", "x")]),
        ("<b>no</b> <img src=x>", [("text", "<b>no</b> <img src=x>")]),
        ("2 * 3 * 4", [("text", "2 * 3 * 4")]),
    ],
)  # fmt: skip
def test_inlines(text: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.kind, part.text) for part in read_inlines(text)] == parts


def test_an_open_fence_ends_with_the_text() -> None:
    assert read_markdown("```\na\n") == (Block("code", text="a\n"),)


@pytest.mark.parametrize("char", ["`", "*", "[", "_", "- ", "|", "#", "> ", "**a", "[a]("])
def test_hostile_text_is_read_to_its_end(char: str) -> None:
    blocks = read_markdown(char * 10_000 + "\n" + (char * 2_000 + "\n") * 5 + "\n# end")

    # Within a fence there is no heading; everywhere else there is.
    assert blocks[-1].kind == "heading" or blocks[-1].text.endswith("# end")

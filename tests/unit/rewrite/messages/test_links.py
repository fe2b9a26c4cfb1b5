"""References to issues that mean something else upstream."""

from __future__ import annotations

import pytest

from prtool.model.edits import apply
from prtool.rewrite.messages.links import find_links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fix it (#12)", "fix it"),
        ("fix it (closes #12, #13)", "fix it"),
        ("s\n\nFixes #12\nbody\n", "s\n\nbody\n"),
        ("s\n\nCloses: acme/core#12 and GH-7.\n", "s\n\n"),
        ("- see #12\n- more\n", "- more\n"),
        ("it fixes #12 by luck", "it fixes an internal issue by luck"),
        ("see issue #12 for why", "see an internal issue for why"),
        ("as the pull request #3 says", "as an internal issue says"),
        ("from #1, #2 and #3 on", "from an internal issue on"),
        ("globex/core!12 has it", "an internal issue has it"),
        ("MR !12 has it", "an internal issue has it"),
        ("step #2 is first", "step 2 is first"),
    ],
)
def test_references_go(text: str, expected: str) -> None:
    assert apply(text, find_links(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the colour #123abc", "and #000000", "C#7 and F#2", "&#12; is a control", "x != !1",
        "page.html#12", "## 12 heads", "#define A 1", "#!/bin/sh", "https://example.com/a#12",
        "a #12-bis",
    ],
)  # fmt: skip
def test_other_signs_stay(text: str) -> None:
    assert find_links(text) == ()

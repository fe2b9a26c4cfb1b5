"""References to issues that mean something else upstream."""

from __future__ import annotations

import pytest

from prtool.model.edits import apply
from prtool.model.tickets import References
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fix it (#12)", "fix it (#12)"),
        ("s\n\nFixes #12\nbody\n", "s\n\nFixes #12\nbody\n"),
        ("Closes #12, #34", "Closes #12, an internal issue"),
        ("fix it (#34, #12)", "fix it (an internal issue, #12)"),
        ("fix it (#34); see #12", "fix it; see #12"),
        ("it is acme/core#12 and #120", "it is an internal issue"),
        ("acme/core#12, then #12", "an internal issue, then #12"),
        ("step #12 is last", "step 12 is last"),
    ],
)
def test_numbers_of_upstream_stay(text: str, expected: str) -> None:
    assert apply(text, find_links(text, References((12,)))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KITE-77: find aliases", "find aliases"), ("[KITE-77] find aliases", "find aliases"),
        ("(KITE-77)(KITE-78): KITE-79: find", "find"), ("find (KITE-77, OPS-1)", "find"),
        ("s\n\nRefs KITE-77\nbody\n", "s\n\nbody\n"), ("Closes: KITE-77", ""),
        ("s\n\nLost (KITE-77, see above)", "s\n\nLost (see above)"),
        ("s\n\nSee KITE-77 for more.", "s\n\nSee (not public) for more."),
        ("KITE-77 alone", "KITE-77 alone"), ("s\n\nRTX-4090: fast", "s\n\nRTX-4090: fast"),
        ("UTF-8: read it (CVE-2026-1)", "UTF-8: read it (CVE-2026-1)"),
    ],
)  # fmt: skip
def test_private_tickets_go(text: str, expected: str) -> None:
    once = apply(text, find_links(text))

    assert once == expected
    assert find_links(once) == ()


def test_tickets_of_upstream_stay() -> None:
    known = References(projects=frozenset({"ACME"}))
    text = "ACME-12: find aliases\n\nTicket ACME-13, and ticket OPS-7.\nRefs: ACME-14\n"

    assert apply(text, find_links(text, known)) == text.replace("OPS-7", "(not public)")

"""Messages: what is cut is cut whole, and the file of ``--reword`` gives back what it was given."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from prtool.model.changes import Commit, Identity
from prtool.model.edits import apply
from prtool.rewrite.edits import Edits
from prtool.rewrite.identity import NEUTRAL
from prtool.rewrite.messages.compose import public_message
from prtool.rewrite.messages.cuts import cuts_of, with_cuts
from prtool.rewrite.messages.links import find_links
from prtool.rewrite.messages.local import find_local
from prtool.rewrite.messages.todo import TodoEntry, parse_todo, render_todo

FEW = settings(max_examples=60, deadline=None)
WHO = Identity(b"Ann", b"ann@example.com", 0, 0)
CANARY = "zyxwvut"

LINES = st.one_of(
    st.text(st.characters(exclude_characters="\n\r\0", exclude_categories=["Cs"]), max_size=30),
    st.sampled_from((
        "", "# head", "\\ slash", "commit 2 [0a1b2c3d] x", "commit 1 is bad", "- item", "```",
        "---", "## Rollback", "部署：", "Fixes #12", "<private>", "</private>", "<public>",
        "</public>", "restarted the service", "Fix: it", "  code", "Backups:", "====",
    )),
)  # fmt: skip
TEXTS = st.lists(LINES, min_size=1, max_size=12).map("\n".join)


def _tidy(text: str) -> str:
    """Return a message as git would store it, never empty."""
    lines = [line.rstrip() for line in text.split("\n")]
    return ("subject " + "\n".join(lines).strip()).strip() + "\n"


@FEW
@given(st.lists(TEXTS.map(_tidy), min_size=1, max_size=4))
def test_what_goes_into_the_file_comes_back(messages: list[str]) -> None:
    entries = [TodoEntry(message=text, paths=("a",), remarks=("r\n# s",)) for text in messages]

    assert messages == [each.text for each in parse_todo(render_todo(entries), "f", entries)]


@FEW
@given(TEXTS)
def test_parts_are_in_order_and_apart(text: str) -> None:
    parts = find_local(text)

    assert all(0 <= part.span.start < part.span.end <= len(text) for part in parts)
    assert all(one.span.end <= two.span.start for one, two in pairwise(parts))


@FEW
@given(TEXTS)
def test_references_do_not_come_back(text: str) -> None:
    once = apply(text, find_links(text))

    assert find_links(once) == ()


@FEW
@given(TEXTS, st.sampled_from(("## Rollback\n", "备份：\n", "<private>", "Live checksums:\n")))
def test_nothing_below_a_local_heading_leaves(text: str, heading: str) -> None:
    message = f"subject\n\n{heading}\n{CANARY}\n\n- {CANARY}\n"
    if "<public>" not in text.lower() and "```" not in text:
        message = f"subject\n\n{text}\n\n{heading}\n{CANARY}\n\n- {CANARY}\n"
    private = Commit(oid="c" * 40, parents=(), author=WHO, committer=WHO, message=message)
    made = public_message(
        private, with_cuts(Edits(), cuts_of([private])), keep_trailers=(), identity=NEUTRAL,
        signoff=False, fallback="Update a.go",
    )  # fmt: skip

    assert CANARY not in made.text
    assert made.text.strip()

"""Notes: what is taken is what stands below a known heading, however they are put together."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from prtool.describe.notes import read_notes
from prtool.model.edits import Edit
from prtool.model.headings import LIVE_WORDS, LOCAL, WORDS
from prtool.model.parts import Part
from prtool.model.text import Span

KNOWN = [(word, part) for part, words in WORDS.items() for word in words]
UNKNOWN = ["Diary", "Where the cat sleeps", "随笔"]
Section = tuple[str, Part | None]
sections = st.lists(
    st.one_of(
        st.sampled_from(KNOWN),
        st.sampled_from([*LIVE_WORDS, *(name for names in LOCAL.values() for name in names)]).map(
            lambda word: (f"{word} x", None)
        ),
        st.sampled_from(UNKNOWN).map(lambda word: (word, None)),
    ),
    max_size=8,
)
STYLES = ("## {}", "## 3. {}", "## **{}**:", "{}\n---", "**{}**")


@settings(max_examples=150, deadline=None)
@given(some=sections, style=st.sampled_from(STYLES), data=st.data())
def test_a_section_is_taken_exactly_when_its_heading_is_known(
    some: list[Section], style: str, data: st.DataObject
) -> None:
    private = data.draw(st.integers(0, max(0, len(some) - 1)))
    text = "".join(
        f"{style.format(word)}\n\nWords of {n}. <private>Secret {n}.</private>\n\n"
        + (f"<public>Told {n}.</public>\n\n" if n == private else "")
        for n, (word, _) in enumerate(some)
    )
    notes = read_notes(text)
    body = "\n".join(body for _, body in notes.sections)

    assert "Secret" not in body
    assert "<" not in body
    for n, (_, part) in enumerate(some):
        assert (f"Words of {n}." in body) is (part is not None)
        assert (f"Told {n}." in body) is (n == private)
    wanted = [part for _, part in some if part is not None]
    assert [part for part, body in notes.sections if "Words" in body] == wanted


@settings(max_examples=100, deadline=None)
@given(some=sections, cut=st.tuples(st.integers(0, 300), st.integers(0, 40)))
def test_an_edit_changes_no_other_section(some: list[Section], cut: tuple[int, int]) -> None:
    text = "".join(f"## {word}\n\nWords of {n}.\n\n" for n, (word, _) in enumerate(some))
    notes = read_notes(text)
    whole = notes.as_text()
    start = min(cut[0], len(whole))
    span = Span(start, min(start + cut[1], len(whole)))
    done = notes.rewritten([Edit(span, "")] if span.end > span.start else [])

    for part, body in notes.sections:
        at = whole.index(body)
        if not span.overlaps(Span(at, at + len(body))):
            assert (part, body) in done.sections
    assert len(done.sections) <= len(notes.sections)
